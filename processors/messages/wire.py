"""Messages between stages as bytes: named columns, with texts spelled out, so that nothing but the message is shared."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

import numpy as np

from processors.store.texts import TextPool

_LENGTH = 8


def pack(columns: Mapping[str, np.ndarray], texts: TextPool, of_text: frozenset[str] = frozenset()) -> bytes:
    """Columns -> bytes: a JSON header and the arrays. Columns named in `of_text` hold numbers of `texts` and travel as words."""
    header: dict[str, dict[str, object]] = {}
    body: list[bytes] = []
    for name, column in columns.items():
        if name in of_text:
            header[name] = {"words": [texts[int(n)] for n in column]}
        else:
            header[name] = {"dtype": column.dtype.str, "shape": list(column.shape)}
            body.append(np.ascontiguousarray(column).tobytes())
    head = json.dumps(header, ensure_ascii=False).encode()
    return len(head).to_bytes(_LENGTH, "big") + head + b"".join(body)


def unpack(message: bytes, texts: TextPool) -> dict[str, np.ndarray]:
    """What `pack` made; words get numbers of the reader's own pool."""
    at = _LENGTH + int.from_bytes(message[:_LENGTH], "big")
    columns: dict[str, np.ndarray] = {}
    for name, said in json.loads(message[_LENGTH:at]).items():
        if "words" in said:
            columns[name] = texts.numbers(said["words"])
        else:
            dtype, shape = np.dtype(said["dtype"]), tuple(said["shape"])
            count = math.prod(shape)
            columns[name] = np.frombuffer(message, dtype, count, at).reshape(shape).copy()
            at += count * dtype.itemsize
    return columns
