// What a drafter should look at again, each with a way to its row.
import { html, nothing } from "../../lit.js";
import { number, said, say } from "../../words.js";
import { button, panel } from "./frame.js";

export const lint = (some, rows, goTo) => panel("lint", say("ordinance.lint", { n: number(some.length) }), html`<div aria-live="polite">${some.length ? findings(some, rows, goTo) : html`<p>${say("ordinance.lint_none")}</p>`}</div>`);

/** Findings as a list; `goTo(row)` for those about one of `rows`. */
export const findings = (some, rows = [], goTo = null) => html`<ul class="lint">${some.map((one) => html`<li data-code=${one.code}><pre>${said(one)}</pre>
  ${rows.includes(one.row) ? button(say("ordinance.go_to_row"), () => goTo(one.row), { kind: "small", name: say("ordinance.go_to_this_row", { row: one.row }) }) : nothing}</li>`)}</ul>`;
