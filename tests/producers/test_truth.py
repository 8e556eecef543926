"""What is recorded beside what is true: the same without errors, and apart only where an error says so."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from producers.errors import Errors
from schemas.attributes import ATTRIBUTES
from schemas.facts import FACTS
from schemas.truth import LATENT, TrueApplication, TrueResident
from tests.nightly import rest_at_night
from tests.producers.helpers import default, run_of, slots, truths

NO_ERRORS = Errors.none()
ONE_SLOT = [fact for fact in FACTS.values() if fact.period == "none" and fact.kind and not fact.dense]
YEARLY = [a.name for a in ATTRIBUTES.values() if a.fact.id == "tax.income"]
DUTY_YEARS = (2023, 2024)


def _fields(fact: Any) -> list[Any]:
    return [f for f in fact.fields if f.type not in ("date", "text")]


def _off(row: TrueResident, found: dict) -> list[str]:
    """What the offices have that is not true of a resident, or lack."""
    number, off = row["number"], []
    status = found.get((number, "register.status", 0), {"residency": "unregistered"})
    if status["residency"] != row["residency"]:
        off.append("residency")
    if row["residency"] != "registered" or off:
        return off
    person, residence = found[number, "register.person", 0], found[number, "register.residence", 0]
    off += [name for name in ("birth", "sex", "nationality") if person[name] != row["facts"][name]]
    off += ["home"] * (residence["household"] != row["home"]) + ["relation"] * (
        residence["relation"] != row["facts"]["relation"]
    )
    for fact in ONE_SLOT:
        has = found.get((number, fact.id, 0), {})
        off += [
            f.name
            for f in _fields(fact)
            if has.get(f.name, default(f)) != row["facts"].get(f.name, default(f))
            if f.name in ATTRIBUTES
        ]
    return off + [f"{name}:{year}" for year in DUTY_YEARS for name in _tax_off(row, found, year)]


def _tax_off(row: TrueResident, found: dict, year: int) -> list[str]:
    has, true = found.get((row["number"], "tax.income", year)), row["years"].get(str(year), {})
    if has is None:
        return ["missing"] if int(row["facts"]["birth"][:4]) < year - 16 else []
    return [
        name
        for name in YEARLY
        if has[name] != true.get(name, "exempt" if name == "levy" else default(ATTRIBUTES[name].field))
    ]


def _differences(residents: int, seed: int, errors: Errors) -> list[tuple[TrueResident, list[str]]]:
    run = run_of(residents, seed, errors=errors)
    found = slots(run)
    return [(row, off) for row in truths(run) if len(row["numbers"]) == 1 if (off := _off(row, found))]


@pytest.mark.parametrize(("residents", "seed"), rest_at_night([(10_000, 1), (2000, 2), (500, 3)], lambda town: town[0] < 10_000))
def test_without_errors_everything_recorded_is_true_and_nothing_is_missing(residents, seed):
    assert [(row["resident"], off) for row, off in _differences(residents, seed, NO_ERRORS)] == []


@pytest.mark.parametrize(
    ("error", "hits", "flaw"),
    [
        ("non_filing", {"missing"}, "non-filer"),
        ("taxed_elsewhere", {"missing"}, "taxed-elsewhere"),
        (
            "misdeclared",
            {"total_income", "dependants", "levy", "levy_yen", "child_support_yen"},
            ("income-", "dependants-", "support-"),
        ),
        ("false_household", {"home", "relation"}, ("split-on-paper", "partner-not", "lives-elsewhere")),
    ],
)
def test_one_error_alone_changes_only_what_it_explains(error, hits, flaw):
    differences = _differences(5000, 1, Errors.only(error))
    assert differences
    for row, off in differences:
        assert {name.split(":")[0] for name in off} <= hits, (row, off)
        assert any(said.startswith(flaw) for said in row["errors"]), (row["errors"], off)


def test_lag_alone_leaves_out_only_the_last_weeks():
    differences = _differences(10_000, 1, Errors.only("lag"))
    words = Counter(name.split(":")[0] for _, off in differences for name in off)
    assert 0 < len(differences) < 120, words
    assert "home" in words or "residency" in words


def test_most_are_recorded_as_they_are_even_with_all_errors():
    off = [{name.split(":")[0] for name in off} for _, off in _differences(10_000, 1, Errors())]
    assert 0.02 < len(off) / 10_000 < 0.20


def test_each_line_has_the_declared_form():
    for row in truths(run_of(1500)):
        assert list(row) == list(TrueResident.__annotations__)
        assert set(row["facts"]) <= set(ATTRIBUTES) and {"birth", "sex", "nationality", "relation"} <= set(row["facts"])
        for year in row["years"].values():
            assert set(year) <= {a.name for a in ATTRIBUTES.values() if a.how == "duty-year"}
        for application in row["applications"]:
            assert list(application) == list(TrueApplication.__annotations__)


def test_truth_holds_no_verdict_and_no_attribute_says_who_holds_a_card():
    words = set(TrueResident.__annotations__)
    assert not words & {"eligible", "verdict", "reached", "missed"}
    assert not {"card_held", "number_on_forms", *LATENT} & set(ATTRIBUTES)


def test_nobody_files_an_income_that_is_less_than_nothing_and_the_last_twelve_months_differ_where_work_was_lost():
    rows = truths(run_of(10_000))
    assert all(row["income_last_12_months"] >= 0 for row in rows)
    drops = [
        row
        for row in rows
        if row["income_last_12_months"] * 2 < row["years"].get("2023", {}).get("total_income", 0) and row["home"]
    ]
    assert 50 < len(drops) < 600


def test_what_was_granted_on_application_is_also_what_the_offices_record():
    run = run_of(10_000)
    found, rows = slots(run, "welfare", "child"), truths(run)
    granted = [
        row
        for row in rows
        for a in row["applications"]
        if a["duty"] == "child-rearing-allowance" and a["result"] == "granted"
    ]
    assert len(granted) > 30
    for row in granted:
        if not row["errors"] and row["home"]:
            assert found[row["numbers"][0], "welfare.child_rearing_allowance", 0]["rearing_allowance_status"] != "none"
