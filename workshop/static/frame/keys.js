// Keys for the whole page: undo, redo, and single letters that can be switched off.
import { change, redraw, state, time } from "../state.js";

const DAY = 86_400_000;

export function keys() {
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=range]), textarea, select");
    if (typing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "z") event.preventDefault(), change(event.shiftKey ? "redo" : "undo");
      return;
    }
    const does = state.keys && letters[event.key.toLowerCase()];
    if (does) event.preventDefault(), does();
  });
}

const letters = {
  k: () => time(state.frame?.time?.playing ? "pause" : "play"),
  j: () => step(-1),
  l: () => step(1),
  t: () => ((state.tables.flow = !state.tables.flow), redraw()),
};

/** A day back or on. */
export function step(days) {
  const at = state.frame?.time?.at;
  if (at) time("to", { at: new Date(Date.parse(`${at.slice(0, 10)}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10) });
}
