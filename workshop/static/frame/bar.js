// The slim bar under the header: what state the page is in. It replaces neither numbers nor layout.
import { html, nothing } from "../lit.js";
import { redraw, state, when } from "../state.js";
import { button } from "../views/parts/frame.js";
import { number, said, say } from "../words.js";
import { link } from "./link.js";

const GONE = 30_000;

export function bar() {
  if (state.lost) return html`${state.bar?.wrong ? own() : nothing} ${Date.now() - state.lost > GONE ? one(say("frame.gone"), true) : one(say("frame.lost", { time: when() }))}`;
  if (link.asked) return asking();
  if (state.bar) return own();
  if (state.frame?.note) return one(said(state.frame.note));
  if (state.frame?.waiting) return one(say("frame.slow", { n: number(state.frame.waiting) }));
  if (state.frame && !state.frame.events) return one(say("frame.nothing_yet"));
  return nothing;
}

const one = (text, wrong = false, more = nothing) => html`<p class="bar ${wrong ? "wrong" : ""}" role=${wrong ? "alert" : "status"}>${text || say("lost")} ${more}</p>`;

/** What came of the reader's own doing. */
const own = () => one(state.bar.letter ? said(state.bar.letter) : say(state.bar.key, state.bar.values), state.bar.wrong, close());

const close = () => button(say("frame.close"), () => ((state.bar = null), redraw()), { kind: "small text" });

/** A link of another town: its ordinance can be read all the same. */
const asking = () => one(say("frame.other_town", link.asked), false, html`${button(say("frame.load"), () => link.answer(true), { kind: "small" })} ${button(say("frame.cancel"), () => link.answer(false), { kind: "small text" })}`);
