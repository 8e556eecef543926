"""A pool of texts: names, schools, notes are stored once and columns hold their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from schemas.number import holds_number


class TextPool:
    """Texts by number. Number 0 is the empty text. A text that holds what could be a My Number is never stored."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}
        self._spelled: dict[bytes, int] = {}

    def numbers(self, texts: Iterable[str]) -> np.ndarray:
        """Texts -> int32 [n]; -1 where a text holds what could be a My Number."""
        known = self._numbers
        return np.array([known[t] if t in known else self._add(t) for t in texts], dtype=np.int32)

    def spelled(self, texts: Sequence[bytes]) -> np.ndarray:
        """Texts in UTF-8 -> int32 [n]; -1 also where a text is not UTF-8."""
        known = self._spelled
        return np.array([known[t] if t in known else self._spell(t) for t in texts], dtype=np.int32)

    def _spell(self, text: bytes) -> int:
        try:
            number = int(self.numbers([text.decode()])[0])
        except UnicodeDecodeError:
            return -1
        self._spelled[text] = number
        return number

    def _add(self, text: str) -> int:
        if holds_number(text):
            return -1
        self._numbers[text] = len(self.texts)
        self.texts.append(text)
        return len(self.texts) - 1

    def __getitem__(self, number: int) -> str:
        return self.texts[number]

    def nbytes(self) -> int:
        """Bytes that the texts take, roughly."""
        return sum(len(t.encode()) + 130 for t in self.texts)
