// Reached and known: each ordinance as a dot at the coordinates that the server gives. No corner is marked, no line is drawn.
import { html, nothing, svg } from "../../vendor/lit-html-3.3.3/lit-html.js";
import { decimal, number, said, say } from "../../words.js";

const WIDTH = 900, HEIGHT = 430, LEFT = 150, RIGHT = 872, TOP = 20, BOTTOM = 370, STRIP = [76, 130], NEAR = 22;

/** A scale of an axis: from its values to the drawing. */
function scale({ min, max, log }, from, to) {
  const of = log ? Math.log : (value) => value, low = log ? of(Math.max(min, 1e-3)) : Math.min(0, min), high = log ? of(max) : max * 1.06 || 1;
  return (value) => from + ((to - from) * (of(log ? Math.max(value, 1e-3) : value) - low)) / (high - low || 1);
}

/** Round steps for an axis of plain numbers; of a logarithmic one, powers of ten. */
function steps({ min, max, log }) {
  if (log) return Array.from({ length: 9 }, (_, n) => 10 ** (n - 2)).filter((value) => value >= min && value <= max);
  const rough = max / 5 || 1, ten = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 5, 10].find((one) => one * ten >= rough) * ten;
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, n) => n * step);
}

/** The dots; with `rings`, a ring round each as large as what was told wrongly. */
export function scatter(lanes, axis, rings) {
  const x = scale(axis.x, LEFT, RIGHT), y = scale(axis.y, BOTTOM, TOP), most = Math.max(1, ...lanes.map((lane) => lane.point.ring));
  const dots = apart(lanes.map((lane) => ({ lane, x: lane.point.undefined ? (STRIP[0] + STRIP[1]) / 2 : x(lane.point.x), y: y(lane.point.y) })));
  return html`<svg class="scatter" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label=${say("compare.plot_says", { n: number(lanes.length) })}>
    <rect class="strip-undefined" x=${STRIP[0]} y=${TOP} width=${STRIP[1] - STRIP[0]} height=${BOTTOM - TOP}/>
    <text class="middle under" transform=${`translate(${STRIP[0] + 18} ${(TOP + BOTTOM) / 2}) rotate(-90)`}>${said(axis.undefined)}</text>
    ${steps(axis.y).map((value) => svg`<path class="rule-line" d=${`M${LEFT} ${y(value)}H${RIGHT}`}/><text class="end number under" x=${STRIP[0] - 8} y=${y(value) + 5}>${number(value)}</text>`)}
    ${steps(axis.x).map((value) => svg`<path class="rule-line" d=${`M${x(value)} ${TOP}V${BOTTOM}`}/><text class="middle number under" x=${x(value)} y=${BOTTOM + 22}>${number(value)}</text>`)}
    <text class="middle" x=${(LEFT + RIGHT) / 2} y=${HEIGHT - 10}>${said(axis.x)}</text>
    <text class="middle" transform=${`translate(18 ${(TOP + BOTTOM) / 2}) rotate(-90)`}>${said(axis.y)}</text>
    ${dots.map((dot) => point(dot, rings ? 12 + 30 * Math.sqrt(dot.lane.point.ring / most) : 0))}</svg>`;
}

/** Marks that would lie on one another are put side by side, each with a line to its place. */
function apart(dots) {
  const placed = [];
  const free = (spot) => placed.every((one) => Math.hypot(one.at.x - spot.x, one.at.y - spot.y) >= NEAR) && spot.x > STRIP[0] && spot.x < WIDTH - 14 && spot.y > 12 && spot.y < BOTTOM - 12;
  for (const dot of dots) {
    const beside = [34, 60].flatMap((far) => Array.from({ length: 8 }, (_, n) => ({ x: dot.x + far * Math.cos((n * Math.PI) / 4 - 0.8), y: dot.y + far * Math.sin((n * Math.PI) / 4 - 0.8) })));
    placed.push({ ...dot, at: [{ x: dot.x, y: dot.y }, ...beside].find(free) ?? { x: dot.x, y: dot.y } });
  }
  return placed;
}

/** From the edge of the mark that stands at the place to the one beside it. */
function leader(x, y, at) {
  const long = Math.hypot(at.x - x, at.y - y), from = 13 / long;
  return `M${x + (at.x - x) * from} ${y + (at.y - y) * from}L${at.x} ${at.y}`;
}

function point({ lane, x, y, at }, ring) {
  const { point: told } = lane, name = say(told.undefined ? "compare.dot_undefined" : "compare.dot", { name: said(lane.title), y: number(told.y), x: told.undefined ? "" : decimal(told.x, 2), ring: number(told.ring) });
  const led = at.x !== x || at.y !== y;
  return svg`<g class=${`dot ${lane.number ? "table-lane" : "shipped"}`} data-name=${lane.name} data-x=${told.x ?? ""} data-y=${told.y} data-undefined=${told.undefined ? "yes" : "no"} data-cx=${x.toFixed(1)} data-cy=${y.toFixed(1)} tabindex="0" role="img" aria-label=${name}>
    <title>${name}</title>${led ? svg`<path class="leader" d=${leader(x, y, at)}/>` : nothing}
    ${ring && told.ring ? svg`<circle class="ring" cx=${x} cy=${y} r=${ring}/>` : nothing}
    ${lane.number ? svg`<circle cx=${at.x} cy=${at.y} r="11"/>` : svg`<rect x=${at.x - 10} y=${at.y - 10} width="20" height="20"/>`}
    <text class="middle" x=${at.x} y=${at.y + 5}>${lane.number ?? lane.letter}</text></g>`;
}
