// Compare: ordinances side by side over the same events; no ranking. The table stands by name until the reader sorts it.
import { html, nothing } from "../lit.js";
import { ask } from "../server.js";
import { announce, open, redraw, state } from "../state.js";
import { decimal, laneName, number, said, say } from "../words.js";
import { differ, figures } from "./parts/figures.js";
import { asking, forget, need } from "./parts/fetched.js";
import { asTable, button, files, held, panel, select, table } from "./parts/frame.js";
import { grids } from "./parts/grids.js";
import { scatter } from "./parts/scatter.js";

const MOST = 12, AGAIN = 1500;
const mine = { base: "", only: false, rings: false, table: false, away: new Set(), sort: "name", lane: "", wrong: null, timer: 0 };

export const view = () => html`<div class="screen view">${held(compared(base()), shown)}</div>`;

/** All ordinances side by side, as the server has them by now. */
export function compared(base) {
  const box = need(asking("/api/compare", { base }));
  if (box.said?.waiting) again();
  return box;
}

const base = () => mine.base || state.lane;

/** What is still being played is asked for again in a while, however often the page is drawn meanwhile. */
function again() {
  mine.timer ||= setTimeout(() => ((mine.timer = 0), forget("/api/compare"), redraw()), AGAIN);
}

function shown(told) {
  const lanes = told.lanes.map((lane, place) => ({ ...lane, number: place + 1 })).filter((lane) => !mine.away.has(lane.name));
  return html`${columns(told, lanes)} ${plot(told, lanes)} ${grids(told, lanes, mine.only, base())}`;
}

const tick = (name, label) => html`<label class="tick"><input type="checkbox" name=${name} .checked=${mine[name]} @change=${(event) => ((mine[name] = event.target.checked), redraw())}> ${label}</label>`;

/** The lanes as columns. With "differences only" a figure that is the same in all of them is left out. */
function columns(told, lanes) {
  const some = lanes.slice(0, MOST), rows = figures(some).filter((row) => !mine.only || differ(row, some));
  const tools = html`<span class="right row">${tick("only", say("compare.only"))}</span>`;
  return panel("lanes", say("compare.title"), html`
    <p class="muted">${say("compare.same_events")}</p>
    ${told.waiting ? html`<p class="state" role="status">${say("compare.waiting", { n: number(told.waiting) })}</p>` : nothing}
    <div class="scroll" role="group" tabindex="0" aria-label=${say("compare.title")}><table class="lanes">
      <caption class="unseen">${say("compare.title")}</caption>
      <thead><tr><td></td>${some.map((lane) => html`<th scope="col" data-lane=${lane.name}>${head(lane, told)}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr data-row=${row.id}><th scope="row">${row.icon ?? nothing}<span>${row.label}${row.sub ? html`<small>${row.sub}</small>` : nothing}</span></th>${some.map((lane) => html`<td class="number" data-lane=${lane.name}>${lane.picture ? cell(row, lane) : html`<span class="muted">${say("compare.being_played")}</span>`}</td>`)}</tr>`)}
      ${rows.length ? nothing : html`<tr><td colspan=${some.length + 1}>${say("compare.no_difference")}</td></tr>`}</tbody></table></div>
    <div class="row between">${more(told)} ${files("/api/compare", { base: base() })}</div>`, tools);
}

const cell = (row, lane) => html`<b>${row.value(lane)}</b>${lane.name === base() ? nothing : html`<small>${row.by(lane)}</small>`}`;

const isLane = (name) => state.hello?.lanes.some((lane) => lane.name === name);

function head(lane, told) {
  const name = laneName(lane.name), named = (key) => say("compare.of_lane", { what: say(key), name });
  return html`<span class="letter number">${number(lane.number)}</span> <b>${name}</b><small>${said(lane.title)}</small>
    ${lane.name === told.base ? html`<span class="chip">${say("compare.base")}</span>` : button(say("compare.use_as_base"), () => ((mine.base = lane.name), redraw()), { kind: "small", name: named("compare.use_as_base") })}
    <span class="row">${isLane(lane.name) ? button(say("compare.example"), () => example(lane), { kind: "small text", name: named("compare.example") }) : nothing}
    ${button(say("compare.start"), () => ((mine.lane = lane.name), redraw()), { kind: "small text", name: named("compare.start") })}
    ${lane.name === told.base ? nothing : button(say("compare.remove"), () => remove(lane), { kind: "small text", name: named("compare.remove") })}</span>`;
}

