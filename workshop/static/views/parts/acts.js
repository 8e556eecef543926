// What can be done about a resident: assess, object, apply, ask for a correction; and what the safeguards make of it.
import { html, nothing } from "../../lit.js";
import { ask } from "../../server.js";
import { announce, redraw, state } from "../../state.js";
import { said, say } from "../../words.js";
import { forget, ofLane } from "./fetched.js";
import { panel } from "./frame.js";

const mine = { of: "", done: {}, busy: "" };

export function acts(told) {
  if (mine.of !== told.id) Object.assign(mine, { of: told.id, done: {}, busy: "" });
  const { assess = [], object = [], apply = [], correct = [] } = told.acts ?? {};
  return panel("acts", say("resident.acts"), html`<p class="muted">${say("resident.acts_say")}</p><div class="acts">
    ${form("object", told, object, list("programme", object))}
    ${form("apply", told, apply, html`${list("programme", apply)}<label class="tick"><input type="checkbox" name="consent" checked> ${say("resident.consent")}</label>`)}
    ${form("correct", told, correct, html`${list("what", correct, "what")}<label class="asked"><span>${say("resident.right_income")}</span><input class="field" name="value" type="number" min="0" max="100000000" step="1"></label>${list("programme", object)}`)}
    ${form("assess", told, assess, html`${list("programme", assess)}
      <fieldset class="row"><legend>${say("resident.decision")}</legend>${["accept", "reject"].map((one, at) => html`<label class="tick"><input type="radio" name="decision" value=${one} ?checked=${at === 0}> ${say(`resident.${one}`)}</label>`)}</fieldset>
      <label class="asked"><span>${say("resident.reason")}</span><input class="field" name="reason" required maxlength="200"></label>`)}</div>`);
}

const list = (name, some, id = "programme") => html`<label class="asked"><span>${say(`resident.choose_${name}`)}</span>
  <select class="select" name=${name}>${some.map((one) => html`<option value=${one[id]}>${said(one)}</option>`)}</select></label>`;

function form(name, told, possible, fields) {
  const submit = (event) => {
    event.preventDefault();
    act(name, told.id, Object.fromEntries(new FormData(event.target)));
  };
  return html`<form class="act" data-act=${name} @submit=${submit}><h3>${say(`resident.act.${name}`)}</h3>
    ${possible.length ? html`${fields}<button class="button" ?disabled=${mine.busy === name}>${say(`resident.act.${name}`)}</button>` : html`<p class="muted">${say(`resident.cannot.${name}`)}</p>`}
    <div role="status">${mine.done[name] ? result(mine.done[name]) : nothing}</div></form>`;
}

/** The body of a form, as the server takes it: an empty income is none, the box of consent is yes or no. */
function body(name, fields) {
  if (name === "apply") return { ...fields, consent: fields.consent === "on" };
  if (name !== "correct" || !fields.what.startsWith("income:")) return fields;
  return { ...fields, value: fields.value === "" ? null : Number(fields.value) };
}

async function act(name, resident, fields) {
  mine.busy = name;
  redraw();
  const answer = await ask(ofLane(`/${name}`), { base: state.view?.revision, resident, ...body(name, fields) });
  mine.busy = "";
  mine.done[name] = answer;
  if (answer.ok) {
    forget(ofLane("/"));
    announce(said(answer.said.said));
  }
  redraw();
}

function result({ ok, said: told }) {
  if (!ok) return html`<p class="state">${said(told) || say("lost")}</p>`;
  const stood = (one) => (one ? say("resident.stood", { verdict: said(one), told: say(one.notified ? "resident.notified" : "resident.not_notified") }) : say("resident.no_verdict_on"));
  return html`<p><b>${said(told.event)}</b></p><p>${said(told.said)}</p><dl class="turned"><div><dt>${say("resident.before")}</dt><dd>${stood(told.before)}</dd></div><div><dt>${say("resident.after")}</dt><dd>${stood(told.after)}</dd></div></dl>`;
}
