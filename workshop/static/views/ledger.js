// Who looked: the ledger of a lane by filters and pages, what was denied, office by data, and the chain.
import { html, nothing } from "../lit.js";
import { open, redraw, state } from "../state.js";
import { laneName, number, said, say } from "../words.js";
import { chain } from "./parts/chain.js";
import { denials, entries } from "./parts/entries.js";
import { asking, need, ofLane } from "./parts/fetched.js";
import { button, choose, files, held, panel, select, table } from "./parts/frame.js";

const TABS = ["all", "denied", "matrix"], GROUPS = ["no-row", "prohibited", "safeguard"];
const EMPTY = { office: "", kind: "", programme: "", decision: "", from: "", to: "", group: "" };
const mine = { tab: "all", filters: { ...EMPTY }, page: 1 };

/** Chooses what the ledger shows; the first page again. */
function filter(more) {
  Object.assign(mine.filters, more);
  mine.page = 1;
  redraw();
}

function turn(tab) {
  mine.tab = tab;
  filter({ decision: "", group: "" });
}

export const view = () => html`<div class="screen view">
  ${panel("ledger", say("ledger.title"), html`${tabs()} ${mine.tab === "matrix" ? matrix() : listed()}`, lanes())}
  ${chain()}</div>`;

const lanes = () => html`<span class="right">${select(say("lane"), "lane", (state.hello?.lanes ?? []).map(({ name }) => [name, laneName(name)]), state.lane, (lane) => open(lane).then(redraw))}</span>`;

const tabs = () => html`<div class="row">${choose(say("ledger.shown"), TABS.map((tab) => [tab, say(`ledger.tab.${tab}`)]), mine.tab, turn)}</div>`;

const place = () => ofLane(mine.tab === "denied" ? "/ledger/denied" : "/ledger");

function listed() {
  const box = need(asking(place(), { ...mine.filters, page: mine.page }));
  return html`${filters(need(ofLane("/ledger")).said)} ${held(box, (told) => html`
    ${totals(told.totals)}
    ${told.total ? html`<div class="tall long">${mine.tab === "denied" ? denials(told.entries) : entries(told.entries)}</div> ${pager(told)}` : empty()}`)}`;
}

function filters(told) {
  const all = ["", say("ledger.every")], known = (name) => [all, ...(told?.filters[name] ?? []).map((one) => [one.id, said(one)])];
  const list = (name, choices) => select(say(`ledger.filter.${name}`), name, choices, mine.filters[name], (value) => filter({ [name]: value }));
  const date = (name) => html`<label class="asked"><span>${say(`ledger.filter.${name}`)}</span>
    <input class="field" type="date" name=${name} .value=${mine.filters[name]} @change=${(event) => filter({ [name]: event.target.value })}></label>`;
  return html`<form class="row filters" aria-label=${say("ledger.filters")} @submit=${(event) => event.preventDefault()}>
    ${list("office", known("offices"))} ${list("kind", known("kinds"))} ${list("programme", known("programmes"))}
    ${mine.tab === "denied"
      ? list("group", [all, ...GROUPS.map((id) => [id, say(`ledger.group.${id}`)])])
      : list("decision", [all, ...["allowed", "denied"].map((id) => [id, say(`ledger.decision.${id}`)])])}
    ${date("from")} ${date("to")} ${button(say("ledger.clear"), clear, { kind: "small text" })}</form>`;
}

function clear() {
  filter({ ...EMPTY });
}

const COUNTED = { all: ["allowed", "denied", "retracted", "residents"], denied: ["denied", ...GROUPS, "residents"] };

const totals = (told) => html`<dl class="totals" id="totals">${COUNTED[mine.tab].map((name) => html`<div><dt>${say(`ledger.total.${name}`)}</dt>
  <dd class="number" data-total=${name}>${say(name === "residents" ? "parts.people" : "parts.cases", { n: number(told[name]) })}</dd></div>`)}</dl>`;

const filtered = () => Object.values(mine.filters).some(Boolean);

const empty = () => html`<p class="state" role="status">${say(filtered() ? "ledger.none_match" : "ledger.none")} ${filtered() ? button(say("ledger.clear"), clear, { kind: "small" }) : nothing}</p>`;

function pager(told) {
  const step = (by, key, off) => button(say(key), () => ((mine.page = told.page + by), redraw()), { kind: "small", off });
  return html`<div class="row between"><nav class="row pager" aria-label=${say("ledger.pages")}>
    ${step(-1, "ledger.newer", told.page <= 1)} <span class="number">${say("ledger.page", { k: number(told.page), n: number(told.pages) })}</span> ${step(1, "ledger.older", told.page >= told.pages)}</nav>
    ${files(place(), mine.filters)}</div>`;
}

function matrix() {
  return held(need(ofLane("/ledger/matrix")), (told) => {
    if (!told.cells.length) return html`<p class="state" role="status">${say("ledger.none")}</p>`;
    const cell = (office, kind) => told.cells.find((one) => one.office === office && one.kind === kind);
    const counted = (found) => (found ? html`<b>${number(found.count)}</b><small>${say("ledger.of_residents", { n: number(found.residents) })}</small>` : html`<span class="muted">${say("ledger.never")}</span>`);
    return html`<p class="muted">${say("ledger.matrix_says")}</p>
      ${table(say("ledger.tab.matrix"), [say("ledger.column.what"), ...told.offices.map((one) => [said(one)])],
        told.kinds.map((kind) => [said(kind), ...told.offices.map((office) => counted(cell(office.id, kind.id)))]), { kind: "matrix", unseen: true })}
      <div class="row between"><span></span>${files(ofLane("/ledger/matrix"))}</div>`;
  });
}
