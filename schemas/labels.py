"""Names of the steps of formulas, and words of choices, for people in both languages: data in
`programmes/labels.toml`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from schemas.fields import Field


@cache
def _labels() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "programmes" / "labels.toml").read_text(encoding="utf-8"))


def label_of(step: str) -> tuple[str, str, str]:
    """The Japanese and the English name of a step, and the unit of its value (`yen`, `date` or nothing)."""
    found = _labels()["steps"].get(step)
    if found is None:
        raise KeyError(
            f"The step {step!r} has no label. Add it to schemas/programmes/labels.toml, in Japanese and English."
        )
    return found[0], found[1], found[2] if len(found) > 2 else ""


def presumed_label(attribute: Field) -> tuple[str, str, str]:
    """The same for an attribute that is taken to be none where nobody would record it."""
    ja, en = _labels()["presumed"]["none"]
    return ja.format(attribute.label_ja), en.format(attribute.label_en), attribute.type if attribute.type in ("yen", "date") else ""


@cache
def choice_words() -> dict[str, tuple[str, str]]:
    """The Japanese and the English of each word of a choice that formulas read (but relations)."""
    return {word: (ja, en) for word, (ja, en) in _labels()["words"].items()}
