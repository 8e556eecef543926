import { html } from "../vendor/lit-html-3.3.3/lit-html.js";
import { say } from "../words.js";

export const view = () => html`<p role="status">${say("frame.loading")}</p>`;
