"""What bounds say of a household that is partly known is never contradicted by what is really there."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from household_cases import DAY, READ, Row, frame_of, households, withholdings
from hypothesis import given
from hypothesis import strategies as st

from schemas.attributes import ATTRIBUTES
from schemas.causes import causes
from schemas.frame import Frame, arrange
from schemas.list_source import ListSource
from schemas.ordinance.model import TownFacts
from schemas.programmes import PROGRAMMES, Outcome
from schemas.values import Column
from tests.nightly import examples

SUPPORT = sorted(PROGRAMMES)


def within(found: Column, truth: Column) -> bool:
    """Whether the bounds of `found` hold those of `truth`."""
    return bool((found.lo <= truth.lo).all() and (truth.hi <= found.hi).all())


def bounds(found: Outcome) -> list[tuple[list[Any], list[Any]]]:
    """Lower and upper bounds of everything in an outcome."""
    return [(column.lo.tolist(), column.hi.tolist()) for column in found if column is not None]


@pytest.mark.parametrize("programme", SUPPORT)
@examples(60, by_day=20)
@given(st.data())
def test_no_completion_contradicts_a_verdict_on_partly_withheld_facts(programme: str, data: st.DataObject) -> None:
    rows = data.draw(households())
    states = data.draw(withholdings(len(rows)))
    for row, said in zip(rows, states, strict=True):
        if said.get("total_income") == "absent":
            row["total_income"] = 0  # what is presumed of children is true of them
    area = data.draw(st.sampled_from(("1-1", "2-1", "3-2")))
    facts = TownFacts(class_of_area=area)
    truth = PROGRAMMES[programme].evaluate(frame_of(rows, facts=facts))
    found = PROGRAMMES[programme].evaluate(frame_of(rows, states, facts=facts))
    for part, whole in zip(found, truth, strict=True):
        assert part is None or within(part, whole)


@examples(60, by_day=20)
@given(st.data())
def test_every_unit_that_is_undecided_says_why_and_names_only_what_is_missing(data: st.DataObject) -> None:
    rows = data.draw(households())
    states = data.draw(withholdings(len(rows)))
    missing = {(ATTRIBUTES[name].kind, state) for said in states for name, state in said.items()}
    missing.add(("resident-record", "absent"))  # the register does not say who is a parent
    missing.add(("public-assistance", "absent"))  # nor any record what somebody owns
    for programme in PROGRAMMES.values():
        found = programme.evaluate(frame_of(rows, states))
        for column in found:
            if column is not None:
                named = [{tuple(cause) for cause in causes(int(why))} for why in column.causes]
                assert all(bool(why) == bool(lo != hi) for why, lo, hi in zip(named, column.lo, column.hi, strict=True))
                assert set().union(*named) <= missing


@examples(60, by_day=20)
@given(st.data())
def test_the_order_of_the_members_changes_no_verdict(data: st.DataObject) -> None:
    rows = data.draw(households())
    states = data.draw(withholdings(len(rows)))
    order = data.draw(st.permutations(range(len(rows))))
    for programme in PROGRAMMES.values():
        one = programme.evaluate(frame_of(rows, states))
        other = programme.evaluate(frame_of([rows[i] for i in order], [states[i] for i in order]))
        for a, b in zip(one, other, strict=True):
            if a is None or b is None:
                continue
            moved = [0] if a.group.above is None else list(order)
            assert (a.lo[moved].tolist(), a.hi[moved].tolist(), a.causes[moved].tolist()) == (
                b.lo.tolist(),
                b.hi.tolist(),
                b.causes.tolist(),
            )


@examples(40, by_day=10)
@given(st.lists(households(most=5), min_size=2, max_size=8), st.data())
def test_a_household_gets_the_same_outcome_alone_and_in_a_frame_with_others(
    town: list[list[Row]], data: st.DataObject
) -> None:
    states = [data.draw(withholdings(len(rows))) for rows in town]
    home = np.repeat(np.arange(len(town)), [len(rows) for rows in town])
    order, members, counts = arrange(home, len(town))
    rows, said = [row for rows in town for row in rows], [s for some in states for s in some]
    source = ListSource([rows[i] for i in members], [said[i] for i in members])
    for programme in PROGRAMMES.values():
        together = programme.evaluate(Frame(counts, source, DAY.toordinal()))
        for place, household in enumerate(order):
            alone = programme.evaluate(frame_of(town[household], states[household]))
            mine = np.flatnonzero(home[members] == household)
            for a, b in zip(alone, together, strict=True):
                if a is not None and b is not None:
                    chosen = [place] if a.group.above is None else mine
                    assert (a.lo.tolist(), a.hi.tolist(), a.causes.tolist()) == (
                        b.lo[chosen].tolist(),
                        b.hi[chosen].tolist(),
                        b.causes[chosen].tolist(),
                    )


@examples(10, by_day=5)
@given(households(least=20, most=24), st.randoms(use_true_random=False))
def test_a_household_larger_than_the_levels_is_judged_like_any_other(rows: list[Row], random: Any) -> None:
    shuffled = random.sample(range(len(rows)), len(rows))
    for programme in PROGRAMMES.values():
        one, other = programme.evaluate(frame_of(rows)), programme.evaluate(frame_of([rows[i] for i in shuffled]))
        same = [0] if one.eligible.group.above is None else shuffled
        assert one.eligible.lo[same].tolist() == other.eligible.lo.tolist()
        assert one.amount is None or other.amount is None or one.amount.lo[same].tolist() == other.amount.lo.tolist()


@pytest.mark.parametrize("programme", [id_ for id_ in SUPPORT if not PROGRAMMES[id_].apart])
@examples(30, by_day=15)
@given(rows=households())
def test_with_all_facts_only_unknown_parents_leave_a_verdict_open(programme: str, rows: list[Row]) -> None:
    eligible = PROGRAMMES[programme].evaluate(frame_of(rows)).eligible
    named = {cause.kind for why in eligible.causes for cause in causes(int(why))}
    assert named <= {"resident-record"}


def test_a_frame_without_households_is_judged_and_shows_what_each_programme_reads() -> None:
    day = DAY.toordinal()
    assert PROGRAMMES["child-allowance"].needs(day) == {"birth": None, "relation": None}
    assert PROGRAMMES["child-rearing-allowance"].needs(day)["total_income"] == 2023
    assert PROGRAMMES["exempt-household-benefit"].kinds(day) == ("resident-record", "local-tax")
    assert {"standard_score", "most_absences_in_a_month", "counselled"} <= set(PROGRAMMES["child-watch"].needs(day))
    assert set(READ) <= set(ATTRIBUTES)


def test_a_household_without_a_member_is_exempt_of_nothing_and_breaks_nothing() -> None:
    frame = Frame(
        np.array([1, 0]), ListSource([{"birth": "1990-01-01", "relation": "head", "total_income": 0}]), DAY.toordinal()
    )
    assert [bounds(p.evaluate(frame))[0] for p in PROGRAMMES.values()]


def test_no_formula_reads_card_or_form_or_a_tax_year_that_is_not_its_own() -> None:
    day = datetime.date(2025, 11, 15).toordinal()
    years = {id_: {year for year in p.needs(day).values() if year} for id_, p in PROGRAMMES.items()}
    assert years == {
        "resident-tax-exempt": {2024},
        "exempt-household-benefit": {2023},
        "child-allowance": set(),
        "child-rearing-allowance": {2024},
        "school-aid": {2024},
        "child-watch": {2024},
        "single-parent-medical-aid": {2024},
        "public-assistance": {2024},
        "childcare-fee": {2024},
        "insurance-premium-relief": {2024},
        "special-child-rearing-allowance": {2024},
        "disability-medical-aid": {2024},
        "overpayment-check": {2024},
        "insurance-arrears": set(),
        "annual-report-check": set(),
    }
