"""Decoding in other processes: places in a file go out, columns come back, texts get numbers of the one pool here."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from processors.decode import Decoded, Decoder
from processors.texts import TextPool

CHUNK = 2 << 20
"""Bytes whose lines are decoded at once: about 5000 lines."""
BUFFER = 1 << 18
"""Bytes read from a file at once: half the price of reading lines, compared with what Python takes."""
AHEAD = 4
"""Chunks of a file that are under way for each worker, so that they go on while a large cut is judged here."""
Answer = tuple[Decoded, list[str]]
"""What a chunk held, and the texts that its columns number."""


def _lines(path: Path, start: int, end: int) -> list[bytes]:
    """The lines that begin from `start` (bytes) to before `end`."""
    with path.open("rb", buffering=BUFFER) as file:
        if start:
            file.seek(start - 1)
            file.readline()
        left = end - file.tell()
        return BytesIO(file.read(left - 1) + file.readline()).readlines() if left > 0 else []


def _decode(path: Path, start: int, end: int) -> Answer:
    """Runs in a worker."""
    texts = TextPool()
    return Decoder(path.name, texts).decode(_lines(path, start, end)), texts.texts


@dataclass
class Workers:
    """A few decoding processes. Use as a context: they end with it."""

    count: int

    def __enter__(self) -> Workers:
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        self._pool = ProcessPoolExecutor(self.count, multiprocessing.get_context(method))
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def decoded(self, path: Path, texts: TextPool) -> Iterator[Decoded]:
        """A file's chunks in order; a few are always under way."""
        ahead: deque[Future[Answer]] = deque()
        line = 0
        for start in range(0, path.stat().st_size, CHUNK):
            ahead.append(self._pool.submit(_decode, path, start, start + CHUNK))
            if len(ahead) >= AHEAD * self.count:
                yield (decoded := _collected(ahead.popleft(), texts, line))
                line += decoded.lines
        while ahead:
            yield (decoded := _collected(ahead.popleft(), texts, line))
            line += decoded.lines


def _collected(sent: Future[Answer], texts: TextPool, line: int) -> Decoded:
    """What came back of the lines after `line`, its texts numbered in the pool here."""
    decoded, said = sent.result()
    numbers = texts.numbers(said)
    for columns in decoded.batch.values():
        for f in columns.event.fields:
            if f.type == "text" and f.name in columns.fields and f.name != "other_number":
                columns.fields[f.name] = numbers[columns.fields[f.name]]
    decoded.rejections = [replace(rejection, line=line + rejection.line) for rejection in decoded.rejections]
    return decoded
