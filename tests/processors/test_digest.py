"""The digest changes when any one fact, disclosure, verdict or notice in force changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from processors.store.facts import DENSE, SPARSE
from schemas.attributes import ATTRIBUTES
from schemas.ordinance.reader import load
from tests.processors.canaries import CANARIES, whole_record
from tests.processors.engines import Fed

OPEN = load("G-plus")


@pytest.fixture(scope="module")
def engine() -> Fed:
    """One engine for all tests: who changes something puts it back."""
    engine = Fed({"G-plus": OPEN})
    engine.feed(whole_record().lines)
    return engine


@pytest.fixture(scope="module")
def before(engine: Fed) -> Iterator[str]:
    """The digest with nothing changed; in the end too."""
    found = engine.digest("G-plus")
    yield found
    assert engine.digest("G-plus") == found


def digest_with(engine: Fed, column: np.ndarray, at: int, value: object) -> str:
    """The digest while one place of a column holds another value."""
    kept = column[at].item()
    column[at] = value
    changed = engine.digest("G-plus")
    column[at] = kept
    return changed


def other(value: np.generic) -> np.generic:
    return np.bool_(not value) if value.dtype == bool else value.dtype.type(int(value) + 1 if int(value) < 100 else int(value) - 1)


FIELDS = [(fact, f.name) for fact in (*DENSE, *SPARSE) for f in fact.fields]


@pytest.mark.parametrize(("fact", "name"), FIELDS, ids=[f"{fact.id}-{name}" for fact, name in FIELDS])
def test_one_changed_field_of_one_fact_changes_the_digest(fact, name: str, engine: Fed, before: str) -> None:
    facts = engine.engine.link.facts
    column = facts.dense[name] if fact.dense else facts.series[fact.id]._new.slots[name]
    changed = other(column[0]) if name not in ("family_name", "given_name", "district", "lot", "school", "consultation_note") else 0
    assert digest_with(engine, column, 0, changed) != before


def _disclosure(engine: Fed) -> tuple[np.ndarray, int, object]:
    contexts = engine.engine.gate.lanes["G-plus"].contexts["school-aid"]
    return contexts, int(np.flatnonzero(contexts)[0]), 0


def _verdict(engine: Fed) -> tuple[np.ndarray, int, object]:
    words = engine.engine.assess.units.home_words["G-plus", "exempt-household-benefit"]["word"]
    at = int(np.flatnonzero(words)[0])
    return words, at, words[at] ^ np.uint32(4)


def _notice(engine: Fed) -> tuple[np.ndarray, int, object]:
    noticed = next(words["noticed"] for words in engine.engine.assess.units.words.values() if words["noticed"].any())
    return noticed, int(np.flatnonzero(noticed)[0]), False


@pytest.mark.parametrize("change", [_disclosure, _verdict, _notice])
def test_one_changed_disclosure_verdict_or_notice_changes_the_digest(change: Callable[[Fed], tuple[np.ndarray, int, object]], engine: Fed, before: str) -> None:
    assert digest_with(engine, *change(engine)) != before


def test_the_canary_record_has_a_value_for_every_attribute_of_every_kind() -> None:
    assert set(CANARIES) == set(ATTRIBUTES)
