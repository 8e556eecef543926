// 教材: choosing a lesson, holding it, guessing; joining a room, and what its facilitator does.
import { html, nothing } from "../lit.js";
import { lesson as shell } from "../frame/strip.js";
import { ask, token } from "../server.js";
import { announce, open, redraw, state as page } from "../state.js";
import { decimal, laneName, number, said, say, signed } from "../words.js";
import { compared } from "./compare.js";
import { room } from "./lessons/room.js";
import { button, held as waited } from "./parts/frame.js";
import { guessing as plane, scatter } from "./parts/scatter.js";

export const own = { lessons: [], lesson: null, room: null, ends: 0, heard: [], draft: "", place: "", busy: false, letter: null };
const LEADS = ["single", "facilitator"], GUESSES = ["single", "participant"];

export const role = () => page.hello?.rights?.role ?? "single";
export const leads = () => LEADS.includes(role());

let reading = null, again = false;

/** Reads the lesson and the room anew, as this person may see them; one reading after another, so that an older answer never comes last. */
function reread() {
  again = true;
  reading ??= read().finally(() => (reading = null));
  return reading;
}

async function read() {
  while (again) {
    again = false;
    const [lesson, room, lessons] = await Promise.all([ask("/api/lesson"), ask("/api/room"), own.lessons.length ? null : ask("/api/lessons")]);
    if (lessons?.ok) own.lessons = lessons.said;
    if (room.ok) brought(own.room, (own.room = room.said));
    if (lesson.ok) take(lesson.said);
    redraw();
  }
}

function take(lesson) {
  own.lesson = lesson;
  own.ends = Date.now() + (lesson.left_s ?? 0) * 1000;
  if (!lesson.running) return;
  const place = `${lesson.lesson.id}/${lesson.step.number}/${lesson.round.number}/${lesson.round.phase}`;
  if (place === own.place) return;
  const began = own.place.split("/").slice(0, 3).join("/") !== place.split("/").slice(0, 3).join("/");
  own.place = place;
  if (began) own.draft = "";
  if (lesson.round.phase === "revealed") announce(said(lesson.round.reveal.text));
  else if (began) announce(`${said(lesson.step.title)} ${said(lesson.round.question)}`);
  if (role() !== "participant" && page.lane !== lesson.lane) open(lesson.lane).then(redraw);
}

/** The facilitator brings everybody to the step: whoever is elsewhere comes here. */
function brought(before, now) {
  if (before?.open && now.brought > before.brought && !leads()) location.hash = "lessons";
}

function fresh() {
  const heard = [page.lesson, page.room, page.hello];
  if (heard.some((one, at) => one !== own.heard[at])) {
    own.heard = heard;
    reread();
  }
}

export async function act(path, body) {
  own.busy = true;
  redraw();
  const told = await ask(path, body);
  own.busy = false;
  own.letter = told.ok ? null : told.said ?? { ja: say("lost"), en: say("lost") };
  if (told.ok && path !== "/api/room") take(told.said);
  if (told.ok && path === "/api/lesson" && body.do === "start") page.hello = (await ask("/api/hello")).said ?? page.hello;
  await reread();
  return told;
}

const step = (what, more = {}) => () => act("/api/lesson", { do: what, ...more });

export function view() {
  fresh();
  if (!own.lesson) return html`<p role="status">${say("frame.loading")}</p>`;
  return html`<div class="lessons">
    ${own.letter ? html`<p class="bar wrong" role="alert">${said(own.letter)}</p>` : nothing}
    ${own.busy ? html`<p class="muted" role="status">${say("lessons.waiting")}</p>` : nothing}
    ${own.lesson.running ? held(own.lesson) : chosen()} ${room(own)}</div>`;
}

function chosen() {
  if (!leads()) return html`<p>${say("lessons.none")}</p>`;
  return html`<div class="choose">${own.lessons.map((one) => html`<section class="panel" aria-labelledby="l-${one.id}">
    <div class="head"><h2 id="l-${one.id}">${said(one.title)}</h2><span class="chip">${say("lessons.minutes", { n: one.minutes })}</span></div>
    <p>${say(one.alone ? "lessons.alone" : "lessons.with_room")}</p>
    <ol>${one.steps.map((step) => html`<li>${said(step.title)} <span class="muted">${say("lessons.minutes", { n: step.minutes })}</span>${step.warning ? html` <span class="chip">${say("lessons.warning")}</span>` : nothing}</li>`)}</ol>
    <p>${button(html`${say("lessons.start")}<span class="unseen"> ${said(one.title)}</span>`, step("start", { lesson: one.id }), { kind: "fill", off: own.busy })}</p></section>`)}</div>`;
}

