"""The types that a field of an event may have: what is allowed in JSON, and how a column of it is stored."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field as Limits
from pydantic import GetPydanticSchema, StrictBool, StrictInt, StringConstraints, WithJsonSchema
from pydantic_core import core_schema

MOST_YEN = 2_000_000_000
FOREVER = datetime.date(9999, 12, 31).toordinal()
"""A date that never comes: the end of what has no end."""

Text = Annotated[str, StringConstraints(max_length=200)]
StrictDate = Annotated[
    datetime.date,
    GetPydanticSchema(
        lambda _type, _handler: core_schema.chain_schema([core_schema.str_schema(pattern=r"^\d{4}-\d{2}-\d{2}$", strict=True), core_schema.date_schema()]),
    ),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
"""A calendar day, spelled out: pydantic alone would also take a string of digits for Unix time."""


@dataclass(frozen=True)
class Field:
    """One field of a fact.

    `type` is one of `int`, `yen`, `bool`, `date`, `choice`, `text`; `default` is the stored value where a record is there
    but does not say (an ordinal day for dates, a code for choices). Stored columns: dates as proleptic ordinal days (int32),
    choices as the index of the word in `words` (int8), texts as numbers of a text pool (int32), yen as int32.
    """

    name: str
    type: Literal["int", "yen", "bool", "date", "choice", "text"]
    label_ja: str
    label_en: str
    words: tuple[str, ...] = ()
    least: int = 0
    most: int = 2**31 - 1
    default: int = 0
    optional: bool = False

    @property
    def dtype(self) -> np.dtype:
        """The NumPy type of a stored column."""
        if self.type == "int":
            return np.dtype(np.int64 if self.most >= 2**31 else np.int8 if self.most < 128 and self.least >= -128 else np.int32)
        return np.dtype({"yen": np.int32, "bool": np.bool_, "date": np.int32, "choice": np.int8, "text": np.int32}[self.type])

    @property
    def annotation(self) -> Any:
        """The type that pydantic checks in the JSON of an event."""
        if self.type == "choice":
            return Literal[self.words]
        if self.type in ("int", "yen"):
            most = MOST_YEN if self.type == "yen" else self.most
            return Annotated[StrictInt, Limits(ge=self.least, le=most)]
        return {"bool": StrictBool, "date": StrictDate, "text": Text}[self.type]

    def code(self, word: str) -> int:
        """The stored code of a word of a choice."""
        return self.words.index(word)


def integer(name: str, ja: str, en: str, least: int = 0, most: int = 2**31 - 1, **more: Any) -> Field:
    """A whole number between `least` and `most`, both included."""
    return Field(name, "int", ja, en, least=least, most=most, **more)


def yen(name: str, ja: str, en: str, **more: Any) -> Field:
    """An amount in yen, never negative."""
    return Field(name, "yen", ja, en, **more)


def boolean(name: str, ja: str, en: str, **more: Any) -> Field:
    """True or false."""
    return Field(name, "bool", ja, en, **more)


def date(name: str, ja: str, en: str, **more: Any) -> Field:
    """A calendar day."""
    return Field(name, "date", ja, en, **more)


def choice(name: str, ja: str, en: str, *words: str, **more: Any) -> Field:
    """One of the words; the first is the default."""
    return Field(name, "choice", ja, en, words=words, **more)


def text(name: str, ja: str, en: str, **more: Any) -> Field:
    """A short text."""
    return Field(name, "text", ja, en, **more)
