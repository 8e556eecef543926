// The link that brings somebody else to what is seen now; and opening one. The server needs no memory of it: the run is deterministic.
import { ask } from "../server.js";
import { change, link as address, person, redraw, sharing, state, time } from "../state.js";
import { say } from "../words.js";

const OURS = ["lane", "lang", "resident", "viewer", "token", "paused"];

/** `asked`: versions of a link whose town is another one, while the reader is asked whether to load its ordinance; `answer(yes)`. */
export const link = { asked: null, answer: () => {} };

/** Copies the link; where that is forbidden, shows it. */
export async function copy() {
  const letter = await sharing();
  if (letter) state.bar = { letter, key: "lost", wrong: true };
  else await offer(address());
  redraw();
}

async function offer(whole) {
  try {
    await navigator.clipboard.writeText(whole);
    state.bar = { key: "frame.copied" };
  } catch {
    state.bar = { key: "frame.link_is", values: { link: whole } };
  }
}

/** Puts in force what the address of the page asks for, and takes it out of the address, so that reloading keeps what is changed later. */
export async function opened() {
  const all = new URLSearchParams(location.search), query = new URLSearchParams([...all].filter(([name]) => !OURS.includes(name)));
  if (all.has("viewer")) state.viewer = all.get("viewer");
  if (all.has("resident")) await person(all.get("resident"));
  if (!query.has("base")) return;
  history.replaceState(null, "", `/?${new URLSearchParams([...all].filter(([name]) => OURS.includes(name)))}${location.hash}`);
  const told = await ask(`/api/link?${query}`);
  if (!told.ok) state.bar = { letter: told.said, key: "lost", wrong: true };
  else if (told.said.same) await enter(query, told.said);
  else consent(query, told.said);
  redraw();
}

function consent(query, said) {
  link.asked = { a: said.version.link ?? say("frame.unknown"), b: said.version.town };
  link.answer = async (yes) => {
    link.asked = null;
    if (yes) await enter(query, { ...said, at: null });
    redraw();
  };
}

async function enter(query, { base, switches, at }) {
  const now = state.view, same = now.base === base && now.switches.join() === switches.join();
  if (!same) await change("link", null, { link: query.toString() });
  if (at && at !== state.frame?.time?.at) await time("to", { at });
  if (state.resident) await person(state.resident.id);
}
