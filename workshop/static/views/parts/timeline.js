// What offices were told: each event with the day it took effect, was notified and was recorded.
import { html, nothing, svg } from "../../lit.js";
import { mark } from "../../shapes.js";
import { redraw } from "../../state.js";
import { day, number, said, say } from "../../words.js";
import { asTable, choose, files, panel, table } from "./frame.js";

const DAYS = ["effective", "notified", "recorded"];
const mine = { order: "recorded", table: false };

export function timeline(told, path) {
  const events = [...told.timeline].sort((a, b) => (a[mine.order] < b[mine.order] ? -1 : a[mine.order] > b[mine.order] ? 1 : 0));
  const tools = html`<span class="right">${asTable(mine.table, () => ((mine.table = !mine.table), redraw()))}</span>`;
  return panel("timeline", say("resident.timeline"), html`
    ${choose(say("resident.order"), [["recorded", say("resident.by_recorded")], ["effective", say("resident.by_effective")]], mine.order, (order) => ((mine.order = order), redraw()))}
    <p class="legend">${DAYS.map((name) => html`<span><svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">${dot(name, 0)}</svg>${say(`resident.day.${name}`)}</span>`)}</p>
    ${mine.table ? asRows(events) : html`<ol class="events tall" tabindex="0" aria-label=${say("resident.timeline")}>${events.map(event)}</ol>`}
    ${files(path)}`, tools);
}

const DOTS = { effective: "M0-5 5 0 0 5-5 0z", notified: "M-4.5-4.5h9v9h-9z", recorded: "M0-5a5 5 0 1 0 .01 0z" };
const dot = (name, x) => svg`<path class=${`d-${name}`} d=${DOTS[name]} transform=${`translate(${x} 0)`}/>`;

const late = (one) => (one.late_days > 0 ? say("resident.late", { d: number(one.late_days) }) : say("resident.in_time"));

const event = (one) => html`<li class=${one.corrected ? "corrected" : ""}>
  <div>${mark(one.office)} <b>${one.corrected ? html`<del>${said(one.what)}</del>` : said(one.what)}</b> ${one.corrected ? html`<span class="chip">${say("resident.corrected")}</span>` : nothing}</div>
  <svg class="three" viewBox="-8 -8 256 16" aria-hidden="true"><path d="M0 0H240" class="rail"/>${DAYS.map((name, at) => dot(name, 120 * at))}</svg>
  <dl class="number">${DAYS.map((name) => html`<div><dt class="unseen">${say(`resident.day.${name}`)}</dt><dd>${day(one[name], true)}</dd></div>`)}</dl>
  ${one.late_days > 0 ? html`<p class="late">${late(one)}</p>` : nothing}</li>`;

const asRows = (events) => html`<div class="tall">${table(say("resident.timeline"), ["event", "office", ...DAYS, "gap"].map((name) => say(`resident.column.${name}`)), events.map((one) => [
  one.corrected ? html`<del>${said(one.what)}</del> ${say("resident.corrected")}` : said(one.what), say(`flow.office.${one.office}`), ...DAYS.map((name) => html`<span class="number nowrap">${day(one[name], true)}</span>`), late(one)]), { unseen: true })}</div>`;
