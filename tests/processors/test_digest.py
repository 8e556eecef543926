"""The digest changes when any one fact, disclosure, verdict or notice in force changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from processors.store.facts import DENSE, SPARSE
from schemas.attributes import ATTRIBUTES
from schemas.ordinance.reader import load
from tests.processors.canaries import CANARIES, whole_record
from tests.processors.engines import Fed

OPEN = load("G-plus")


def fed() -> Fed:
    engine = Fed({"G-plus": OPEN})
    engine.feed(whole_record().lines)
    return engine


def other(value: np.generic) -> np.generic:
    return np.bool_(not value) if value.dtype == bool else value.dtype.type(int(value) + 1 if int(value) < 100 else int(value) - 1)


FIELDS = [(fact, f.name) for fact in (*DENSE, *SPARSE) for f in fact.fields]


@pytest.mark.parametrize(("fact", "name"), FIELDS, ids=[f"{fact.id}-{name}" for fact, name in FIELDS])
def test_one_changed_field_of_one_fact_changes_the_digest(fact, name: str) -> None:
    engine = fed()
    before = engine.digest("G-plus")
    facts = engine.engine.link.facts
    if fact.dense:
        column, at = facts.dense[name], 0
    else:
        column, at = facts.series[fact.id]._new.slots[name], 0
    column[at] = other(column[at]) if name not in ("family_name", "given_name", "district", "lot", "school", "consultation_note") else 0
    assert engine.digest("G-plus") != before


def _disclosure(engine: Fed) -> None:
    contexts = engine.engine.gate.lanes["G-plus"].contexts["school-aid"]
    contexts[np.flatnonzero(contexts)[0]] = 0


def _verdict(engine: Fed) -> None:
    words = engine.engine.assess.units.home_words["G-plus", "exempt-household-benefit"]["word"]
    words[np.flatnonzero(words)[0]] ^= np.uint32(4)


def _notice(engine: Fed) -> None:
    for words in engine.engine.assess.units.words.values():
        at = np.flatnonzero(words["noticed"])
        if len(at):
            words["noticed"][at[0]] = False
            return
    raise AssertionError("nobody had a notice")


@pytest.mark.parametrize("change", [_disclosure, _verdict, _notice])
def test_one_changed_disclosure_verdict_or_notice_changes_the_digest(change: Callable[[Fed], None]) -> None:
    engine = fed()
    before = engine.digest("G-plus")
    change(engine)
    assert engine.digest("G-plus") != before


def test_the_canary_record_has_a_value_for_every_attribute_of_every_kind() -> None:
    assert set(CANARIES) == set(ATTRIBUTES)
