// The room: joining it with a code, and what its facilitator does.
import { html, nothing } from "../../lit.js";
import { ask } from "../../server.js";
import { redraw, state as page } from "../../state.js";
import { said, say } from "../../words.js";
import { act, hasToken, leads, role } from "../lessons.js";
import { button, code } from "../parts/frame.js";

const joining = { code: new URLSearchParams(location.search).get("code") ?? "", table: "", letter: null, sure: false };

export function room({ room: held }) {
  if (!held?.open) return nothing;
  return html`<section class="panel room" aria-labelledby="l-room">
    <div class="head"><h2 id="l-room">${say("room.title")}</h2><span class="chip">${say(`room.${role()}`)}</span><span class="chip number">${say("room.phones", { n: held.phones })}</span></div>
    ${held.locked ? html`<p role="status">${say("room.locked_table")}</p>` : nothing}
    ${hasToken() ? nothing : join()} ${role() === "participant" ? html`<p>${say("room.joined", { table: mine(held) })} <a href="#flow">${say("room.own")}</a></p>` : nothing}
    ${leads() ? lead(held) : html`${role() === "projector" ? invitation(held) : nothing} ${tables(held)}`}</section>`;
}

const mine = (held) => name(held.tables.find((table) => table.lane === page.hello?.rights?.lane) ?? { number: 0, name: null });
const name = (table) => table.name ?? say("room.number", { n: table.number });

function join() {
  return html`<form class="join" @submit=${(event) => (event.preventDefault(), enter())}>
    ${joining.letter ? html`<p class="bar wrong" role="alert">${said(joining.letter)}</p>` : nothing}
    <label>${say("room.code")}<input class="field" id="join-code" autocomplete="off" autocapitalize="characters" spellcheck="false" .value=${joining.code} @input=${(event) => (joining.code = event.target.value)}></label>
    <label>${say("room.table")}<input class="field" id="join-table" autocomplete="off" .value=${joining.table} @input=${(event) => (joining.table = event.target.value)}></label>
    <button class="button fill" type="submit">${say("room.join")}</button></form>`;
}

async function enter() {
  const told = await ask("/api/room/join", { code: joining.code, table: joining.table });
  joining.letter = told.ok ? null : told.said ?? { ja: say("lost"), en: say("lost") };
  if (told.ok) {
    const wanted = new URLSearchParams({ token: told.said.token, lane: told.said.lane, lang: document.documentElement.lang });
    location.replace(`/?${wanted}#lessons`);
  }
  redraw();
}

const tables = (held) => html`<ul class="tables">${held.tables.map((table) => html`<li>${name(table)}</li>`)}</ul>`;
const does = (what, more = {}) => () => act("/api/room", { do: what, ...more });

/** How others join: the code in letters large enough for the back of the room, the link, and the link for cameras. */
function invitation(held) {
  const link = `${location.origin}/?${new URLSearchParams({ code: held.code })}#lessons`;
  return html`<div class="invitation"><p>${say("room.code")} <b class="number">${held.code}</b><br><span>${link}</span></p>${code(link)}</div>`;
}

function lead(held) {
  return html`${invitation(held)}
    <p class="controls">
      ${button(say(held.locked ? "room.unlock" : "room.lock"), does(held.locked ? "unlock" : "lock"), { pressed: held.locked })}
      ${button(say("room.bring"), does("bring"))}
      ${button(say("room.reset"), () => ((joining.sure = true), redraw()))}
      ${button(say("room.end"), does("end"), { kind: "text" })}</p>
    ${joining.sure ? sure(held) : nothing}
    <ul class="tables">${held.tables.map((table) => html`<li>${table.name} ${table.hidden ? html`<span class="muted">${say("room.hidden")}</span>` : nothing}
      ${button(html`${say(table.hidden ? "room.show" : "room.hide")}<span class="unseen"> ${table.name}</span>`, does(table.hidden ? "show" : "hide", { table: table.number }), { kind: "small" })}</li>`)}</ul>`;
}

function sure(held) {
  return html`<div class="warning" role="alertdialog" aria-label=${say("room.reset")}><p>${say("room.reset_sure", { n: held.tables.length })}</p>
    ${button(say("room.cancel"), () => ((joining.sure = false), redraw()))}
    ${button(say("room.discard"), () => ((joining.sure = false), does("reset")()), { kind: "fill" })}</div>`;
}
