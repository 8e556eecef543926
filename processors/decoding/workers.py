"""Decoding in other processes: places in a file go out, columns come back, texts get numbers of the one pool here."""

from __future__ import annotations

import multiprocessing
import re
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from functools import cached_property
from heapq import merge
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from processors.decoding.decode import Decoded, Decoder
from processors.decoding.layouts import Layouts
from processors.store.texts import TextPool

CHUNK = 2 << 20
"""Bytes whose lines are decoded at once: about 5000 lines."""
BUFFER = 1 << 18
"""Bytes read from a file at once: half the price of reading lines, compared with what Python takes."""
AHEAD = 8
"""Chunks that are under way for each worker, so that they go on while a large cut is judged here."""
LOOK = 4096
"""Bytes in which a line with its time is sought."""
_TIME = re.compile(rb'"time":\s*"([^"]*)"')
Answer = tuple[Decoded, list[str]]
"""What a chunk held, and the texts that its columns number."""


def skip_mark(file: BinaryIO) -> None:
    """Goes past a byte order mark, which Windows puts before UTF-8: it belongs to no line."""
    if file.read(len(BOM_UTF8)) != BOM_UTF8:
        file.seek(0)


def _lines(path: Path, start: int, end: int) -> list[bytes]:
    """The lines that begin from `start` (bytes) to before `end`."""
    with path.open("rb", buffering=BUFFER) as file:
        if start:
            file.seek(start - 1)
            file.readline()
        else:
            skip_mark(file)
        left = end - file.tell()
        return BytesIO(file.read(left - 1) + file.readline()).readlines() if left > 0 else []


_layouts: dict[Path, Layouts] = {}
"""In a worker: what it learned of each file."""


def _decode(path: Path, start: int, end: int) -> Answer:
    """Runs in a worker."""
    texts = TextPool()
    decoder = Decoder(path.name, texts, layouts=_layouts.setdefault(path, Layouts()))
    return decoder.decode(_lines(path, start, end)), texts.texts


def _chunks(path: Path, size: int) -> Iterator[tuple[bytes, Path, int]]:
    """Where a file's chunks begin, each with the latest time that the first line of one has had so far: a hint when it will be needed."""
    latest = b""
    with path.open("rb") as file:
        for start in range(0, size, CHUNK):
            file.seek(start)
            said = _TIME.search(file.read(LOOK))
            latest = max(latest, said[1] if said else b"")
            yield latest, path, start


class Workers:
    """A few decoding processes. Use as a context: they end with it."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._sizes: dict[Path, int] = {}
        self._sent: dict[Path, deque[Future[Answer]]] = {}
        self._under_way = 0

    def __enter__(self) -> Workers:
        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        self._pool = ProcessPoolExecutor(self.count, multiprocessing.get_context(method))
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def decoded(self, path: Path, texts: TextPool) -> Iterator[Decoded]:
        """A file's chunks in order. Ask for all files before you read one: their chunks are sent in the order of their times,
        and some are always under way."""
        self._sizes[path], self._sent[path] = path.stat().st_size, deque()
        return self._answers(path, texts)

    def _answers(self, path: Path, texts: TextPool) -> Iterator[Decoded]:
        line = 0
        for _ in range(0, self._sizes[path], CHUNK):
            while not self._sent[path] or self._under_way < AHEAD * self.count:
                if (chunk := next(self._plan, None)) is None:
                    break
                _, of, start = chunk
                self._sent[of].append(self._pool.submit(_decode, of, start, start + CHUNK))
                self._under_way += 1
            decoded = _collected(self._sent[path].popleft(), texts, line)
            self._under_way -= 1
            yield decoded
            line += decoded.lines

    @cached_property
    def _plan(self) -> Iterator[tuple[bytes, Path, int]]:
        """The chunks of all files, as they will be needed."""
        return merge(*(_chunks(path, size) for path, size in self._sizes.items()))


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
