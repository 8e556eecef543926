// The shapes of offices and outcomes: told apart without colour.
import { html, svg } from "../../vendor/lit-html-3.3.3/lit-html.js";

const SHAPES = {
  register: svg`<circle r="6"/>`,
  tax: svg`<rect x="-5.5" y="-5.5" width="11" height="11"/>`,
  welfare: svg`<path d="M0-6.6 6.6 5.4H-6.6z"/>`,
  child: svg`<path d="M0-7.4 7.4 0 0 7.4-7.4 0z"/>`,
};
const OUTCOMES = {
  reached: svg`<circle cx="10" cy="10" r="9" class="o-reached"/><path d="M5.5 10.4l3 3 6-6.4" class="o-tick"/>`,
  missed: svg`<circle cx="10" cy="10" r="8" class="o-missed"/>`,
  wrong: svg`<path d="M10 1l9 9-9 9-9-9z" class="o-wrong"/><path d="M7 7l6 6M13 7l-6 6" class="o-wrong"/>`,
  marks: svg`<path d="M4 2h12v16l-6-4.5L4 18z" class="o-marks"/>`,
  items: svg`<path d="M2 4h7v2.6a2 2 0 1 1 0 4V16H2z" class="o-item"/><path d="M18 4h-6v2.6a2 2 0 1 1 0 4V16h6z" class="o-marks"/>`,
  unknown: svg`<circle cx="10" cy="10" r="8" class="o-marks"/><path d="M7.4 7.8a2.7 2.7 0 1 1 3.7 2.5c-.8.3-1.1.8-1.1 1.7M10 14.6v.4" class="o-query"/>`,
  no: svg`<circle cx="10" cy="10" r="8" class="o-marks"/><path d="M6 10h8" class="o-query"/>`,
};

/** The bare shape of an office around 0,0, for use inside a drawing. */
export const shapeOf = (office) => svg`<g class=${`shape s-${office}`}>${SHAPES[office] ?? SHAPES.register}</g>`;

/** The shape of an office in a line of text. */
export const office = (id) => html`<svg class="glyph" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">${shapeOf(id)}</svg>`;

/** The mark of an outcome in a line of text. */
export const outcome = (name) => html`<svg class="glyph" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">${OUTCOMES[name]}</svg>`;

/** A padlock, in a drawing. */
export const padlock = (x, y) => svg`<g class="padlock" transform=${`translate(${x} ${y})`}><rect y="6" width="12" height="8" rx="2"/><path d="M2.5 6V4a3.5 3.5 0 0 1 7 0v2"/></g>`;
