"""What holds of every decision, whatever is asked."""

from __future__ import annotations

import dataclasses
import datetime

from hypothesis import given
from hypothesis import strategies as st

from processors.gate.decide import (
    Decision,
    Request,
    asked_kinds,
    concern,
    decide,
    law_day,
    retention_end,
    sweep_opening,
    sweep_rows,
)
from schemas.catalogue import catalogue
from schemas.fields import FOREVER
from schemas.law import law
from schemas.ordinance import load, names, with_row_added, with_row_removed, with_row_replaced, with_safeguard
from schemas.ordinance.position import position
from tests.gate.asking import day
from tests.nightly import examples

ORDINANCES = {name: load(name) for name in names()}
KNOWN = catalogue()
DAYS = st.integers(day("2024-01-01"), day("2026-12-31"))
REQUESTS = st.builds(
    Request,
    duty=st.sampled_from(list(KNOWN.duties)),
    kind=st.sampled_from(list(KNOWN.kinds)),
    roles=st.frozensets(st.sampled_from(list(KNOWN.subjects))),
    opened=st.dictionaries(st.sampled_from(["application", "life-event"]), DAYS, max_size=2),
    registered_since=DAYS,
    day=DAYS,
    consent=st.booleans(),
    protected=st.booleans(),
    objected=st.booleans(),
    taxed_here=st.booleans(),
    file_size=st.sampled_from([0, 999, 1_000, 100_000, 300_000]),
)
UNDER = st.sampled_from(sorted(ORDINANCES)).map(lambda name: ORDINANCES[name])


@examples(400, by_day=133)
@given(REQUESTS, UNDER)
def test_what_passes_is_named_by_a_row_a_pair_or_is_the_dutys_own(request, ordinance) -> None:
    decision = decide(request, ordinance)
    if not decision.allowed:
        return
    row = ordinance.find_row(decision.row)
    pairs = [pair for pair in (*law().pairs, *law().own) if pair.row == decision.row]
    named = [row] if row else pairs
    assert named and named[0].duty == request.duty and request.kind in named[0].kinds
    assert ordinance.clauses.statutory_pairs or row or pairs[0] in law().own


@examples(200, by_day=100)
@given(REQUESTS, UNDER)
def test_the_same_question_has_the_same_answer(request, ordinance) -> None:
    fresh = dataclasses.replace(ordinance)
    assert decide(request, ordinance) == decide(request, ordinance) == decide(request, fresh)


@examples(200, by_day=100)
@given(REQUESTS, UNDER)
def test_a_prohibition_beats_every_permit(request, ordinance) -> None:
    row = {"row": "P-9", "kinds": [request.kind], "reason": "試し"}
    assert decide(request, with_row_added(ordinance, "prohibit", row)).code == "prohibited"


@examples(300, by_day=100)
@given(REQUESTS, UNDER)
def test_taking_a_permitting_row_away_never_lets_more_pass(request, ordinance) -> None:
    before = decide(request, ordinance).allowed
    for row in ordinance.rows_of(request.duty):
        assert before or not decide(request, with_row_removed(ordinance, row.row)).allowed


@examples(300, by_day=100)
@given(REQUESTS, UNDER)
def test_consent_never_denies_and_an_objection_never_permits(request, ordinance) -> None:
    consenting = decide(dataclasses.replace(request, consent=True), ordinance).allowed
    assert consenting or not decide(dataclasses.replace(request, consent=False), ordinance).allowed
    objecting = decide(dataclasses.replace(request, objected=True), ordinance).allowed
    assert not objecting


@examples(300, by_day=100)
@given(REQUESTS, UNDER)
def test_sweeps_worked_out_beforehand_give_the_same_answer(request, ordinance) -> None:
    opened = {}
    for row in sweep_rows(ordinance, request.duty):
        opening = sweep_opening(row, request.day)
        if opening is not None and request.registered_since <= opening:
            opened[row.row] = opening
    assert decide(dataclasses.replace(request, sweeps=opened), ordinance) == decide(request, ordinance)


@given(REQUESTS, UNDER)
def test_no_address_of_the_protected_passes_unmasked(request, ordinance) -> None:
    decision = decide(dataclasses.replace(request, kind="resident-record", protected=True), ordinance)
    assert decision.masked == decision.allowed


@examples(200, by_day=100)
@given(REQUESTS)
def test_an_unknown_day_long_ago_or_far_off_is_answered_too(request) -> None:
    for far in (day("0101-01-01"), day("9000-12-31")):
        asked = dataclasses.replace(request, day=far, opened={"application": far}, registered_since=far)
        assert decide(asked, ORDINANCES["sample"]).code


def test_the_kinds_asked_for_are_those_of_the_formula_and_of_the_rows() -> None:
    asked = asked_kinds(ORDINANCES["sample"], "child-watch", ("achievement", "local-tax"))
    assert asked == ("local-tax", "attendance", "achievement")
    assert asked_kinds(ORDINANCES["A"], "child-watch") == ()


def test_a_sweep_opens_on_the_newest_of_its_days() -> None:
    row = ORDINANCES["sample"].find_row("U-1")
    assert sweep_opening(row, day("2025-10-14")) is None
    assert sweep_opening(row, day("2025-10-15")) == day("2025-10-15")
    assert sweep_opening(row, day("2026-01-12")) == day("2025-10-15")
    assert sweep_opening(row, day("2026-01-13")) is None


def test_of_two_sweeps_within_ninety_days_the_newer_counts() -> None:
    row = with_row_replaced(ORDINANCES["sample"], "U-1", sweep_on=["04-15", "05-15"]).find_row("U-1")
    assert sweep_opening(row, day("2025-05-20")) == day("2025-05-15")


