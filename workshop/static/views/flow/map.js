// 情報の流れ: offices, gates, the join on My Number, programmes, and what was reached; and the same as a table.
import { html, nothing, svg } from "../../lit.js";
import { redraw, state } from "../../state.js";
import { shape } from "../../shapes.js";
import { lanePath } from "../../server.js";
import { asTable, files } from "../parts/frame.js";
import { has, number, said, say } from "../../words.js";

const OFFICE = { x: 16, wide: 132 }, GATE = { x: 200, wide: 156 }, HUB = { x: 450, y: 214, r: 58 }, PROGRAMME = { x: 560, wide: 144 }, RESULT = { x: 726, wide: 60 };
const TOP = 60, BOTTOM = 369, WITH_MORE = 356, PITCH = 51.5, APART = 52;

export function map({ flow, frame, view, tables }) {
  const change = frame?.last_change;
  return html`<section class="panel" id="map" aria-labelledby="h-map">
    <div class="head"><h2 id="h-map">${say("flow.title")}</h2>${change ? html`<span class="chip changed">${say("flow.last_change")}</span><span class="last number">${said(change)}</span>` : nothing}
      <span class="right" id="map-as">${asTable(tables.flow, () => ((tables.flow = !tables.flow), redraw()))}</span></div>
    ${tables.flow ? table(flow, frame) : html`<div class="scroll">${picture(flow, frame, view)}</div>`}</section>`;
}

function picture(flow, frame, view) {
  const gates = placed(flow.gates.map((gate) => ({ ...gate, to_programme: flow.edges.find((edge) => edge.gate === gate.id)?.programme })), flow.more ? WITH_MORE : BOTTOM), high = Math.min(42, (gates.pitch ?? PITCH) - 6), offices = standing(flow.offices, gates.of), programmes = rows(flow.programmes);
  const figures = Object.fromEntries((frame?.picture ?? view.picture).programmes.map((one) => [one.id, one]));
  const head = [["offices", OFFICE], ["gates", GATE], ["join", { x: HUB.x, wide: 0 }], ["programmes", PROGRAMME], ["reached", RESULT]];
  return html`<svg class="map" viewBox="0 0 798 398" role="group" aria-label=${say("flow.map_says", { gates: flow.gates.length, programmes: flow.programmes.length })}>
    <rect x=${GATE.x - 16} y="26" width=${GATE.wide + 32} height="364" rx="12" class="ground"/>
    ${head.map(([name, { x, wide }]) => svg`<text x=${x + wide / 2} y="16" class="column">${say(`flow.column.${name}`)}</text>`)}
    <g class="lines">${gates.all.map((gate) => toGate(gate, gates, offices, frame))} ${flow.programmes.map((one, place) => strands(one, place, flow.programmes.length, programmes[one.id]))}</g>
    ${flow.offices.map((one) => office(one, offices[one.id], frame))} ${gates.all.map((gate) => gateBox(gate, high, frame))} ${hub(flow, frame)}
    ${flow.programmes.map((one) => programme(one, programmes[one.id], figures[one.id]))}
    ${flow.more ? svg`<text x=${GATE.x + GATE.wide / 2} y="390" class="column">${say("flow.more_gates", { n: flow.more })}</text>` : nothing}</svg>`;
}

/** Gates from top to bottom, each with its `y`, and those of an office by office. */
function placed(gates, bottom) {
  const pitch = gates.length > 1 ? Math.min(PITCH, (bottom - TOP) / (gates.length - 1)) : PITCH, all = gates.map((gate, place) => ({ ...gate, y: TOP + place * pitch, place })), of = {};
  for (const gate of all) (of[gate.office] ??= []).push(gate);
  return { all, of, pitch };
}

