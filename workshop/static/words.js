// The page's words in the language that is spoken, and numbers and days as they are written in it.
export const words = { lang: "ja", all: {} };

export async function speak(lang) {
  words.all = await (await fetch(`/api/words/${lang}`)).json();
  words.lang = lang;
  document.documentElement.lang = lang;
}

/** The words of a key, with its placeholders filled; the key itself where there are none. */
export function say(key, values = {}) {
  return (words.all[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Whether a key has words. */
export const has = (key) => key in words.all;

/** What a lane is called: those that are shipped have a name in words. */
export const laneName = (name) => (has(`flow.lane.${name}`) ? say(`flow.lane.${name}`) : name);

/** Something that the server says in both languages. */
export const said = (both) => (both ? both[words.lang] ?? "" : "");

export const number = (value) => (value === null || value === undefined ? "" : new Intl.NumberFormat(words.lang).format(value));

export const decimal = (value, digits = 1) =>
  value === null || value === undefined ? "" : new Intl.NumberFormat(words.lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** A difference with its sign, or the words for none. */
export function by(value, digits = 0) {
  if (value === null || value === undefined) return "";
  return value === 0 ? say("no_change") : signed(value, digits);
}

export const signed = (value, digits = 0) => (value < 0 ? "−" : "＋") + (digits ? decimal(Math.abs(value), digits) : number(Math.abs(value)));

/** A day, from the ISO form: 4月12日 or 12 Apr; with the year where it is asked for. */
export function day(iso, year = false) {
  if (!iso) return "";
  const at = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  return new Intl.DateTimeFormat(words.lang === "en" ? "en-GB" : words.lang, { timeZone: "UTC", month: words.lang === "en" ? "short" : "long", day: "numeric", ...(year ? { year: "numeric" } : {}) }).format(at);
}

/** The time of day, from the ISO form. */
export function clock(iso) {
  const [hour, minute] = (iso ?? "").slice(11, 16).split(":");
  return hour ? say("frame.clock", { hour: Number(hour), minute }) : "";
}
