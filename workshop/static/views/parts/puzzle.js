// The jigsaw of a resident: by viewer, as a picture or as a table, and one piece of it in words.
import { html, nothing } from "../../lit.js";
import { redraw, state } from "../../state.js";
import { jigsaw } from "../../shapes.js";
import { day, has, number, said, say } from "../../words.js";
import { asTable, choose, table } from "./frame.js";

const mine = { of: "", piece: "", table: false };

/** Who a resident is to a reader: the name, the age, and that neither is real. */
export const named = (one) => say("resident.named", { name: said(one.name), age: number(one.age) });

const viewer = ({ viewers }) => (viewers.some((one) => one.id === state.viewer) ? state.viewer : "all");

/** Through whose eyes one looks, and how many pieces they have. */
export function viewers(told) {
  const seen = told.pieces.filter((piece) => piece.seen[viewer(told)].state === "seen").length;
  const labels = told.viewers.map(({ id, label }) => [id, has(`flow.viewer.${id}`) ? say(`flow.viewer.${id}`) : said(label)]);
  return html`<span class="muted">${say("resident.seen_by")}</span> ${choose(say("resident.seen_by"), labels, viewer(told), (id) => ((state.viewer = id), redraw()))}
    <span class="number nowrap count"><b id="pieces">${number(seen)}</b>${say("resident.of_pieces", { n: number(told.pieces.length) })}</span>`;
}

/** Turns the picture into its table, and back. */
export const asPieces = () => asTable(mine.table, () => ((mine.table = !mine.table), redraw()));

/** The picture, or its table. */
export function board(told) {
  if (mine.of !== told.id) Object.assign(mine, { of: told.id, piece: "" });
  const press = ({ id }) => ((mine.piece = mine.piece === id ? "" : id), redraw());
  return mine.table ? rows(told) : jigsaw(told.pieces, viewer(told), press);
}

function rows(told) {
  return table(say("resident.pieces"), ["piece", "office", "state", "at", "duty", "row"].map((name) => say(`resident.column.${name}`)), told.pieces.map((piece) => {
    const seen = piece.seen[viewer(told)];
    return [said(piece.label), say(`flow.office.${piece.office}`), html`${say(`resident.state.${seen.state}`)}<small>${said(seen.why)}</small>`, day(seen.at, true), said(seen.duty), said(seen.row)];
  }), { unseen: true });
}

/** The piece that was pressed: who was given it, when, and under which row, or why not; until one is, `otherwise`. */
export function explained(told, otherwise) {
  const piece = told.pieces.find((one) => one.id === mine.piece);
  if (!piece) return otherwise;
  const seen = piece.seen[viewer(told)], line = (key, text) => (text ? html`<div><dt>${say(`resident.column.${key}`)}</dt><dd>${text}</dd></div>` : nothing);
  return html`<h3>${said(piece.label)}</h3><dl>${line("state", html`${say(`resident.state.${seen.state}`)}<small>${said(seen.why)}</small>`)} ${line("kind", said(piece.kind))} ${line("at", seen.at && day(seen.at, true))} ${line("duty", said(seen.duty))} ${line("row", said(seen.row))}</dl>`;
}
