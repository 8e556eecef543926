// Saving what is shown: tables as the server gives them, a graphic as an image.
import { state } from "./state.js";
import { lanePath } from "./server.js";
import { say, words } from "./words.js";

const PATHS = { compare: "/api/compare", ledger: "/ledger", resident: "/residents", ordinance: "/ordinance", summary: "/summary", flow: "/flow" };

/** Saves the screen's table (`csv`, `json`) or its graphic (`png`). */
export function saveAs(kind) {
  return kind === "png" ? saveImage() : saveTable(PATHS[state.screen] ?? "/flow", kind);
}

/** Saves a table of the server: a path of the lane, or a whole one. */
function saveTable(path, kind) {
  const whole = path.startsWith("/api/") ? path : lanePath(state.lane, path);
  offer(`${whole}${whole.includes("?") ? "&" : "?"}as=${kind}&lang=${words.lang}`, `nayose-${state.screen}-${state.lane}.${kind}`);
}

function offer(address, name) {
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
}

const area = (one) => one.clientWidth * one.clientHeight;
const largest = () => [...document.querySelectorAll("main svg")].reduce((most, one) => (most && area(most) >= area(one) ? most : one), null);

/** The screen's largest graphic, twice its size, on white, under its title. */
async function saveImage(graphic = largest()) {
  if (!graphic) return;
  const { width, height } = graphic.getBoundingClientRect(), drawn = withLooks(graphic);
  const source = new Blob([new XMLSerializer().serializeToString(drawn)], { type: "image/svg+xml" });
  const image = new Image(), address = URL.createObjectURL(source);
  await new Promise((done, failed) => Object.assign(image, { onload: done, onerror: failed, src: address }));
  const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 + 60 }), pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#1a1a1a";
  pen.font = `28px ${getComputedStyle(document.body).fontFamily}`;
  pen.fillText(`${say("title")} — ${say("synthetic")}`, 16, 40);
  pen.drawImage(image, 0, 60, width * 2, height * 2);
  URL.revokeObjectURL(address);
  canvas.toBlob((made) => offer(URL.createObjectURL(made), `nayose-${state.screen}-${state.lane}.png`));
}

/** A copy with its looks in attributes: out of the page no style sheet reaches it. */
function withLooks(graphic) {
  const copy = graphic.cloneNode(true), { width, height } = graphic.getBoundingClientRect();
  const mine = [graphic, ...graphic.querySelectorAll("*")], theirs = [copy, ...copy.querySelectorAll("*")];
  const names = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-weight", "font-family", "text-anchor"];
  mine.forEach((one, place) => {
    const looks = getComputedStyle(one);
    for (const name of names) theirs[place].setAttribute(name, looks.getPropertyValue(name));
  });
  copy.setAttribute("width", width * 2);
  copy.setAttribute("height", height * 2);
  return copy;
}
