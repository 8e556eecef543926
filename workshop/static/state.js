// What the page knows, and what it can do. All numbers are the server's.
import { ask, lanePath, listen, remove } from "./server.js";
import { clock, number, say, said, speak, words, by } from "./words.js";

export const SCREENS = ["flow", "compare", "resident", "ledger", "summary", "ordinance", "lessons"];

export const state = {
  screen: "flow", lane: "", hello: null, view: null, flow: null, frame: null, room: null, lesson: null,
  changed: "", waiting: false, slow: false, bar: null, lost: 0, menu: false, engine: false, tools: false, tables: {}, still: false, keys: true,
  resident: null, residents: [], viewer: "all", track: null, data: {},
};

let draw = () => {};
let close = () => {};
let hidden = 0;
export const onChange = (drawn) => (draw = drawn);
export const redraw = () => draw();

/** Begins: words, hello, the lane, the stream. */
export async function begin() {
  const wanted = new URLSearchParams(location.search);
  await speak(wanted.get("lang") === "en" ? "en" : "ja");
  const hello = await ask("/api/hello");
  state.hello = hello.said;
  const lanes = state.hello.lanes.map((one) => one.name);
  state.lane = lanes.includes(wanted.get("lane")) ? wanted.get("lane") : state.hello.rights?.lane ?? lanes[0];
  addEventListener("hashchange", () => go(location.hash.slice(1)));
  document.addEventListener("visibilitychange", seen);
  await open(state.lane);
  go(location.hash.slice(1) || "flow");
}

function seen() {
  clearTimeout(hidden);
  if (document.hidden) hidden = setTimeout(close, 30_000);
  else hear();
}

/** Another lane. */
export async function open(lane) {
  state.lane = lane;
  state.changed = "";
  state.frame = null;
  state.resident = null;
  await look();
  hear();
  await others();
}

function hear() {
  close();
  close = listen(state.lane, heard, (connected) => {
    if (connected && state.lost) state.bar = { key: "frame.connected", values: {} };
    if (!connected && !state.lost) state.lost = Date.now();
    if (connected) state.lost = 0;
    draw();
  });
}

function heard(kind, message) {
  if (kind === "frame") {
    window.nayose.frames += 1;
    window.nayose.seq = message.seq;
    const behind = state.view && message.revision !== state.view.revision && !state.waiting;
    state.frame = message;
    if (behind) look().then(draw);
  } else if (kind === "hello") state.hello = message;
  else if (kind === "room") state.room = message;
  else if (kind === "lesson") state.lesson = message;
  draw();
}

/** Reads the lane and its map anew. */
export async function look() {
  const [view, flow] = await Promise.all([ask(lanePath(state.lane)), ask(lanePath(state.lane, "/flow"))]);
  if (view.ok) state.view = view.said;
  if (flow.ok) state.flow = flow.said;
}

/** Somebody to look at: who is missed, if anybody is. */
async function others() {
  const [listed, track] = await Promise.all([ask(lanePath(state.lane, "/residents?pick=missed")), ask("/api/time/track")]);
  state.residents = listed.ok ? listed.said.residents ?? listed.said : [];
  state.track = track.ok ? track.said : null;
  if (!state.resident && state.residents.length) await person(state.residents[0].id);
}

export async function person(id) {
  const told = await ask(lanePath(state.lane, `/residents/${id}`));
  if (told.ok) state.resident = told.said;
  draw();
}

/** The next of those who were picked. */
export function nextPerson() {
  const at = state.residents.findIndex((one) => one.id === state.resident?.id);
  const next = state.residents[(at + 1) % state.residents.length];
  return next && person(next.id);
}

/** Another screen: it loads what it shows, and draws. */
export async function go(screen) {
  state.screen = SCREENS.includes(screen) ? screen : "flow";
  state.menu = false;
  draw();
  document.title = `${say(`frame.nav.${state.screen}`)} — ${say("title")} (${say("frame.synthetic")})`;
}

