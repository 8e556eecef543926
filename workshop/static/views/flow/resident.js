// One resident: the jigsaw by viewer, why the verdicts are as they are, and who looked.
import { html, nothing } from "../../vendor/lit-html-3.3.3/lit-html.js";
import { nextPerson, redraw, state } from "../../state.js";
import { icons, jigsaw } from "../../shapes.js";
import { day, has, said, say } from "../../words.js";

export function resident({ resident: one, viewer }) {
  const seen = one.pieces.filter((piece) => piece.seen[viewer]?.state === "seen").length;
  return html`<section class="panel person" aria-labelledby="h-person">
    <div class="head"><h2 id="h-person">${say("flow.jigsaw", { name: said(one.name), age: one.age })}</h2><span class="muted">${say("flow.seen_by")}</span>
      <span class="choices" role="group" aria-label=${say("flow.seen_by")}>${one.viewers.map((who) => html`<button type="button" aria-pressed=${viewer === who.id} @click=${() => ((state.viewer = who.id), redraw())}>${has(`flow.viewer.${who.id}`) ? say(`flow.viewer.${who.id}`) : said(who.label)}</button>`)}</span>
      <span class="number count"><b>${seen}</b>/${one.pieces.length} ${say("flow.pieces")}</span>
      <button class="button text right" type="button" @click=${nextPerson}>${say("flow.another")}</button></div>
    <div class="parts">
      <section aria-label=${say("flow.jigsaw_short")}>${jigsaw(one.pieces, viewer, (piece) => ((state.piece = piece), redraw()))}${pieceSays(state.piece, viewer)}</section>
      <section><h3>${say("flow.why")}</h3><div class="verdicts">${told(one.verdicts).map(verdict)}<a href="#resident">${say("flow.open_trace")}</a></div></section>
      <section><h3>${say("flow.who_looked")}</h3><ul class="log number">${one.ledger.filter((entry) => entry.decision === "allowed").slice(0, 3).map(looked)}</ul>
        ${one.ledger.length ? nothing : html`<p class="muted">${say("frame.empty_ledger")}</p>`}<a href="#resident">${say("flow.all_records")}</a></section>
    </div></section>`;
}

/** The verdicts that say most of somebody: what reaches them, then what cannot be told; two fit. */
function told(verdicts) {
  const weight = (one) => (one.notified ? 0 : one.verdict === "eligible" ? 1 : one.verdict === "cannot-be-told" ? 2 : 3);
  return [...verdicts].sort((a, b) => weight(a) - weight(b)).slice(0, 2);
}

function verdict(one) {
  const kind = one.notified ? (one.nature === "support" ? "reached" : "marks") : one.verdict === "not-eligible" ? "none" : "missed";
  const why = one.causes.map(said).join("、") || said(one.trace[1]).trim();
  return html`<div class="verdict">${icons[kind]}<div><p>${has(`flow.short.${one.programme}`) ? say(`flow.short.${one.programme}`) : said(one)}：${one.notified ? say("flow.notified") : said(one.said)}</p><p class="reason">${why}</p>
    ${one.why_not ? html`<p class="if"><b>${say("flow.if")}</b>${said(one.why_not)}</p>` : nothing}</div></div>`;
}

const looked = (entry) => html`<li><time datetime=${entry.at}>${day(entry.at)}</time><span><b>${said(entry.who)}</b>　${said(entry.what)}<br><span class="muted">${said(entry.duty)}</span></span></li>`;

function pieceSays(piece, viewer) {
  const seen = piece?.seen[viewer];
  if (!seen) return nothing;
  return html`<p class="piece-says" role="status"><b>${said(piece.label)}</b> ${say(`flow.piece.${seen.state}`)}${seen.row ? `：${said(seen.row)}` : ""} ${seen.at ? day(seen.at, true) : ""}</p>`;
}
