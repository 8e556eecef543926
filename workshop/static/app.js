// The page: the frame that all screens stand in. One rendering an animation frame at most.
import { html, nothing, render } from "./lit.js";
import { SCREENS, begin, go, language, onChange, pending, state, when } from "./state.js";
import { footer } from "./frame/footer.js";
import { strip } from "./frame/strip.js";
import { bar } from "./frame/bar.js";
import { dialog, keys } from "./frame/keys.js";
import { opened } from "./frame/link.js";
import { narrow } from "./narrow.js";
import { brand } from "./shapes.js";
import { number, said, say, words } from "./words.js";
import * as phone from "./views/phone.js";

window.nayose = { seq: 0, frames: 0, renders: 0, pending: false, lastChangeMs: 0 };
const root = document.getElementById("page"), views = {};

function page() {
  return html`
    ${skips().map(([key, id]) => html`<a class="skip" href="#${id}" @click=${focusOn(id)}>${say(`frame.skip.${key}`)}</a>`)}
    ${header()} ${engine()} ${strip()} ${bar()}
    <main id="content" tabindex="-1" class=${state.lost ? "waiting" : ""}>${screen()}</main>
    ${footer()}
    <aside class="imprint" aria-label=${say("frame.imprint")}>${say("footer")} ${say("frame.all_synthetic")}</aside>
    ${paper()} ${dialog()}`;
}

/** Where one can skip to: the parts of the flow screen too, where they stand side by side. */
const skips = () => [["content", "content"], ...(state.screen === "flow" && state.view && !narrow.matches ? [["rules", "rules"], ["results", "happened"]] : [])];

const focusOn = (id) => (event) => {
  event.preventDefault();
  document.getElementById(id).focus();
};

const names = Object.fromEntries(["ja", "en"].map((lang) => [lang, new Intl.DisplayNames(lang, { type: "language" }).of(lang)]));

function header() {
  return html`<header>
    <h1 class="brand">${brand} ${say("title")} <span class="chip">${say("synthetic")}</span></h1>
    <button class="button small menu" type="button" aria-expanded=${state.menu} aria-controls="nav" @click=${() => ((state.menu = !state.menu), draw())}>${say("frame.menu")}</button>
    <nav id="nav" class=${state.menu ? "open" : ""} aria-label=${say("frame.screens")}><ul>
      ${SCREENS.map((name) => html`<li><a href="#${name}" aria-current=${state.screen === name ? "page" : nothing}>${say(`frame.nav.${name}`)}</a></li>`)}
    </ul></nav>
    <div class="at-right">${live()}
      <div class="choices" role="group" aria-label=${say("frame.language")}>${["ja", "en"].map((lang) => html`<button type="button" lang=${lang} id="lang-${lang}" aria-pressed=${words.lang === lang} @click=${() => language(lang)}>${names[lang]}</button>`)}</div>
    </div></header>`;
}

function live() {
  const { key, values, kind } = liveSays();
  return html`<button type="button" class="live number ${kind}" aria-expanded=${state.engine} @click=${() => ((state.engine = !state.engine), draw())}><i aria-hidden="true"></i>${say(key, values)}</button>`;
}

function liveSays() {
  const time = state.frame?.time;
  if (state.lost) return { key: "frame.reconnecting", kind: "lost" };
  if (!time) return { key: "frame.still", kind: "still" };
  if (time.playing) return { key: "frame.receiving", values: { n: number(Math.round(state.frame.rates?.all ?? 0)) }, kind: "" };
  return { key: time.past ? "frame.in_the_past" : "frame.still", kind: "still" };
}

function engine() {
  if (!state.engine || !state.hello) return nothing;
  const { runner = {}, town = {} } = state.hello;
  return html`<p class="engine number">${say(`frame.engine.${runner.kind ?? "built-in"}`, { workers: runner.workers, waiting: number(state.frame?.waiting ?? runner.waiting ?? 0), hash: state.view?.hash })}
    ${say("frame.town", { residents: number(town.residents), events: number(town.events), seed: town.seed, first: town.first_day, last: town.last_day })} ${runner.note ? said(runner.note) : nothing}</p>`;
}

function screen() {
  if (!state.hello) return nothing;
  const view = narrow.matches && state.screen === "flow" ? phone : views[state.screen];
  if (!view) return html`<p role="status">${say("frame.loading")}</p>`;
  return view.view(state);
}

/** On paper only, on every page: that all is made up, and of which ordinance and town it is. */
function paper() {
  const town = state.hello?.town;
  return town ? html`<p class="paper number">${say("synthetic")}　${say("frame.paper", { hash: state.view?.hash, seed: town.seed, when: when() })}</p>` : nothing;
}

let queued = false;
function draw() {
  window.nayose.pending = true;
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => queued && drawNow());
}

function drawNow() {
  queued = false;
  window.nayose.pending = pending();
  window.nayose.renders += 1;
  render(page(), root);
  for (const view of Object.values(views)) view.drawn?.(state);
}

onChange(draw, drawNow);
keys();
narrow.addEventListener("change", draw);
setInterval(() => state.lost && draw(), 1000);
await Promise.all(SCREENS.map(async (name) => {
  try {
    views[name] = await import(`./views/${name}.js`);
  } catch (error) {
    console.error(name, error);
  }
}));
await begin();
await opened();
go(state.screen);
