// What is said to those who listen: one sentence after their own change or a change of connection, never on ticking frames, at most once in three seconds.
import { state } from "../state.js";
import { decimal, number, said, say } from "../words.js";

const APART = 3000;
let last = -APART, waiting = 0;

/** Says a sentence: the newest, if others came within three seconds. */
export function announce(text) {
  clearTimeout(waiting);
  const left = last + APART - performance.now();
  if (left > 0) waiting = setTimeout(() => announce(text), left);
  else {
    last = performance.now();
    document.getElementById("said").textContent = text;
  }
}

/** The sentence after a change: `rule` as it is now, or null after undo and the like; figures of the server's. */
export function ofChange(rule, picture, difference) {
  const done = rule ? say("frame.spoken.rule", { rule: said(rule.article) || said(rule), state: say(rule.words[rule.on ? 0 : 1]) }) : say("frame.spoken.changed");
  return say("frame.spoken.all", { done, ...figures(picture, difference) });
}

/** The numbers now, where they are asked for. */
export function sayNumbers() {
  const { picture, difference } = state.frame ?? state.view;
  announce(say("frame.spoken.numbers", figures(picture, difference)));
}

const WRITTEN = { reached: number, missed: number, wrong: number, items: decimal }, FROM = { items: "items_per_resident" };

const figures = (picture, difference) =>
  Object.fromEntries(Object.entries(WRITTEN).map(([name, written]) => [name, figure(name, picture[FROM[name] ?? name], difference?.[FROM[name] ?? name], written)]));

function figure(name, value, change, written) {
  const turn = change === undefined || change === null ? "alone" : change > 0 ? "up" : change < 0 ? "down" : "same";
  return say(`frame.spoken.${name}.${turn}`, { n: written(value), by: written(Math.abs(change ?? 0)) });
}
