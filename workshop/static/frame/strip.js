// Under the header: the lesson that runs, or an invitation to one.
import { html, nothing } from "../vendor/lit-html-3.3.3/lit-html.js";
import { redraw, state } from "../state.js";
import { say } from "../words.js";

export const lesson = { strip: null };
/** The lessons' own strip, once that screen is there. */

export function strip() {
  const own = lesson.strip?.(state);
  if (own) return own;
  if (state.uninvited) return nothing;
  return html`<div class="strip" role="region" aria-label=${say("frame.lesson")}>
    <strong>${say("frame.invite")}</strong>
    <a class="button small" href="#lessons">${say("frame.start_lesson")}</a>
    <button class="button small text right" type="button" @click=${() => ((state.uninvited = true), redraw())}>${say("frame.dismiss")}</button></div>`;
}
