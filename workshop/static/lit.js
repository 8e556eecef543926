// The one library, by its version.
export { html, nothing, render, svg } from "./vendor/lit-html-3.3.3/lit-html.js";
export { repeat } from "./vendor/lit-html-3.3.3/directives/repeat.js";
