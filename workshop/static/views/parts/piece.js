// One piece of the jigsaw in words.
import { html, nothing } from "../../vendor/lit-html-3.3.3/lit-html.js";
import { day, said, say } from "../../words.js";

/** Who was given a piece, when, and under which row; or why not. */
export function explained(piece, viewer) {
  if (!piece) return html`<p class="muted">${say("resident.open_a_piece")}</p>`;
  const seen = piece.seen[viewer], line = (key, text) => (text ? html`<div><dt>${say(`resident.column.${key}`)}</dt><dd>${text}</dd></div>` : nothing);
  return html`<h3>${said(piece.label)}</h3><dl>${line("state", html`${say(`resident.state.${seen.state}`)}<small>${said(seen.why)}</small>`)} ${line("kind", said(piece.kind))} ${line("at", seen.at && day(seen.at, true))} ${line("duty", said(seen.duty))} ${line("row", said(seen.row))}</dl>`;
}
