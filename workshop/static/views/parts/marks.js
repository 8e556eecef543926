// Marks of verdicts and of the gates of a grid, beside those that all screens share.
import { svg } from "../../lit.js";
import { icon, icons } from "../../shapes.js";

const OWN = {
  unknown: icon(svg`<circle cx="10" cy="10" r="8" fill="#fff" stroke="#4d4d4d" stroke-width="1.8"/><path d="M7.4 7.8a2.7 2.7 0 1 1 3.7 2.5c-.8.3-1.1.8-1.1 1.7M10 14.6v.6" fill="none" stroke="#4d4d4d" stroke-width="1.8"/>`),
  no: icon(svg`<circle cx="10" cy="10" r="8" fill="#fff" stroke="#4d4d4d" stroke-width="1.8"/><path d="M6 10h8" stroke="#4d4d4d" stroke-width="1.8"/>`),
};

/** The mark of an outcome or a verdict in a line of text. */
export const outcome = (name) => OWN[name] ?? icons[name];
