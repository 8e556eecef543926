// One resident: the jigsaw by viewer, why the verdicts are as they are, and who looked.
import { html, nothing } from "../../lit.js";
import { nextPerson } from "../../state.js";
import { icons } from "../../shapes.js";
import { day, has, said, say } from "../../words.js";
import { button } from "../parts/frame.js";
import { asPieces, board, explained, named, viewers } from "../parts/puzzle.js";

export const resident = ({ resident: one }) => html`<section class="panel person" aria-labelledby="h-person">
  <div class="head"><h2 id="h-person">${say("resident.jigsaw", { name: named(one) })}</h2> ${viewers(one)}
    <span class="right">${asPieces()} ${button(say("flow.another"), nextPerson, { kind: "small text" })}</span></div>
  <div class="parts">
    <section aria-label=${say("resident.pieces")}>${board(one)}</section>
    <section class="explained" aria-live="polite">${explained(one, html`<h3>${say("flow.why")}</h3><div class="verdicts">${told(one.verdicts).map(verdict)}<a href="#resident">${say("flow.open_trace")}</a></div>`)}</section>
    <section><h3>${say("flow.who_looked")}</h3><ul class="log number">${one.ledger.filter((entry) => entry.decision === "allowed").slice(0, 2).map(looked)}</ul>
      ${one.ledger.length ? nothing : html`<p class="muted">${say("frame.empty_ledger")}</p>`}<a href="#resident">${say("flow.all_records")}</a></section>
  </div></section>`;

/** The verdicts that say most of somebody: what reaches them, then what cannot be told; two fit. */
function told(verdicts) {
  const weight = (one) => (one.notified ? 0 : one.verdict === "eligible" ? 1 : one.verdict === "cannot-be-told" ? 2 : 3);
  return [...verdicts].sort((a, b) => weight(a) - weight(b)).slice(0, 2);
}

function verdict(one) {
  const kind = one.notified ? (one.nature === "support" ? "reached" : "marks") : one.verdict === "not-eligible" ? "none" : "missed";
  const why = one.causes.map(said).join(say("flow.and")) || said(one.trace[1]).trim();
  return html`<div class="verdict">${icons[kind]}<div><p>${say("flow.verdict", { name: has(`flow.short.${one.programme}`) ? say(`flow.short.${one.programme}`) : said(one), told: one.notified ? say("flow.notified") : said(one.said) })}</p><p class="reason">${why}</p>
    ${one.why_not ? html`<p class="if"><b>${say("flow.if")}</b>${said(one.why_not)}</p>` : nothing}</div></div>`;
}

const looked = (entry) => html`<li><time datetime=${entry.at}>${day(entry.at)}</time><span><b>${said(entry.who)}</b><br>${said(entry.what)}<br><span class="muted duty" title=${said(entry.duty)}>${said(entry.duty)}</span></span></li>`;
