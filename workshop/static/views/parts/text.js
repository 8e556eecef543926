// The ordinance as TOML: to read, and to load another one, which is checked first and taken only when it can be read.
import { html, nothing } from "../../lit.js";
import { ask } from "../../server.js";
import { change, redraw, state } from "../../state.js";
import { said, say } from "../../words.js";
import { ofLane } from "./fetched.js";
import { button, panel } from "./frame.js";
import { findings } from "./lint.js";

const mine = { toml: null, checked: null, wrong: null };

export function text(told) {
  const written = mine.toml ?? "";
  return panel("text", say("ordinance.toml"), html`
    <details><summary>${say("ordinance.view_toml")}</summary><pre class="toml" tabindex="0">${told.toml}</pre></details>
    <details ?open=${mine.toml !== null}><summary>${say("ordinance.load_toml")}</summary>
      <div class="column"><label class="asked"><span>${say("ordinance.file")}</span><input type="file" accept=".toml" @change=${chosen}></label>
      <label class="asked"><span>${say("ordinance.written")}</span><textarea class="field toml" name="toml" rows="12" spellcheck="false" .value=${written} @input=${(event) => Object.assign(mine, { toml: event.target.value })}></textarea></label>
      <div class="row">${button(say("ordinance.check"), check)} ${button(say("ordinance.take"), take, { kind: "fill", off: Boolean(state.view?.locked) })} ${button(say("ordinance.from_this"), () => (Object.assign(mine, { toml: told.toml, checked: null, wrong: null }), redraw()), { kind: "small text" })}</div>
      <div role="status">${outcome()}</div></div></details>`);
}

function outcome() {
  if (mine.wrong) return html`<pre class="state letter-of">${said(mine.wrong) || say("lost")}</pre>`;
  if (!mine.checked) return nothing;
  const { read, problems, lint } = mine.checked;
  if (!read) return html`<p><b>${say("ordinance.unreadable")}</b></p>${findings(problems)}`;
  return html`<p><b>${say(lint.length ? "ordinance.readable_with" : "ordinance.readable")}</b></p>${lint.length ? findings(lint) : nothing}`;
}

async function chosen(event) {
  const file = event.target.files[0];
  if (!file) return;
  Object.assign(mine, { toml: await file.text(), checked: null, wrong: null });
  redraw();
}

async function check() {
  const answer = await ask(ofLane("/lint"), { toml: mine.toml ?? "" });
  Object.assign(mine, answer.ok ? { checked: answer.said, wrong: null } : { checked: null, wrong: answer.said ?? {} });
  redraw();
  return answer.ok && answer.said.read;
}

/** Takes what is written as the lane's ordinance, once it can be read; else the running one stays as it is. */
async function take() {
  if (!(await check())) return;
  await change("ordinance", null, { toml: mine.toml });
  Object.assign(mine, { toml: null, checked: null });
  redraw();
}
