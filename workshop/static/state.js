// What the page knows, and what it can do. All numbers are the server's.
import { ask, lanePath, listen } from "./server.js";
import { announce, ofChange } from "./frame/spoken.js";
import { clock, day, say, speak, words } from "./words.js";

export const SCREENS = ["flow", "compare", "resident", "ledger", "summary", "ordinance", "lessons"];

export const state = {
  screen: "flow", lane: "", hello: null, view: null, flow: null, frame: null, room: null, lesson: null,
  changed: "", waiting: false, slow: false, bar: null, lost: 0, menu: false, engine: false, tools: false, tables: {}, still: false, keys: true, failed: null, shared: "",
  resident: null, residents: [], viewer: "all", track: null,
};

let draw = () => {};
let drawNow = () => {};
let close = null;
let hidden = 0;
/** `drawn()` draws with the next animation frame; `drawnNow()` at once. */
export const onChange = (drawn, drawnNow) => ([draw, drawNow] = [drawn, drawnNow]);
export const redraw = () => draw();
export { announce };

/** Whether whoever looks may move the clock. */
export const leads = () => ["single", "facilitator"].includes(state.hello?.rights?.role ?? "single");

/** Choices of the reader that outlive the page. */
export function keep(choices) {
  Object.assign(state, choices);
  localStorage.setItem("nayose", JSON.stringify({ keys: state.keys, still: state.still }));
  draw();
}

/** Begins: words, hello, the lane, the stream. */
export async function begin() {
  const wanted = new URLSearchParams(location.search);
  Object.assign(state, JSON.parse(localStorage.getItem("nayose") ?? "{}"));
  await speak(wanted.get("lang") === "en" ? "en" : "ja");
  const hello = await ask("/api/hello");
  if (!hello.ok) return void (state.bar = { letter: hello.said, key: "lost", wrong: true });
  state.hello = hello.said;
  const lanes = state.hello.lanes.map((one) => one.name), lane = wanted.get("lane");
  state.lane = lanes.includes(lane) ? lane : state.hello.rights?.lane ?? lanes[0];
  if (lane && lane !== state.lane) state.bar = { letter: (await ask(lanePath(lane))).said, key: "lost", wrong: true };
  addEventListener("hashchange", () => go(location.hash.slice(1)));
  document.addEventListener("visibilitychange", seen);
  await open(state.lane);
  go(location.hash.slice(1) || "flow");
}

function seen() {
  clearTimeout(hidden);
  if (document.hidden) hidden = setTimeout(deafen, 30_000);
  else if (!close) hear();
}

function deafen() {
  close?.();
  close = null;
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
  deafen();
  close = listen(state.lane, heard, connection);
}

function connection(connected) {
  if (connected === !state.lost) return;
  state.lost = connected ? 0 : Date.now();
  if (connected) state.bar = { key: "frame.connected" };
  announce(connected ? say("frame.connected") : say("frame.lost", { time: when() }));
  draw();
}

function heard(kind, message) {
  if (kind === "frame") {
    window.nayose.frames += 1;
    window.nayose.seq = message.seq;
    const behind = state.view && message.revision !== state.view.revision && !state.waiting;
    state.frame = message;
    if (behind) look().then(draw);
    if (unsaid && message.exact && message.revision >= unsaid.revision) sayChange();
  } else if (kind === "hello") state.hello = message;
  else if (kind === "room") state.room = message;
  else if (kind === "lesson") state.lesson = message;
  draw();
}

/** Reads the lane and its map anew. */
export async function look() {
  const [view, flow] = await Promise.all([ask(lanePath(state.lane)), ask(lanePath(state.lane, "/flow"))]);
  if (view.ok && !(state.waiting && view.said.lane === state.view?.lane)) shown(view.said);
  if (flow.ok) state.flow = flow.said;
}

/** Somebody to look at: who is missed, if anybody is. */
async function others() {
  const [listed] = await Promise.all([ask(lanePath(state.lane, "/residents?pick=missed")), tracked()]);
  state.residents = listed.ok ? listed.said.residents ?? listed.said : [];
  if (!state.resident && state.residents.length) await person(state.residents[0].id);
}

async function tracked() {
  const track = await ask("/api/time/track");
  if (track.ok) state.track = track.said;
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
  if (state.screen === "summary") sharing().then(draw);
  document.title = `${say(`frame.nav.${state.screen}`)} — ${say("title")} (${say("frame.synthetic")})`;
}

