// The flow screen on a phone: one part at a time, chosen by tabs at the bottom; reached and known always in view together.
import { html, nothing } from "../lit.js";
import { redraw, state } from "../state.js";
import { lock, mark } from "../shapes.js";
import { decimal, number, said, say } from "../words.js";
import { happened } from "./flow/happened.js";
import { resident } from "./flow/resident.js";
import { rules } from "./flow/rules.js";

const TABS = { guess: null, rules, results, person: (state) => (state.resident ? resident(state) : html`<p>${say("frame.loading")}</p>`) };
const SIGNS = { guess: "M4 14l9-9 3 3-9 9H4z", rules: "M3 5h14M3 10h14M3 15h14", results: "M4 17V9M10 17V3M16 17v-6", person: "M10 10a4 4 0 1 0 0-.1M3 18c1-5 13-5 14 0" };

export function view(state) {
  if (!state.view || !state.flow) return html`<p role="status">${say("frame.loading")}</p>`;
  const tab = TABS[state.tab] ? state.tab : "rules";
  return html`<div class="phone">${both(state)} ${TABS[tab](state)}
    <nav class="tabs" aria-label=${say("frame.phone.parts")}><ul>${Object.keys(TABS).map((name) => html`<li><button type="button" aria-current=${name === tab ? "true" : nothing} @click=${() => chosen(name)}>${sign(name)}${say(`frame.phone.${name}`)}</button></li>`)}</ul></nav></div>`;
}

const sign = (name) => html`<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d=${SIGNS[name]} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>`;

function chosen(tab) {
  if (!TABS[tab]) return void (location.hash = "lessons");
  state.tab = tab;
  redraw();
  scrollTo(0, 0);
}

function both({ frame, view }) {
  const { reached, items_per_resident: items } = frame?.picture ?? view.picture;
  return html`<p class="both number"><span>${say("reached")} <b>${number(reached)}</b></span><span>${say("items")} <b>${decimal(items)}</b></span></p>`;
}

function results(state) {
  return html`${happened(state)}<section class="panel" aria-labelledby="h-list"><div class="head"><h2 id="h-list">${say("flow.title")}</h2></div>
    <ul class="ways">${state.flow.programmes.map((one) => programme(one, state))}</ul></section>`;
}

/** A programme with the gates through which its data come, office by office. */
function programme(one, { flow, frame, view }) {
  const figures = (frame?.picture ?? view.picture).programmes.find(({ id }) => id === one.id) ?? {}, support = one.nature === "support";
  const gates = flow.edges.filter((edge) => edge.programme === one.id).map((edge) => flow.gates.find(({ id }) => id === edge.gate)).filter(Boolean);
  return html`<li><b>${said(one)}</b> <span class="number">${say(support ? "reached" : "marks")} ${number(support ? figures.reached : figures.right + figures.wrong)}</span>
    <ul>${gates.map((gate) => way(gate, flow, frame))}</ul></li>`;
}

function way(gate, flow, frame) {
  const { state: now, passed } = frame?.gates?.[gate.id] ?? gate;
  return html`<li>${mark(gate.office, 13, now === "closed")} ${said(flow.offices.find(({ id }) => id === gate.office))} → ${said(gate.label)}
    <span class="muted">${now === "closed" ? lock() : nothing} ${say(`flow.gate.${now}`)}${passed === undefined ? "" : `・${say("flow.passed", { n: number(passed) })}`}</span></li>`;
}
