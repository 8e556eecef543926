// Time: play, speed, the track of days; and print, export, link.
import { html, nothing, svg } from "../vendor/lit-html-3.3.3/lit-html.js";
import { link, redraw, state, time } from "../state.js";
import { clock, day, say, said } from "../words.js";
import { saveAs } from "../export.js";

const WIDTH = 900, PLAY = "M3 1l9 6-9 6z", PAUSE = "M3 1h3v12H3zM8 1h3v12H8z";

export function footer() {
  const now = state.frame?.time;
  return html`<footer>${now ? moving(now) : nothing} ${now ? track(now) : nothing} ${tools()}</footer>`;
}

function moving(now) {
  const may = (state.hello?.rights?.role ?? "single") in { single: 1, facilitator: 1 };
  const speeds = state.hello?.speeds ?? [1, 10, 60, "fastest"], next = speeds[(speeds.indexOf(now.speed) + 1) % speeds.length];
  return html`
    <button class="button fill" id="play" type="button" ?disabled=${!may} @click=${() => time(now.playing ? "pause" : "play")}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path d=${now.playing ? PAUSE : PLAY} fill="currentColor"/></svg>${say(now.playing ? "frame.pause" : "frame.play")}</button>
    <button class="button small" id="speed" type="button" ?disabled=${!may} @click=${() => time("speed", { speed: next })}>${speed(now.speed)}</button>
    <span class="when number"><b>${day(now.at)}</b> ${clock(now.at)} <span class="muted">${say("frame.day", { d: now.number, D: now.days })}</span></span>
    ${now.past ? html`<button class="button small" id="now" type="button" ?disabled=${!may} @click=${() => time("now")}>${say("frame.now")}</button>` : nothing}`;
}

const speed = (value) => (value === "fastest" ? say("frame.fastest") : say("frame.speed", { n: value }));

function track(now) {
  const days = state.track?.days ?? [], most = Math.max(1, ...days), at = (number) => (WIDTH * (number - 1)) / Math.max(1, now.days - 1);
  const bars = days.map((count, place) => {
    const high = 3 + (20 * count) / most, x = at(place + 1);
    return svg`<rect x=${x} y=${26 - high} width=${Math.max(1, WIDTH / now.days - 1)} height=${high} rx="1" class=${place < now.number ? "past" : "ahead"}/>`;
  });
  const changes = (state.track?.changes ?? []).filter((one) => one.lane === state.lane);
  const words = say("frame.time_words", { day: day(now.at, true), clock: clock(now.at) });
  return html`<div class="track">
    <svg viewBox="0 0 ${WIDTH} 56" preserveAspectRatio="none" aria-hidden="true">${bars}
      <rect x="0" y="28" width=${WIDTH} height="4" rx="2" class="rail"/><rect x="0" y="28" width=${at(now.number)} height="4" rx="2" class="done"/>
      ${changes.map((one) => svg`<path d="M${at(one.number ?? 1)} 37l5 9h-10z" class="turn"><title>${said(one.label)}</title></path>`)}
      <circle cx=${at(now.number)} cy="30" r="8" class="knob"/></svg>
    <input type="range" id="track" min="1" max=${now.days} .value=${String(now.number)} aria-label=${say("frame.time")} aria-valuetext=${words} @change=${moved} @keydown=${paged}></div>`;
}

const first = () => Date.parse(`${state.track?.first_day ?? state.hello.town.first_day}T00:00:00Z`);

function moved(event) {
  const to = new Date(first() + (Number(event.target.value) - 1) * 86_400_000).toISOString().slice(0, 10);
  return time("to", { at: to });
}

function paged(event) {
  const days = { PageUp: 7, PageDown: -7 }[event.key];
  if (!days) return;
  event.preventDefault();
  event.target.value = Number(event.target.value) + days;
  moved(event);
}

function tools() {
  const choice = (key, does) => html`<button class="button small text" type="button" @click=${() => ((state.tools = false), does(), redraw())}>${say(key)}</button>`;
  return html`<button class="button text" type="button" @click=${() => print()}>${say("frame.print")}</button>
    <div class="tools"><button class="button text" type="button" aria-expanded=${state.tools} @click=${() => ((state.tools = !state.tools), redraw())}>${say("frame.export")}</button>
      ${state.tools ? html`<div>${choice("frame.as_csv", () => saveAs("csv"))} ${choice("frame.as_json", () => saveAs("json"))} ${choice("frame.as_image", () => saveAs("png"))} ${choice("frame.copy_link", copy)}</div>` : nothing}</div>`;
}

async function copy() {
  try {
    await navigator.clipboard.writeText(link());
    state.bar = { key: "frame.copied" };
  } catch {
    state.bar = { key: "frame.link_is", values: { link: link() } };
  }
  redraw();
}
