"""The explanation of a case comes from the same formula, names its facts and thresholds, and reads as Japanese or
English.
"""

from __future__ import annotations

import json
import re

import pytest
from household_cases import DAY, Row, frame_of, households, person, withholdings
from hypothesis import given
from hypothesis import strategies as st

from schemas.attributes import ATTRIBUTES
from schemas.list_source import ListSource
from schemas.programmes import PROGRAMMES
from schemas.trace import VERDICTS, Tree, explain, facts_in, walk
from schemas.trace_text import Lang, render, source_in_words
from tests.nightly import examples

PARENT, PUPIL = person("head", 40, 2_000_000, dependants=1, pay_or_pension=True), person("child", 9, None)


def why(programme: str, rows: list[Row], member: int | None = None, states: list[dict[str, str]] | None = None) -> Tree:
    """The explanation of one case."""
    return explain(programme, ListSource(rows, states), len(rows), DAY.toordinal(), member=member)


def step(tree: Tree, name: str) -> Tree:
    """The first step of a name."""
    return next(found for found in walk(tree) if name in (found.get("step"), found.get("fact"), found.get("threshold")))


@examples(25, by_day=8)
@given(st.data())
def test_explanation_and_arrays_agree_on_every_unit(data: st.DataObject) -> None:
    rows = data.draw(households(most=4))
    states = data.draw(withholdings(len(rows)))
    for programme in PROGRAMMES.values():
        arrays = programme.evaluate(frame_of(rows, states))
        for member in [None] if programme.unit == "household" else range(len(rows)):
            said, row = why(programme.id, rows, member, states), member or 0
            lo, hi = bool(arrays.eligible.lo[row]), bool(arrays.eligible.hi[row])
            assert said["verdict"] == VERDICTS[lo, hi]
            if arrays.amount is not None and arrays.amount.lo[row] == arrays.amount.hi[row]:
                assert said["amount"] == {"value": int(arrays.amount.lo[row])}
            assert facts_in(said) <= set(programme.needs(DAY.toordinal()))


@examples(15, by_day=5)
@given(st.data())
def test_no_withheld_value_stands_in_an_explanation(data: st.DataObject) -> None:
    rows = data.draw(households(most=3))
    secret = 4_567_891
    rows[0] |= {"total_income": secret, "deductions": secret + 1}
    state = {name: "withheld" for name in ATTRIBUTES if ATTRIBUTES[name].kind == "local-tax"}
    states = [state] + [{} for _ in rows[1:]]
    for programme in PROGRAMMES.values():
        said = why(programme.id, rows, None if programme.unit == "household" else 0, states)
        assert "45678" not in json.dumps(said) and "4,567,89" not in "\n".join(render(said, full=True))


def test_a_fact_says_its_kind_its_year_and_why_it_is_missing() -> None:
    said = why("school-aid", [person("head", 40, None), PUPIL], 1)
    fact = step(said, "total_income")
    assert (fact["kind"], fact["income_year"]) == ("local-tax", 2023)
    assert fact["cells"][0] == {
        "member": 0,
        "value": None,
        "causes": [{"kind": "local-tax", "state": "absent"}],
        "least": 0,
        "most": None,
    }
    assert said["verdict"] == "cannot-be-told" and said["causes"] == [{"kind": "local-tax", "state": "absent"}]


def test_a_threshold_says_its_date_source_and_confidence() -> None:
    said = why("child-rearing-allowance", [PARENT, PUPIL], 0)
    amount = step(said, "rearing_first_child")
    assert (amount["value"], amount["since"], amount["confidence"]) == (
        46_690,
        "2025-04-01",
        "C",
    ) and "児童扶養手当法" in amount["source"]
    assert step(why("school-aid", [PARENT, PUPIL], 1), "school_aid_factor_permille")["source"] == "ordinance"
    table = next(
        found for found in walk(why("school-aid", [PARENT, PUPIL], 1)) if found.get("threshold") == "class2_old"
    )
    assert table["value"]["2"] == 45_640


