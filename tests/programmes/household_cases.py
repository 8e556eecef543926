"""Households for the tests of the programmes: built by hand, or drawn at random near the law's thresholds."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from schemas.attributes import ATTRIBUTES
from schemas.facts import RELATIONS
from schemas.frame import Frame, Household
from schemas.list_source import ListSource
from schemas.ordinance.model import TownFacts
from schemas.programmes import PROGRAMMES, Outcome

DAY = datetime.date(2025, 4, 15)
Row = dict[str, Any]


def frame_of(
    rows: Sequence[Row],
    states: Sequence[Mapping[str, str]] | None = None,
    day: datetime.date = DAY,
    facts: TownFacts | None = None,
) -> Frame:
    """A frame of one household."""
    return Frame(np.array([len(rows)]), ListSource(rows, states), day.toordinal(), facts)


def household_of(rows: Sequence[Row], year: int | None = 2023, **more: Any) -> Household:
    """One household as a formula sees it."""
    return frame_of(rows, **more).view(year)


def outcome(programme: str, rows: Sequence[Row], **more: Any) -> Outcome:
    """What a programme says of one household."""
    return PROGRAMMES[programme].evaluate(frame_of(rows, **more))


def verdicts(programme: str, rows: Sequence[Row], **more: Any) -> list[bool | None]:
    """Eligible, not eligible or (None) undecided, for the household or for each member."""
    eligible = outcome(programme, rows, **more).eligible
    return [bool(lo) if lo == hi else None for lo, hi in zip(eligible.lo, eligible.hi, strict=True)]


def amounts(programme: str, rows: Sequence[Row], **more: Any) -> list[tuple[int, int]]:
    """Bounds of the amount, for the household or for each member."""
    amount = outcome(programme, rows, **more).amount
    assert amount is not None
    return list(zip(amount.lo.tolist(), amount.hi.tolist(), strict=True))


def person(relation: str, age: int, income: int | None = 0, day: datetime.date = DAY, **more: Any) -> Row:
    """A member who had a birthday in the month before; income None: no tax record."""
    born = datetime.date(day.year - age, max(day.month - 1, 1), 2)
    tax = {} if income is None else {"total_income": income}
    return {"birth": born, "relation": relation, **tax, **more}


def _value(name: str) -> st.SearchStrategy[Any]:
    field = ATTRIBUTES[name].field
    if name == "birth":
        return st.one_of(
            st.dates(datetime.date(1935, 1, 1), datetime.date(2025, 4, 14)),
            st.dates(datetime.date(2002, 3, 30), datetime.date(2025, 4, 14)),
        )
    if name == "relation":
        return st.sampled_from(RELATIONS)
    if name == "total_income":
        return st.one_of(st.just(0), st.integers(0, 6_000_000), st.sampled_from((1_350_000, 1_350_001, 1_070_000)))
    if field.type == "choice":
        return st.sampled_from(field.words)
    if field.type == "bool":
        return st.booleans()
    if field.type == "yen":
        return st.one_of(st.just(0), st.integers(0, 800_000))
    most = {"standard_score": 100, "most_absences_in_a_month": 12}.get(name, 4)
    return st.integers(max(field.least, -30), most)


READ = sorted({name for p in PROGRAMMES.values() for name in p.needs(DAY.toordinal())})
"""Every attribute that a shipped formula reads."""
KINDS = sorted({ATTRIBUTES[name].kind for name in READ})

known_members = st.fixed_dictionaries({name: _value(name) for name in READ})


@st.composite
def households(draw: st.DrawFn, least: int = 1, most: int = 7) -> list[Row]:
    """A household about whose members all is known; mostly with a head, and with more children than chance would
    give.
    """
    rows = draw(st.lists(known_members, min_size=least, max_size=most))
    usual = ("head", "spouse", "child", "child", "child", "grandchild", "parent", "sibling")
    for row, relation in zip(rows, usual, strict=False):
        if draw(st.booleans()):
            row["relation"] = relation
    return rows


@st.composite
def withholdings(draw: st.DrawFn, members: int) -> list[dict[str, str]]:
    """For each member, the attributes of some kinds in a state that leaves them unknown."""
    state = st.sampled_from(("withheld", "absent", "stale"))
    said = draw(
        st.lists(st.dictionaries(st.sampled_from(KINDS), state, max_size=4), min_size=members, max_size=members)
    )
    return [{name: kinds[ATTRIBUTES[name].kind] for name in READ if ATTRIBUTES[name].kind in kinds} for kinds in said]
