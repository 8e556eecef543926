// Marks and drawings that all screens share. Each office has a shape of its own, so that colour never tells anything alone.
import { html, nothing, svg } from "./lit.js";
import { narrow } from "./narrow.js";
import { said, say } from "./words.js";

export const brand = html`<svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true"><path d="M3 7h9v3.2a2.6 2.6 0 1 1 0 5.2V20H3z" fill="#0017c1"/><path d="M25 8h-8v2.4a2.6 2.6 0 1 1 0 5.2V21h8z" fill="none" stroke="#0017c1" stroke-width="2"/></svg>`;

const OUTLINES = {
  register: (r) => svg`<circle r=${r}/>`,
  tax: (r) => svg`<rect x=${-0.9 * r} y=${-0.9 * r} width=${1.8 * r} height=${1.8 * r}/>`,
  welfare: (r) => svg`<path d="M0 ${-1.15 * r}L${1.1 * r} ${0.85 * r}H${-1.1 * r}z"/>`,
  child: (r) => svg`<path d="M0 ${-1.2 * r}L${1.2 * r} 0 0 ${1.2 * r} ${-1.2 * r} 0z"/>`,
};

/** An office's shape around 0, 0 in a drawing; `hollow` where its data does not come. */
export const shape = (office, r, hollow = false) => svg`<g class="shape ${office} ${hollow ? "hollow" : ""}">${(OUTLINES[office] ?? OUTLINES.register)(r)}</g>`;

/** The same as a picture in a line of text. */
export const mark = (office, size = 13, hollow = false) =>
  office ? html`<svg class="mark" width=${size} height=${size} viewBox="-7 -7 14 14" aria-hidden="true">${shape(office, 5.6, hollow)}</svg>` : nothing;

export const lock = (size = 14) => html`<svg width=${size} height=${size} viewBox="0 0 14 14" aria-hidden="true"><rect x="2" y="6" width="10" height="7" rx="1.5" fill="currentColor"/><path d="M4.2 6V4.3a2.8 2.8 0 0 1 5.6 0V6" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>`;

/** A drawing of 20 by 20 in a line of text. */
export const icon = (drawn) => html`<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">${drawn}</svg>`;

export const icons = {
  reached: icon(svg`<circle cx="10" cy="10" r="9" fill="#0017c1"/><path d="M5.5 10.4l3 3 6-6.4" fill="none" stroke="#fff" stroke-width="2.2"/>`),
  missed: icon(svg`<circle cx="10" cy="10" r="8" fill="#fff" stroke="#666" stroke-width="2.2" stroke-dasharray="3.2 3"/>`),
  wrong: icon(svg`<path d="M10 1l9 9-9 9-9-9z" fill="#fff" stroke="#ce0000" stroke-width="2"/><path d="M7 7l6 6M13 7l-6 6" stroke="#ce0000" stroke-width="2"/>`),
  marks: icon(svg`<path d="M4 2h12v16l-6-4.5L4 18z" fill="#fff" stroke="#4d4d4d" stroke-width="1.8"/>`),
  items: icon(svg`<path d="M2 4h7v2.6a2 2 0 1 1 0 4V16H2z" fill="#4d4d4d"/><path d="M18 4h-6v2.6a2 2 0 1 1 0 4V16h6z" fill="none" stroke="#4d4d4d" stroke-width="1.6"/>`),
  none: icon(svg`<path d="M4 10h12" stroke="#666" stroke-width="2"/>`),
};

const PIECES = 12, WIDTH = 84, HEIGHT = 86, LEFT = 12, TOP = 6, TAB = 9;
const DX = [3, -4, 4, -3, 2, 5], DY = [9, 12, 8, 13, 10, 11], TURN = [-3, 4, -4, 3, -4, 5];

/** The jigsaw of what a viewer has of a resident: `pieces` as the server tells them; `chosen(piece)` when one is opened. Six to a line; three on a phone, where the words stay as large as others. */
export function jigsaw(pieces, viewer, chosen) {
  const columns = narrow.matches ? 3 : 6, wide = columns * WIDTH + 30, high = (PIECES / columns) * HEIGHT + 24;
  const laid = pieces.map((piece, place) => ({ piece, place, columns, seen: piece.seen[viewer]?.state ?? "none", row: Math.floor(place / columns), column: place % columns }));
  const have = laid.filter((one) => one.seen === "seen"), lack = laid.filter((one) => one.seen !== "seen");
  return html`<svg class="jigsaw" width=${wide} height=${high} viewBox="0 0 ${wide} ${high}" role="group" aria-label=${say("flow.jigsaw_says", { have: have.length, all: pieces.length })}>
    ${lack.map((one, n) => piece(one, chosen, n))} ${have.map((one) => piece(one, chosen))}</svg>`;
}

