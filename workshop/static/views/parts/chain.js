// Whether the entries still hang together, and what happens to that where a copy is tampered with.
import { html, nothing } from "../../lit.js";
import { ask } from "../../server.js";
import { announce, redraw, state } from "../../state.js";
import { number, said, say } from "../../words.js";
import { entries } from "./entries.js";
import { need, ofLane } from "./fetched.js";
import { button, panel } from "./frame.js";
import { outcome } from "./marks.js";

const mine = { lane: "", verified: null, tampered: null, wrong: null };

/** The panel of the chain. What was found is of one lane only. */
export function chain() {
  if (mine.lane !== state.lane) Object.assign(mine, { lane: state.lane, verified: null, tampered: null, wrong: null });
  return panel("chain", say("ledger.chain"), html`
    <p>${said(need(ofLane("/ledger")).said?.explain)}</p>
    <div class="row">${button(say("ledger.verify"), verify)} ${button(say("ledger.tamper"), tamper)}</div>
    <div role="status">${mine.wrong ? html`<p class="state">${said(mine.wrong) || say("lost")}</p>` : nothing} ${mine.verified ? verdict(mine.verified) : nothing}</div>
    ${mine.tampered ? changed(mine.tampered) : nothing}`);
}

async function asked(path, body, keep) {
  const { ok, said: told } = await ask(ofLane(path), body);
  mine.wrong = ok ? null : told ?? {};
  if (ok) keep(told);
  redraw();
}

const verify = () => asked("/ledger/verify", undefined, (told) => {
  mine.verified = told;
  announce(told.linked ? say("ledger.linked", { n: number(told.entries) }) : broken(told));
});

const tamper = () => asked("/ledger/tamper", {}, (told) => (mine.tampered = told));

const broken = (told) => say("ledger.broken", { k: number(told.block.from), to: number(told.block.to) });

const verdict = (told, copy = false) => html`<p class="found" data-linked=${told.linked ? "yes" : "no"}>${outcome(told.linked ? "reached" : "wrong")}
  ${told.linked ? say(copy ? "ledger.original_linked" : "ledger.linked", { n: number(told.entries) }) : broken(told)}
  ${told.linked && !copy ? html`<small>${say("ledger.hashed", { n: number(told.hashed), head: told.head })}</small>` : nothing}</p>`;

function changed(told) {
  const marked = (some) => some.map((entry) => ({ ...entry, kind: entry.entry === told.changed ? "changed" : "" }));
  return html`<section class="tampered" aria-labelledby="tampered-h">
    <h3 id="tampered-h">${say("ledger.tampered", { k: number(told.changed) })}</h3>
    ${verdict(told.verify)} ${told.found === null ? nothing : html`<p class="found" id="found">${outcome("wrong")} ${say("ledger.found", { k: number(told.found) })}</p>`}
    <div><h4>${say("ledger.before")}</h4>${entries(marked(told.before), { kind: "before", caption: say("ledger.before") })}</div>
    <div><h4>${say("ledger.after")}</h4>${entries(marked(told.after), { kind: "after", caption: say("ledger.after") })}</div>
    ${verdict(told.original, true)}</section>`;
}
