// The summary of a lane: two pages of A4, for the screen and for paper, black and white alike.
import { html, nothing } from "../lit.js";
import { icons } from "../shapes.js";
import { link, redraw, state } from "../state.js";
import { day, decimal, number, said, say } from "../words.js";
import { need, ofLane } from "./parts/fetched.js";
import { asTable, button, code, files, held, table } from "./parts/frame.js";
import { asCounts, waffle } from "./parts/waffle.js";

const LINES = 4, ACROSS = 40;
const mine = { table: false };

export const view = () => html`<div class="screen view summary">
  <div class="row between paperless"><p class="muted">${say("summary.says")}</p><span class="row">${files(ofLane("/summary"))} ${button(say("summary.print"), () => print(), { kind: "fill" })}</span></div>
  ${held(need(ofLane("/summary")), (told) => html`${sheet(1, told, first(told))} ${sheet(2, told, second(told))}`)}</div>`;

/** A page of paper: what it is of stands at its head and its foot. */
const sheet = (n, told, body) => html`<article class="sheet" aria-label=${say("summary.page", { n })}>
  <p class="sheet-head"><b>${said(told.synthetic)}</b><span>${say("title")}</span></p>
  ${body}
  <p class="sheet-foot number"><span>${say("summary.identity", { hash: told.hash, seed: told.town.seed ?? "–", residents: number(told.town.residents) })}</span><span>${say("summary.page_of", { n, N: 2 })}</span></p>
  <p class="sheet-imprint">${said(told.footer)} ${said(told.synthetic)}</p></article>`;

const figure = (id, icon, value, sub) => html`<div class="figure"><dt>${icon}<span>${say(`compare.figure.${id}`)}</span>${sub ? html`<small>${sub}</small>` : nothing}</dt><dd class="number" data-figure=${id}>${value}</dd></div>`;

function first(told) {
  const { figures, picture } = told;
  return html`<h2>${said(told.title)}</h2>
    <p>${said(told.town.name)}　<span class="number">${say("summary.range", { from: day(told.from, true), to: day(told.to, true) })}</span></p>
    <dl class="figures">
      ${figure("reached", icons.reached, say("parts.cases", { n: number(figures.reached) }), say("reached_sub"))} ${figure("missed", icons.missed, say("parts.cases", { n: number(figures.missed) }), say("missed_sub"))}
      ${figure("wrong", icons.wrong, say("parts.cases", { n: number(figures.wrong) }), say("wrong_sub"))} ${figure("items", icons.items, say("compare.items", { n: decimal(figures.items_per_resident) }), say("summary.items_sub"))}
      ${figure("per", nothing, figures.profiled_per_benefit === null ? say("compare.undefined") : say("parts.people", { n: decimal(figures.profiled_per_benefit, 2) }), say("summary.profiled", { n: number(figures.profiled) }))}
      ${figure("marks", icons.marks, say("marks_sub", { right: number(picture.marks.right), wrong: number(picture.marks.wrong) }), "")}</dl>
    ${counted(figures, told.waffle)}
    <ul class="sentences">${told.sentences.map((one) => html`<li>${said(one)}</li>`)}</ul>
    <div class="gates">${gates("open", told.gates.open)} ${gates("closed", told.gates.closed)}</div>`;
}

/** The marks, and under them what one stands for; or the same as a table. */
const counted = (figures, { each, said: one }) => html`<figure class="waffle-box">${mine.table ? asCounts(figures, each) : waffle(figures, each, ACROSS)}
  <figcaption class="muted">${said(one)}　● ${say("reached")}　◌ ${say("missed")}　◇ ${say("wrong")} <span class="right">${asTable(mine.table, () => ((mine.table = !mine.table), redraw()))}</span></figcaption></figure>`;

const gates = (id, some) => html`<section><h3>${say(`summary.${id}`, { n: number(some.length) })}</h3>
  ${some.length ? html`<ul>${some.map((gate) => html`<li>${/^\d/.test(gate.row) ? html`<b>${gate.row}</b> ` : nothing}${said(gate)}<small>${said(gate.citation)}</small></li>`)}</ul>` : html`<p class="muted">${say("summary.no_gate")}</p>`}</section>`;

function second(told) {
  const { only_here: here, only_there: there } = told.diff, guesses = state.room?.guesses ?? [];
  return html`<h2>${say("summary.ours")}</h2>
    ${told.tables.filter((one) => one.rows.some((row) => row.on)).map((one) => table(said(one.caption), [...one.columns.map(said), say("summary.basis")], one.rows.filter((row) => row.on).map((row) => [...row.cells.map(said), said(row.citation)]), { kind: "law" }))}
    <div class="gates"><section><h3>${say("summary.differences", { name: said(told.diff.title) })}</h3>
      ${here.length + there.length ? html`${joins("only_here", here)} ${joins("only_there", there)}` : html`<p class="muted">${say("summary.no_difference")}</p>`}</section>
    <section><h3>${say("summary.guesses")}</h3>${guesses.length ? html`<ul>${guesses.map((one) => html`<li>${said(one.question)}<small class="number">${say("summary.guess", { median: number(one.median), actual: said(one.actual) })}</small></li>`)}</ul>` : html`<p class="muted">${say("summary.no_guess")}</p>`}</section></div>
    <section><h3>${say("summary.words")}</h3><div class="ruled" aria-hidden="true">${Array.from({ length: LINES }, () => html`<hr>`)}</div></section>
    <section><h3>${say("summary.sources")}</h3><p class="sources">${told.sources.map((one, at) => html`${at ? "　" : ""}${say("parts.sure", { what: said(one), how: said(one.confidence) })}`)}</p></section>
    <p class="link">${say("summary.link")} <span>${link()}</span> ${state.shared ? code(link()) : nothing}</p>`;
}

const SHOWN = 6;
const joins = (side, some) => (some.length ? html`<p><b>${say(`summary.${side}`, { n: number(some.length) })}</b></p><ul>${some.slice(0, SHOWN).map((one) => html`<li>${said(one)}</li>`)}</ul>
  ${some.length > SHOWN ? html`<p class="muted">${say("summary.more", { n: number(some.length - SHOWN) })}</p>` : nothing}` : nothing);
