// 条例のルール: which ordinance, and each rule with its two radios.
import { html, nothing, repeat } from "../../lit.js";
import { change, open, redraw, save, state } from "../../state.js";
import { lock, mark } from "../../shapes.js";
import { laneName, said, say } from "../../words.js";
import { button } from "../parts/frame.js";

export function rules({ view, hello, lane }) {
  const counts = view.counts ?? { fixed: 0, free: view.rules.length };
  return html`<section class="panel rules" id="rules" tabindex="-1" aria-labelledby="h-rules">
    <div class="head"><h2 id="h-rules">${say("rules")}</h2><span class="right muted number">${say("flow.counts", counts)}</span></div>
    <div class="choose">
      <select class="select" id="lane" aria-label=${say("lane")} @change=${(event) => open(event.target.value)}>
        ${hello.lanes.map((one) => html`<option value=${one.name} ?selected=${one.name === lane}>${laneName(one.name)}</option>`)}</select>
      <div class="steps-back">${step("undo", view.undo)} ${step("redo", view.redo)} ${button(say("flow.save"), keep, { kind: "small" })}</div>
      ${view.locked ? html`<p class="muted">${lock()} ${say("flow.locked")}</p>` : nothing}
      <p class="title muted">${said(view.title)}</p>
    </div>
    <div class="list" tabindex="0" role="group" aria-label=${say("rules")}>${repeat(view.rules, (one) => one.id, rule)}</div>
    <div class="foot"><a href="#ordinance">${say("flow.read_articles")}</a><a href="#ledger">${say("flow.open_data")}</a></div>
  </section>`;
}

function step(what, label) {
  const text = label && label !== true ? `${say(what)}：${said(label)}` : say(what);
  return html`<button class="button small" type="button" id=${what} aria-disabled=${!label} aria-label=${text} @click=${() => label && change(what)}>${say(what)}</button>`;
}

function keep() {
  const name = prompt(say("flow.save_as"), "");
  if (name) save(name.trim()).then(redraw);
}

function rule(one) {
  const changed = state.changed === one.id;
  return html`<fieldset class="rule ${changed ? "changed" : ""}" id="rule-${one.id}" ?disabled=${state.view.locked}><legend class="unseen">${said(one.article) || one.row}：${said(one)} ${changed ? say("flow.last_change") : ""}</legend>
    <div class="top"><span class="marks">${(one.offices ?? [one.office]).map((office) => mark(office, 12))}</span><span class="article">${said(one.article) || one.row}</span>
      ${one.fixed ? html`<span class="fixed">${lock()}${say("flow.fixed")}</span>` : html`<span class="seg">${radio(one, true)}${radio(one, false)}</span>`}</div>
    <p>${said(one)}</p>${state.failed?.id === one.id ? html`<p class="refused">${said(state.failed.letter) || say("lost")}</p>` : nothing}</fieldset>`;
}

function radio(one, on) {
  return html`<label class="${one.on === on ? "on" : ""} ${on ? "yes" : "no"}"><input type="radio" name=${one.id} id="${one.id}-${on}" .checked=${one.on === on} @change=${() => one.on !== on && change("switch", one)}>${say(one.words[on ? 0 : 1])}</label>`;
}
