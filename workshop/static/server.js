// Questions to the server. An answer that is a letter says in both languages what was wrong.
import { narrow } from "./narrow.js";

export let token = new URLSearchParams(location.search).get("token") ?? "";

export async function ask(path, body) {
  const headers = { ...(body === undefined ? {} : { "content-type": "application/json" }), ...(token ? { "x-nayose-token": token } : {}) };
  const options = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  try {
    const answer = await fetch(path, options);
    return { ok: answer.ok, status: answer.status, said: await answer.json() };
  } catch {
    return { ok: false, status: 0, said: null };
  }
}

export const lanePath = (lane, more = "") => `/api/lanes/${encodeURIComponent(lane)}${more}`;

const KINDS = ["hello", "frame", "change", "room", "lesson"], AGAIN = 3000;

/** The stream of a lane: `heard(kind, message)`, and `connected(true or false)`; it is asked for anew while it fails. Returns what closes it. */
export function listen(lane, heard, connected) {
  const asked = new URLSearchParams({ lane, ...(token ? { token } : {}), ...(narrow.matches ? { rate: 2 } : {}) });
  let source, later;
  const begin = () => {
    source = new EventSource(`/api/stream?${asked}`);
    for (const kind of KINDS) source.addEventListener(kind, (event) => heard(kind, JSON.parse(event.data)));
    source.addEventListener("open", () => connected(true));
    source.addEventListener("error", () => {
      connected(false);
      if (source.readyState === EventSource.CLOSED) later = setTimeout(begin, AGAIN);
    });
  };
  begin();
  return () => (clearTimeout(later), source.close());
}