/** A change of the lane: `switch` with a rule, `undo`, `redo`, or `ordinance` with more. The radio moves at once, and returns if it fails. */
export async function change(what, rule = null, more = {}) {
  if (state.waiting) return;
  const began = performance.now(), was = rule?.on;
  if (rule) rule.on = !rule.on;
  state.waiting = true;
  state.bar = null;
  draw();
  const slow = setTimeout(() => ((state.slow = true), draw()), 300);
  const { ok, status, said: told } = await ask(lanePath(state.lane, `/${what}`), { base: state.view.revision, ...(rule ? { switch: rule.switch } : {}), ...more });
  clearTimeout(slow);
  state.waiting = state.slow = false;
  if (ok) {
    state.view = told;
    state.changed = rule?.id ?? "";
    const flow = await ask(lanePath(state.lane, "/flow"));
    if (flow.ok) state.flow = flow.said;
    speakOut(rule, told);
    if (state.resident) person(state.resident.id);
    state.data = {};
  } else {
    if (rule) rule.on = was;
    state.bar = { letter: told, key: "lost", wrong: true };
    if (status === 409) await look();
  }
  window.nayose.lastChangeMs = performance.now() - began;
  draw();
}

/** One sentence for those who listen: after their own change only. */
function speakOut(rule, told) {
  const now = rule && told.rules.find((one) => one.id === rule.id), difference = told.difference ?? {};
  announce(say("said", {
    rule: now ? said(now.article) || said(now) : "", state: now ? say(now.words[now.on ? 0 : 1]) : say("frame.changed"), reached: number(told.picture.reached), reached_by: by(difference.reached),
    missed: number(told.picture.missed), missed_by: by(difference.missed), wrong: number(told.picture.wrong), wrong_by: by(difference.wrong), items: number(told.picture.items_per_resident), items_by: by(difference.items_per_resident, 1),
  }));
}

export function announce(text) {
  document.getElementById("said").textContent = text;
}

export async function language(lang) {
  await speak(lang);
  go(state.screen);
}

/** Play, pause, speed, to, now. */
export async function time(what, more = {}) {
  const told = await ask("/api/time", { do: what, ...more });
  if (!told.ok) state.bar = { letter: told.said, key: "lost", wrong: true };
  else if (state.frame) state.frame = { ...state.frame, time: told.said };
  draw();
}

/** Keeps the ordinance as it stands as a lane of its own, and opens it. */
export async function save(name) {
  const told = await ask("/api/lanes", { from: state.lane, name });
  if (!told.ok) state.bar = { letter: told.said, key: "lost", wrong: true };
  else {
    state.hello = (await ask("/api/hello")).said;
    await open(name);
  }
  draw();
}

export async function drop(lane) {
  await remove(lanePath(lane));
  state.hello = (await ask("/api/hello")).said;
  if (lane === state.lane) await open(state.hello.lanes[0].name);
  draw();
}

/** What a screen shows, read once until the lane changes: `data("ledger", "/api/…")`; null while it is read. */
export function data(key, path, again = false) {
  const kept = state.data[key];
  if (kept && kept.path === path && !again) return kept.said;
  state.data[key] = { path, said: kept && kept.path === path ? kept.said : null };
  ask(path).then((told) => {
    if (state.data[key]?.path !== path) return;
    state.data[key].said = told.ok ? told.said : { letter: told.said ?? { ja: say("lost"), en: say("lost") } };
    draw();
  });
  return state.data[key].said;
}

/** The link that brings somebody else to what is seen now. */
export function link() {
  const wanted = new URLSearchParams({ lane: state.lane, lang: words.lang });
  return `${location.origin}/?${wanted}#${state.screen}`;
}

export const when = () => (state.frame?.time ? `${state.frame.time.at.slice(0, 10)} ${clock(state.frame.time.at)}` : "");