function piece({ piece, columns, seen, row, column }, chosen, loose = -1) {
  const x = LEFT + column * WIDTH, y = TOP + row * HEIGHT, text = said(piece.label), words = `${text}：${say(`resident.state.${seen}`)}`;
  const away = loose < 0 ? "" : `translate(${DX[loose % 6]} ${DY[loose % 6]}) rotate(${TURN[loose % 6]} ${x + WIDTH / 2} ${y + HEIGHT / 2})`;
  const opened = () => chosen?.(piece);
  return svg`<g class="piece ${seen} ${piece.office}" transform=${away} role="button" tabindex="0" aria-label=${words} @click=${opened} @keydown=${(event) => event.key === "Enter" && opened()}>
    <title>${words}</title><path d=${outline(x, y, row, column, columns)}/>
    ${seen === "seen" ? svg`<g transform="translate(${x + WIDTH / 2} ${y + 26})">${shape(piece.office, 6)}</g>` : svg`<g transform="translate(${x + WIDTH / 2 - 6} ${y + 16})" class="padlock"><rect x="0" y="6" width="12" height="8" rx="2"/><path d="M2.5 6V4a3.5 3.5 0 0 1 7 0v2"/></g>`}
    ${lines(text).map((line, n, all) => svg`<text x=${x + WIDTH / 2} y=${y + HEIGHT / 2 + (all.length > 1 ? 6 : 14) + n * 19} textLength=${line.length > 7 && /^[\x20-\x7e]+$/.test(line) ? WIDTH - 26 : nothing} lengthAdjust="spacingAndGlyphs">${line}</text>`)}</g>`;
}

/** A label in two lines at most: after a middle dot or a comma, at the space nearest the middle, or in the middle. */
export function lines(text) {
  const dot = text.search(/[・、]/), half = text.length / 2;
  const spaces = [...text.matchAll(/ /g)].map((found) => found.index).sort((a, b) => Math.abs(a - half) - Math.abs(b - half));
  const at = dot > 0 ? dot + 1 : spaces.length ? spaces[0] : text.length <= 3 || /^[\x20-\x7e]+$/.test(text) ? text.length : Math.ceil(half);
  return [text.slice(0, at).trim(), text.slice(at).trim()].filter(Boolean);
}

let seed = 7;
const tabs = () => ((seed = (seed * 16807) % 2147483647) / 2147483647 < 0.5 ? 1 : -1);
const upright = Array.from({ length: PIECES }, tabs), flat = Array.from({ length: PIECES }, tabs);

/** Each piece has a tab at its right and one at its foot, out or in, but at the end of the whole. */
function outline(x, y, row, column, columns) {
  const at = row * columns + column, right = x + WIDTH, foot = y + HEIGHT;
  return `M${x} ${y}${edge(x, y, right, y, row ? -flat[at - columns] : 0)}${edge(right, y, right, foot, column < columns - 1 ? upright[at] : 0)}` +
    `${edge(right, foot, x, foot, at + columns < PIECES ? flat[at] : 0)}${edge(x, foot, x, y, column ? -upright[at - 1] : 0)}z`;
}

function edge(x1, y1, x2, y2, out) {
  if (!out) return `L${x2} ${y2}`;
  const long = Math.hypot(x2 - x1, y2 - y1), ux = (x2 - x1) / long, uy = (y2 - y1) / long, nx = uy * out, ny = -ux * out, m = long / 2;
  const at = (a, b) => `${(x1 + ux * a + nx * b).toFixed(1)} ${(y1 + uy * a + ny * b).toFixed(1)}`;
  return `L${at(m - 7, 0)}C${at(m - 4, TAB * 0.35)} ${at(m - 11, TAB * 0.5)} ${at(m - 9, TAB * 0.95)}C${at(m - 7, TAB * 1.5)} ${at(m + 7, TAB * 1.5)} ${at(m + 9, TAB * 0.95)}C${at(m + 11, TAB * 0.5)} ${at(m + 4, TAB * 0.35)} ${at(m + 7, 0)}L${x2} ${y2}`;
}
