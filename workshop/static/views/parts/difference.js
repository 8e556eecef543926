// The joins that one ordinance allows and another does not, each with a resident as an example.
import { html, nothing } from "../../lit.js";
import { person, redraw, state } from "../../state.js";
import { laneName, number, said, say } from "../../words.js";
import { asking, need, ofLane } from "./fetched.js";
import { files, held, panel, select } from "./frame.js";

const mine = { lane: "", against: "" };

/** The panel; `told` is the difference to what the lane began with. */
export function difference(told) {
  if (mine.lane !== state.lane) Object.assign(mine, { lane: state.lane, against: "" });
  const path = asking(ofLane("/ordinance/diff"), { against: mine.against }), known = need("/api/ordinances").said ?? [];
  const others = [["", say("ordinance.its_base")], ...(state.hello?.lanes ?? []).filter((lane) => lane.name !== state.lane).map(({ name }) => [name, laneName(name)]),
    ...known.filter((one) => !(state.hello?.lanes ?? []).some((lane) => lane.name === one.name)).map(({ name }) => [name, laneName(name)])];
  const choice = html`<span class="right">${select(say("ordinance.against"), "against", others, mine.against, (name) => ((mine.against = name), redraw()))}</span>`;
  return panel("difference", say("ordinance.diff"), held(mine.against ? need(path) : { said: told, wrong: null, waiting: false }, (found) => html`
    ${found.played ? nothing : html`<p class="state" role="status">${say("ordinance.diff_unplayed")}</p>`}
    <div class="two">${side("only_here", found)} ${side("only_there", found)}</div>
    <div class="row between"><span></span>${files(path)}</div>`), choice);
}

const side = (name, found) => html`<section><h3>${say(`ordinance.${name}`, { name: said(found.title), n: number(found[name].length) })}</h3>
  ${found[name].length ? html`<ul class="joins tall" tabindex="0" aria-label=${say(`ordinance.${name}`, { name: said(found.title), n: number(found[name].length) })}>${found[name].map(join)}</ul>` : html`<p class="muted">${say("ordinance.no_join")}</p>`}</section>`;

const join = (one) => html`<li>${said(one)}${one.example ? html`<small><a href="#resident" @click=${() => person(one.example.id)}>${said(one.example)}</a></small>` : nothing}</li>`;
