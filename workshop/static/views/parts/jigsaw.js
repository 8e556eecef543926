// The jigsaw: twelve pieces, each whole where the viewer was given it, apart and dashed where not.
import { html, nothing, svg } from "../../vendor/lit-html-3.3.3/lit-html.js";
import { day, number, said, say, words } from "../../words.js";
import { padlock, shapeOf } from "./marks.js";

const ACROSS = 6, WIDE = 84, HIGH = 86, LEFT = 12, TOP = 6, TAB = 9;
const SIDE = [[1, -1, -1, 1, -1], [-1, 1, -1, 1, 1]], DOWN = [1, 1, -1, -1, 1, -1];
const SHIFT = [[3, 9, -3], [-4, 12, 4], [4, 8, -4], [-3, 13, 3], [2, 10, -4], [5, 11, 5]];

function edge(x1, y1, x2, y2, way) {
  if (!way) return `L${x2} ${y2}`;
  const long = Math.hypot(x2 - x1, y2 - y1), ux = (x2 - x1) / long, uy = (y2 - y1) / long, middle = long / 2;
  const at = (along, out) => `${(x1 + ux * along + uy * way * out).toFixed(1)} ${(y1 + uy * along - ux * way * out).toFixed(1)}`;
  return `L${at(middle - 7, 0)}C${at(middle - 4, TAB * 0.35)} ${at(middle - 11, TAB * 0.5)} ${at(middle - 9, TAB * 0.95)}C${at(middle - 7, TAB * 1.5)} ${at(middle + 7, TAB * 1.5)} ${at(middle + 9, TAB * 0.95)}C${at(middle + 11, TAB * 0.5)} ${at(middle + 4, TAB * 0.35)} ${at(middle + 7, 0)}L${x2} ${y2}`;
}

function outline(place) {
  const row = Math.floor(place / ACROSS), column = place % ACROSS, x = LEFT + column * WIDE, y = TOP + row * HIGH;
  const below = row ? 0 : DOWN[column], above = row ? -DOWN[column] : 0;
  return { x, y, path: `M${x} ${y}${edge(x, y, x + WIDE, y, above)}${edge(x + WIDE, y, x + WIDE, y + HIGH, column < ACROSS - 1 ? SIDE[row][column] : 0)}${edge(x + WIDE, y + HIGH, x, y + HIGH, below)}${edge(x, y + HIGH, x, y, column ? -SIDE[row][column - 1] : 0)}z` };
}

/** A label in at most two lines. */
function lines(text) {
  if (words.lang === "ja") {
    if (text.length <= 4) return [text];
    const cut = text.includes("・") ? text.indexOf("・") + 1 : Math.ceil(text.length / 2);
    return [text.slice(0, cut), text.slice(cut)];
  }
  const parts = text.split(" "), half = text.length / 2, first = [];
  while (parts.length > 1 && first.join(" ").length + parts[0].length / 2 < half) first.push(parts.shift());
  return first.length ? [first.join(" "), parts.join(" ")] : [parts.join(" ")];
}

/** The pieces as `viewer` sees them. `press(id)` opens one; `open` is the one that is open. */
export function jigsaw(pieces, viewer, open, press) {
  const drawn = pieces.map((piece, place) => ({ piece, place, seen: piece.seen[viewer] }));
  const have = drawn.filter((one) => one.seen.state === "seen"), rest = drawn.filter((one) => one.seen.state !== "seen");
  const name = say("resident.picture", { k: number(have.length), n: number(pieces.length) });
  return html`<svg class="jigsaw" viewBox="0 0 534 202" role="group" aria-label=${name}>${[...rest, ...have].map((one) => whole(one, open, press))}</svg>`;
}

function whole({ piece, place, seen }, open, press) {
  const { x, y, path } = outline(place), has = seen.state === "seen", [dx, dy, turn] = has ? [0, 0, 0] : SHIFT[place % ACROSS];
  const said_ = lines(said(piece.label)), first = y + HIGH / 2 + (said_.length > 1 ? 6 : 14);
  const name = say("resident.piece_name", { piece: said(piece.label), office: say(`resident.office.${piece.office}`), state: say(`resident.state.${seen.state}`) });
  const keys = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    press(piece.id);
  };
  return svg`<g class=${`piece p-${piece.office} ${has ? "has" : "lacks"}`} data-piece=${piece.id} data-state=${seen.state} tabindex="0" role="button" aria-pressed=${piece.id === open ? "true" : "false"} aria-label=${name} @click=${() => press(piece.id)} @keydown=${keys}>
    <path d=${path} transform=${has ? nothing : `translate(${dx} ${dy}) rotate(${turn} ${x + WIDE / 2} ${y + HIGH / 2})`}/>
    ${has ? svg`<g transform=${`translate(${x + WIDE / 2} ${y + 26})`}>${shapeOf(piece.office)}</g>` : padlock(x + dx + WIDE / 2 - 6, y + dy + 20)}
    <text class=${words.lang === "ja" ? "" : "narrow"}>${said_.map((line, at) => svg`<tspan x=${x + dx + WIDE / 2} y=${first + dy + 19 * at}>${line}</tspan>`)}</text></g>`;
}

/** Who was given a piece, when, and under which row; or why not. */
export function explained(piece, viewer) {
  if (!piece) return html`<p class="muted">${say("resident.open_a_piece")}</p>`;
  const seen = piece.seen[viewer], line = (key, text) => (text ? html`<div><dt>${say(`resident.column.${key}`)}</dt><dd>${text}</dd></div>` : nothing);
  return html`<h3>${said(piece.label)}</h3><dl>${line("state", html`${say(`resident.state.${seen.state}`)}<small>${said(seen.why)}</small>`)} ${line("kind", said(piece.kind))} ${line("at", seen.at && day(seen.at, true))} ${line("duty", said(seen.duty))} ${line("row", said(seen.row))}</dl>`;
}
