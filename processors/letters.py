"""Letters about events that were refused: where, what was found, what is allowed, what to do. Every number is masked."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from schemas.number import mask


@dataclass(frozen=True)
class Rejection:
    """One refused line. `text` is the line with every run of twelve digits masked."""

    file: str
    line: int
    reason: str
    text: str

    def as_dict(self) -> dict[str, Any]:
        """The form in which rejections are written."""
        return {"file": self.file, "line": self.line, "reason": self.reason, "text": self.text}


_ESCAPED_DIGIT = re.compile(r"\\u(?:00[3]|ff1|FF1)([0-9])")


def _shown(line: bytes) -> str:
    """The line with numbers masked, also those whose digits are written as escapes."""
    return mask(_ESCAPED_DIGIT.sub(r"\1", line.decode("utf-8", "replace").rstrip("\r\n")))


def letter_of(file: str, line_no: int, error: ValidationError, line: bytes) -> Rejection:
    """What pydantic found, as a letter. The first finding is told; the input is shown masked and short."""
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"][1:]) or "the line"
    found = "" if first["type"] in ("missing", "json_invalid") else f"; found {mask(repr(first['input']))[:80]}"
    return Rejection(file, line_no, f"{mask(place)}: {mask(first['msg'])}{found}. {_advice(first['type'])}", _shown(line))


def _advice(kind: str) -> str:
    return {
        "json_invalid": "Each line must be one complete JSON object; mend the line and stream it again.",
        "extra_forbidden": "The event type has no such field; remove it (nayose schemas export lists the fields).",
        "missing": "Add the field and stream the line again.",
        "union_tag_invalid": "Use a type of the vocabulary (nayose schemas export lists them).",
        "union_tag_not_found": "Add `type`, with a type of the vocabulary.",
    }.get(kind, "Correct the value and stream the line again.")


def too_far(file: str, line_no: int, time: datetime.datetime, line: bytes) -> Rejection:
    """A time that no office of this town can have written."""
    reason = f"time: {time.isoformat()} is outside 1970 to 2199. Correct the time and stream the line again."
    return Rejection(file, line_no, reason, _shown(line))


def no_candidate(file: str, line_no: int, unit: str, line: bytes) -> Rejection:
    """An answer to something that is no candidate's name."""
    reason = f"data.unit: {mask(unit)!r} names no candidate; a name is household-unit-since, as `nayose resident` shows it. Correct it and stream the line again."
    return Rejection(file, line_no, reason, _shown(line))


def whose_number(file: str, line_no: int, line: bytes) -> Rejection:
    """A number whose check digit is right may be a living person's; it is not even shown."""
    reason = (
        "a My Number in the line has a right check digit (or stands inside a text), so it may be somebody's; "
        "this sandbox takes only numbers whose check digit is wrong. Replace it by a sandbox number; keep it nowhere."
    )
    return Rejection(file, line_no, reason, _shown(line))
