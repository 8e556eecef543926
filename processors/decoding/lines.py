"""Lines of bytes as arrays: where each begins and ends, where its quotes are, and any eight bytes as one word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

_QUOTE, _BACKSLASH, _NEWLINE, _SPACE = b'"\\\n '
WORD = 8
"""Bytes in a word."""
_ROOM = 8 * WORD
"""Bytes before the first and after the last line, so that what is looked at may reach beyond them."""
_LOWEST = np.array([(1 << 8 * n) - 1 for n in range(WORD + 1)], dtype=np.uint64)
_HIGHEST = ~_LOWEST[::-1]
"""By number of bytes: the mask of a word's first bytes, and of its last."""
_ZEROS, _TOO_MUCH, _SIGNS = (np.uint64(int.from_bytes(bytes([byte]) * WORD, "little")) for byte in (ord("0"), 0x80 - 10, 0x80))
_TENS = 10 ** np.arange(2 * WORD + 1, dtype=np.int64)


class Lines:
    """Some lines. `start` and `end` (without the newline) are places in `raw`; `quotes` the places of all quotes, of which
    `count` [n] are in each line, from number `first` [n] on."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self.raw = b"".join([bytes(_ROOM), *lines, bytes(_ROOM)])
        self._letters = np.frombuffer(self.raw, dtype=np.uint8)
        lengths = np.fromiter(map(len, lines), dtype=np.int64, count=len(lines))
        self.end = lengths.cumsum() + _ROOM
        self.start = self.end - lengths
        self.end = self.end - (self._letters[self.end - 1] == _NEWLINE)
        self.quotes = np.flatnonzero(self._letters == _QUOTE)
        self.first = self.quotes.searchsorted(self.start)
        self.count = np.diff(self.first, append=len(self.quotes))

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def plain(self) -> np.ndarray:
        """Lines without backslashes and control characters, so that what is between two quotes is a string: bool [n]."""
        letters = self._letters[_ROOM:-_ROOM]
        odd = np.flatnonzero((letters < _SPACE) | (letters == _BACKSLASH)) + _ROOM
        line = self.start.searchsorted(odd, side="right") - 1
        plain = np.ones(len(self), dtype=bool)
        plain[line[odd != self.end[line]]] = False
        return plain

    def words(self, places: np.ndarray) -> np.ndarray:
        """The words that begin at some places: uint64, the first byte lowest."""
        return self._wide(places, WORD).view("<u8")

    def have(self, places: np.ndarray, text: bytes) -> np.ndarray:
        """At which places a text stands: bool [n]. (Where it would go beyond the last line, one that is further in front is looked at.)"""
        found = self._wide(np.minimum(places, len(self.raw) - len(text)), len(text))
        if found.tobytes() == text * len(places):  # nearly always, and a third of the time
            return np.ones(len(places), dtype=bool)
        same: np.ndarray = (found.view(np.uint8).reshape(-1, len(text)) == np.frombuffer(text, dtype=np.uint8)).all(axis=1)
        return same

    def letters(self, start: np.ndarray, width: int) -> np.ndarray:
        """As many bytes from each place on, place by place: [n] -> uint8 [width, n]."""
        return np.ascontiguousarray(self._wide(start, width).view(np.uint8).reshape(-1, width).T)

    def _wide(self, places: np.ndarray, width: int) -> np.ndarray:
        """As many bytes from each place on, as one item. (Of void, for NumPy copies these as they lie, whatever their alignment.)"""
        every: np.ndarray = np.ndarray(len(self.raw) - width + 1, f"V{width}", self.raw, 0, (1,))
        found: np.ndarray = every[places]
        return found

    def texts(self, start: np.ndarray, end: np.ndarray) -> list[bytes]:
        """What stands between places."""
        raw = self.raw
        return [raw[low:high] for low, high in zip(start.tolist(), end.tolist())]

    def whole(self, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Whole numbers of up to 16 digits, as JSON writes them: int64 [n], and whether they are."""
        length = end - start
        good = (length > 0) & (length <= 2 * WORD)
        value, well = self._digits(end, np.clip(length, 0, WORD))
        good &= well
        if (length > WORD).any():
            more, well = self._digits(end - WORD, np.clip(length - WORD, 0, WORD))
            value = value + more * _TENS[WORD]
            good &= well
        good &= (length == 1) | (value >= _TENS[np.clip(length - 1, 0, 2 * WORD)])  # no zeros in front
        return value, good

    def _digits(self, end: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Up to eight digits before each place, all at once in a word: the value, and whether they are digits."""
        digits = (self.words(end - WORD) ^ _ZEROS) & _HIGHEST[length]
        good = ((digits + _TOO_MUCH | digits) & _SIGNS) == 0
        for base, shift, mask in ((10, 8, 0x00FF00FF00FF00FF), (100, 16, 0x0000FFFF0000FFFF), (10_000, 32, 0x00000000FFFFFFFF)):
            digits = (digits * np.uint64(base) + (digits >> np.uint64(shift))) & np.uint64(mask)
        return digits.astype(np.int64), good


class WordBook:
    """A few words to be found in lines by their place in a list."""

    def __init__(self, words: Sequence[bytes]) -> None:
        self._wide = max(-(-len(word) // WORD) for word in words)
        self._spelled = np.array([np.frombuffer(word.ljust(self._wide * WORD, b"\0"), dtype="<u8") for word in words])
        keys = self._keys(self._spelled.T)
        self._order = keys.argsort()
        self._sorted = keys[self._order]

    def _keys(self, spelled: np.ndarray) -> np.ndarray:
        """One word for several: uint64 [wide, n] -> [n]."""
        keys = spelled[0]
        for more in spelled[1:]:
            keys = keys * np.uint64(0x9E3779B97F4A7C15) ^ more
        return keys

    def find(self, lines: Lines, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The place in the list of what stands between places, int64 [n], and whether it is one of the words."""
        length = end - start
        spelled = np.stack([lines.words(start + at) & _LOWEST[np.clip(length - at, 0, WORD)] for at in range(0, self._wide * WORD, WORD)])
        place = self._order[np.minimum(self._sorted.searchsorted(self._keys(spelled)), len(self._order) - 1)]
        return place, (length <= self._wide * WORD) & (self._spelled[place].T == spelled).all(axis=0)
