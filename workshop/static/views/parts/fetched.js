// What the server said, kept by address: asked for when a view needs it, asked again when the lane's ordinance or a resting clock has moved.
import { ask, lanePath } from "../../server.js";
import { redraw, state } from "../../state.js";

const kept = new Map();
const MOST = 60;

function moment(box) {
  const { revision = 0, time, exact = true } = state.frame ?? {};
  const day = time?.playing && box.asked !== null ? box.day : time?.day ?? "";
  return { day, key: [state.lane, state.view?.revision ?? revision, exact, day].join(" ") };
}

/** The box of an address: `{said, wrong, waiting}`. Old figures stay in `said` while new ones are asked for (`waiting`). */
export function need(path) {
  const box = kept.get(path) ?? { said: null, wrong: null, waiting: false, asked: null, day: "" };
  const { key, day } = moment(box);
  if (box.asked !== key && !box.waiting) {
    Object.assign(box, { waiting: true, asked: key, day });
    kept.delete(path);
    kept.set(path, box);
    if (kept.size > MOST) kept.delete(kept.keys().next().value);
    ask(path).then((answer) => {
      Object.assign(box, answer.ok ? { said: answer.said, wrong: null } : { wrong: answer.said ?? {} }, { waiting: false });
      redraw();
    });
  }
  return box;
}

/** Forgets what was said of addresses with a beginning: the next drawing asks again. */
export function forget(beginning) {
  for (const [path, box] of kept) if (path.startsWith(beginning)) box.asked = null;
}

/** The address of something of the viewed lane. */
export const ofLane = (more = "") => lanePath(state.lane, more);

/** An address with a query; what is empty is left out. */
export function asking(path, query) {
  const said = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined)).toString();
  return said ? `${path}${path.includes("?") ? "&" : "?"}${said}` : path;
}