/** Opens a resident of the lane: one for whom something is missed. */
async function example(lane) {
  if (lane.name !== state.lane) await open(lane.name);
  location.hash = "resident";
}

function remove(lane) {
  mine.away.add(lane.name);
  redraw();
}

/** A lane begun from one of those shown; and those taken out of the view, back again. */
function more(told) {
  const names = new Map([...told.lanes, ...told.shipped].map(({ name }) => [name, laneName(name)]));
  const begin = async (event) => {
    event.preventDefault();
    const fields = new FormData(event.target);
    const answer = await ask("/api/lanes", { from: fields.get("from"), name: fields.get("name") });
    mine.wrong = answer.ok ? null : answer.said ?? {};
    if (answer.ok) {
      state.hello = (await ask("/api/hello")).said;
      forget("/api/compare");
      announce(say("compare.added", { name: fields.get("name") }));
    }
    redraw();
  };
  return html`<form class="row filters" @submit=${begin}>${select(say("compare.from"), "from", [...names], mine.lane || state.lane, (name) => (mine.lane = name))}
    <label class="asked"><span>${say("compare.name")}</span><input class="field" name="name" required maxlength="12" autocomplete="off"></label><button class="button">${say("compare.add")}</button>
    ${mine.away.size ? button(say("compare.back", { n: number(mine.away.size) }), () => (mine.away.clear(), redraw()), { kind: "small text" }) : nothing}</form>
    ${mine.wrong ? html`<p class="state" role="alert">${said(mine.wrong) || say("lost")}</p>` : nothing}`;
}

const SORTS = {
  name: (a, b) => laneName(a.name).localeCompare(laneName(b.name)), y: (a, b) => a.point.y - b.point.y,
  x: (a, b) => (a.point.undefined ? -1 : a.point.x) - (b.point.undefined ? -1 : b.point.x), ring: (a, b) => a.point.ring - b.point.ring,
};

/** The plot, or its table, which the reader may sort. */
function plot(told, lanes) {
  const dots = [...told.shipped, ...lanes].filter((lane) => lane.point);
  const tools = html`<span class="right row">${tick("rings", say("compare.rings"))} ${asTable(mine.table, () => ((mine.table = !mine.table), redraw()))}</span>`;
  return panel("plot", say("compare.seven"), html`
    ${mine.table ? points(dots) : html`<div class="scroll" role="group" tabindex="0" aria-label=${say("compare.plot")}>${scatter(dots, told.axis, mine.rings)}</div>`}
    ${told.note ? html`<p class="muted">${said(told.note)}</p>` : nothing}
    <p class="row letters">${told.shipped.map((lane) => html`<span class="chip">${laneName(lane.name)}</span>`)}</p>
    <p class="muted">${say("compare.note")}</p>`, tools);
}

function points(dots) {
  const order = html`${["name", "y", "x", "ring"].map((name) => button(say(`compare.column.${name}`), () => ((mine.sort = name), redraw()), { kind: `small ${mine.sort === name ? "fill" : ""}` }))}`;
  const rows = [...dots].sort(SORTS[mine.sort]).map((lane) => [laneName(lane.name), number(lane.point.y), lane.point.undefined ? say("compare.undefined") : decimal(lane.point.x, 2), number(lane.point.ring)]);
  return html`<div class="row"><span class="muted">${say("compare.sort")}</span>${order}</div>
    ${table(say("compare.plot"), [say("compare.column.name"), [say("compare.column.y")], [say("compare.column.x")], [say("compare.column.ring")]], rows, { unseen: true })}`;
}
