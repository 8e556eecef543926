"""Columns of choices: one word of a few, or unknown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from schemas.columns import Group, settled
from schemas.values import Bool, Num


class Choice:
    """One of the words of a choice: `codes` (int [n], -1 where unknown), and `why` as in a column."""

    __slots__ = ("codes", "group", "why", "words")

    def __init__(self, codes: np.ndarray, why: np.ndarray | None, words: tuple[str, ...], group: Group) -> None:
        self.codes, self.why, self.words, self.group = codes, why, words, group

    def is_(self, *asked: str) -> Bool:
        """Whether it is one of these words."""
        lo = _hits(self.words, asked)[self.codes]
        return (
            Bool(lo, lo, None, self.group)
            if self.why is None
            else Bool(lo, lo | (self.codes < 0), self.why, self.group)
        )

    def is_any(self) -> Bool:
        """True of everyone, whatever the word is."""
        flags = np.ones(len(self.codes), dtype=bool)
        return Bool(flags, flags, None, self.group)

    def coded(self, numbers: Mapping[str, int]) -> Num:
        """The number that each word stands for, 0 for other words."""
        table = np.array([numbers.get(word, 0) for word in self.words] + [0])
        lo = table[self.codes]
        if self.why is None:
            return Num(lo, lo, None, self.group)
        unknown = self.codes < 0
        return settled(
            Num, np.where(unknown, table.min(), lo), np.where(unknown, table.max(), lo), self.why, self.group
        )


@cache
def _hits(words: tuple[str, ...], asked: tuple[str, ...]) -> np.ndarray:
    """By code, whether the word is asked for; the last entry (code -1) is False."""
    for word in asked:
        if word not in words:
            raise ValueError(f"No such word: {word!r}. It may be one of: {', '.join(words)}.")
    return np.array([word in asked for word in words] + [False])
