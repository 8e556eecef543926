"""The events as pydantic checks them: CloudEvents 1.0 envelopes around the fields that the vocabulary declares.

Models are TypedDicts: a line is validated, its values go onto columns, and nothing is kept. Unknown fields are forbidden.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, Union

from pydantic import ConfigDict, GetPydanticSchema, StringConstraints, TypeAdapter, WithJsonSchema
from pydantic import Field as Limits
from pydantic_core import core_schema
from typing_extensions import NotRequired, TypedDict  # noqa: UP035  (pydantic asks for these before Python 3.12)

from schemas.vocabulary import DAY_ENDED, EVENT_TYPES, PHASE_EVENTS, EventType

STRICT = ConfigDict(extra="forbid")

Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
"""Twelve digits. Whether they can be somebody's is checked on whole columns."""
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
Source = Annotated[str, StringConstraints(min_length=1, max_length=100)]
_RFC_3339 = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$"
Time = Annotated[
    datetime.datetime,
    GetPydanticSchema(
        lambda _type, _handler: core_schema.chain_schema(
            [core_schema.str_schema(pattern=_RFC_3339, strict=True), core_schema.datetime_schema(tz_constraint="aware")]
        ),
    ),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": _RFC_3339}),
]
"""A moment as RFC 3339 writes it: pydantic alone would also take a string of digits for Unix time."""

TOKYO = datetime.timezone(datetime.timedelta(hours=9))
"""A day ends at midnight, +09:00."""


def _camel(type_: str) -> str:
    return "".join(part.capitalize() for part in type_.replace(".", "-").split("-"))


def _typed_dict(name: str, fields: dict[str, Any]) -> Any:
    made: Any = TypedDict(name, fields)  # type: ignore[misc]
    made.__pydantic_config__ = STRICT  # type: ignore[attr-defined]
    return made


def _data(event: EventType) -> Any:
    header = event.fields if event.office != "control" else event.extra
    annotations = {f.name: Number if f.name == "other_number" else f.annotation for f in header}
    optional = {f.name for f in header if f.optional}
    return _typed_dict(f"{_camel(event.type)}Data", {n: NotRequired[a] if n in optional else a for n, a in annotations.items()})


def _envelope(event: EventType) -> Any:
    subject = {} if event in (DAY_ENDED, *PHASE_EVENTS) else {"subject": Number}
    return _typed_dict(
        _camel(event.type),
        {
            "specversion": Literal["1.0"],
            "id": Id,
            "source": Source,
            "type": Literal[event.type],
            **subject,
            "time": Time,
            "dataschema": NotRequired[Annotated[str, StringConstraints(max_length=200)]],
            "datacontenttype": NotRequired[Literal["application/json"]],
            "data": _data(event),
        },
    )


MODELS: dict[str, Any] = {type_: _envelope(event) for type_, event in EVENT_TYPES.items()}
"""The TypedDict of each event type."""

ADAPTER: TypeAdapter[dict[str, Any]] = TypeAdapter(
    Annotated[Union[tuple(MODELS.values())], Limits(discriminator="type")]  # type: ignore[arg-type]  # noqa: UP007
)
"""Checks one event, from JSON bytes or from Python."""
