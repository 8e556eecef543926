"""A plain status page of the town on Kafka, and the same as JSON: /status.json. What is in custody is not on it."""

from __future__ import annotations

import html
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from processors.kafka.settings import PARTITIONS
from processors.kafka.topics import check
from processors.messages.newest import Newest
from processors.parts.log import DISCLOSURES, NOTICES, VERDICTS
from workshop.kafka.reading import Topics
from workshop.kafka.town import counted

_DOWNSTREAM = (DISCLOSURES, VERDICTS, NOTICES)
_PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>みえる名寄せ</title>
<h1>みえる名寄せ / Nayose</h1><p>{lag}</p>{lanes}<p><a href="/status.json">status.json</a></p></html>"""


class State:
    """What the topics downstream say, kept up to date by a reader of its own."""

    def __init__(self, broker: str, prefix: str) -> None:
        self._topics = Topics(broker, prefix)
        self._newest = Newest(PARTITIONS)
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for record in self._topics.records(_DOWNSTREAM, follow=True):
            with self._lock:
                self._newest.take(record)

    @property
    def alive(self) -> bool:
        """Whether the reader reads."""
        return self._reader.is_alive()

    def status(self) -> dict[str, Any]:
        """Lag by stage, and what each lane has come to."""
        with self._lock:
            lanes = {lane: counted(self._newest, lane) for lane in self._newest.lanes()}
        return {"lag": self._topics.lags(), "lanes": lanes}


def serve(broker: str, prefix: str, host: str, port: int) -> None:
    """Serves until it is stopped. Wrong: the topics are not as they must be."""
    check(broker, prefix)
    state = State(broker, prefix)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/health":
                self._answer(200 if state.alive else 503, "text/plain", b"ok" if state.alive else b"the reader ended")
            elif self.path == "/status.json":
                self._answer(200, "application/json", json.dumps(state.status(), ensure_ascii=False).encode())
            elif self.path == "/":
                self._answer(200, "text/html", _page(state.status()))
            else:
                self._answer(404, "text/plain", b"there are / and /status.json")

        def _answer(self, code: int, kind: str, body: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    ThreadingHTTPServer((host, port), Handler).serve_forever()


def _page(status: dict[str, Any]) -> bytes:
    lag = "、".join(f"{stage}: {records:,}" for stage, records in status["lag"].items())
    parts = []
    for lane, programmes in sorted(status["lanes"].items()):
        rows = "".join(f"<tr><td>{html.escape(name)}<td>" + "<td>".join(f"{n:,}" for n in counts.values()) for name, counts in programmes.items())
        head = "<tr><th>事務<th>該当<th>非該当<th>判定不能<th>お知らせ"
        parts.append(f"<h2>条例案 {html.escape(lane)}</h2><table border=1>{head}{rows}</table>")
    return _PAGE.format(lag=f"未処理 {lag}", lanes="".join(parts)).encode()
