// The figures of a lane's picture as rows, each with its difference to the base: what was reached and what was learned stand together.
import { icons } from "../../shapes.js";
import { by, decimal, number, say } from "../../words.js";

const at = (thing, path) => path.split(".").reduce((found, name) => found?.[name], thing);

const row = (id, path, { icon, digits = 0, unit = "parts.cases" } = {}) => ({
  id, icon, label: say(id.startsWith("yen") ? `compare.${id}` : `compare.figure.${id}`), path,
  value: (lane) => { const n = at(lane.picture, path); return n === null ? say("compare.undefined") : say(unit, { n: digits ? decimal(n, digits) : number(n) }); },
  by: (lane) => by(at(lane.difference, path), digits),
});

/** Rows for lanes: those of yen only where some lane has any. */
export function figures(lanes) {
  const some = (path) => lanes.some((lane) => lane.picture && at(lane.picture, path));
  const yen = ["delivered", "missed"].flatMap((what) => ["once", "month", "year"].filter((per) => some(`yen.${what}.${per}`)).map((per) => ({
    ...row(`yen_${what}`, `yen.${what}.${per}`, { unit: `parts.yen_${per}` }), label: say(`compare.yen_${what}`, { per: say(`compare.per_${per}`) }), id: `yen_${what}_${per}` })));
  const marks = { ...row("marks", "marks.right", { icon: icons.marks }), label: say("marks"), value: (lane) => say("marks_sub", { right: number(lane.picture.marks.right), wrong: number(lane.picture.marks.wrong) }),
    by: (lane) => say("marks_sub", { right: by(lane.difference?.marks.right), wrong: by(lane.difference?.marks.wrong) }) };
  const portal = { ...row("portal", "portal.shown"), value: ({ picture: { portal: p } }) => say("compare.of", { m: number(p.shown), n: number(p.shown + p.not_shown) }), by: (lane) => by(at(lane.difference, "portal.not_shown")) };
  return [
    row("reached", "reached", { icon: icons.reached }), row("missed", "missed", { icon: icons.missed }), row("wrong", "wrong", { icon: icons.wrong }),
    row("items", "items_per_resident", { icon: icons.items, digits: 1, unit: "compare.items" }), row("profiled", "profiled", { unit: "parts.people" }), marks, ...yen, portal,
  ];
}

/** Whether a row is not the same in all lanes. */
export const differ = (row, lanes) => new Set(lanes.filter((lane) => lane.picture).map((lane) => row.value(lane))).size > 1;

