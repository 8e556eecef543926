// Under the header: the lesson that runs, or an invitation to one.
import { html, nothing } from "../lit.js";
import { redraw, state } from "../state.js";
import { button } from "../views/parts/frame.js";
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
    ${button(say("frame.dismiss"), () => ((state.uninvited = true), redraw()), { kind: "small text right" })}</div>`;
}
