// What the rows of each lane open: kinds of data by duties. The word of a cell is always in it for those who listen.
import { html, nothing } from "../../lit.js";
import { mark } from "../../shapes.js";
import { laneName, number, said, say } from "../../words.js";
import { panel } from "./frame.js";

const SIGNS = { open: "●", application: "◐", own: "○", none: "–", forbidden: "✕" };

/** A grid for each lane. With `only`, of those beside the base just the cells that differ from it. Kinds and duties that no lane joins are left out. */
export function grids(told, lanes, only, base) {
  const some = lanes.filter((lane) => lane.grid), joined = (state) => state !== "none" && state !== "own";
  const kinds = told.kinds.filter((kind) => some.some((lane) => Object.values(lane.grid[kind.id]).some(joined)));
  const duties = told.duties.filter((duty) => some.some((lane) => kinds.some((kind) => joined(lane.grid[kind.id][duty.id]))));
  const left = told.kinds.length - kinds.length + told.duties.length - duties.length;
  return panel("grids", say("compare.grids"), html`
    <p class="legend">${Object.entries(SIGNS).map(([state, sign]) => html`<span><span class=${`sign ${state}`} aria-hidden="true">${sign}</span> ${said(told.states[state])}</span>`)}</p>
    ${left ? html`<p class="muted">${say("compare.left_out", { n: left })}</p>` : nothing}
    <div class="scroll" role="group" tabindex="0" aria-label=${say("compare.grids")}><div class="grids">${some.map((lane) => grid(lane, told, kinds, duties, only && lane.name !== base && some.find((one) => one.name === base)))}</div></div>`);
}

const grid = (lane, told, kinds, duties, other) => html`<table class="grid"><caption><b class="number">${number(lane.number)}</b> ${laneName(lane.name)}</caption>
  <thead><tr><td></td>${duties.map((duty) => html`<th scope="col"><span title=${said(duty)}>${say(`flow.short.${duty.id}`)}</span></th>`)}</tr></thead>
  <tbody>${kinds.map((kind) => html`<tr><th scope="row">${mark(kind.office)} ${said(kind)}</th>${duties.map((duty) => {
    const state = lane.grid[kind.id][duty.id], same = other && other.grid[kind.id][duty.id] === state;
    return html`<td class=${`sign ${state}`}>${same ? nothing : html`<span aria-hidden="true">${SIGNS[state]}</span><span class="unseen">${said(told.states[state])}</span>`}</td>`;
  })}</tr>`)}</tbody></table>`;
