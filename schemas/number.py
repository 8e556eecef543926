"""My Number (個人番号): its check digit, the sandbox's numbers that can be nobody's, and the mask.

Check digit: 平成26年総務省令第85号 5条. A sandbox number has a *wrong* check digit on purpose, so it belongs to no one;
a number whose check digit is *right* may be a living person's and is refused at every entrance.
"""

from __future__ import annotations

import re

import numpy as np

WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
"""Weights of the first eleven digits, left to right."""

GAP = r"[-\s./・·‐-―−－．／ー]"
"""What may stand between groups of digits, as people write them in Japanese too: spaces, dashes, dots."""
_LONG_DIGITS = re.compile(rf"\d{{12,}}|\d{{4}}{GAP}{{1,2}}\d{{4}}{GAP}{{1,2}}\d{{4}}")


def check_digit(body: int) -> int:
    """The check digit (0-9) of an 11-digit body."""
    return int(check_digits(np.array([body], dtype=np.int64))[0])


def check_digits(bodies: np.ndarray) -> np.ndarray:
    """Check digits of many 11-digit bodies: int64 [n] -> int64 [n]."""
    rest = np.zeros_like(bodies)
    for weight in reversed(WEIGHTS):
        rest += weight * (bodies % 10)
        bodies = bodies // 10
    rest %= 11
    return np.where(rest <= 1, 0, 11 - rest)


def is_somebodys(numbers: np.ndarray) -> np.ndarray:
    """Where the check digit is right, so that the number may be a living person's: int64 [n] -> bool [n]."""
    return check_digits(numbers // 10) == numbers % 10


def sandbox_number(body: int) -> str:
    """Twelve digits that belong to no one: the 11-digit body and a check digit that is wrong by 1 to 9."""
    wrong = (check_digit(body) + 1 + body % 9) % 10
    return f"{body:011d}{wrong}"


def holds_number(text: str) -> bool:
    """Whether a text holds twelve digits in a row, or in groups of four: it could be a My Number."""
    return _LONG_DIGITS.search(text) is not None


def mask(text: str) -> str:
    """The text with every run of twelve or more digits (also in groups of four) hidden."""
    return _LONG_DIGITS.sub(lambda run: "*" * len(run[0]), text)