/** Where each office stands: in the middle of its gates, and apart from the one above. */
function standing(offices, of) {
  const found = {};
  let least = TOP;
  offices.forEach(({ id }, place) => {
    const own = of[id], wanted = own ? own.reduce((sum, gate) => sum + gate.y, 0) / own.length : least;
    found[id] = Math.min(Math.max(wanted, least), BOTTOM - (offices.length - 1 - place) * APART);
    least = found[id] + APART;
  });
  return found;
}

const rows = (programmes) => Object.fromEntries(programmes.map((one, place) => [one.id, programmes.length > 4 ? 66 + place * 72 : 82 + place * 88]));
const curve = (x1, y1, x2, y2) => `M${x1} ${y1}C${x1 + (x2 - x1) / 2} ${y1} ${x2 - (x2 - x1) / 2} ${y2} ${x2} ${y2}`;
const stateOf = (gate, frame) => frame?.gates?.[gate.id]?.state ?? gate.state;
const beside = (y) => Math.sqrt(Math.max(0, HUB.r ** 2 - (y - HUB.y) ** 2));
const moving = (office, line, at, stops = false) => svg`<g class="moving ${stops ? "stopped" : ""}" data-line=${line} data-at=${at} data-stops=${stops ? 1 : 0}>${shape(office, 4.2)}</g>`;

function toGate(gate, gates, offices, frame) {
  const open = stateOf(gate, frame) !== "closed", own = gates.of[gate.office], off = own.indexOf(gate) - (own.length - 1) / 2;
  const y = HUB.y + (gate.place - (gates.all.length - 1) / 2) * Math.min(9, 90 / gates.all.length), id = gate.id.replace(/[^\w-]/g, "_");
  return svg`<path id="in-${id}" class="line ${gate.office} ${open ? "" : "closed-in"}" d=${curve(OFFICE.x + OFFICE.wide, offices[gate.office] + off * 11, GATE.x - (open ? 0 : 8), gate.y)}/>
    <path id="out-${id}" class="line ${gate.office} ${open ? "" : "closed"}" d=${curve(GATE.x + GATE.wide, gate.y, HUB.x - beside(y), y)}/>
    ${open ? nothing : svg`<path class="bar-across" d="M${GATE.x - 7} ${gate.y - 9}V${gate.y + 9}"/>`}
    ${(open ? [0.1, 0.45, 0.8] : [0.55, 0.85]).map((at) => moving(gate.office, `in-${id}`, at, !open))} ${open ? [0.2, 0.6].map((at) => moving(gate.office, `out-${id}`, at)) : nothing}`;
}

function strands(programme, place, all, y) {
  return programme.offices.filter((one) => one.state !== "none").map(({ office, state: comes }, n, own) => {
    const from = HUB.y + (place - (all - 1) / 2) * 20 + (n - (own.length - 1) / 2) * 5, id = `to-${programme.id}-${office}`, here = comes === "here";
    return svg`<path id=${id} class="line thin ${office} ${here ? "" : "closed"}" d=${curve(HUB.x + beside(from), from, PROGRAMME.x, y + (n - (own.length - 1) / 2) * 10)}/>${here ? moving(office, id, 0.2 + n * 0.23) : nothing}`;
  });
}

function office(one, y, frame) {
  const rate = frame?.time?.playing ? ` ${say("flow.a_second", { n: number(Math.round(frame.rates?.[one.id] ?? 0)) })}` : "";
  return svg`<g class="office ${one.id}"><rect x=${OFFICE.x} y=${y - 22} width=${OFFICE.wide} height="44" rx="8"/><g transform="translate(${OFFICE.x + 16} ${y - 8})">${shape(one.id, 5.5)}</g>
    <text x=${OFFICE.x + 28} y=${y - 3} class="name">${say(`flow.office.${one.id}`)}</text><text x=${OFFICE.x + 28} y=${y + 15} class="under number">${say(`flow.section.${one.id}`)}${rate}</text></g>`;
}