def test_steps_carry_the_names_and_values_of_the_formula() -> None:
    said = why("school-aid", [PARENT, PUPIL], 1)
    assert step(said, "household_income")["cells"] == [{"value": 2_000_000}]
    assert step(said, "yearly_limit")["cells"] == [{"value": 188_290 * 12 * 1300 // 1000}]
    assert step(said, "low_income")["cells"] == [{"value": True}]
    assert step(said, "school_year")["cells"] == [{"member": 1, "value": 4}]


def test_what_did_not_matter_is_marked_and_left_out_of_the_text() -> None:
    said = why("school-aid", [PARENT, PUPIL], 1)
    assert step(said, "rearing_allowance").get("aside") is True
    short, full = "\n".join(render(said)), "\n".join(render(said, full=True))
    assert "児童扶養手当を受給中" not in short and "児童扶養手当を受給中" in full


@pytest.mark.parametrize(
    ("income", "aside"), [(500_000, {"reduced_first": True}), (2_000_000, {"reduced_first": None})]
)
def test_the_branch_that_was_not_chosen_is_set_aside(income: int, aside: dict[str, bool | None]) -> None:
    said = why("child-rearing-allowance", [{**PARENT, "total_income": income}, PUPIL], 0)
    assert {name: step(said, name).get("aside") for name in aside} == aside
    paid = [found for found in walk(said) if found.get("threshold") == "rearing_first_child"]
    assert any(not found.get("aside") for found in paid)


def test_what_did_not_matter_in_one_place_is_told_where_it_did() -> None:
    said = why("exempt-household-benefit", [{**PARENT, "dependants": 0}], None)
    base = [found for found in walk(said) if found.get("threshold") == "exempt_base"]
    assert [found.get("aside") for found in base] == [None]


def test_what_stands_twice_is_written_once() -> None:
    said = why("child-rearing-allowance", [PARENT, PUPIL], 0)
    assert any(found.get("seen") and "parts" not in found for found in walk(said))


@pytest.mark.parametrize("programme", sorted(PROGRAMMES))
def test_a_japanese_explanation_holds_no_english_and_an_english_one_no_japanese(programme: str) -> None:
    rows = [PARENT, PUPIL, person("child", 15, None, handbook="physical", handbook_grade=2), person("parent", 70, None)]
    said = why(
        programme,
        rows,
        None if PROGRAMMES[programme].unit == "household" else 1 if PROGRAMMES[programme].unit == "child" else 0,
    )
    text, english = ("\n".join(render(said, lang, full=True)) for lang in ("ja", "en"))
    for source in sorted({source_in_words(found["source"]) for found in walk(said) if "source" in found}, key=len, reverse=True):
        text, english = text.replace(source, ""), english.replace(source, "")
    assert not re.findall("[A-Za-z]+", text)
    assert not re.findall("[\u3040-\u30ff\u4e00-\u9fff]+", english)


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("ja", "就学援助（準要保護）（子）：該当"),
        ("en", "school aid (child): eligible"),
    ],
)
def test_the_title_says_who_and_what(lang: Lang, title: str) -> None:
    lines = render(why("school-aid", [PARENT, PUPIL], 1), lang)
    assert lines[0] == title and all(line.startswith("  ") for line in lines[1:])


def test_the_amount_and_the_year_stand_under_the_title() -> None:
    said = why("child-rearing-allowance", [PARENT, PUPIL], 0)
    assert render(said)[1] == "  2025年4月15日現在、2023年分の所得、月額：27,430円"
    assert render(said, "en")[1] == "  as of 2025-04-15, income of 2023, a month: 27,430 yen"


def test_who_is_no_unit_is_not_concerned() -> None:
    assert render(why("school-aid", [PARENT, PUPIL], 0))[0].endswith("：対象外")


def test_siblings_are_told_apart_by_number() -> None:
    text = "\n".join(render(why("school-aid", [PARENT, PUPIL, person("child", 7, None)], 2)))
    assert text.startswith("就学援助（準要保護）（子2）") and "子1" in text


def test_a_case_of_a_member_needs_the_member() -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        why("school-aid", [PARENT, PUPIL])
    with pytest.raises(ValueError, match="from 0 to 1"):
        why("school-aid", [PARENT, PUPIL], 2)


@examples(25, by_day=8)
@given(households(most=5))
def test_every_explanation_can_be_written_as_json_and_as_text_in_both_languages(rows: list[Row]) -> None:
    for programme in PROGRAMMES.values():
        said = why(programme.id, rows, None if programme.unit == "household" else 0)
        assert json.loads(json.dumps(said)) == said
        assert render(said, "ja") and render(said, "en", full=True)
