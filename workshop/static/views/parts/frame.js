// What these screens have alike: panels, states in words, tables with their files, choices.
import { html, nothing } from "../../lit.js";
import { state } from "../../state.js";
import { said, say, words } from "../../words.js";
import { asking } from "./fetched.js";

/** A panel with a heading; `tools` stand at the right of it. */
export const panel = (id, title, body, tools = nothing) => html`
  <section class="panel" id=${id} aria-labelledby=${`${id}-h`}>
    <div class="head"><h2 id=${`${id}-h`} tabindex="-1">${title}</h2>${tools}</div>
    <div class="body">${body}</div>
  </section>`;

/** What a box holds, drawn by `draw`; until then, or where the server refuses, why not. Old figures are dimmed while new ones come. */
export function held(box, draw) {
  if (box.wrong) return html`<p class="state" role="alert">${said(box.wrong) || say("lost")}</p>`;
  if (box.said === null) return html`<p class="state" role="status">${say("parts.loading")}</p>`;
  return html`<div class=${box.waiting ? "held waiting" : "held"}>${draw(box.said)}</div>`;
}

/** A table in a scroller of its own. `columns` are labels, or `[label]` of numbers; rows are arrays of cells, or `{cells, id, kind}`. */
export function table(caption, columns, rows, { unseen = false, kind = "" } = {}) {
  const numbers = columns.map(Array.isArray), align = (at) => (numbers[at] ? "number" : "");
  return html`<div class="scroll" role="group" tabindex="0" aria-label=${caption}>
    <table class="folds ${kind}">
      <caption class=${unseen ? "unseen" : ""}>${caption}</caption>
      <thead><tr>${columns.map((label, at) => html`<th scope="col" class=${align(at)}>${label}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr class=${row.kind ?? ""} id=${row.id ?? nothing} tabindex=${row.id ? "-1" : nothing}>${(row.cells ?? row).map((cell, at) =>
        at === 0 ? html`<th scope="row" class=${align(0)}>${cell}</th>` : html`<td class=${align(at)} data-label=${columns[at]}>${cell}</td>`)}</tr>`)}</tbody>
    </table></div>`;
}

/** The files of a table: an address that the server answers as CSV and as JSON. */
export const files = (path, query = {}) => html`<span class="files">${["csv", "json"].map(
  (kind) => html`<a class="button small text" download href=${asking(path, { ...query, as: kind, lang: words.lang })}>${say(`parts.save_${kind}`)}</a>`)}</span>`;

/** One of several: buttons in a row, of which one is pressed. `choices` are `[id, label]`. */
export const choose = (label, choices, chosen, take) => html`<span class="choices" role="group" aria-label=${label}>${choices.map(
  ([id, text]) => html`<button type="button" data-id=${id} aria-pressed=${id === chosen ? "true" : "false"} @click=${() => take(id)}>${text}</button>`)}</span>`;

/** A list to choose from, with its label over it. `choices` are `[id, label]`. */
export const select = (label, name, choices, chosen, take) => html`<label class="asked"><span>${label}</span>
  <select class="select" name=${name} @change=${(event) => take(event.target.value)}>${choices.map(
    ([id, text]) => html`<option value=${id} .selected=${id === chosen}>${text}</option>`)}</select></label>`;

/** A button; `kind`: fill, small, text; `name`: its accessible name where the label alone does not say it; `pressed`, `expanded`: where it turns something on or open. */
export const button = (label, press, { kind = "", off = false, name = nothing, id = nothing, pressed = nothing, expanded = nothing } = {}) =>
  html`<button type="button" class="button ${kind}" id=${id} ?disabled=${off} aria-label=${name} aria-pressed=${pressed} aria-expanded=${expanded} @click=${press}>${label}</button>`;

/** The button that shows a picture's table instead of it, or the picture again. */
export const asTable = (shown, turn) => button(say(shown ? "parts.as_picture" : "parts.as_table"), turn, { kind: "small text as-table" });

/** A link into this page as a code for phones, where the server can draw one. */
export const code = (link) => (state.hello?.qr ? html`<img class="qr" src=${asking("/api/qr", { text: link })} alt=${say("parts.qr")}>` : nothing);