function gateBox(gate, high, frame) {
  const now = stateOf(gate, frame), open = now !== "closed", passed = frame?.gates?.[gate.id]?.passed ?? 0, changed = gate.rule && gate.rule === state.changed;
  const name = `${said(gate.label)}、${said(gate.to)}：${say(`flow.gate.${now}`)}、${say("flow.passed", { n: number(passed) })}`, opened = () => show(gate);
  return svg`<g class="gate ${gate.office} ${now} ${changed ? "changed" : ""}" role="button" tabindex="0" aria-label=${name} @click=${opened} @keydown=${(event) => event.key === "Enter" && opened()}><title>${name}</title>
    ${changed ? svg`<rect class="ring" x=${GATE.x - 4} y=${gate.y - high / 2 - 4} width=${GATE.wide + 8} height=${high + 8} rx="9"/>` : nothing}
    <rect class="box" x=${GATE.x} y=${gate.y - high / 2} width=${GATE.wide} height=${high} rx="6"/>
    <g transform="translate(${GATE.x + 9} ${gate.y - 8})" class="sign">${open ? svg`<path d="M0 8h13M9 3.5L13.5 8 9 12.5"/>` : svg`<rect x="1" y="7" width="13" height="9" rx="2"/><path d="M4 7V4.6a3.5 3.5 0 0 1 7 0V7"/>`}</g>
    <text x=${GATE.x + 32} y=${gate.y - 3} class="name">${cut(said(gate.label), 114)}</text><text x=${GATE.x + 32} y=${gate.y + high / 2 - 6} class="under">${cut(say("flow.to", { name: say(`flow.short.${gate.to_programme}`) }), 114)}</text></g>`;
}

/** To the gate's rule, where it can be switched. */
function show(gate) {
  const rule = document.getElementById(`rule-${gate.rule}`);
  rule?.scrollIntoView({ block: "nearest" });
  rule?.querySelector("input")?.focus();
}

function hub(flow, frame) {
  const arcs = flow.offices.map(({ id }, place) => {
    const from = -Math.PI / 2 + (place * Math.PI) / 2 + 0.09, to = from + Math.PI / 2 - 0.18, r = HUB.r - 7, open = flow.rows.some((gate) => gate.office === id && stateOf(gate, frame) !== "closed");
    return svg`<path class="arc ${open ? id : "none"}" d="M${HUB.x + r * Math.cos(from)} ${HUB.y + r * Math.sin(from)}A${r} ${r} 0 0 1 ${HUB.x + r * Math.cos(to)} ${HUB.y + r * Math.sin(to)}"/>`;
  });
  return svg`<g class="hub"><circle cx=${HUB.x} cy=${HUB.y} r=${HUB.r}/>${arcs}<text x=${HUB.x} y=${HUB.y - 3}>${say("flow.hub_1")}</text><text x=${HUB.x} y=${HUB.y + 17}>${say("flow.hub_2")}</text></g>
    <text class="column" x=${HUB.x} y=${HUB.y + HUB.r + 22}>${say("flow.child_1")}</text><text class="column" x=${HUB.x} y=${HUB.y + HUB.r + 41}>${say("flow.child_2")}</text>`;
}