const wanted = new Map();
let doing = Promise.resolve(), queued = 0, unsaid = null;

/** A change of the lane: `switch` with a rule, or `undo`, `redo`, `ordinance` with more of what is asked. A radio moves at once, and returns if the change fails; of several turns of one rule the last alone is asked for. */
export function change(what, rule = null, more = {}) {
  if (what !== "switch") return inTurn(() => post(what, more, null));
  if (!told.has(rule.id)) return inTurn(() => post(what, { switch: rule.switch }, null));
  const asked = wanted.has(rule.id);
  wanted.set(rule.id, !rule.on);
  rule.on = !rule.on;
  drawNow();
  return asked ? doing : inTurn(() => turn(rule.id));
}

function inTurn(work) {
  window.nayose.pending = true;
  queued += 1;
  doing = doing.then(work).finally(() => ((queued -= 1), draw())).catch(console.error);
  return doing;
}

function turn(id) {
  const on = wanted.get(id), rule = state.view.rules.find((one) => one.id === id);
  wanted.delete(id);
  if (rule && told.get(id) !== on) return post("switch", { switch: rule.switch }, id);
}

async function post(what, body, id) {
  const began = performance.now(), slow = setTimeout(() => ((state.slow = true), draw()), 300);
  Object.assign(state, { waiting: true, bar: null, failed: null });
  draw();
  const answer = await ask(lanePath(state.lane, `/${what}`), { base: state.view.revision, ...body });
  clearTimeout(slow);
  state.waiting = state.slow = false;
  const done = answer.ok ? changed(answer.said, id) : refused(answer, id);
  drawNow();
  window.nayose.lastChangeMs = performance.now() - began;
  await done;
}

async function changed(said, id) {
  shown(said);
  if (state.frame && state.frame.revision !== said.revision) state.frame = { ...state.frame, picture: said.picture, difference: said.difference, exact: said.exact ?? true };
  state.changed = id ?? "";
  unsaid = { revision: said.revision, id, said };
  if (said.exact !== false || state.frame?.revision > said.revision) sayChange();
  else setTimeout((mine) => unsaid === mine && sayChange(), 5000, unsaid);
  const [flow] = await Promise.all([ask(lanePath(state.lane, "/flow")), tracked(), state.resident && person(state.resident.id)]);
  if (flow.ok) state.flow = flow.said;
}

async function refused({ status, said }, id) {
  wanted.clear();
  shown(state.view);
  if (status === 409) await look();
  state.failed = id && { id, letter: said };
  state.bar = { letter: said, key: "lost", wrong: true };
}

const told = new Map();

/** A lane as the server tells it; what is still asked for shows as it will be. */
function shown(view) {
  if (view !== state.view) {
    told.clear();
    for (const one of view.rules) told.set(one.id, one.on);
  }
  for (const one of view.rules) one.on = wanted.get(one.id) ?? told.get(one.id);
  state.view = view;
}

/** One sentence for those who listen, once the figures are those of the whole run. */
function sayChange() {
  const { id, said, revision } = unsaid, frame = state.frame?.revision === revision ? state.frame : null;
  unsaid = null;
  announce(ofChange(said.rules.find((one) => one.id === id) ?? null, frame?.picture ?? said.picture, (frame ?? said).difference));
}

export async function language(lang) {
  const all = new URLSearchParams(location.search);
  await speak(lang);
  all.set("lang", lang);
  history.replaceState(null, "", `/?${all}${location.hash}`);
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

/** The link that brings somebody else to what is seen now; `shared` is the server's part of it, as of the last `sharing()`. */
export function link() {
  const own = { lane: state.lane, lang: words.lang, ...(state.resident ? { resident: state.resident.id, viewer: state.viewer } : {}) };
  return `${location.origin}/?${state.shared}&${new URLSearchParams(own)}#${state.screen}`;
}

/** Reads the server's part of the link anew; its letter, if there is none. */
export async function sharing() {
  const told = await ask(lanePath(state.lane, "/link"));
  state.shared = told.ok ? told.said.link : "";
  return told.ok ? null : told.said;
}

/** Whether something is asked for, or the numbers are still of an ordinance before. */
export const pending = () => queued > 0 || Boolean(state.frame && state.view && state.frame.revision !== state.view.revision);

/** The moment that the numbers are of, in words. */
export const when = () => (state.frame?.time ? `${day(state.frame.time.at)} ${clock(state.frame.time.at)}` : "");
