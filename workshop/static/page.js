// The page over a town that is held: every number is the server's; nothing is worked out here.
const page = document.getElementById("page"), said = document.getElementById("said");
const state = { lang: "ja", lane: "", words: {}, hello: null, view: null, changed: "", bar: "", waiting: false };

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function say(key, values = {}) {
  return (state.words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const number = (value) => (value === null || value === undefined ? "" : new Intl.NumberFormat(state.lang).format(value));

function by(value) {
  if (value === null || value === undefined) return "";
  return value === 0 ? say("no_change") : (value > 0 ? "＋" : "−") + number(Math.abs(value));
}

async function ask(path, body) {
  const options = body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {};
  const answer = await fetch(path, options);
  return { ok: answer.ok, status: answer.status, said: await answer.json() };
}

async function look() {
  state.view = (await ask(`/api/lanes/${encodeURIComponent(state.lane)}`)).said;
}

async function change(what, rule = null) {
  state.waiting = true;
  state.bar = say("calculating");
  draw();
  try {
    const { ok, status, said: told } = await ask(`/api/lanes/${encodeURIComponent(state.lane)}/${what}`, { base: state.view.revision, switch: rule?.switch ?? "" });
    if (ok) {
      state.view = told;
      state.changed = rule?.id ?? "";
      state.bar = "";
      tell(rule, told);
    } else {
      if (status === 409) await look();
      state.bar = told[state.lang] ?? say("lost");
    }
  } catch {
    state.bar = say("lost");
  }
  state.waiting = false;
  draw();
}

function tell(rule, told) {
  const now = rule && told.rules.find((one) => one.id === rule.id);
  said.textContent = say("said", {
    rule: now ? now[state.lang] : "", state: now ? say(now.words[now.on ? 0 : 1]) : "", reached: number(told.picture.reached), reached_by: by(told.difference.reached),
    missed: number(told.picture.missed), missed_by: by(told.difference.missed), items: number(told.picture.items_per_resident),
  });
}

function rule(one) {
  const choose = (on) => () => one.on !== on && !state.waiting && change("switch", one);
  const choice = (on, word) => make("button", { type: "button", role: "radio", "aria-checked": String(one.on === on), class: on ? "" : "stop", id: `${one.id}:${on}`, onclick: choose(on) }, say(word));
  return make("li", { class: state.changed === one.id ? "rule changed" : "rule" },
    make("span", {}, make("b", {}, one.row), " ", one[state.lang]),
    make("span", { class: "state", role: "radiogroup", "aria-label": one[state.lang] }, choice(true, one.words[0]), choice(false, one.words[1])));
}

function rules() {
  const lanes = make("select", { "aria-label": say("lane"), id: "lane", onchange: (event) => open(event.target.value) },
    ...state.hello.lanes.map(({ name }) => make("option", { value: name, selected: name === state.lane }, name)));
  const step = (what) => make("button", { class: "button", type: "button", id: what, disabled: !state.view[what] || state.waiting, onclick: () => change(what) }, say(what));
  return make("section", { class: "panel", "aria-label": say("rules") },
    make("div", { class: "head" }, make("h2", {}, say("rules")), lanes, step("undo"), step("redo")),
    make("p", {}, state.view.title[state.lang]), make("ul", {}, ...state.view.rules.map(rule)));
}

function figure(mark, name, value, sub, difference) {
  return make("div", { class: "figure", id: `figure-${name}` }, make("span", { "aria-hidden": "true" }, mark), make("span", {}, say(name)), make("b", { class: "number" }, number(value)),
    make("small", {}, sub), make("span", { class: "by number" }, difference));
}

function happened() {
  const { picture, difference = null } = state.view;
  const change = (name) => (difference ? by(difference[name]) : "");
  return make("section", { class: state.waiting ? "panel waiting" : "panel", "aria-label": say("happened") }, make("h2", {}, say("happened")),
    figure("✓", "reached", picture.reached, say("reached_sub"), change("reached")),
    figure("◌", "missed", picture.missed, say("missed_sub"), change("missed")),
    figure("✕", "wrong", picture.wrong, say("wrong_sub"), change("wrong")),
    figure("⚑", "marks", picture.marks.right + picture.marks.wrong, say("marks_sub", picture.marks), ""),
    figure("▣", "items", picture.items_per_resident, say("items_sub"), change("items_per_resident")));
}

function programmes() {
  const before = new Map((state.view.difference?.programmes ?? []).map((one) => [one.id, one]));
  const cell = (one, name) => make("td", { class: "number" }, number(one[name]), before.get(one.id)?.[name] ? ` (${by(before.get(one.id)[name])})` : "");
  const head = ["programme", "reached", "missed", "wrong"].map((name, place) => make("th", { scope: "col", class: place ? "number" : "" }, say(name)));
  return make("section", { class: state.waiting ? "panel table waiting" : "panel table", "aria-label": say("programme") },
    make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": say("programme") }, make("table", { id: "programmes" }, make("thead", {}, make("tr", {}, ...head)),
      make("tbody", {}, ...state.view.picture.programmes.map((one) => make("tr", {}, make("th", { scope: "row" }, one[state.lang]), cell(one, "reached"), cell(one, "missed"), cell(one, "wrong")))))));
}

function languages() {
  const named = (lang) => new Intl.DisplayNames([lang], { type: "language" }).of(lang);
  const one = (lang) => make("button", { class: "button", type: "button", id: `lang-${lang}`, lang, "aria-pressed": String(state.lang === lang), onclick: () => speak(lang) }, named(lang));
  return make("span", { class: "last" }, one("ja"), " ", one("en"));
}

function draw() {
  const at = document.activeElement?.id;
  document.documentElement.lang = state.lang;
  document.title = `${say("title")} (${say("synthetic")})`;
  page.replaceChildren(
    make("header", {}, make("h1", {}, say("title")), make("span", { class: "chip" }, say("synthetic")), make("span", {}, say("town", { day: state.hello.town.last_day, residents: number(state.hello.town.residents), events: number(state.hello.town.events) })), languages()),
    make("p", { class: "bar", role: "alert" }, state.bar),
    make("main", {}, rules(), programmes(), happened()),
    make("footer", {}, say("footer")));
  if (at) document.getElementById(at)?.focus();
}

async function speak(lang) {
  state.lang = lang;
  state.words = (await ask(`/api/words/${lang}`)).said;
  draw();
}

async function open(lane) {
  state.lane = lane;
  state.changed = "";
  await look();
  draw();
}

state.hello = (await ask("/api/hello")).said;
state.words = (await ask(`/api/words/${state.lang}`)).said;
await open(state.hello.lanes[0].name);
