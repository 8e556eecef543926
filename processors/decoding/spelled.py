"""What fixed-length strings spell, for whole columns: numbers, ids, days and times. Each reader takes their letters, uint8 [width, n],
and says which of them are well spelled."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np

from processors.decoding.shapes import ID, NUMBER
from schemas.events import TOKYO
from schemas.number import WEIGHTS

_ZERO, _BAD = ord("0"), 255
_HEX = np.full(256, _BAD, dtype=np.uint8)
_HEX[np.frombuffer(b"0123456789abcdef", dtype=np.uint8)] = np.arange(16)
_PLACES = 10 ** np.arange(NUMBER - 1, -1, -1, dtype=np.int64)
_CHECK = np.array([*WEIGHTS, 0], dtype=np.int64)
_NUMBER_WEIGHTS = np.stack([_PLACES, _CHECK]).astype(np.float64)  # whole numbers below 2 ** 53, so floats are exact
_MONTHS = np.arange(-1970 * 12, (10000 - 1970) * 12 + 1)
_BEFORE = _MONTHS.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + datetime.date(1970, 1, 1).toordinal() - 1
"""By month since the year 0: the day before it begins, as an ordinal."""
_UNIX = datetime.date(1970, 1, 1).toordinal()
_OFFSET = 9 * 3600
EARLIEST, LATEST = 0 - _OFFSET, int(datetime.datetime(2200, 1, 1, tzinfo=TOKYO).timestamp())
"""Unix seconds between which (the last left out) an event can have been recorded: the years 1970 to 2199."""
Read = tuple[np.ndarray, np.ndarray]
"""Values [n] and whether they are well spelled, bool [n]."""


def letters_of(texts: Sequence[str], width: int) -> np.ndarray:
    """The letters of texts of one length, place by place: uint8 [width, n]; what is not ASCII becomes a question mark."""
    flat = np.frombuffer("".join(texts).encode("ascii", "replace"), dtype=np.uint8)
    return np.ascontiguousarray(flat.reshape(-1, width).T)


def _are(letters: np.ndarray, spelled: Sequence[tuple[int, str]]) -> np.ndarray:
    good = np.ones(letters.shape[1], dtype=bool)
    for place, letter in spelled:
        good &= letters[place] == ord(letter)
    return good


def numbers(letters: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Twelve digits -> int64 [n], well spelled, and whether the check digit is right, so that the number may be somebody's."""
    digits = letters - _ZERO
    value, rest = _NUMBER_WEIGHTS @ digits.astype(np.float64)
    left = rest.astype(np.int64) % 11
    check = np.where(left <= 1, 0, 11 - left)
    return value.astype(np.int64), digits.max(axis=0, initial=0) <= 9, check == digits[-1]


def ids(letters: np.ndarray) -> Read:
    """UUIDs of version 5 in small letters -> their first 32 bits, int64 [n]."""
    good = _are(letters, [(8, "-"), (13, "-"), (14, "5"), (18, "-"), (23, "-")])
    values = _HEX[letters]
    good &= (values[19] >= 8) & (values[19] < 12)
    hexadecimal = np.ones(ID, dtype=bool)
    hexadecimal[[8, 13, 18, 23]] = False
    good &= values[hexadecimal].max(axis=0, initial=0) < 16
    bits = np.zeros(letters.shape[1], dtype=np.int64)
    for value in values[:8]:
        bits = (bits << 4) | value
    return bits, good


def _number(digits: np.ndarray) -> np.ndarray:
    made: np.ndarray = digits[0].astype(np.int64)
    for digit in digits[1:]:
        made = made * 10 + digit
    return made


def days(letters: np.ndarray) -> Read:
    """YYYY-MM-DD -> ordinals, int64 [n]."""
    digits = letters[[0, 1, 2, 3, 5, 6, 8, 9]] - _ZERO
    good = (digits.max(axis=0, initial=0) <= 9) & _are(letters, [(4, "-"), (7, "-")])
    year, month, day = _number(digits[:4]), _number(digits[4:6]), _number(digits[6:8])
    good &= (year > 0) & (month > 0) & (month <= 12)
    at = np.where(good, 12 * year + month - 1, 0)
    good &= (day > 0) & (day <= _BEFORE[at + 1] - _BEFORE[at])
    return _BEFORE[at] + day, good


def seconds(letters: np.ndarray) -> Read:
    """YYYY-MM-DDTHH:MM:SS+09:00 -> Unix seconds, int64 [n]. Other ways to write a moment, and other centuries, are not known here."""
    day, good = days(letters)
    good &= _are(letters, [(10, "T"), (13, ":"), (16, ":"), *zip(range(19, 25), "+09:00")])
    digits = letters[[11, 12, 14, 15, 17, 18]] - _ZERO
    hour, minute, second = _number(digits[:2]), _number(digits[2:4]), _number(digits[4:6])
    good &= (digits.max(axis=0, initial=0) <= 9) & (hour < 24) & (minute < 60) & (second < 60)
    made = (day - _UNIX) * 86400 + hour * 3600 + minute * 60 + second - _OFFSET
    return made, good & (made >= EARLIEST) & (made < LATEST)
