// Keys for the whole page: undo, redo, and single letters that can be switched off; and their list.
import { html } from "../lit.js";
import { change, keep, redraw, state, time } from "../state.js";
import { say } from "../words.js";

const DAY = 86_400_000, LETTERS = { k: "play", j: "back", l: "on", t: "table", "?": "list" };

const does = {
  play: () => time(state.frame?.time?.playing ? "pause" : "play"),
  back: () => step(-1),
  on: () => step(1),
  table: () => ((state.tables.flow = !state.tables.flow), redraw()),
  list: () => list(),
};

export function keys() {
  addEventListener("keydown", (event) => {
    if (event.target.closest?.("input:not([type=range], [type=radio], [type=checkbox]), textarea, select, dialog") || event.altKey) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key !== "z" || !state.view?.[event.shiftKey ? "redo" : "undo"]) return;
      event.preventDefault();
      change(event.shiftKey ? "redo" : "undo");
    } else if (state.keys && LETTERS[key]) {
      event.preventDefault();
      does[LETTERS[key]]();
    }
  });
}

/** A day back or on. */
function step(days) {
  const now = state.frame?.time, at = now && Date.parse(`${now.day}T12:00:00Z`) + days * DAY;
  if (now && now.number + days >= 1 && now.number + days <= now.days) time("to", { at: new Date(at).toISOString().slice(0, 16) });
}

/** Opens the list of keys. */
export const list = () => document.getElementById("keys")?.showModal();

const set = (name) => (event) => keep({ [name]: event.target.checked });

export const dialog = () => html`<dialog id="keys" aria-labelledby="h-keys">
  <h2 id="h-keys">${say("frame.keys.title")}</h2>
  <dl>${Object.entries(LETTERS).map(([key, name]) => html`<div><dt><kbd>${key.toUpperCase()}</kbd></dt><dd>${say(`frame.keys.${name}`)}</dd></div>`)}
    ${["undo", "redo", "slider"].map((name) => html`<div><dt><kbd>${say(`frame.keys.${name}_key`)}</kbd></dt><dd>${say(`frame.keys.${name}`)}</dd></div>`)}</dl>
  <label class="check"><input type="checkbox" .checked=${state.keys} @change=${set("keys")}>${say("frame.keys.use")}</label>
  <label class="check"><input type="checkbox" .checked=${state.still} @change=${set("still")}>${say("frame.no_motion")}</label>
  <form method="dialog"><button class="button">${say("frame.close")}</button></form></dialog>`;
