// What was judged of a resident: eligible, not, or cannot be told; why, what would turn it, and, asked for on its own, the truth.
import { html, nothing } from "../../lit.js";
import { redraw } from "../../state.js";
import { number, said, say } from "../../words.js";
import { asking, need, ofLane } from "./fetched.js";
import { button, files, held, panel } from "./frame.js";
import { outcome } from "./marks.js";

const MARKS = { eligible: "reached", "not-eligible": "no", "cannot-be-told": "unknown" }, SHOWN = 6;
const mine = { of: "", truth: false, turned: new Set(), every: false };

/** The verdicts of a resident; what was opened stays open until somebody else is looked at. */
export function verdicts(told) {
  if (mine.of !== told.id) Object.assign(mine, { of: told.id, truth: false, turned: new Set() });
  const path = ofLane(`/residents/${told.id}`), some = mine.every ? told.verdicts : told.verdicts.filter((one) => one.verdict !== "not-eligible");
  return panel("verdicts", say("resident.verdicts"), html`
    <div class="cards tall" tabindex="0" role="group" aria-label=${say("resident.verdicts")}>${some.map((one) => card(one, path, told))}
      ${some.length ? nothing : html`<p class="state">${say("resident.no_verdict")}</p>`}</div>
    <div class="row between">${button(say(mine.every ? "resident.fewer" : "resident.every", { n: number(told.verdicts.length) }), () => ((mine.every = !mine.every), redraw()), { kind: "small" })} ${files(`${path}/verdicts`)}</div>
    ${truth(path)}`);
}

const paid = (one) => (one.amount_yen === null || one.amount_yen === undefined ? nothing : html`<span class="number">${say(`parts.yen_${one.per}`, { n: number(one.amount_yen) })}</span>`);

function card(one, path, told) {
  const phase = told.phases.find((some) => some.programme === one.programme);
  return html`<article class="card" data-programme=${one.programme}>
    <h3>${outcome(MARKS[one.verdict])} ${said(one)}</h3>
    <p><b>${said(one.said) || say(`resident.verdict.${one.verdict}`)}</b> · ${say(one.notified ? "resident.notified" : "resident.not_notified")} ${paid(one)}</p>
    ${one.causes.map((cause) => html`<p>${said(cause)}</p>`)}
    ${phase ? html`<p class="muted">${said(phase.stands)}</p>` : nothing}
    <details><summary>${say("resident.trace")}</summary><pre tabindex="0">${one.trace.map(said).join("\n")}</pre></details>
    <details @toggle=${(event) => event.target.open && !mine.turned.has(one.programme) && (mine.turned.add(one.programme), redraw())}><summary>${say("resident.if")}</summary>
      ${mine.turned.has(one.programme) ? held(need(asking(`${path}/why-not`, { programme: one.programme })), turned) : nothing}</details></article>`;
}

const turned = (told) => html`${told.changes.length
  ? html`<ul class="ifs">${told.changes.slice(0, SHOWN).map((steps) => html`<li>${steps.map((step) => html`<span><span class="if">${said(step.nature)}</span> ${said(step)}</span>`)}</li>`)}</ul>`
  : html`<p>${say("resident.if_none")}</p>`}<p class="muted number">${say("resident.if_tried", { n: number(told.tried) })}</p>`;

function truth(path) {
  if (!mine.truth) return html`<div>${button(say("resident.reveal"), () => ((mine.truth = true), redraw()))}</div>`;
  return html`<section class="truth" aria-labelledby="truth-h">${held(need(`${path}/truth`), (told) => {
    const owed = told.verdicts.filter((one) => one.owed);
    return html`<h3 id="truth-h">${said(told.mark)}</h3><p>${said(told.note)}</p>
      ${owed.length ? html`<ul>${owed.map((one) => html`<li>${outcome(one.reached ? "reached" : "missed")} <b>${said(one)}</b> ${one.reached ? say("resident.truly_reached") : say("resident.truly_missed", { cause: said(one.cause) })} ${paid(one)}</li>`)}</ul>` : html`<p>${say("resident.truly_nothing")}</p>`}`;
  })}</section>`;
}
