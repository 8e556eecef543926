// The ordinance of a lane as the law writes it: tables with a switch a row, safeguards, what a drafter should look at, the difference to another, its text.
import { html, nothing } from "../lit.js";
import { change, redraw, state } from "../state.js";
import { number, said, say } from "../words.js";
import { need, ofLane } from "./parts/fetched.js";
import { button, files, held, panel } from "./parts/frame.js";
import { difference } from "./parts/difference.js";
import { lint } from "./parts/lint.js";
import { text } from "./parts/text.js";

const MANY = 3;
const mine = { open: "" };
const locked = () => Boolean(state.view?.locked);

export const view = () => html`<div class="screen view">${held(need(ofLane("/ordinance")), (told) => html`
  ${whole(told)} ${lint(told.lint, told.tables.flatMap((one) => one.rows.map((row) => row.row)), goTo)} ${safeguards(told)} ${difference(told.diff)} ${text(told)}`)}</div>`;

/** Turns a switch over; the row keeps the focus. */
function turn(turned) {
  return change("switch", { id: `row:${turned.row ?? turned.id}`, switch: turned.switch, on: turned.on });
}

function whole(told) {
  const undo = (what) => html`<button type="button" class="button small" ?disabled=${!state.view?.[what] || locked()} aria-label=${state.view?.[what]?.ja ? `${say(what)}：${said(state.view[what])}` : nothing} @click=${() => change(what)}>${say(what)}</button>`;
  const tools = html`<span class="right row">${undo("undo")} ${undo("redo")}</span>`;
  return panel("ordinance", said(told.title), html`
    <p><span class="chip">${said(told.instrument)}</span> ${said(told.municipality)} <span class="muted number">${say("ordinance.hash", { hash: told.hash })}</span></p>
    ${locked() ? html`<p class="state" role="status">${say("ordinance.locked")}</p>` : nothing}
    ${told.clauses.length ? html`<ul class="clauses">${told.clauses.map((one) => html`<li>${check(one, said(one), { id: `row-${one.id}` })}</li>`)}</ul>` : nothing}
    ${told.tables.map(lawTable)}
    ${told.tables.length ? nothing : html`<p class="state">${say("ordinance.no_table")}</p>`}
    <div class="row between"><span></span>${files(ofLane("/ordinance"))}</div>`, tools);
}

/** A box that turns a switch over. */
const check = (one, label, { name = nothing, id = nothing } = {}) => html`<label class="tick" id=${id} tabindex=${id === nothing ? nothing : "-1"}><input type="checkbox" .checked=${one.on} ?disabled=${one.fixed || locked() || !one.switch} aria-label=${name} @change=${(event) => { event.target.checked = one.on; turn(one); }}> ${label}</label>`;

const lawTable = (one) => (one.rows.length ? html`<div class="scroll" role="group" tabindex="0" aria-label=${said(one.caption)}><table class="folds law" id=${one.id}>
  <caption>${said(one.caption)}</caption>
  <thead><tr><th scope="col">${say("ordinance.in_force")}</th>${one.columns.map((column) => html`<th scope="col">${said(column)}</th>`)}<th scope="col">${say("ordinance.basis")}</th><th scope="col">${say("ordinance.used")}</th></tr></thead>
  <tbody>${one.rows.map((row) => lawRow(row, one))}</tbody></table></div>`
  : html`<p><b>${said(one.caption)}</b>　<span class="muted">${say("ordinance.no_rows")}</span></p>`);

function lawRow(row, { columns }) {
  const triggers = columns.findIndex((column) => column.id === "triggers"), open = mine.open === row.row;
  const used = row.passed === null || row.passed === undefined ? nothing : row.passed ? say("ordinance.passed", { n: number(row.passed) }) : say("ordinance.never");
  return html`<tr id=${`row-${row.row}`} tabindex="-1" class=${row.on ? "" : "off"} data-row=${row.row}>
    <td>${row.fixed ? html`<span class="nowrap">${say("ordinance.fixed")}</span>` : check(row, say(row.on ? "ordinance.on" : "ordinance.off"), { name: say("ordinance.row_in_force", { row: row.row }) })}</td>
    ${row.cells.map((cell, at) => at === 0 ? html`<th scope="row">${said(cell)}</th>` : html`<td data-label=${said(columns[at])}>${at === triggers && row.triggers.length ? row.triggers.map((one) => check({ ...one, row: row.row }, said(one), { name: say("ordinance.trigger_of", { row: row.row, trigger: said(one) }) })) : said(cell)}</td>`)}
    <td data-label=${say("ordinance.basis")}>${button(said(row.citation), () => ((mine.open = open ? "" : row.row), redraw()), { kind: "small text cite", name: say("ordinance.open_basis", { row: row.row, basis: said(row.citation) }) })}
      ${open ? html`<div class="basis"><p>${said(row.text)}</p></div>` : nothing}<small>${said(row.confidence)}</small></td>
    <td class="used" data-label=${say("ordinance.used")}>${used}</td></tr>`;
}

function safeguards(told) {
  return panel("safeguards", say("ordinance.safeguards"), html`
    <div class="guards">${told.safeguards.map((one) => html`<fieldset class="guard" data-id=${one.id}><legend><b>${said(one)}</b></legend>
      ${one.choices.length > MANY ? several(one) : html`<span class="choices" role="group" aria-label=${said(one)}>${one.choices.map((choice) => html`<button type="button" aria-pressed=${choice.chosen ? "true" : "false"} ?disabled=${locked()} @click=${() => choice.chosen || change("switch", { id: one.id, switch: choice.switch, on: false })}>${said(choice.value)}</button>`)}</span>`}
      <small>${said(one.by)}${one.article ? html` · ${say("parts.sure", { what: said(one.article), how: said(one.confidence) })}` : nothing}</small>
      ${one.fixed && !one.on ? html`<p class="chip changed">${say("ordinance.experiment")}</p>` : nothing}</fieldset>`)}</div>
    ${key(told.join_key)}`);
}

const several = (one) => html`<select class="select" aria-label=${said(one)} ?disabled=${locked()} @change=${(event) => change("switch", { id: one.id, switch: event.target.value, on: false })}>${one.choices.map((choice) =>
  html`<option value=${choice.switch} .selected=${choice.chosen}>${said(choice.value)}</option>`)}</select>`;

const key = (told) => html`<div class="key-of"><h3>${say("ordinance.join_key")}</h3>
  <span class="choices" role="group" aria-label=${say("ordinance.join_key")}><button type="button" aria-pressed="true">${said(told)}</button><button type="button" aria-pressed="false" ?disabled=${locked()} @click=${() => change("switch", { id: "join_key", switch: told.switch, on: false })}>${said(told.other)}</button></span>
  ${told.key === "my_number" ? html`<p>${say("ordinance.gates_vanish", { n: number(told.gates.length) })}</p><ul class="plain">${told.gates.map((gate) => html`<li>${said(gate)}</li>`)}</ul>` : html`<p>${say("ordinance.gates_gone", { n: number(told.gates.length) })}</p>`}</div>`;

/** Brings the focus to a row, as a finding asks. */
function goTo(row) {
  const found = document.getElementById(`row-${row}`);
  found?.focus();
  found?.scrollIntoView({ block: "center" });
}
