// 起きたこと: reached and learned by others, always together, each with the difference to the ordinance before.
import { html, nothing } from "../../lit.js";
import { icons } from "../../shapes.js";
import { redraw, state } from "../../state.js";
import { by, decimal, number, say } from "../../words.js";
import { button } from "../parts/frame.js";
import { waffle, worth } from "../parts/waffle.js";

const PER_ROW = 20, ROWS_AT_MOST = 3, SHOWN = 3;

export function happened() {
  const picture = state.frame?.picture ?? state.view.picture, difference = (state.frame ? state.frame.difference : state.view.difference) ?? {};
  const one = worth(picture, PER_ROW * ROWS_AT_MOST), { right, wrong } = picture.marks;
  const counted = (name) => figure(name, number(picture[name]), "case", by(difference[name]));
  return html`<section class="panel happened ${state.slow ? "waiting" : ""}" id="happened" tabindex="-1" aria-labelledby="h-happened">
    <div class="head"><h2 id="h-happened">${say("happened")}</h2><span class="right muted number">${say("flow.one_mark", { n: number(one) })}</span></div>
    <div class="body">${waffle(picture, one, PER_ROW)}
      <dl>${counted("reached")} ${counted("missed")} ${counted("wrong")}
        ${figure("marks", number(right + wrong), "person", by(difference.marks ? difference.marks.right + difference.marks.wrong : null), { right: number(right), wrong: number(wrong) })}
        ${figure("items", decimal(picture.items_per_resident), "item", state.frame?.exact === false ? say("calculating") : by(difference.items_per_resident, 1))}</dl>
      ${causes(picture.causes)}</div>
  </section>`;
}

function figure(name, value, unit, change, values = {}) {
  return html`<div class="figure" id="figure-${name}">${icons[name]}<dt>${say(name)}</dt><dd class="number"><b class=${value.length > 5 ? "long" : ""}>${value}</b><small>${say(`flow.unit.${unit}`)}</small></dd>
    <dd class="sub">${say(`${name}_sub`, values)}</dd><dd class="delta number" title=${say("flow.difference")}>${change || nothing}</dd></div>`;
}

function causes(counts) {
  const all = Object.entries(counts).filter(([, count]) => count).sort(([, a], [, b]) => b - a), more = all.length - SHOWN, open = Boolean(state.causes);
  return html`<div class="causes"><h3>${say("flow.why_missed")}</h3>
    ${more > 0 ? button(say(open ? "flow.fewer_causes" : "flow.more_causes", { n: more }), () => ((state.causes = !open), redraw()), { kind: "text more" }) : nothing}
    <ul class="number">${all.slice(0, open ? all.length : SHOWN).map(([name, count]) => html`<li><span>${say(`missed.${name}`)}</span><span><b>${number(count)}</b> ${say("flow.unit.case")}</span></li>`)}</ul></div>`;
}
