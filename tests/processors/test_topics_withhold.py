"""What an ordinance withholds is on no topic outside custody: the canaries of everything that the offices know are searched for in every message."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from processors.messages.checking import passing
from processors.messages.disclosures import Document, document_of
from processors.parts.gate import Adopted
from processors.parts.log import (
    DEAD_LETTERS,
    DISCLOSURES,
    HANDOVERS,
    LEDGER,
    NOTICES,
    OFFICES_TOPIC,
    RECORDS,
    VERDICTS,
    Out,
)
from schemas.attributes import ATTRIBUTES
from schemas.ordinance import with_safeguard
from schemas.ordinance.reader import load, names
from tests.nightly import rest_at_night
from tests.processors.canaries import CANARIES, whole_record
from tests.processors.events import START, number
from tests.processors.logs import OFFICES, Logs, run

DAYS = (0, 60, 100, 180, 360)
"""Days after the start on which everything is judged anew: sweeps, the turn of a tax year, ends of cases."""
DOWNSTREAM = (DISCLOSURES, VERDICTS, NOTICES, LEDGER, DEAD_LETTERS)
TELLING = [name for name, attribute in ATTRIBUTES.items() if attribute.field.type in ("text", "yen", "date")]
"""Attributes whose canary occurs nowhere by chance."""


@dataclass
class Told:
    """What a run left on the topics, under one ordinance."""

    lane: str
    logs: Logs

    def raw(self, *topics: str) -> bytes:
        """All keys and messages of some topics."""
        return b"\n".join(part for (topic, _), log in self.logs.topics.items() if topic in topics for r in log for part in (r.key or b"", r.value or b""))

    @property
    def documents(self) -> list[Document]:
        """All disclosures that were ever made."""
        return [document_of(r.value or b"") for (topic, _), log in self.logs.topics.items() if topic == DISCLOSURES for r in log]

    @property
    def permitted(self) -> set[str]:
        """The attributes that some answer let pass to some duty, about somebody."""
        return {name for document in self.documents for duty in document["duties"] for names in passing(document, duty) for name in names}


def told(lane: str) -> Told:
    """A run in which every office sends all that it can know, and sends it once more as something that is refused."""
    logs, lines = Logs(2), whole_record().lines
    name, _, answers = lane.partition(" ")
    logs.adopted.append(Adopted(lane, 1, with_safeguard(load(name), "answer_only", bool(answers)), START.toordinal(), 2000))
    for line in [*lines, *map(refused, lines)]:
        logs.events(json.loads(line)["source"].rpartition("/")[2], [line])
    for topic in (RECORDS, HANDOVERS):
        logs.send(Out(topic, 0, b"no day", str(CANARIES["lot"]).encode() * 9))
    for after in DAYS:
        logs.end_day((START + datetime.timedelta(days=after - 1)).isoformat())
        run(logs, seed=after)
    return Told(lane, logs)


def refused(line: bytes) -> bytes:
    """The event with its values where none may be: pydantic's findings would show them."""
    event = json.loads(line)
    data = {name: [value] for name, value in event["data"].items()}
    return json.dumps(event | {"data": data}, ensure_ascii=False, separators=(",", ":")).encode()


def forms(value: object) -> Iterator[bytes]:
    """A value as text, as a number of four or eight bytes, and as a date of either."""
    if isinstance(value, str):
        yield value.encode()
        try:
            value = datetime.date.fromisoformat(value).toordinal()
        except ValueError:
            return
    if isinstance(value, int):
        yield str(value).encode()
        yield from (np.array([value], dtype=dtype).tobytes() for dtype in ("<i4", "<i8"))


def found(wanted: list[str], text: bytes) -> list[str]:
    return [name for name in wanted if any(form in text for form in forms(CANARIES[name]))]


@pytest.fixture(scope="module", params=[*names(), *rest_at_night((f"{name} answering" for name in names()), lambda lane: lane[:2] in ("C ", "G "))])
def run_of(request: pytest.FixtureRequest) -> Told:
    return told(request.param)


def test_no_canary_of_a_withheld_attribute_is_in_a_disclosure(run_of: Told) -> None:
    withheld = [name for name in TELLING if name not in run_of.permitted]
    assert withheld, "an ordinance that withholds nothing shows nothing here"
    assert found(withheld, run_of.raw(DISCLOSURES)) == []
    assert {name.partition("/")[0] for document in run_of.documents for name in document["values"]} <= run_of.permitted


def test_no_canary_is_in_a_verdict_a_notice_the_ledger_or_a_dead_letter(run_of: Told) -> None:
    for topic in (VERDICTS, NOTICES, LEDGER, DEAD_LETTERS):
        text = run_of.raw(topic)
        assert found(TELLING, text) == [], topic
    assert run_of.raw(LEDGER) and len(run_of.raw(DEAD_LETTERS).splitlines()) > 2 * len(whole_record().lines)


def test_my_number_stands_in_the_offices_events_and_in_handovers_alone(run_of: Told) -> None:
    for i in (1, 2):
        digits = number(i).encode()
        assert digits in run_of.raw(*(office + OFFICES_TOPIC for office in OFFICES))
        for text in (run_of.raw(RECORDS), run_of.raw(*DOWNSTREAM)):
            assert digits not in text and np.array([int(digits)]).tobytes() not in text


def test_a_canary_that_is_disclosed_or_in_custody_is_found_so_the_search_can_fail() -> None:
    of_g = told("G")
    assert found(["total_income"], of_g.raw(DISCLOSURES)) == ["total_income"]
    assert set(found(TELLING, of_g.raw(RECORDS))) == set(TELLING) - {"child_allowance_since"}