function programme(one, y, figures = {}) {
  const marks = one.nature !== "support", read = one.offices.filter(({ state: comes }) => comes !== "none"), here = read.filter(({ state: comes }) => comes === "here").length;
  const value = marks ? (figures.right ?? 0) + (figures.wrong ?? 0) : figures.reached ?? 0, kind = marks ? "mark" : value ? "some" : "nobody";
  const missed = marks ? figures.not_noticed : figures.missed, name = `${said(one)}：${say(marks ? "marks" : "reached")} ${number(value)}、${say("missed")} ${number(missed ?? 0)}、${say("wrong")} ${number(figures.wrong ?? 0)}`;
  return svg`<g class="programme" role="img" aria-label=${name}><title>${name}</title><path class="line black" d="M${PROGRAMME.x + PROGRAMME.wide} ${y}H${RESULT.x}"/>
    <rect class="box" x=${PROGRAMME.x} y=${y - 32} width=${PROGRAMME.wide} height="64" rx="8"/><text x=${PROGRAMME.x + 12} y=${y - 8} class="name">${cut(shortly(one), 120, 15)}</text>
    ${read.map(({ office: id, state: comes }, n) => svg`<g transform="translate(${PROGRAMME.x + 18 + n * 19} ${y + 14})">${shape(id, 5.6, comes !== "here")}</g>`)}
    <text x=${PROGRAMME.x + PROGRAMME.wide - 12} y=${y + 19} class="under end">${here === read.length ? say("flow.all_here") : say("flow.some_here", { n: read.length, k: here })}</text>
    ${marks ? svg`<text x=${RESULT.x + RESULT.wide / 2} y=${y - 29} class="under middle">${say("flow.mark")}</text>` : nothing}
    <rect class="result ${kind}" x=${RESULT.x} y=${y - 24} width=${RESULT.wide} height="48" rx="8"/>${counted(number(value), y, kind)}
    ${missed ? svg`<circle class="missed" cx=${RESULT.x + 2} cy=${y + 34} r="4.3"/><text x=${RESULT.x + 9} y=${y + 39} class="under number">${number(missed)}</text>` : nothing}
    ${figures.wrong ? wrongly(figures.wrong, y) : nothing}</g>`;
}

/** A number with its unit, where the language has one of a single letter, in the middle of the box. */
function counted(text, y, kind) {
  const unit = say("flow.unit.case"), fits = unit.length === 1 && text.length < 5, x = RESULT.x + RESULT.wide / 2 - (fits ? 7 : 0);
  return svg`<text x=${x} y=${y + 7} class="value ${kind} number">${text}</text>${fits ? svg`<text x=${x + wide(text, 18) / 2 + 1} y=${y + 7} class="under">${unit}</text>` : nothing}`;
}

function wrongly(count, y) {
  const text = number(count), right = RESULT.x + RESULT.wide + 8, left = right - 8.4 * text.length - 8;
  return svg`<path class="wrong" d="M${left} ${y + 28.4}l5.6 5.6-5.6 5.6-5.6-5.6z"/><text x=${right} y=${y + 39} class="under end wrong-text number">${text}</text>`;
}

const shortly = (programme) => (has(`flow.short.${programme.id}`) ? say(`flow.short.${programme.id}`) : said(programme));
const measuring = document.createElement("canvas").getContext("2d");

function wide(text, size) {
  measuring.font = `700 ${size}px ${getComputedStyle(document.body).fontFamily}`;
  return measuring.measureText(text).width;
}

/** A text that fits a width; the whole of it is in the title. */
function cut(text, room, size = 14) {
  let kept = text;
  while (kept && wide(kept === text ? text : `${kept}…`, size) > room) kept = kept.slice(0, -1);
  return kept === text ? text : `${kept}…`;
}

function table(flow, frame) {
  return html`<div class="body scroll" tabindex="0" role="group" aria-label=${say("flow.title")}><table class="folds"><caption>${say("flow.table_says")} ${files(lanePath(state.lane, "/flow"))}</caption>
    <thead><tr>${["office", "gate", "article", "state", "to", "passed"].map((name) => html`<th scope="col" class=${name === "passed" ? "number" : ""}>${say(`flow.table.${name}`)}</th>`)}</tr></thead>
    <tbody>${flow.rows.map((row) => html`<tr><th scope="row">${say(`flow.office.${row.office}`)}</th><td>${said(row.gate)}</td><td>${said(row.article)}</td>
      <td>${say(`flow.gate.${frame?.gates?.[row.id]?.state ?? row.state}`)}</td><td>${said(row.duty) || said(row.to)}</td><td class="number">${number(frame?.gates?.[row.id]?.passed ?? row.passed)}</td></tr>`)}</tbody></table></div>`;
}
