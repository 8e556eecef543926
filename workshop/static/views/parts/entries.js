// Entries of the ledger as tables: with the law's basis, what Mynaportal would show, or why one was denied.
import { html, nothing } from "../../lit.js";
import { person } from "../../state.js";
import { day, number, said, say } from "../../words.js";
import { outcome } from "./marks.js";
import { table } from "./frame.js";

const DECISIONS = { allowed: "reached", denied: "no", retracted: "missed" };
const columns = (names) => names.map((name) => say(`ledger.column.${name}`));

/** A resident by key, as a link to the record. */
export const whose = (id) => html`<a class="key" href="#resident" data-resident=${id} @click=${() => person(id)}>${id.slice(0, 8)}</a>`;

const decided = (entry) => html`<span class="decided">${outcome(DECISIONS[entry.decision])} ${say(`ledger.decision.${entry.decision}`)}</span>${entry.decision === "allowed" ? nothing : html`<small>${said(entry.reason)}</small>`}`;

const portal = (entry) => html`${say(entry.portal ? "ledger.shown_there" : "ledger.not_shown")}<small>${said(entry.portal_why)}</small>`;

/** All that an entry says; without `whose` for the entries about one resident. */
export function entries(told, { one = false, kind = "entries", caption = say("ledger.tab.all") } = {}) {
  const names = ["at", "who", ...(one ? [] : ["whose"]), "what", "duty", "basis", "decision", "portal"];
  return table(caption, columns(names), told.map((entry) => ({
    id: `${kind}-${entry.entry}`, kind: entry.kind ?? "",
    cells: [html`<span class="number nowrap">${day(entry.at, true)}</span><small class="number">${say("ledger.entry", { n: number(entry.entry) })}</small>`, said(entry.who),
      ...(one ? [] : [whose(entry.whose)]), said(entry.what), said(entry.duty), said(entry.basis), decided(entry), portal(entry)],
  })), { kind, unseen: true });
}

/** What was asked for and not given: by which article or row, and why, in a sentence; never a value. */
export const denials = (told) => table(say("ledger.tab.denied"), columns(["at", "who", "whose", "what", "duty", "basis", "why"]), told.map((entry) => [
  html`<span class="number nowrap">${day(entry.at, true)}</span><small class="number">${say("ledger.entry", { n: number(entry.entry) })}</small>`, said(entry.who), whose(entry.whose), said(entry.what), said(entry.duty), said(entry.basis),
  html`<b>${say(`ledger.group.${entry.group}`)}</b><small>${said(entry.reason)}</small>`]), { kind: "entries", unseen: true });
