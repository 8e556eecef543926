// 起きたこと: reached and learned by others, always together, each with the difference to the ordinance before.
import { html, nothing } from "../../vendor/lit-html-3.3.3/lit-html.js";
import { icons, small } from "../../shapes.js";
import { by, decimal, number, say } from "../../words.js";

const PER_ROW = 20, ROWS_AT_MOST = 3, SHOWN = 3;

export function happened(state) {
  const picture = state.frame?.picture ?? state.view.picture, difference = (state.frame ? state.frame.difference : state.view.difference) ?? {};
  const one = worth(picture), marks = picture.marks;
  return html`<section class="panel happened ${state.slow ? "waiting" : ""}" id="happened" tabindex="-1" aria-labelledby="h-happened">
    <div class="head"><h2 id="h-happened">${say("happened")}</h2><span class="right muted number">${say("flow.one_mark", { n: number(one) })}</span></div>
    <div class="body">${waffle(picture, one)}
      <dl>${figure("reached", number(picture.reached), say("flow.unit.case"), by(difference.reached))}
        ${figure("missed", number(picture.missed), say("flow.unit.case"), by(difference.missed))}
        ${figure("wrong", number(picture.wrong), say("flow.unit.case"), by(difference.wrong))}
        ${figure("marks", number(marks.right + marks.wrong), say("flow.unit.person"), by(difference.marks ? difference.marks.right + difference.marks.wrong : null), { right: number(marks.right), wrong: number(marks.wrong) })}
        ${figure("items", decimal(picture.items_per_resident), say("flow.unit.item"), state.frame?.exact === false ? say("calculating") : by(difference.items_per_resident, 1))}</dl>
      <div class="causes"><h3>${say("flow.why_missed")}</h3><ul class="number">${Object.entries(picture.causes).filter(([, count]) => count).sort(([, a], [, b]) => b - a).slice(0, SHOWN).map(cause)}${rest(picture.causes)}</ul></div></div>
  </section>`;
}

/** So many cases stand for one mark that all fit into four rows. */
function worth({ reached, missed, wrong }) {
  const least = (reached + missed + wrong) / (PER_ROW * ROWS_AT_MOST);
  return [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000].find((size) => size >= least) ?? 100000;
}

function waffle(picture, one) {
  const kinds = ["reached", "missed", "wrong"].flatMap((kind) => Array(Math.ceil(picture[kind] / one)).fill(kind));
  const high = 8 + Math.max(1, Math.ceil(kinds.length / PER_ROW)) * 14;
  const label = ["reached", "missed", "wrong"].map((kind) => `${say(kind)} ${number(picture[kind])}`).join("、");
  return html`<svg class="waffle" viewBox="0 0 266 ${high}" width="266" height=${high} role="img" aria-label=${label}>
    ${kinds.map((kind, place) => small[kind](7 + (place % PER_ROW) * 13.3, 8 + Math.floor(place / PER_ROW) * 14))}</svg>`;
}

function figure(name, value, unit, change, values = {}) {
  return html`<div class="figure" id="figure-${name}">${icons[name]}<dt>${say(name)}<small>${say(`${name}_sub`, values)}</small></dt>
    <dd class="number"><b>${value}</b><small>${unit}</small><span class="delta" title=${say("flow.difference")}>${change || nothing}</span></dd></div>`;
}

const cause = ([name, count]) => html`<li><span>${say(`missed.${name}`)}</span><span><b>${number(count)}</b> ${say("flow.unit.case")}</span></li>`;

function rest(causes) {
  const left = Object.values(causes).filter(Boolean).sort((a, b) => b - a).slice(SHOWN);
  return left.length ? html`<li class="muted"><a href="#summary">${say("flow.more_causes", { n: left.length })}</a></li>` : nothing;
}
