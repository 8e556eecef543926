"""The scenarios together: many, no two alike, every row of every shipped ordinance counted on, each mechanism of harm made visible.

A scenario's *findings* are the verdicts that it expects, each with ordinance, determining rows, programme, verdict, amount and cause
(`Finding`). Two scenarios are alike if they have the same findings. One may well be the beginning of another.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from schemas.ordinance import load, names
from schemas.programmes import PROGRAMMES
from tests.scenarios.findings import ALL, FOLDER, Finding, Shown, shown
from workshop.household.scenario import MECHANISMS

AT_LEAST = 120
AT_LEAST_EACH = 4


def of(name: str) -> list[Shown]:
    return [one for one in shown() if one.ordinance == name]


def test_there_are_more_than_a_hundred_and_each_arrangement_has_some() -> None:
    assert len(ALL) >= AT_LEAST
    counted = Counter(path.relative_to(FOLDER).parts[0] for path in ALL)
    assert set(counted) == set(names()) and min(counted.values()) >= AT_LEAST_EACH


def test_titles_are_sentences_and_no_two_scenarios_have_the_same() -> None:
    titles = [one.scenario.written.title for one in shown()]
    assert len(set(titles)) == len(titles)
    assert all(title[0].isupper() and " " in title and not title.endswith(".") for title in titles)


def test_no_two_scenarios_share_rows_programme_verdict_and_cause() -> None:
    met: defaultdict[frozenset[Finding], list[str]] = defaultdict(list)
    for one in shown():
        assert one.findings, f"{one.path.name} expects no verdict"
        met[one.findings].append(one.path.relative_to(FOLDER).as_posix())
    assert [alike for alike in met.values() if len(alike) > 1] == []


@pytest.mark.parametrize("name", names())
def test_every_row_is_exercised_and_a_scenario_fails_without_it(name: str) -> None:
    """A row can only be missed where it decided something, so those scenarios alone are played again."""
    rows = [row.row for row in (*load(name).rows, *load(name).prohibitions)]
    assert set(rows) <= {row for one in of(name) for row in one.rows}
    fails = {row: any(one.fails_without(row) for one in of(name) if row in one.rows) for row in rows}
    assert [row for row, found in fails.items() if not found] == []


def test_each_mechanism_of_harm_is_made_visible_by_a_scenario() -> None:
    assert {one.scenario.mechanism for one in shown()} - {""} == set(MECHANISMS)


CANNOT_BE = {
    "child-allowance": {"not-eligible"},
    "public-assistance": {"eligible", "withdrawn"},
}
"""Who raises a child is owed the child allowance, whatever the income; of public assistance nobody is told (assets are in no record)."""


@pytest.mark.parametrize("programme", [name for name, programme in PROGRAMMES.items() if programme.nature == "support"])
def test_a_support_programme_comes_out_in_every_way_that_it_can(programme: str) -> None:
    found = {finding.verdict for one in shown() for finding in one.findings if finding.programme == programme} - {"none"}
    expected = [then.values for one in shown() for then in one.scenario.expected if then.values.get("programme") == programme]
    found |= {"withdrawn" for values in expected if values.get("withdrawals")}
    assert found == {"eligible", "not-eligible", "cannot-be-told", "withdrawn"} - CANNOT_BE.get(programme, set())
