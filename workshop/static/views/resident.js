// One resident: who holds which piece, what happened when, what was judged and why, who looked, and what can be done.
import { html, nothing } from "../lit.js";
import { person, redraw, state } from "../state.js";
import { day, number, said, say } from "../words.js";
import { acts } from "./parts/acts.js";
import { entries } from "./parts/entries.js";
import { asking, need, ofLane } from "./parts/fetched.js";
import { button, choose, files, held, panel, select } from "./parts/frame.js";
import { asPieces, board, explained, named, viewers } from "./parts/puzzle.js";
import { timeline } from "./parts/timeline.js";
import { verdicts } from "./parts/verdicts.js";

const PICKS = ["missed", "marked", "wrong_link", "protected", "keep"];
const mine = { pick: "missed", row: "", until: "", portal: false };

export function view() {
  const id = state.resident?.id ?? "";
  return html`<div class="screen view resident">
    ${picker(id)}
    <div class="stack">${id ? held(need(address(id)), one) : html`<section class="panel"><p class="state" role="status">${say("resident.choose")}</p></section>`}</div></div>`;
}

const address = (id) => asking(ofLane(`/residents/${id}`), { day: mine.until });

function rows() {
  return (state.view?.rules ?? []).filter((rule) => rule.row).map((rule) => [rule.row, said(rule.article) || rule.row]);
}

function picker(id) {
  const pick = mine.pick === "keep" ? `keep:${mine.row || rows()[0]?.[0] || ""}` : mine.pick;
  return panel("picker", say("resident.pick"), html`
    <div class="column">${select(say("resident.case"), "pick", PICKS.map((name) => [name, say(`resident.case_of.${name}`)]), mine.pick, (name) => ((mine.pick = name), redraw()))}
    ${mine.pick === "keep" ? select(say("resident.gate"), "row", rows(), mine.row, (row) => ((mine.row = row), redraw())) : nothing}</div>
    ${held(need(asking(ofLane("/residents"), { pick })), (told) => told.length
      ? html`<ul class="people" aria-label=${say("resident.people")}>${told.map((one) => html`<li><button type="button" aria-current=${one.id === id ? "true" : nothing} @click=${() => take(one.id)}>
          <b>${named(one)}</b><span>${said(one.why)}</span></button></li>`)}</ul>`
      : html`<p class="state" role="status">${say("resident.nobody")}</p>`)}`);
}

function take(id) {
  mine.until = "";
  return person(id);
}

const one = (told) => html`${puzzle(told)}
  <div class="two">${timeline(told, ofLane(`/residents/${told.id}/timeline`))} ${verdicts(told)}</div>
  ${exchanges(told)} ${acts(told)}`;

const puzzle = (told) => panel("puzzle", say("resident.jigsaw", { name: named(told) }), html`
  <div class="row">${viewers(told)}</div>
  ${told.protected ? html`<p class="chip">${say("resident.protected")}</p>` : nothing}
  <div class="puzzle">${board(told)}<div class="explained" aria-live="polite">${explained(told, html`<p class="muted">${say("resident.open_a_piece")}</p>`)}</div></div>
  ${until(told)}`, html`<span class="right">${asPieces()}</span>`);

const days = (iso) => Math.round(Date.parse(`${iso}T00:00Z`) / 86_400_000);
const iso = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

function until(told) {
  const first = state.hello?.town?.first_day;
  if (!first) return nothing;
  const shown = mine.until || told.day;
  return html`<div class="row until"><label class="slider"><span>${say("resident.until")}</span>
    <input type="range" name="until" min=${days(first)} max=${days(told.day)} .value=${String(days(shown))} aria-valuetext=${day(shown, true)} @change=${(event) => ((mine.until = iso(Number(event.target.value))), redraw())}></label>
    <span class="number nowrap">${say("resident.until_day", { day: day(shown, true) })}</span>
    ${mine.until && mine.until !== told.day ? button(say("resident.until_now"), () => ((mine.until = ""), redraw()), { kind: "small" }) : nothing}</div>`;
}

function exchanges(told) {
  const { shown, all } = told.portal, some = mine.portal ? told.ledger.filter((entry) => entry.portal) : told.ledger;
  const choices = [["portal", say("resident.portal", { m: number(shown) })], ["all", say("resident.really", { n: number(all) })]];
  const empty = mine.portal ? say("resident.portal_none", { n: number(all) }) : say("ledger.none");
  return panel("exchanges", say("resident.exchanges"), html`
    ${choose(say("resident.exchanges"), choices, mine.portal ? "portal" : "all", (id) => ((mine.portal = id === "portal"), redraw()))}
    ${some.length ? html`<div class="tall">${entries(some, { one: true, caption: say("resident.exchanges") })}</div>` : html`<p class="state" role="status">${empty}</p>`}
    <div class="row between"><span class="muted">${say("resident.reading")}</span>${files(ofLane(`/residents/${told.id}/ledger`))}</div>`);
}
