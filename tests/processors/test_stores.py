"""Where slots, rows and ledger entries are kept: each against the plainest thing that does the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.gate import ledger
from processors.gate.ledger import Ledger
from processors.link.index import NumberIndex
from processors.store import series
from processors.store.distinct import distinct
from processors.store.facts import BIT, Changes
from processors.store.series import Series, keys_of

DTYPE = np.dtype([("stamp", np.int64), ("yen", np.int32), ("sure", np.bool_)])
TOLD = st.tuples(st.integers(0, 9), st.integers(2020, 2023), st.integers(1, 40))
"""Owner, period and stamp; the value follows from the three."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "_MOST_NEW", 4)
    monkeypatch.setattr(series, "_MANY", 3)
    monkeypatch.setattr(series, "_AT_A_TIME", 2)
    monkeypatch.setattr(ledger, "BLOCK", 32)
    monkeypatch.setattr(ledger, "_PIECE", 64)


def value(stamp: int) -> int:
    return stamp // 3  # some newer stamps bring the same value


def merged(slots: Series, told: list[tuple[int, int, int]]) -> set[tuple[int, int]]:
    """Merges a batch; the (owner, period) pairs whose value changed."""
    owners, periods, stamps = (np.array(column, dtype=np.int64) for column in zip(*told))
    records = np.array([(stamp, value(stamp), stamp % 2) for stamp in stamps.tolist()], dtype=DTYPE)
    return {told[at][:2] for at in slots.merge(keys_of(owners, periods), records).tolist()}


@settings(max_examples=200)
@given(st.lists(st.tuples(st.lists(TOLD, min_size=1, max_size=12), st.lists(st.tuples(st.integers(0, 9), st.integers(2020, 2023)), max_size=3)), max_size=6))
def test_a_series_holds_the_newest_of_each_slot(batches: list[tuple[list[tuple[int, int, int]], list[tuple[int, int]]]]) -> None:
    slots, model = Series(DTYPE), dict[tuple[int, int], int]()
    for told, gone in batches:
        before = dict(model)
        for owner, period, stamp in told:
            model[owner, period] = max(model.get((owner, period), 0), stamp)
        differs = {slot for slot, stamp in model.items() if slot not in before or (value(stamp), stamp % 2) != (value(before[slot]), before[slot] % 2)}
        assert merged(slots, told) == differs
        for slot in gone:
            model.pop(slot, None)
        slots.remove(np.array([(owner << 32) | period for owner, period in gone], dtype=np.int64))
        assert listed(slots) == model
        assert read(slots) == {slot: (value(stamp), stamp % 2 == 1) for slot, stamp in model.items()}


def read(slots: Series) -> dict[tuple[int, int], tuple[int, bool]]:
    found: dict[tuple[int, int], tuple[int, bool]] = {}
    owners = np.array([3, 9, 0, 7, 1, 2, 8, 4, 6, 5], dtype=np.int64)
    for period in range(2019, 2025):
        there, columns = slots.get(keys_of(owners, period), slots.names)
        assert not columns["yen"][~there].any()
        found |= {(int(owners[at]), period): (int(columns["yen"][at]), bool(columns["sure"][at])) for at in there.nonzero()[0]}
    return found


def listed(slots: Series) -> dict[tuple[int, int], int]:
    owners = np.array([5, 0, 9, 1, 8, 2, 7, 3, 6, 4, 11], dtype=np.int64)
    place, periods, columns = slots.rows_of(owners)
    return dict(zip(zip(owners[place].tolist(), periods.tolist()), columns["stamp"].tolist()))


@given(st.lists(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 30), max_size=60), max_size=8))
def test_an_index_gives_each_key_one_row_in_the_order_of_sight(batches: list[list[int]]) -> None:
    index, model = NumberIndex(), dict[int, int]()
    for batch in batches:
        keys = np.array(batch, dtype=np.int64)
        assert index.find(keys).tolist() == [model.get(key, -1) for key in batch]
        for key in sorted(set(batch) - model.keys()):
            model[key] = len(model)
        assert index.rows(keys).tolist() == [model[key] for key in batch]
        assert index.keys().tolist() == list(model)


def test_an_index_finds_keys_whose_hashes_meet() -> None:
    index = NumberIndex()
    keys = np.arange(5000, dtype=np.int64) << 40
    assert (index.rows(keys) == np.arange(5000)).all()
    assert (index.find(keys + 1) == -1).all()


@given(st.lists(st.tuples(st.integers(0, 200), st.booleans()), max_size=8))
def test_a_ledger_in_pieces_is_one_chain(batches: list[tuple[int, bool]]) -> None:
    kept, whole = Ledger(), Ledger()
    subjects = np.arange(sum(n for n, _ in batches), dtype=np.int64)
    for one in (kept, whole):
        one.begin(1, "revision", {})
    whole.append(subjects, 1, 2, np.zeros(len(subjects)), 0, np.zeros(len(subjects)))
    start = 0
    for n, seal in batches:
        kept.append(subjects[start : start + n], 1, 2, np.zeros(n), 0, np.zeros(n))
        start += n
        if seal:
            kept.seal()
    assert kept.size == len(kept.entries())
    assert kept.entries()["subject"].tolist() == subjects.tolist()
    assert (kept.heads, kept.broken()) == (whole.heads, None)
    assert len(kept.heads) == len(subjects) // ledger.BLOCK
    assert [(place, int(entry["subject"])) for place, _, entry in kept.of(77)] == [(77, 77)][: len(subjects) > 77]


def test_a_changed_entry_is_found_in_whatever_piece_it_is() -> None:
    kept = Ledger()
    kept.begin(1, "revision", {})
    kept.append(np.arange(300, dtype=np.int64), 1, 2, np.zeros(300), 0, np.zeros(300))
    kept.seal()
    kept._pieces[2]["code"][40] += 1
    assert kept.broken() == 160


@pytest.mark.parametrize("top", [5, 5000])
def test_changes_of_few_and_of_many_rows_are_joined_alike(top: int) -> None:
    one, other = list(BIT.values())[:2]
    changes = Changes.of([(np.array([3, top, 3]), one), (np.array([1, 3]), np.array([other, other])), (np.empty(0, dtype=np.int64), one)])
    assert changes.rows.tolist() == [1, 3, top]
    assert changes.facts.tolist() == [other, one | other, one]


@given(st.lists(st.integers(-5, 5)))
def test_distinct_values_come_once_and_ascending(values: list[int]) -> None:
    assert distinct(np.array(values, dtype=np.int64)).tolist() == sorted(set(values))
