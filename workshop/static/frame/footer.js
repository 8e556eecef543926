// Time: play, speed, the track of days with the changes on it; and print, export, link.
import { html, nothing, svg } from "../lit.js";
import { leads, redraw, state, time } from "../state.js";
import { button } from "../views/parts/frame.js";
import { clock, day, say, said } from "../words.js";
import { saveAs } from "../export.js";
import { list } from "./keys.js";
import { copy } from "./link.js";
import { sayNumbers } from "./spoken.js";

const PLAY = "M3 1l9 6-9 6z", PAUSE = "M3 1h3v12H3zM8 1h3v12H8z", HOUR = 3_600_000, DAY = 24;

export function footer() {
  const now = state.frame?.time;
  return html`<footer>${now ? html`${moving(now)} ${track(now)}` : nothing} ${tools()}</footer>`;
}

function moving(now) {
  const may = leads(), speeds = state.hello?.speeds ?? [], next = speeds[(speeds.indexOf(now.speed) + 1) % speeds.length];
  return html`
    ${button(html`<svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path d=${now.playing ? PAUSE : PLAY} fill="currentColor"/></svg>${say(now.playing ? "frame.pause" : "frame.play")}`,
      () => time(now.playing ? "pause" : "play"), { kind: "fill", id: "play", off: !may })}
    ${button(speed(now.speed), () => time("speed", { speed: next }), { kind: "plain", id: "speed", off: !may })}
    <span class="when number"><b>${day(now.at)}</b> ${clock(now.at)}<span class="muted">${say("frame.day", { d: now.number, D: now.days })}</span></span>
    ${now.past ? button(say("frame.now"), () => time("now"), { kind: "plain", id: "now", off: !may }) : nothing}`;
}

const speed = (value) => (value === "fastest" ? say("frame.fastest") : say("frame.speed", { n: value }));

/** Where a day is on the track, in per cent. */
const placed = (first, days) => (iso) => (100 * (Date.parse(`${iso}T00:00:00Z`) - first)) / HOUR / DAY / Math.max(1, days - 1);

function track(now) {
  const { first_day: from, last_day: to, days = [], changes = [] } = state.track ?? {}, first = firstMoment(), at = placed(first, now.days), here = Math.max(0, Math.min(100, at(now.day)));
  const most = Math.log1p(Math.max(1, ...days)), words = say("frame.time_words", { day: day(now.at, true), clock: clock(now.at) });
  return html`<div class="track">
    <svg width="100%" height="56" aria-hidden="true">${days.map((count, place) => bar(count, (100 * place) / Math.max(1, days.length - 1), most, place < now.number))}
      <rect x="0" y="28" width="100%" height="4" rx="2" class="rail"/><rect x="0" y="28" width="${here}%" height="4" rx="2" class="done"/>
      ${marks(changes.filter((one) => one.lane === state.lane), at)}
      <circle cx="${here}%" cy="30" r="9" class="knob"/></svg>
    <span class="end" aria-hidden="true"><span>${day(from)}</span><span>${day(to)}</span></span>
    <input type="range" id="track" min="0" max=${now.days * DAY - 1} step="1" .value=${String(hoursOf(now.at))} ?disabled=${!leads()}
      aria-label=${say("frame.time")} aria-valuetext=${words} @change=${moved} @keydown=${paged}></div>`;
}

function bar(count, x, most, past) {
  const high = count ? 3 + (19 * Math.log1p(count)) / most : 1;
  return svg`<rect x="${x}%" y=${26 - high} width="2" height=${high} class=${past ? "past" : "ahead"}/>`;
}

/** A triangle for each day on which the ordinance was changed; the last change has its name beside it, where the ends of the track leave room. */
function marks(changes, at) {
  const days = new Map(changes.map((one) => [one.day, one]));
  return [...days.values()].map((one, place, all) => svg`<svg x="${at(one.day)}%" overflow="visible"><path d="M0 37l6 9h-12z" class="turn"><title>${said(one.label)}</title></path>
    ${place === all.length - 1 && at(one.day) > 15 && at(one.day) < 85 ? svg`<text x=${at(one.day) > 50 ? -10 : 10} y="49" class="under ${at(one.day) > 50 ? "end" : ""}">${said(one.label)}</text>` : nothing}</svg>`);
}

const firstMoment = () => Date.parse(`${state.track?.first_day ?? state.hello.town.first_day}T00:00:00Z`);
const hoursOf = (at) => Math.floor((Date.parse(`${at}Z`) - firstMoment()) / HOUR);

function moved(event) {
  const hours = Number(event.target.value);
  if (hours >= Number(event.target.max)) return time("now");
  return time("to", { at: new Date(firstMoment() + hours * HOUR).toISOString().slice(0, 16) });
}

function paged(event) {
  const hours = { PageUp: DAY, PageDown: -DAY }[event.key];
  if (!hours) return;
  event.preventDefault();
  event.target.value = Number(event.target.value) + hours;
  moved(event);
}

function tools() {
  const choice = (key, does) => button(say(key), () => ((state.tools = false), does(), redraw()), { kind: "small text" });
  return html`${button(say("frame.print"), () => print(), { kind: "text", id: "print" })}
    <div class="tools">${button(say("frame.export"), () => ((state.tools = !state.tools), redraw()), { kind: "text", id: "export", expanded: Boolean(state.tools) })}
      ${state.tools ? html`<div>${choice("frame.as_csv", () => saveAs("csv"))} ${choice("frame.as_json", () => saveAs("json"))} ${choice("frame.as_image", () => saveAs("png"))}
        ${choice("frame.copy_link", copy)} ${choice("frame.say_numbers", sayNumbers)} ${choice("frame.keys.title", list)}</div>` : nothing}</div>`;
}