function held(lesson) {
  const { step: one, round } = lesson;
  return html`<section class="panel held" aria-labelledby="l-step">
    <div class="head"><h2 id="l-step" tabindex="-1">${one.number}. ${said(one.title)}</h2><span class="chip number">${say("lessons.step", { n: one.number, of: lesson.lesson.steps.length })}</span><span class="chip number">${say("lessons.round", { n: round.number, of: one.rounds })}</span>${exaggerated(round)}</div>
    ${one.warning ? html`<div class="warning"><h3>${say("lessons.warning")}</h3><p>${said(one.warning)}</p>${leads() ? button(say("lessons.skip"), step("skip"), { kind: "small" }) : nothing}</div>` : nothing}
    <p>${said(one.say)}</p>
    ${part("guess", html`<p class="question">${said(round.question)}</p>${guessing(lesson)}`)}
    ${part("try", html`<p>${said(round.trial)} ${round.kind === "place" ? html`<a href="#compare">${say("lessons.see_compare")}</a>` : html`<a href="#flow">${say("lessons.see")}</a>`}</p>`)}
    ${round.phase === "revealed" ? revealed(lesson) : nothing}
    ${leads() ? controls(lesson) : nothing}</section>`;
}

const part = (name, body, kind = "") => html`<div class="part ${kind}"><h3>${say(`lessons.${name}`)}</h3>${body}</div>`;

const exaggerated = (round) => (round.exaggerated > 1 ? html`<span class="chip changed number">${say("lessons.exaggerated", { n: round.exaggerated })}</span>` : nothing);

function revealed(lesson) {
  const { step: one, round } = lesson;
  return html`${part("reveal", html`<p class="reveal number">${said(round.reveal.text)}</p>`, "real")}
    ${!one.talk ? nothing : html`<ul class="sides">${one.sides.map((side) => html`<li><h4>${say(`lessons.${side.side}`)}</h4>${said(side.text)}</li>`)}</ul>
    ${part("talk", html`<p>${said(one.talk)}</p>`)}`}
    ${lesson.errors.length > 1 ? part("errors", html`<ul class="sides">${lesson.errors.map((error) => html`<li><h4>${said(error.question)}</h4><span class="number">${say("lessons.error", { guess: number(error.guess), actual: number(error.actual), off: signed(error.off) })}</span></li>`)}</ul>`) : nothing}
    ${lesson.last ? html`<p>${say("lessons.done")}</p>` : nothing}
    ${one.source ? html`<p class="muted">${say("lessons.source")}: ${said(one.source)}</p>` : nothing}`;
}

/** What a phone shows of a question, and the wall: how many have guessed, and after it is closed what. */
function guessing(lesson) {
  const { round } = lesson;
  if (round.kind === "place") return placing(lesson);
  if (round.phase !== "guess") return html`<p class="number">${mine(round)} ${lesson.alone ? nothing : tally(round)}</p>`;
  const told = lesson.alone ? nothing : html`<p class="muted number">${say("lessons.taking", { k: round.guesses, n: round.of })} ${say("lessons.wait_close")}</p>`;
  if (!GUESSES.includes(role())) return told;
  return html`${round.options.length ? options(round) : field(round)} ${round.mine === null ? nothing : html`<p role="status">${say("lessons.sent")} ${mine(round)}</p>`} ${told}`;
}

const send = (value) => act("/api/lesson/guess", { value });
const word = (option) => (say(`lessons.${option}`) === `lessons.${option}` ? say(`missed.${option}`) : say(`lessons.${option}`));
const unit = (value, round) => (typeof value === "string" ? word(value) : `${decimal(value, Number.isInteger(value) ? 0 : 1)}${round.kind === "percent" ? say("lessons.percent") : ""}`);
const mine = (round) => (round.mine === null || round.kind === "place" ? nothing : html`<span class="guess">${say("lessons.mine", { n: unit(round.mine, round) })}</span>`);

function options(round) {
  return html`<div class="options" role="group" aria-label=${said(round.question)}>${round.options.map((option) => button(word(option), () => send(option), { pressed: round.mine === option, off: own.busy }))}</div>`;
}

/** The question whose answer is a place in the picture of Compare: empty until it is closed, then with all guesses, and with the dots once they are revealed. */
function placing(lesson) {
  const { round } = lesson, open = round.phase === "guess", may = open && GUESSES.includes(role()), chosen = own.draft || round.mine;
  return waited(compared(page.lane), (told) => {
    if (told.waiting) return html`<p role="status">${say("compare.waiting", { n: number(told.waiting) })}</p>`;
    if (may) return html`<p>${say("lessons.place_how")}</p>${plane(told.axis, () => own.draft || round.mine, (at) => ((own.draft = at), redraw()))}
      <p class="options"><span class="number" role="status">${chosen ? placed(chosen) : nothing}</span>${button(say("lessons.send"), () => send(own.draft), { kind: "fill", off: own.busy || !own.draft })}${round.mine ? html`<span>${say("lessons.sent")}</span>` : nothing}</p>`;
    const dots = round.phase === "revealed" ? told.lanes.map((lane, at) => ({ ...lane, number: at + 1 })).filter((lane) => lane.point) : [], places = round.tally?.points ?? [];
    return html`${open ? nothing : html`<p class="number">${say("lessons.places", { n: number(places.length) })}</p>`}${scatter(dots, told.axis, false, places)}<p class="controls">${dots.map((lane) => html`<span class="chip number"><b>${lane.number}</b>&nbsp;${laneName(lane.name)}</span>`)}</p>`;
  });
}

