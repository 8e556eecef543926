// Marks that stand for cases: filled, dashed or crossed, never told by colour alone; and what they say as a table.
import { html, svg } from "../../lit.js";
import { number, say } from "../../words.js";
import { table } from "./frame.js";

const KINDS = ["reached", "missed", "wrong"], SIZES = [1, 2, 5].flatMap((step, _, all) => [...Array(7).keys()].map((power) => step * 10 ** power)).sort((a, b) => a - b);
const MARKS = {
  reached: (x, y) => svg`<circle class="reached" cx=${x} cy=${y} r="5"/>`,
  missed: (x, y) => svg`<circle class="missed" cx=${x} cy=${y} r="4.3"/>`,
  wrong: (x, y) => svg`<path class="wrong" d="M${x} ${y - 5.6}l5.6 5.6-5.6 5.6-5.6-5.6z"/>`,
};

/** So many cases stand for one mark that all fit into `most` marks. */
export const worth = (counts, most) => SIZES.find((size) => size * most >= KINDS.reduce((sum, kind) => sum + counts[kind], 0)) ?? 1e7;

const marks = (count, each) => Math.ceil(count / each);

/** The marks of `counts` (`reached`, `missed`, `wrong`), each for so many cases, so many to a line. */
export function waffle(counts, each, across) {
  const all = KINDS.flatMap((kind) => Array(marks(counts[kind], each)).fill(kind)), high = 8 + Math.max(1, Math.ceil(all.length / across)) * 14, wide = across * 13.3;
  return html`<svg class="waffle" viewBox="0 0 ${wide} ${high}" width=${wide} height=${high} role="img" aria-label=${say("parts.waffle", Object.fromEntries(KINDS.map((kind) => [kind, number(counts[kind])])))}>
    ${all.map((kind, at) => MARKS[kind](7 + (at % across) * 13.3, 8 + Math.floor(at / across) * 14))}</svg>`;
}

/** The same as a table. */
export const asCounts = (counts, each) => table(say("parts.waffle_table"), ["kind", "count", "marks"].map((name, at) => (at ? [say(`parts.${name}`)] : say(`parts.${name}`))),
  KINDS.map((kind) => [say(kind), say("parts.cases", { n: number(counts[kind]) }), number(marks(counts[kind], each))]), { unseen: true });