def test_the_sweep_rows_of_a_duty_are_those_that_a_sweep_opens() -> None:
    assert [row.row for row in sweep_rows(ORDINANCES["sample"], "school-aid")] == ["3-2"]
    assert sweep_rows(ORDINANCES["C"], "school-aid") == ()


def test_a_sweep_of_december_is_still_open_in_january() -> None:
    row = with_row_replaced(ORDINANCES["sample"], "U-1", sweep_on=["12-20"]).find_row("U-1")
    assert sweep_opening(row, day("2026-01-10")) == day("2025-12-20")


def test_the_law_of_an_ordinance_may_run_on_another_calendar() -> None:
    ordinance = dataclasses.replace(ORDINANCES["sample"], law_starts=day("2022-11-01"))
    run_start = day("2024-11-01")
    assert law_day(ordinance, run_start, day("2025-04-01")) == day("2023-04-01")
    assert law_day(ORDINANCES["sample"], run_start, day("2025-04-01")) == day("2025-04-01")


def test_an_arrangement_of_before_april_2023_falls_away_in_the_middle_of_a_run() -> None:
    basis = {"basis": "old-privacy-ordinance", "valid_to": "2023-03-31", "sweep_on": ["01-15"]}
    ordinance = with_row_replaced(
        dataclasses.replace(ORDINANCES["sample"], law_starts=day("2022-11-01")), "U-1", **basis
    )
    codes = {}
    for on in (datetime.date(2025, 3, 31), datetime.date(2025, 4, 1)):
        asked = Request(
            "child-watch", "attendance", frozenset({"child"}), {}, 1, day(on), True, False, False, True, 900
        )
        asked = dataclasses.replace(asked, law_day=law_day(ordinance, day("2024-11-01"), day(on)))
        codes[on.month] = decide(asked, ordinance).code
    assert codes == {3: "permitted", 4: "no-purpose"}


def test_retention_has_an_end_unless_it_is_set_to_none() -> None:
    ordinance = ORDINANCES["C"]
    assert retention_end(ordinance, day("2024-02-29")) == day("2025-02-28")
    assert retention_end(with_safeguard(ordinance, "retention_months", None), day("2024-02-29")) == FOREVER


def test_an_ordinance_remembers_only_so_many_positions(monkeypatch) -> None:
    monkeypatch.setattr("schemas.ordinance.position.MOST_REMEMBERED", 3)
    ordinance = dataclasses.replace(ORDINANCES["sample"])
    asked = Request("school-aid", "local-tax", frozenset({"guardian"}), {}, 1, 1, True, False, False, True, 900)
    for on in range(day("2025-01-01"), day("2025-01-11")):
        decide(dataclasses.replace(asked, day=on), ordinance)
        assert 1 <= len(ordinance.known_positions) <= 3
    assert len(ordinance.known_positions) == 1


def with_what_concerns(request: Request, other: Request, of) -> Request:
    """Another request about the same duty, kind and day, that agrees with the first in all that concerns them."""
    opened = {t: d for t, d in request.opened.items() if t in of.triggers} | {
        t: d for t, d in other.opened.items() if t not in of.triggers
    }
    sweeps = {r: d for r, d in request.sweeps.items() if r in of.sweeps} | {
        r: d for r, d in other.sweeps.items() if r not in of.sweeps
    }
    flags = {
        name: getattr(request if getattr(of, name) else other, name)
        for name in ("consent", "protected", "objected", "taxed_here")
    }
    alike = all(request.roles.isdisjoint(roles) == other.roles.isdisjoint(roles) for roles in of.subjects)
    return dataclasses.replace(
        request, opened=opened, sweeps=sweeps, roles=other.roles if alike else request.roles, **flags
    )


def told(decision: Decision) -> tuple:
    return decision.allowed, decision.code, decision.masked, decision.answer_only, decision.attributes


VARIED = (
    with_safeguard(ORDINANCES["sample"], "protected_address", False),
    with_safeguard(ORDINANCES["C"], "tax_consent", False),
    with_row_replaced(ORDINANCES["G"], "2-3", subjects=["child"]),
    with_row_replaced(ORDINANCES["G"], "2-2", triggers=["sweep"]),
)
NAMED = [
    (ordinance, duty, kind)
    for ordinance in (*ORDINANCES.values(), *VARIED)
    for duty in KNOWN.duties
    for kind in KNOWN.kinds
    if position(ordinance, duty, kind, day("2025-06-01")).grounds
]
"""What some row or pair lets pass, sometimes."""


@examples(1000, by_day=333)
@given(st.sampled_from(NAMED), st.integers(day("2025-04-01"), day("2026-03-31")), REQUESTS, REQUESTS, st.data())
def test_nothing_changes_an_answer_but_what_is_said_to_concern_it(named, at, request, other, data) -> None:
    ordinance, duty, kind = named
    rows = [row.row for row in sweep_rows(ordinance, duty)]
    opened = st.sampled_from([at, at - 500])
    asked, elsewise = (
        dataclasses.replace(
            r,
            duty=duty,
            kind=kind,
            day=at,
            opened={t: data.draw(opened) for t in r.opened},
            sweeps={r: data.draw(opened) for r in rows if data.draw(st.booleans())},
        )
        for r in (request, other)
    )
    of = concern(ordinance, duty, kind, at)
    assert told(decide(asked, ordinance)) == told(decide(with_what_concerns(asked, elsewise, of), ordinance))
