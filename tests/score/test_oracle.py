"""The oracle (design 8): with every gate and case open and every recording error off, what is told is what is true."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

import numpy as np
import pytest
from runs import OPEN, SUPPORT, Oracle, all_open, engine_of, oracle, town

from producers.errors import Errors
from schemas.programmes import PROGRAMMES
from tests.nightly import rest_at_night
from workshop.truth import read_truth

SEEDS = (1, 2, 3)
MOST_SEEDS = rest_at_night(SEEDS, lambda seed: seed < 3)
ERRORS = tuple(field.name for field in fields(Errors))
WORDS = {
    "non_filing": ("non-filer:",),
    "taxed_elsewhere": ("taxed-elsewhere:",),
    "misdeclared": ("-misdeclared:", "support-undeclared"),
    "wrong_links": ("linked-to-another:", "has-anothers-record:"),
    "false_household": ("lives-elsewhere", "split-on-paper", "partner-not-registered"),
}
"""By error, how the truth says whom it hit."""


def faultless(seed: int) -> Oracle:
    """A town without any error of recording."""
    return oracle(seed, Errors.none())


@pytest.mark.parametrize("seed", MOST_SEEDS)
@pytest.mark.parametrize("programme", SUPPORT)
def test_without_errors_every_verdict_and_amount_is_the_true_one(seed: int, programme: str) -> None:
    told, owed = faultless(seed).told(programme), faultless(seed).owed(programme)
    assert told == owed


@pytest.mark.parametrize("programme", SUPPORT)
def test_each_programme_is_owed_to_somebody_in_some_of_the_towns(programme: str) -> None:
    assert any(faultless(seed).owed(programme) for seed in SEEDS)


@pytest.mark.parametrize("seed", MOST_SEEDS)
@pytest.mark.parametrize("programme", SUPPORT)
def test_without_errors_nothing_cannot_be_told(seed: int, programme: str) -> None:
    assert faultless(seed).untold(programme) == {}


@pytest.mark.parametrize("seed", MOST_SEEDS)
@pytest.mark.parametrize("programme", SUPPORT)
def test_without_errors_the_units_are_the_true_ones(seed: int, programme: str) -> None:
    found = faultless(seed)
    facts = found.engine.assess.lanes[OPEN].ordinance.facts
    assert found.units(programme) == found.town.owed(programme, facts).unit.sum()


@pytest.mark.parametrize("seed", MOST_SEEDS)
def test_without_errors_exactly_those_are_registered_who_live_here_and_in_their_real_households(seed: int) -> None:
    found = faultless(seed)
    grouping, truth = found.recorded.grouping, found.truth
    assert sorted(grouping.who) == np.flatnonzero(truth.here).tolist()
    homes = {(int(place), int(truth.home[who])) for place, who in zip(grouping.place, grouping.who)}
    assert len(homes) == len(grouping.homes) == len({home for _, home in homes})


def test_the_oracle_would_notice_one_wrong_income() -> None:
    folder = town(1, Errors.none())
    unit, truth = max(faultless(1).owed("exempt-household-benefit")), read_truth(folder)
    someone = int(np.flatnonzero(truth.home == unit)[0])
    year = PROGRAMMES["exempt-household-benefit"].tax_year(faultless(1).engine.day)
    truth.values("total_income", year)[someone] += 3_000_000
    found = Oracle(faultless(1).runner, truth)
    assert found.differing("exempt-household-benefit") == {unit}


def test_the_true_town_does_not_depend_on_how_the_log_is_cut() -> None:
    folder = town(2, Errors.none())
    daily = Oracle(all_open(folder, days=1), read_truth(folder))
    assert [daily.told(programme) for programme in SUPPORT] == [faultless(2).told(programme) for programme in SUPPORT]


@cache
def differing(seed: int, error: str) -> dict[str, set[int]]:
    """By programme, the units whose verdict is not the true one when this error happens and no other."""
    found = oracle(seed, Errors.only(error))
    return {programme: found.differing(programme) for programme in SUPPORT}


def concerned(found: Oracle, programme: str, units: set[int]) -> list[set[int]]:
    """For each unit, who lives there really, and who is registered together with any of them: rows of the truth."""
    grouping, truth = found.recorded.grouping, found.truth
    registered = np.full(truth.n, -1)
    registered[grouping.who] = grouping.place
    made = []
    for unit in sorted(units):
        real = found.residents_of(programme, {unit})
        also = np.flatnonzero(np.isin(registered, registered[real][registered[real] >= 0]))
        made.append(
            set(real.tolist()) | set(also.tolist()) | ({unit} if PROGRAMMES[programme].unit != "household" else set())
        )
    return made


def hit(found: Oracle, error: str) -> set[int]:
    """Whom an error hit. Lag has no word: it is whoever is not registered as living here, or the reverse, or not where
    they live, or of whom the newest year is not on file."""
    truth = found.truth
    if error != "lag":
        return {
            row
            for word, rows in truth.errors.items()
            if any(part in word for part in WORDS[error])
            for row in rows.tolist()
        }
    registered = np.zeros(truth.n, dtype=bool)
    registered[found.recorded.grouping.who] = True
    moved = registered & truth.here & (truth.household != truth.home_number)
    late = np.zeros(truth.n, dtype=bool)
    on_file = found.recorded.about(np.arange(truth.n))
    for programme in SUPPORT:
        for name, year in PROGRAMMES[programme].needs(found.engine.day).items():
            values, states = on_file.column(name, year, False)
            late |= (states == 0) & (values != truth.values(name, year))
    return set(np.flatnonzero((registered != truth.here) | moved | late).tolist())


@pytest.mark.parametrize("seed", rest_at_night(SEEDS[:2], lambda seed: seed == 1))
@pytest.mark.parametrize("error", ERRORS)
def test_one_error_alone_changes_only_the_verdicts_that_it_explains(seed: int, error: str) -> None:
    found = oracle(seed, Errors.only(error))
    victims = hit(found, error)
    for programme, units in differing(seed, error).items():
        for people in concerned(found, programme, units):
            assert people & victims, f"{programme}: nobody of {sorted(people)} was hit by {error}"


@pytest.mark.parametrize("error", ["lag", "non_filing", "taxed_elsewhere", "false_household"])
def test_common_errors_do_change_verdicts(error: str) -> None:
    assert any(units for seed in SEEDS[:2] for units in differing(seed, error).values())


@pytest.mark.parametrize("error", ["non_filing", "taxed_elsewhere"])
def test_a_missing_return_makes_no_wrong_verdict_but_one_that_cannot_be_told(error: str) -> None:
    found = oracle(1, Errors.only(error))
    for programme in SUPPORT:
        told, owed = found.told(programme), found.owed(programme)
        assert all(owed.get(unit) == yen for unit, yen in told.items())


@pytest.mark.slow
def test_a_larger_town_without_errors_passes_too() -> None:
    folder = town(4, Errors.none(), 20_000)
    found = Oracle(all_open(folder), read_truth(folder))
    assert {programme: found.differing(programme) for programme in SUPPORT} == {
        programme: set() for programme in SUPPORT
    }
    assert engine_of(found.runner).day == found.town.day