const placed = ({ x, y }) => say("lessons.place", { x: decimal(x, 2), y: number(y) });

function field(round) {
  const most = round.kind === "percent" ? 100 : 1_000_000;
  const value = own.draft === "" ? round.mine ?? "" : own.draft;
  const set = (to) => ((own.draft = String(Math.min(Math.max(Number(to) || 0, 0), most))), redraw());
  return html`<form class="asked" @submit=${(event) => (event.preventDefault(), own.draft !== "" && send(Number(own.draft)))}>
    ${button("−", () => set(Number(value) - 1), { name: say("lessons.less") })}
    <label><span class="unseen">${say("lessons.answer")}</span><input class="field number" type="number" inputmode="numeric" min="0" max=${most} required .value=${String(value)} @input=${(event) => set(event.target.value)}></label>${round.kind === "percent" ? say("lessons.percent") : nothing}
    ${button("＋", () => set(Number(value) + 1), { name: say("lessons.more_one") })}
    <button class="button fill" type="submit">${say("lessons.send")}</button></form>`;
}

function tally(round) {
  const found = round.tally;
  if (found?.points) return html`<span class="guess">${say("lessons.places", { n: number(found.count) })}</span>`;
  if (!found) return html`<span class="guess">${say("lessons.nobody")}</span>`;
  if (found.of) return Object.entries(found.of).map(([option, n]) => html`<span class="guess">${say("lessons.tally_of", { word: word(option), n: number(n) })}</span> `);
  return html`<span class="guess">${say("lessons.tally", { median: unit(found.median, round), count: number(found.count), least: unit(found.least, round), most: unit(found.most, round) })}</span>`;
}

const does = (what, { label = what, ...looks } = {}) => button(say(`lessons.${label}`), step(what), { off: own.busy, ...looks });

function controls(lesson) {
  const { phase } = lesson.round;
  return html`${lesson.step.facilitator && !lesson.alone ? html`<details class="note"><summary>${say("lessons.facilitator")}</summary><p>${said(lesson.step.facilitator)}</p></details>` : nothing}
    <p class="controls">
      ${phase === "guess" && !lesson.alone ? does("close") : nothing} ${phase !== "revealed" ? does("reveal", { label: "show", kind: "fill", id: "reveal" }) : nothing}
      ${lesson.first ? nothing : does("back")} ${lesson.last ? nothing : does("next", { kind: phase === "revealed" ? "fill" : "", id: "next" })}
      ${[["skip"], ["restart", "again"], ["extend", "more"], ["stop"]].map(([what, label]) => button(say(`lessons.${label ?? what}`), step(what), { kind: "text" }))}</p>`;
}

/** Under the header of every screen while a lesson runs. */
function strip() {
  fresh();
  const lesson = own.lesson;
  if (!lesson?.running) return null;
  const { step: one, round } = lesson, left = Math.max(Math.round((own.ends - Date.now()) / 1000), 0);
  const answer = round.reveal?.answer;
  return html`<div class="strip" role="region" aria-label=${say("frame.lesson")}>
    <span class="steps" role="img" aria-label=${say("lessons.step", { n: one.number, of: lesson.lesson.steps.length })}>${lesson.lesson.steps.map((_, at) => html`<b class=${at + 1 < one.number ? "done" : at + 1 === one.number ? "now" : ""}>${at + 1}</b>`)}</span>
    <a href="#lessons"><strong>${said(one.title)}</strong></a> ${exaggerated(round)}
    ${round.phase === "guess" ? nothing : html`<span class="number">${lesson.alone ? mine(round) : tally(round)}</span>`}
    ${answer === null || answer === undefined ? nothing : html`<span class="guess real number">${say("lessons.actual", { n: unit(answer, round) })}</span>`}
    <span class="right number">${say("lessons.left", { m: Math.floor(left / 60), s: String(left % 60).padStart(2, "0") })}</span>
    ${leads() && !lesson.first ? does("back", { kind: "small" }) : nothing} ${leads() && !lesson.last ? does("next", { kind: "small" }) : nothing}</div>`;
}

shell.strip = strip;
setInterval(() => own.lesson?.running && own.ends > Date.now() && !document.hidden && redraw(), 1000);
export const hasToken = () => Boolean(token);
