"""Every peer does the same work: on a small log with moves, late events and corrections they all find the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.engines import ENGINES
from benchmarks.peers import numpy_batches, plain_dicts
from benchmarks.work import LOW_INCOME, OFFICES, Answer
from schemas.events import ADAPTER
from schemas.fields import Field
from schemas.number import sandbox_number
from schemas.vocabulary import EVENT_TYPES

Event = dict[str, Any]
JOINING = [engine for engine in ENGINES.values() if ".peers." in engine.module and engine.name != "validate-only"]


def filler(field: Field) -> Any:
    words = field.words[0] if field.words else ""
    return {"bool": False, "date": "2025-04-01", "text": "x", "choice": words}.get(field.type, field.least)


def event(type_: str, person: int, sequence: int, **data: Any) -> Event:
    """A whole, valid event; what is not given is the least that the field allows."""
    values = {f.name: filler(f) for f in EVENT_TYPES[type_].fields if not f.optional}
    return {
        "specversion": "1.0",
        "id": f"00000000-0000-5000-8000-{sequence:012x}",
        "source": "/aobano/office",
        "type": type_,
        "subject": sandbox_number(person),
        "time": f"2025-04-01T09:00:{sequence % 60:02d}+09:00",
        "data": values | {"record": person + 1, "sequence": sequence} | data,
    }


def write(folder: Path, events: Iterable[Event]) -> Path:
    """The events in the four offices' files."""
    lines: dict[str, list[str]] = {office: [] for office in OFFICES}
    for made in events:
        lines[EVENT_TYPES[made["type"]].office].append(json.dumps(made, ensure_ascii=False) + "\n")
    for office, kept in lines.items():
        (folder / f"{office}.jsonl").write_text("".join(kept), encoding="utf-8")
    return folder


HOUSE, OTHER = 71, 72

LOG = [
    event("resident.registered", 1, 1, household=HOUSE),
    event("resident.registered", 2, 1, household=HOUSE),
    event("resident.registered", 3, 1, household=OTHER),
    event("resident.registered", 4, 1, household=OTHER),
    event("resident.registered", 5, 1, household=73),
    event("resident.moved-within", 2, 3, household=OTHER),  # person 2 leaves the first household
    event("resident.household-split", 2, 2, household=HOUSE),  # recorded earlier, arrives later: nothing changes
    event("resident.died", 5, 2),
    event("tax.assessed", 1, 1, year=2023, total_income=LOW_INCOME),
    event("tax.corrected", 1, 3, year=2024, total_income=LOW_INCOME - 1),
    event("tax.assessed", 1, 2, year=2024, total_income=LOW_INCOME + 1),
    event("tax.corrected", 1, 9, year=2023, total_income=9 * LOW_INCOME),  # of an older year: does not count
    event("tax.assessed", 3, 1, year=2024, total_income=LOW_INCOME),
    event("tax.fell-overdue", 3, 2),
    event("welfare.rearing-allowance-granted", 4, 1),
    event("welfare.rearing-allowance-granted", 1, 1),
    event("welfare.rearing-allowance-ended", 1, 2),
    event("child.enrolled", 2, 1),
    event("child.enrolled", 4, 1),
    event("child.transferred", 4, 2),
    event("child.enrolled", 1, 1),
    event("child.left-school", 1, 2),
    event("child.absence-recorded", 4, 3),
    event("child.enrolled", 6, 1),  # nobody on the register
]
EXPECTED = Answer(residents=4, households=2, low_income=1, with_allowance=1, pupils=2)


@pytest.mark.parametrize("engine", JOINING, ids=lambda engine: engine.name)
def test_every_peer_finds_the_same_people_and_households(engine, tmp_path):
    if not engine.installed:
        pytest.skip(f"{engine.library} is not installed: requirements-bench.lock")
    found = engine.load()(write(tmp_path, LOG))
    assert (found.answer, found.events) == (EXPECTED, len(LOG))
    assert set(found.seconds) <= {"read", "parse", "work"} and found.seconds["work"] > 0


@pytest.mark.parametrize("engine", JOINING, ids=lambda engine: engine.name)
def test_the_order_of_arrival_changes_nothing(engine, tmp_path):
    if not engine.installed:
        pytest.skip(f"{engine.library} is not installed: requirements-bench.lock")
    assert engine.load()(write(tmp_path, reversed(LOG))).answer == EXPECTED


def test_the_check_alone_reads_the_same_lines_and_joins_nothing(tmp_path):
    for made in LOG:
        ADAPTER.validate_json(json.dumps(made))
    found = ENGINES["validate-only"].load()(write(tmp_path, LOG))
    assert (found.events, found.answer) == (len(LOG), None)


def by_hand(events: list[Event]) -> Answer:
    """The same work in the most naive way: for each resident and slot look through the whole log."""

    def newest(person: str, field: str, types: dict[str, Any]) -> Any:
        mine = [(e["type"], e["data"]) for e in events if e["subject"] == person and e["type"] in types]
        keyed = [(data.get("year", 0), data["sequence"], types[type_], data.get(field, 0)) for type_, data in mine]
        return max(keyed, default=(0, 0, 0, 0))[2:]

    homes: dict[int, list[str]] = {}
    for person in sorted({e["subject"] for e in events}):
        stays, home = newest(person, "household", {"resident.registered": 1, "resident.married": 1, "resident.died": 0})
        if stays:
            homes.setdefault(home, []).append(person)
    low = allowed = pupils = 0
    for members in homes.values():
        income = sum(newest(m, "total_income", {"tax.assessed": 1, "tax.corrected": 1})[1] for m in members)
        granted = {"welfare.rearing-allowance-granted": 1, "welfare.rearing-allowance-ended": 0}
        allowance = any(newest(m, "", granted)[0] for m in members)
        low += income < LOW_INCOME
        allowed += allowance
        if income < LOW_INCOME or allowance:
            pupils += sum(newest(m, "", {"child.enrolled": 1, "child.left-school": 0})[0] for m in members)
    return Answer(sum(map(len, homes.values())), len(homes), low, allowed, pupils)


def drawn(*types: str, **data: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[str, int, dict[str, int]]]:
    return st.tuples(st.sampled_from(types), st.integers(1, 6), st.fixed_dictionaries(data))


some = st.one_of(
    drawn("resident.registered", "resident.married", household=st.integers(1, 4)),
    drawn("resident.died"),
    drawn("tax.assessed", "tax.corrected", year=st.integers(2022, 2024), total_income=st.integers(0, 2 * LOW_INCOME)),
    drawn("welfare.rearing-allowance-granted", "welfare.rearing-allowance-ended"),
    drawn("child.enrolled", "child.left-school"),
)


@given(st.lists(some, max_size=40), st.randoms(use_true_random=False), st.integers(1, 9))
def test_dicts_and_arrays_find_in_any_order_what_a_look_through_the_log_finds(found, chance, batch):
    log = [event(type_, person, at + 1, **data) for at, (type_, person, data) in enumerate(found)]
    expected = by_hand(log)
    chance.shuffle(log)
    dicts, arrays = plain_dicts.Town(), numpy_batches.Town()
    for made in log:
        dicts.take(made)
    for at in range(0, len(log), batch):
        arrays.take(log[at : at + batch])
    assert dicts.answer() == expected
    assert arrays.answer() == expected
