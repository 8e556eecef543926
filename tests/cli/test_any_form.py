"""Whatever somebody writes in a form ends in results or in a letter, never in a traceback."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.cli.calling import nayose
from tests.nightly import examples
from workshop.household.form import MEMBER, TOP
from workshop.household.names import OFFICES, of_office, sums_of

NAMES = sorted(
    {name for office in OFFICES for name in (*of_office(office), *sums_of(office))}
    | {"2023", "2024", "status", "since"}
)
WORDS = ["head", "child", "in-force", "full", "open", "2024-05-01", "school-aid", "", "a text", "2025-02-30"]
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5_000_000), st.floats(allow_nan=False), st.sampled_from(WORDS)
)
ANY = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=6,
)
TABLES = st.dictionaries(st.sampled_from(NAMES), ANY, max_size=4)
BASE: dict[str, Any] = {
    "date": "2025-02-10",
    "members": [
        {"id": "mother", "birth": "1985-05-01", "relation": "head", "tax": {"2023": {"total_income": 900_000, "dependants": 1}}},
        {"id": "child", "birth": "2014-06-01", "relation": "child"},
    ],
}  # fmt: skip


def ends_well(raw: Any, folder: Path) -> None:
    """Results or a letter."""
    path = folder / "any.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    done = nayose("assess", path, "--json")
    assert done.code in (0, 2)
    assert done.json["results"] is not None if done.code == 0 else done.err.strip() and not done.out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@examples(40, by_day=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(office=st.sampled_from(OFFICES), table=TABLES, member=st.integers(0, 1))
def test_anything_about_an_office(office: str, table: dict[str, Any], member: int, folder: Path) -> None:
    raw = copy.deepcopy(BASE)
    raw["members"][member][office] = table
    ends_well(raw, folder)


@examples(40, by_day=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(key=st.sampled_from([*TOP, "given", "events", "then"]), value=ANY)
def test_anything_at_the_top(key: str, value: Any, folder: Path) -> None:
    ends_well({**BASE, key: value}, folder)


@examples(40, by_day=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(key=st.sampled_from([*MEMBER, *of_office("register")]), value=ANY)
def test_anything_about_a_member(key: str, value: Any, folder: Path) -> None:
    raw = copy.deepcopy(BASE)
    raw["members"][1][key] = value
    ends_well(raw, folder)


@examples(40, by_day=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    case=st.dictionaries(
        st.sampled_from(["duty", "trigger", "applicant", "applied_on", "tax_consent", "life_event", "member"]),
        ANY,
        max_size=4,
    )
)
def test_anything_as_a_case(case: dict[str, Any], folder: Path) -> None:
    ends_well({**BASE, "ordinance": "C", "cases": [case]}, folder)


@examples(40, by_day=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    event=st.dictionaries(st.sampled_from(["type", "subject", "time", "data", "household", "record", "year", "relation", "birth"]), ANY, max_size=5),
    type_=st.sampled_from(["resident.born", "tax.corrected", "record.relinked", "assessment.decided", "resident.moved-within", "day.ended"]),
    then=st.dictionaries(st.sampled_from(["programme", "unit", "verdict", "on", "duty", "kind", "member", "ledger", "code"]), ANY, max_size=4),
)  # fmt: skip
def test_anything_as_an_event_or_an_expectation(
    event: dict[str, Any], type_: str, then: dict[str, Any], folder: Path
) -> None:
    path = folder / "any.json"
    happening = {"type": type_, "subject": "child", "time": "2025-02-11", **event}
    expected = {"programme": "school-aid", **then}
    path.write_text(json.dumps({**BASE, "title": "any", "events": [happening], "then": [expected]}), encoding="utf-8")
    assert nayose("scenario", path, "--json").code in (0, 1, 2)
