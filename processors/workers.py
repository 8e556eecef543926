"""Decoding in other processes: chunks of lines go out, columns come back, texts get numbers of the one pool here."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass

from processors.decode import Decoded, Decoder
from processors.texts import TextPool
from schemas.vocabulary import EVENT_TYPES

Answer = tuple[Decoded, list[str]]
"""What a chunk held, and the texts that its columns number."""


def _decode(name: str, line: int, lines: list[bytes]) -> Answer:
    """Runs in a worker."""
    texts = TextPool()
    return Decoder(name, texts, line).decode(lines), texts.texts


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

    def submit(self, name: str, line: int, lines: list[bytes]) -> Future[Answer]:
        """Sends a chunk that starts after `line`."""
        return self._pool.submit(_decode, name, line, lines)


def collect(sent: Future[Answer], texts: TextPool) -> Decoded:
    """What came back, its texts numbered in the pool here."""
    decoded, said = sent.result()
    numbers = texts.numbers(said)
    for type_, columns in decoded.batch.items():
        columns.event = EVENT_TYPES[type_]
        for f in columns.event.fields:
            if f.type == "text" and f.name in columns.fields and f.name != "other_number":
                columns.fields[f.name] = numbers[columns.fields[f.name]]
    return decoded
