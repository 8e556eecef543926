"""The three screenings against the latent states that no record holds: rightly marked, wrongly marked, not noticed."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hand import Hand
from runs import town

from processors.inprocess import Replay
from producers.errors import Errors
from producers.life.seasons import earned_in, seasonal, told_of
from producers.simulate import simulate
from producers.town import Town
from schemas.catalogue import catalogue
from schemas.ordinance import load
from schemas.programmes import PROGRAMMES
from schemas.truth import LATENT as STATES
from workshop.score import LaneScore, Scorer, score
from workshop.truth import read_truth
from workshop.truth_right import LATENT

FIGURES = ("rightly_marked", "wrongly_marked", "not_noticed")
MARKED_OR_NOT = [(True, True, "rightly_marked"), (True, False, "wrongly_marked"), (False, True, "not_noticed"), (False, False, "")]
SEASONS = 5_000
"""Residents of a town that has payees who work by the season."""
EARLY, SPRING = datetime.date(2024, 11, 10), datetime.date(2025, 3, 3)


def figures(folder: Path, programme: str) -> dict[str, int]:
    """What the score says of a screening in a hand-made town."""
    found = score(Replay(folder, {"screening": load("screening")}).run(), "screening", folder)[programme]
    return {name: found[name] for name in FIGURES}


def only(figure: str) -> dict[str, int]:
    return {name: int(name == figure) for name in FIGURES}


def payee(latent: str, state: bool) -> Hand:
    """A lone mother on the child-rearing allowance in one latent state, with an income of 1.2 million."""
    hand = Hand()
    hand.resident("はな", 11, **{latent: state})
    hand.truths["はな"]["facts"]["rearing_allowance_status"] = "part"
    hand.income("はな", 1_200_000)
    hand.resident("こと", 11, "child", "2014-06-01")
    hand.tell(
        "welfare", "welfare.rearing-allowance-granted", "はな", EARLY,
        rearing_allowance_status="part", rearing_allowance_yen=10_740,
    )  # fmt: skip
    return hand


@pytest.mark.parametrize(("marked", "state", "figure"), MARKED_OR_NOT)
def test_the_average_is_counted_against_who_is_really_overpaid(tmp_path: Path, marked: bool, state: bool, figure: str) -> None:
    hand = payee("overpaid", state)
    earned = 20_000 if marked else 180_000
    hand.tell("welfare", "welfare.earnings-reported", "はな", SPRING, month=202408, reported_earnings=earned)
    assert figures(hand.write(tmp_path), "overpayment-check") == only(figure)


@pytest.mark.parametrize(("marked", "state", "figure"), MARKED_OR_NOT)
def test_a_missing_report_is_counted_against_who_is_entitled_no_more(tmp_path: Path, marked: bool, state: bool, figure: str) -> None:
    hand = payee("not_entitled", state)
    september = datetime.date(2025, 9, 10)
    if marked:
        hand.tell("welfare", "welfare.annual-report-missing", "はな", september, year=2025)
    else:
        hand.tell("welfare", "welfare.annual-report-received", "はな", september, year=2025, tax_consent=True)
    assert figures(hand.write(tmp_path), "annual-report-check") == only(figure)


@pytest.mark.parametrize(("marked", "state", "figure"), MARKED_OR_NOT)
def test_measures_on_unpaid_premiums_are_counted_against_who_could_pay(tmp_path: Path, marked: bool, state: bool, figure: str) -> None:
    hand = Hand()
    hand.resident("はな", 11, withholds_premium=state)
    hand.truths["はな"]["facts"]["insurance"] = "national-health"
    hand.tell("welfare", "welfare.insurance-joined", "はな", EARLY)
    hand.tell("welfare", "welfare.premium-talk-offered" if marked else "welfare.premium-demanded", "はな", SPRING)
    assert figures(hand.write(tmp_path), "insurance-arrears") == only(figure)


def test_every_watch_and_screening_has_a_latent_state_that_the_truth_holds() -> None:
    marks = {duty.id for duty in catalogue().duties.values() if duty.nature != "support"}
    assert set(LATENT) == marks & set(PROGRAMMES)
    assert set(STATES) - set(LATENT.values()) == {"little_assets"}  # public assistance is scored apart by it


@cache
def scored() -> LaneScore:
    """A simulated town under the screening, everybody a mark at once."""
    folder = town(1, Errors())
    return score(Replay(folder, {"screening": load("screening")}, days=30).run(), "screening", folder)


@pytest.mark.parametrize("programme", [id_ for id_ in LATENT if PROGRAMMES[id_].nature == "screening"])
def test_nobody_is_reached_by_a_screening(programme: str) -> None:
    found = scored()[programme]
    assert not {"reached", "missed", "truth_eligible", "yen_delivered"} & found.keys()
    assert found["rightly_marked"] + found["not_noticed"] == found["truth"] <= found["units"]


def test_a_simulated_town_marks_some_of_the_insured_rightly_and_some_wrongly() -> None:
    found = scored()["insurance-arrears"]
    assert min(found[name] for name in FIGURES) >= 1


@cache
def people(errors: Errors) -> Town:
    """A town on its last day."""
    return simulate(SEASONS, seed=1, errors=errors).town


def workers(made: Town) -> np.ndarray:
    """Who earns something in it: rows."""
    return np.flatnonzero(made.people.rate[: made.people.n] > 0)


def test_seasonal_workers_earn_their_year_in_six_months() -> None:
    made = people(Errors())
    rows = workers(made)
    rows = rows[seasonal(made, rows)]
    months = np.array([earned_in(made, rows, month) for month in range(1, 13)])
    average = made.people.rate[rows] // 12
    assert len(rows) > 50
    assert (abs(months.sum(axis=0) - 12 * average) <= 12).all()
    assert ((months > average).sum(axis=0) == 6).all()


def test_some_tell_less_than_was_earned_and_without_errors_nobody_does() -> None:
    for errors, expected in ((Errors.none(), 0), (Errors.only("misdeclared"), 500)):
        made = people(errors)
        rows = workers(made)[:1000]
        told, hides = told_of(made, rows, 8, hide=500_000)
        earned = earned_in(made, rows, 8)
        assert abs(int(hides.sum()) - expected) <= 60
        assert (told == np.where(hides, earned * 3 // 10, earned)).all()


def test_the_averaging_marks_seasonal_workers_who_are_not_overpaid() -> None:
    folder, lanes = town(1, Errors(), SEASONS), {"screening": load("screening")}
    truth = read_truth(folder)
    outcomes = Scorer(Replay(folder, lanes, days=30).run(), truth).matching.outcomes("screening", "overpayment-check")
    marked = outcomes.at[outcomes.noticed]
    wrong = marked[~truth.latent["overpaid"][marked]]
    assert seasonal(people(Errors()), wrong).any()
