// 流れ: the rules, the map, what happened, and one resident.
import { html, nothing } from "../lit.js";
import { say } from "../words.js";
import { happened } from "./flow/happened.js";
import { map } from "./flow/map.js";
import { placeMarks } from "./flow/marks.js";
import { resident } from "./flow/resident.js";
import { rules } from "./flow/rules.js";

export function view(state) {
  if (!state.view || !state.flow) return html`<p role="status">${say("frame.loading")}</p>`;
  return html`<div class="flow">${rules(state)} ${map(state)} ${happened(state)} ${state.resident ? resident(state) : nothing}</div>`;
}

export const drawn = placeMarks;
