// The moving marks of the map: positions only, no template work. They stand for many events, and move only while the town is played.
import { state } from "../../state.js";

const MOST = 60, calm = matchMedia("(prefers-reduced-motion: reduce)");
let last = 0, running = false;
const at = new WeakMap();

/** Puts the marks on their lines; and starts their loop where they move. */
export function placeMarks() {
  move(0);
  if (!running && moving()) {
    running = true;
    last = performance.now();
    requestAnimationFrame(step);
  }
}

const moving = () => state.screen === "flow" && state.frame?.time?.playing && !calm.matches && !state.still && !document.hidden;

function step(now) {
  if (!moving()) return void (running = false);
  move(Math.min(0.05, (now - last) / 1000));
  last = now;
  requestAnimationFrame(step);
}

function move(seconds) {
  const marks = [...document.querySelectorAll("#map .moving")].slice(0, MOST);
  for (const mark of marks) {
    const line = document.getElementById(mark.dataset.line);
    if (!line) continue;
    const stands = mark.dataset.stops === "1", was = at.get(mark) ?? Number(mark.dataset.at);
    const now = stands ? was : (was + 0.22 * seconds) % 1;
    at.set(mark, now);
    const point = line.getPointAtLength(line.getTotalLength() * Math.min(now, 0.98));
    mark.setAttribute("transform", `translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})`);
  }
}
