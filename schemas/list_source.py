"""A source in plain dicts: one household (or a few) written by hand, for the command line, tests and the town."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from schemas.attributes import ATTRIBUTES, Attribute
from schemas.causes import ABSENT, STALE, STATES
from schemas.fields import MOST_YEN, Field

Row = Mapping[str, Any]


class ListSource:
    """Members as dicts `{attribute: value}`, in the order of the frame (for one household: any order).

    A value is a number, a truth value, a word of the choice, a `datetime.date` or an ISO date. What is kept by
    income year may be `{2023: 1_000_000, 2024: 0}`; a plain value stands for every year. `None` is absent. An
    attribute that is not named has the default of the record, or is absent where no other item of that record is
    named and having none means that nobody filed. `states`: for each member `{attribute: "withheld" | "absent" |
    "stale"}`, which beats the value.
    """

    def __init__(self, rows: Sequence[Row], states: Sequence[Mapping[str, str]] | None = None) -> None:
        self.rows = rows
        self.states = states or [{}] * len(rows)
        if len(self.states) != len(rows):
            raise ValueError(
                f"There are {len(rows)} members and states for {len(self.states)}. "
                "Give one dict of states a member, or none at all."
            )
        for row in (*rows, *self.states):
            _check_names(row)

    def column(self, attribute: str, year: int | None) -> tuple[np.ndarray, np.ndarray | None]:
        """Stored values and states, see schemas.frame.Source."""
        declared = ATTRIBUTES[attribute]
        cells = [self._cell(declared, row, said, year) for row, said in zip(self.rows, self.states, strict=True)]
        values = np.array([value for value, _ in cells], dtype=np.int64)
        return values, np.array([state for _, state in cells], dtype=np.uint8)

    def _cell(self, attribute: Attribute, row: Row, said: Mapping[str, str], year: int | None) -> tuple[int, int]:
        if attribute.name in said:
            return 0, _state(said[attribute.name], attribute.name)
        if attribute.name in row:
            value, state = _in_year(row[attribute.name], year)
            return (0, state) if value is None else (stored(attribute.field, value), 0)
        if attribute.fact.absent == "none":
            return attribute.field.default, 0
        states = [_in_year(row[name], year)[1] for name in row if ATTRIBUTES[name].fact is attribute.fact]
        return (attribute.field.default, 0) if 0 in states else (0, max(states, default=ABSENT))


def _in_year(value: Any, year: int | None) -> tuple[Any, int]:
    """The value in a year (None: not known) and its state."""
    if isinstance(value, Mapping):
        if year not in value:
            return None, STALE if value and min(value) < (year or 0) else ABSENT
        value = value[year]
    return value, 0 if value is not None else ABSENT


def stored(field: Field, value: Any) -> int:
    """The stored form of a value as people write it."""
    try:
        if field.type == "choice":
            return field.code(value)
        if field.type == "date":
            day = datetime.date.fromisoformat(value) if isinstance(value, str) else value
            return day if isinstance(day, int) else int(day.toordinal())
        if field.type == "bool" and isinstance(value, bool):
            return int(value)
        most = MOST_YEN if field.type == "yen" else field.most
        if field.type in ("int", "yen") and type(value) is int and field.least <= value <= most:
            return value
    except (ValueError, AttributeError):
        pass
    raise ValueError(f"{field.name} is {value!r}. It may be {_allowed(field)}.")


def _allowed(field: Field) -> str:
    if field.type == "choice":
        return "one of: " + ", ".join(field.words)
    kinds = {"date": "a date like 2024-11-01", "bool": "true or false", "text": "nothing here: formulas read no texts"}
    return kinds.get(
        field.type, f"a whole number from {field.least} to {MOST_YEN if field.type == 'yen' else field.most}"
    )


def _state(word: str, attribute: str) -> int:
    if word not in STATES:
        raise ValueError(f"The state of {attribute} is {word!r}. It may be one of: {', '.join(STATES)}.")
    return STATES.index(word) + 1


def _check_names(row: Mapping[str, Any]) -> None:
    for name in row:
        if name not in ATTRIBUTES:
            raise ValueError(f"No attribute is called {name!r}. The attributes are: {', '.join(ATTRIBUTES)}.")
