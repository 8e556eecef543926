"""The exported schemas and the check of the processors say the same of an event, valid or not."""

from __future__ import annotations

import copy
import datetime
import json
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from schemas.events import ADAPTER
from schemas.exports import event_schemas
from schemas.fields import MOST_YEN, Field
from schemas.number import sandbox_number
from schemas.vocabulary import DAY_ENDED, EVENT_TYPES, PHASE_EVENTS, EventType
from tests.nightly import examples

Event = dict[str, Any]
FORMATS = FormatChecker(formats=())
_DATE = r"\d{4}-\d{2}-\d{2}"
_TIME = re.compile(_DATE + r"[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


@FORMATS.checks("date", raises=ValueError)
def full_date(text: object) -> bool:
    """RFC 3339 full-date."""
    return not isinstance(text, str) or bool(re.fullmatch(_DATE, text, re.ASCII) and datetime.date.fromisoformat(text))


@FORMATS.checks("date-time", raises=ValueError)
def date_time(text: object) -> bool:
    """RFC 3339 date-time, without leap seconds."""
    return not isinstance(text, str) or bool(_TIME.fullmatch(text) and datetime.datetime.fromisoformat(text.upper()))


@cache
def validators() -> dict[str, Draft202012Validator]:
    return {type_: Draft202012Validator(schema, format_checker=FORMATS) for type_, schema in event_schemas().items()}


def by_schema(event: Event) -> bool:
    type_ = event.get("type")
    return isinstance(type_, str) and type_ in validators() and validators()[type_].is_valid(event)


def by_check(event: Event) -> bool:
    try:
        ADAPTER.validate_json(json.dumps(event))
    except ValidationError:
        return False
    return True


def texts(least: int, most: int) -> st.SearchStrategy[str]:
    """Short ones, and the longest."""
    return st.text(min_size=least, max_size=8) | st.sampled_from(("a" * most, "あ" * most, "𠮷" * most))


days = st.dates().map(datetime.date.isoformat)
numbers = st.integers(0, 10**11 - 1).map(sandbox_number)
ids = st.uuids().map(lambda u: f"{str(u)[:14]}5{str(u)[15:19]}a{str(u)[20:]}")
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: datetime.timezone(datetime.timedelta(minutes=m)))
times = st.datetimes(timezones=offsets).map(datetime.datetime.isoformat)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Values that the vocabulary allows, not asked of any schema."""
    if field.name == "other_number":
        return numbers
    if field.type in ("int", "yen"):
        return st.integers(field.least, MOST_YEN if field.type == "yen" else field.most)
    kinds = {"bool": st.booleans(), "date": days, "text": texts(0, 200)}
    return st.sampled_from(field.words) if field.type == "choice" else kinds[field.type]


def events_of(event: EventType) -> st.SearchStrategy[Event]:
    fields = event.extra if event.office == "control" else event.fields
    data = st.fixed_dictionaries(
        {f.name: values(f) for f in fields if not f.optional},
        optional={f.name: values(f) for f in fields if f.optional},
    )
    envelope = {"specversion": st.just("1.0"), "id": ids, "source": texts(1, 100), "type": st.just(event.type)}
    envelope |= {"time": times, "data": data}
    if event not in (DAY_ENDED, *PHASE_EVENTS):
        envelope["subject"] = numbers
    optional = {"dataschema": texts(0, 200), "datacontenttype": st.just("application/json")}
    return st.fixed_dictionaries(envelope, optional=optional)


events = st.sampled_from(list(EVENT_TYPES.values())).flatmap(events_of)

ODD_VALUES = (
    None, True, False, 0, 1, -1, 8, 31, 1.5, 2**31 - 1, 2**31, 2_000_000_001, 10**20,
    "", "x", "none", "full", "tax.assessed", "day.ended", "1.0.0", "x" * 12, "０" * 12, "1234-5678",
    "2025-02-28", "2025-02-29", "2025-2-1", "2025-06-01T00:00:00", "2025-06-01T00:00:00Z", "2025-06-01T24:00:00Z",
    "yesterday", "あ" * 100, "x" * 101, "あ" * 200, "あ" * 201, [], {}, ["x"], {"record": 1},
)  # fmt: skip
"""Values to put where another was. Whole floats, lax forms of times and line breaks are left to the tests below."""


@st.composite
def mutated(draw: st.DrawFn) -> Event:
    """An event with one to three faults, or what looks like one."""
    event = copy.deepcopy(draw(events))
    for _ in range(draw(st.integers(1, 3))):
        part = event["data"] if isinstance(event.get("data"), dict) and draw(st.booleans()) else event
        fault, name = (
            draw(st.sampled_from(("drop", "add", "replace", "replace"))),
            draw(st.sampled_from([*part, "extra"])),
        )
        if fault == "drop":
            part.pop(name, None)
        else:
            part["record" if fault == "add" and name == "extra" else name] = draw(st.sampled_from(ODD_VALUES))
    return event


@examples(300, by_day=150)
@given(events)
def test_an_event_as_the_vocabulary_declares_it_passes_both(event):
    assert by_check(event) and by_schema(event)


@examples(600, by_day=200)
@given(mutated())
def test_of_an_event_with_faults_the_schema_and_the_check_say_the_same(event):
    assert by_schema(event) == by_check(event)


def test_the_faults_are_not_all_of_one_sort():
    """Of the events with faults some are refused and some, whose change happens to be allowed, are not."""
    said = set()

    @settings(max_examples=200, database=None)
    @given(mutated())
    def look(event: Event) -> None:
        said.add(by_check(event))

    look()
    assert said == {True, False}


def sample() -> Event:
    return {
        "specversion": "1.0",
        "id": "00000000-0000-5000-8000-000000000000",
        "source": "/aobano/tax",
        "type": "tax.certificate-issued",
        "subject": sandbox_number(1),
        "time": "2025-06-10T09:30:00+09:00",
        "data": {"record": 1, "sequence": 1, "effective": "2025-06-10", "notified": "2025-06-10"},
    }


TIMES = (
    "2025-06-10T09:30:00+09:00", "2025-06-10t09:30:00z", "2025-06-10T09:30:00.123456789Z", "2025-06-10 09:30:00+09:00",
    "2025-06-10T09:30+09:00", "2025-06-10T09:30:00+0900", "2025-06-10T09:30:00", "2025-06-10", "2025-06-10T25:00:00Z",
    "0000-06-10T09:30:00Z", "", "now", "1", "1.5", "1735689600",
)  # fmt: skip


@pytest.mark.parametrize("time", TIMES)
def test_a_time_that_the_schema_accepts_is_accepted_by_the_check(time):
    """Not the other way round: the check also reads forms that RFC 3339 does not have, and seconds since 1970."""
    event = sample() | {"time": time}
    assert by_check(event) or not by_schema(event)


def test_a_whole_number_with_a_point_is_one_for_json_schema_only():
    """JSON Schema calls 1.0 an integer; the check is strict. Offices write no points."""
    event = sample()
    event["data"]["record"] = 1.0
    assert by_schema(event) and not by_check(event)
