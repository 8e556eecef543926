// Reached and known: each ordinance as a dot at the coordinates that the server gives. No corner is marked, no line is drawn.
import { html, nothing, svg } from "../../lit.js";
import { narrow } from "../../narrow.js";
import { lines } from "../../shapes.js";
import { decimal, number, said, say } from "../../words.js";

const NEAR = 22;
/** Where what stands: on a phone as wide as the phone, so that the words stay as large as others. `strip` is for those that reached nobody. */
const WIDE = { width: 900, height: 430, title: 18, left: 150, right: 872, top: 20, bottom: 370, strip: [76, 130] };
const SLIM = { width: 324, height: 440, title: 12, left: 100, right: 312, top: 16, bottom: 360, strip: [58, 86] };
const box = () => (narrow.matches ? SLIM : WIDE);

/** A scale of an axis: from its values to the drawing (`to`), and back (`from`). */
function scale({ min, max, log }, begin, end) {
  const of = log ? Math.log : (value) => value, least = log ? Math.max(min, 1e-3) : Math.min(0, min), low = of(least), span = of(log ? max : max * 1.06 || 1) - low || 1;
  return {
    to: (value) => begin + ((end - begin) * (of(log ? Math.max(value, 1e-3) : value) - low)) / span,
    from: (at) => { const value = low + (span * (at - begin)) / (end - begin); return Math.max(least, log ? Math.exp(value) : value); },
  };
}

const scales = ({ x, y }) => ({ x: scale(x, box().left, box().right), y: scale(y, box().bottom, box().top) });

/** Round steps for an axis of plain numbers; of a logarithmic one, powers of ten. */
function steps({ min, max, log }) {
  if (log) return Array.from({ length: 9 }, (_, n) => 10 ** (n - 2)).filter((value) => value >= min && value <= max);
  const rough = max / 5 || 1, ten = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 5, 10].find((one) => one * ten >= rough) * ten;
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, n) => n * step);
}

/** The axes with their words, and whatever `inside` draws. */
function plane(axis, label, inside, { press = nothing, key = nothing } = {}) {
  const { width, height, title, left, right, top, bottom, strip } = box(), { x, y } = scales(axis), middle = (top + bottom) / 2, own = narrow.matches ? lines(said(axis.x)) : [said(axis.x)];
  const aside = (at, text, kind = "middle") => svg`<text class=${kind} transform=${`translate(${at} ${middle}) rotate(-90)`}>${text}</text>`;
  return html`<svg class="scatter" viewBox=${`0 0 ${width} ${height}`} role=${key === nothing ? "group" : "application"} tabindex=${key === nothing ? nothing : "0"} aria-label=${label} @click=${press} @keydown=${key}>
    <rect class="strip-undefined" x=${strip[0]} y=${top} width=${strip[1] - strip[0]} height=${bottom - top}/>
    ${aside((strip[0] + strip[1]) / 2 + (narrow.matches ? 5 : -9), said(axis.undefined), "middle under")} ${aside(title, said(axis.y))}
    ${steps(axis.y).map((value) => svg`<path class="rule-line" d=${`M${left} ${y.to(value)}H${right}`}/><text class="end number under" x=${strip[0] - 6} y=${y.to(value) + 5}>${number(value)}</text>`)}
    ${steps(axis.x).map((value) => svg`<path class="rule-line" d=${`M${x.to(value)} ${top}V${bottom}`}/><text class="middle number under" x=${x.to(value)} y=${bottom + 22}>${number(value)}</text>`)}
    ${own.map((line, n) => svg`<text class="middle" x=${width / 2 + (narrow.matches ? 0 : 61)} y=${bottom + 50 + 19 * n}>${line}</text>`)} ${inside}</svg>`;
}

const cross = (axis, point, kind = "") => { const { x, y } = scales(axis); return svg`<path class="guessed ${kind}" d=${`M${x.to(point.x)} ${y.to(point.y)}m-7-7l14 14m0-14l-14 14`}/>`; };

/** The dots; with `rings`, a ring round each as large as what was told wrongly; and the places that were guessed, `{x, y}` each. */
export function scatter(lanes, axis, rings, guesses = []) {
  const { x, y } = scales(axis), { strip } = box(), most = Math.max(1, ...lanes.map((lane) => lane.point.ring));
  const dots = apart(lanes.map((lane) => ({ lane, x: lane.point.undefined ? (strip[0] + strip[1]) / 2 : x.to(lane.point.x), y: y.to(lane.point.y) })));
  return plane(axis, say("compare.plot_says", { n: number(lanes.length) }), svg`${guesses.map((one) => cross(axis, one))} ${dots.map((dot) => point(dot, rings ? 12 + 30 * Math.sqrt(dot.lane.point.ring / most) : 0))}`);
}

const STEP = 20, MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The empty plane, on which a place is guessed by a tap or by the arrow keys: `take({x, y})`; `chosen()` stands there as a cross. */
export function guessing(axis, chosen, take) {
  const { left, right, top, bottom } = box(), { x, y } = scales(axis), stands = chosen();
  const within = (value, low, high) => Math.min(Math.max(value, low), high);
  const put = (across, down) => take({ x: Number(x.from(within(across, left, right)).toFixed(2)), y: Math.round(y.from(within(down, top, bottom))) });
  const press = (event) => { const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(event.currentTarget.getScreenCTM().inverse()); put(spot.x, spot.y); };
  const key = (event) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    const now = chosen(), at = now ? [x.to(now.x), y.to(now.y)] : [(left + right) / 2, (top + bottom) / 2];
    put(at[0] + (move[0] * (right - left)) / STEP, at[1] - (move[1] * (bottom - top)) / STEP);
  };
  return plane(axis, say("lessons.place_how"), stands ? cross(axis, stands, "mine") : nothing, { press, key });
}

/** Marks that would lie on one another are put side by side, each with a line to its place. */
function apart(dots) {
  const placed = [];
  const { strip, width, bottom } = box(), free = (spot) => placed.every((one) => Math.hypot(one.at.x - spot.x, one.at.y - spot.y) >= NEAR) && spot.x > strip[0] && spot.x < width - 14 && spot.y > 12 && spot.y < bottom - 12;
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
