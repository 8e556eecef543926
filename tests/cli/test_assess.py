"""`nayose assess`: one household written by hand, through the real engine; lenient in form, strict in content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from processors.duties import ASSESSED
from schemas.number import check_digit
from schemas.trace import walk
from tests.cli.calling import Done, nayose

LONE_PARENT = """
date = 2025-02-10
[[members]]
id = "mother"
birth = 1985-05-01
relation = "head"
tax = { 2023 = { total_income = 2120000, pay_or_pension = true, dependants = 1, widow_or_lone_parent = true } }
[[members]]
id = "child"
birth = 2014-06-01
relation = "child"
"""
PROGRAMMES = (*ASSESSED, "resident-tax-exempt")


def assessed(tmp_path: Path, text: str, name: str = "home.toml") -> Done:
    """`nayose assess` of a text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return nayose("assess", path, "--json")


def result(done: Done, programme: str, unit: str) -> dict[str, Any]:
    """The one result of a programme and unit."""
    assert done.code == 0, done.err
    found = [r for r in done.json["results"] if (r["programme"], r["unit"]) == (programme, unit)]
    assert len(found) == 1, [(r["programme"], r["unit"]) for r in done.json["results"]]
    return found[0]


def verdict(done: Done, programme: str, unit: str) -> str:
    return str(result(done, programme, unit)["verdict"])


def test_every_programme_gives_a_result_with_verdict_amount_causes_and_trace(tmp_path: Path) -> None:
    done = assessed(tmp_path, LONE_PARENT)
    assert list(dict.fromkeys(r["programme"] for r in done.json["results"])) == list(PROGRAMMES)
    for one in done.json["results"]:
        assert set(one) == {"programme", "unit", "verdict", "amount_yen", "per", "causes", "trace"}
        assert one["verdict"] in ("eligible", "not-eligible", "cannot-be-told")
        assert one["unit"] in ("household", "mother", "child")


def test_the_part_of_the_child_rearing_allowance_is_computed_to_the_yen(tmp_path: Path) -> None:
    found = result(assessed(tmp_path, LONE_PARENT), "child-rearing-allowance", "mother")
    assert (found["verdict"], found["amount_yen"], found["per"], found["causes"]) == ("eligible", 23_740, "month", [])


def test_the_trace_goes_down_to_facts_and_dated_thresholds(tmp_path: Path) -> None:
    steps = walk(result(assessed(tmp_path, LONE_PARENT), "child-rearing-allowance", "mother")["trace"])
    assert {"total_income", "dependants", "relation"} <= {step.get("fact") for step in steps}
    thresholds = {step["threshold"]: step for step in steps if "threshold" in step}
    assert thresholds["rearing_part_limit"]["value"] == 2_080_000
    assert thresholds["rearing_part_limit"]["since"] == "2024-11-01"


def test_the_verdict_of_the_engine_is_that_of_the_trace(tmp_path: Path) -> None:
    for one in assessed(tmp_path, LONE_PARENT).json["results"]:
        if one["trace"] and one["trace"].get("reason") != "no-unit":
            assert one["trace"]["verdict"] == one["verdict"]


def test_the_status_is_told_of_the_household_and_of_each_member(tmp_path: Path) -> None:
    done = assessed(tmp_path, LONE_PARENT)
    assert verdict(done, "resident-tax-exempt", "household") == "not-eligible"
    assert verdict(done, "resident-tax-exempt", "mother") == "not-eligible"
    assert verdict(done, "resident-tax-exempt", "child") == "eligible"


def test_json_says_the_same_as_toml(tmp_path: Path) -> None:
    import tomllib

    raw = tomllib.loads(LONE_PARENT)
    as_json = assessed(tmp_path, json.dumps(raw, default=str), "home.json")
    assert as_json.json == assessed(tmp_path, LONE_PARENT).json


def test_nothing_said_of_the_tax_is_absent_and_not_zero(tmp_path: Path) -> None:
    text = "\n".join(line for line in LONE_PARENT.splitlines() if not line.startswith("tax"))
    found = result(assessed(tmp_path, text), "exempt-household-benefit", "household")
    assert (found["verdict"], found["amount_yen"], found["causes"]) == ("cannot-be-told", None, ["local-tax:absent"])


def test_a_tax_record_that_says_zero_is_zero(tmp_path: Path) -> None:
    done = assessed(tmp_path, LONE_PARENT.replace("total_income = 2120000", "total_income = 0"))
    assert result(done, "exempt-household-benefit", "household")["amount_yen"] == 50_000


def test_an_older_year_is_stale(tmp_path: Path) -> None:
    found = result(assessed(tmp_path, LONE_PARENT.replace("2023 =", "2021 =")), "exempt-household-benefit", "household")
    assert found["causes"] == ["local-tax:stale"]


@pytest.mark.parametrize(
    "spelling",
    [
        "tax = { 2023 = { total_income = 2120000, pay_or_pension = true, dependants = 1 } }",
        'tax = { "2023" = { total_income = 2120000, pay_or_pension = true, dependants = 1 } }',
        "tax = { total_income = { 2023 = 2120000 }, pay_or_pension = { 2023 = true }, dependants = { 2023 = 1 } }",
        "tax = { total_income = 2120000, pay_or_pension = true, dependants = 1 }",
        "tax = { income = { 2023 = { total_income = 2120000, pay_or_pension = true, dependants = 1 } } }",
        "tax.2023.total_income = 2120000\ntax.2023.pay_or_pension = true\ntax.2023.dependants = 1",
        "tax = { 2023 = { total_income = 2_120_000.0, pay_or_pension = true, dependants = 1 } }",
    ],
)
def test_a_tax_year_may_be_spelt_in_several_ways(spelling: str, tmp_path: Path) -> None:
    text = "\n".join(spelling if line.startswith("tax") else line for line in LONE_PARENT.splitlines())
    assert result(assessed(tmp_path, text), "child-rearing-allowance", "mother")["amount_yen"] == 23_740


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("birth = 2014-06-01", 'birth = "2014-06-01"'), ("birth = 2014-06-01", 'birth = "2014/06/01"'),
        ("date = 2025-02-10", 'date = "2025-02-10"'), ('relation = "child"', 'relation = "子"'), ('relation = "child"', 'relation = "daughter"'),
        ('id = "child"', "id = 2"), ("birth = 2014-06-01", 'birth = 2014-06-01\nsex = "male"'),
        ("birth = 2014-06-01", 'birth = 2014-06-01\nregister = { sex = "male", nationality = "foreign" }'),
    ],
)  # fmt: skip
def test_dates_relations_and_the_register_may_be_spelt_in_several_ways(before: str, after: str, tmp_path: Path) -> None:
    found = result(assessed(tmp_path, LONE_PARENT.replace(before, after)), "child-rearing-allowance", "mother")
    assert found["amount_yen"] == 23_740


@pytest.mark.parametrize(
    "welfare",
    [
        "{ public_assistance = true }", '{ public_assistance = "in-force" }', '{ assistance_status = "in-force" }',
        '{ public_assistance = { assistance_status = "in-force", assistance_since = 2022-04-01 } }',
        '{ public_assistance = { status = "in_force", since = "2022-04-01" } }',
    ],
)  # fmt: skip
def test_public_assistance_makes_exempt_by_whatever_form_it_is_said(welfare: str, tmp_path: Path) -> None:
    text = "\n".join(f"welfare = {welfare}" if line.startswith("tax") else line for line in LONE_PARENT.splitlines())
    done = assessed(tmp_path, text)
    assert verdict(done, "resident-tax-exempt", "mother") == "eligible"
    assert result(done, "exempt-household-benefit", "household")["amount_yen"] == 50_000


def test_public_assistance_that_began_after_1_january_does_not_count_for_that_year(tmp_path: Path) -> None:
    welfare = "welfare = { public_assistance = { status = 'in-force', since = 2024-01-02 } }"
    text = "\n".join(welfare if line.startswith("tax") else line for line in LONE_PARENT.splitlines())
    assert verdict(assessed(tmp_path, text), "resident-tax-exempt", "mother") == "cannot-be-told"


def test_what_the_tax_year_says_of_assistance_itself_goes_before(tmp_path: Path) -> None:
    welfare = "welfare = { public_assistance = true }\ntax = { 2023 = { on_assistance = false } }"
    text = "\n".join(welfare if line.startswith("tax") else line for line in LONE_PARENT.splitlines())
    assert verdict(assessed(tmp_path, text), "resident-tax-exempt", "mother") == "cannot-be-told"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("absent = [2025-01-06, 2025-01-07, 2025-01-08, 2025-01-09, 2025-01-10, 2025-01-14]", "eligible"),
        ("absent = [2025-01-06, 2025-01-07, 2025-01-08, 2025-01-09, 2025-01-10]", "not-eligible"),
        ("most_absences_in_a_month = 6", "eligible"), ("most_absences_in_a_month = 5", "not-eligible"),
        ("counselled = true", "eligible"), ("counselled = false", "not-eligible"), ('counselling = "open"', "eligible"),
        ('counselling = "unfounded"', "not-eligible"), ("most_absences_in_a_month = 31", "eligible"),
    ],
)  # fmt: skip
def test_the_watch_hears_of_absence_and_counselling_by_whatever_form(said: str, told: str, tmp_path: Path) -> None:
    text = (
        LONE_PARENT.replace("total_income = 2120000", "total_income = 0")
        + f"child = {{ standard_score = 50, {said} }}\n"
    )
    assert (
        verdict(
            assessed(tmp_path, text.replace("standard_score = 50", "standard_score = { 2023 = 50, 2024 = 50 }")),
            "child-watch",
            "child",
        )
        == told
    )


def test_a_fall_of_the_standard_score_may_be_given_as_such(tmp_path: Path) -> None:
    poor = LONE_PARENT.replace("total_income = 2120000", "total_income = 0")
    assert (
        verdict(assessed(tmp_path, poor + "child = { standard_score_fall = 12 }\n"), "child-watch", "child")
        == "eligible"
    )
    assert (
        verdict(assessed(tmp_path, poor + "child = { standard_score_fall = 9 }\n"), "child-watch", "child")
        == "not-eligible"
    )


def test_a_disabled_child_of_nineteen_still_counts_for_the_child_rearing_allowance(tmp_path: Path) -> None:
    grown = LONE_PARENT.replace("birth = 2014-06-01", "birth = 2005-06-01")
    assert verdict(assessed(tmp_path, grown), "child-rearing-allowance", "household") == "not-eligible"
    handbook = 'welfare = { handbook = "physical", handbook_grade = 2 }\ntax = { 2023 = { total_income = 0 } }\n'
    assert verdict(assessed(tmp_path, grown + handbook), "child-rearing-allowance", "mother") == "eligible"


def test_facts_of_the_town_change_the_limits(tmp_path: Path) -> None:
    poorer = LONE_PARENT.replace("total_income = 2120000", "total_income = 900000").replace(
        ", widow_or_lone_parent = true", ""
    )
    assert verdict(assessed(tmp_path, poorer), "resident-tax-exempt", "mother") == "eligible"
    assert (
        verdict(assessed(tmp_path, poorer + '[facts]\nclass_of_area = "3-1"\n'), "resident-tax-exempt", "mother")
        == "not-eligible"
    )


def test_without_a_case_an_ordinance_that_waits_for_applications_cannot_tell(tmp_path: Path) -> None:
    found = result(assessed(tmp_path, 'ordinance = "C"\n' + LONE_PARENT), "school-aid", "household")
    assert (found["verdict"], found["causes"], found["trace"]["reason"]) == (
        "cannot-be-told",
        ["resident-record:withheld"],
        "no-case",
    )


def test_an_application_opens_the_gate_and_the_trace_names_the_rows(tmp_path: Path) -> None:
    case = '[[cases]]\nduty = "school-aid"\napplicant = "mother"\ntax_consent = true\n'
    found = result(assessed(tmp_path, 'ordinance = "C"\n' + LONE_PARENT + case), "school-aid", "child")
    assert found["verdict"] == "eligible"
    tax = [
        answer for answer in found["trace"]["gate"] if answer["kind"] == "local-tax" and answer["member"] == "mother"
    ]
    assert [(answer["allowed"], answer["code"], answer["row"]) for answer in tax] == [(True, "permitted", "3-1")]
    assert "番号法19条11号" in tax[0]["article_ja"]


def test_applications_may_stand_under_their_own_name(tmp_path: Path) -> None:
    case = '[[applications]]\nprogramme = "school-aid"\nby = "mother"\non = "2025-02-01"\nconsent = true\n'
    assert verdict(assessed(tmp_path, 'ordinance = "C"\n' + LONE_PARENT + case), "school-aid", "child") == "eligible"


def test_an_ordinance_beside_the_file_may_be_named_by_its_path(tmp_path: Path) -> None:
    from schemas.ordinance.reader import SHIPPED

    (tmp_path / "ours.toml").write_bytes((SHIPPED / "G.toml").read_bytes())
    assert verdict(assessed(tmp_path, 'ordinance = "ours.toml"\n' + LONE_PARENT), "school-aid", "child") == "eligible"


def test_on_a_day_whose_law_is_not_known_nothing_is_made_up(tmp_path: Path) -> None:
    done = assessed(tmp_path, LONE_PARENT.replace("2025-02-10", "2019-05-01"))
    for programme in PROGRAMMES:
        found = result(done, programme, "household")
        assert (found["verdict"], found["causes"], found["trace"]["reason"]) == ("cannot-be-told", [], "law-unknown")
    assert nayose("assess", tmp_path / "home.toml", lang="ja").code == 0


def test_some_programmes_may_be_asked_for(tmp_path: Path) -> None:
    done = assessed(tmp_path, 'programmes = ["school-aid"]\n' + LONE_PARENT)
    assert [r["programme"] for r in done.json["results"]] == ["school-aid"]


def test_who_moved_out_is_no_member(tmp_path: Path) -> None:
    gone = LONE_PARENT + 'register = { residency = "moved-out", registered_on = 2025-01-31 }\n'
    assert verdict(assessed(tmp_path, gone), "child-allowance", "household") == "not-eligible"


def test_a_programme_for_nobody_in_the_household_says_so_of_the_household(tmp_path: Path) -> None:
    """Born on 2 April 2006: a child to 31 March 2025 (児童手当法3条1項)."""
    born = LONE_PARENT.replace("birth = 2014-06-01", "birth = 2006-04-02")
    last = assessed(tmp_path, born.replace("2025-02-10", "2025-03-31"))
    assert result(last, "child-allowance", "mother")["amount_yen"] == 10_000
    over = assessed(tmp_path, born.replace("2025-02-10", "2025-04-01"))
    for programme in ("child-allowance", "child-rearing-allowance", "school-aid", "child-watch"):
        found = result(over, programme, "household")
        assert (found["verdict"], found["amount_yen"], found["causes"], found["trace"]["reason"]) == (
            "not-eligible",
            None,
            [],
            "no-unit",
        )
    path = tmp_path / "home.toml"
    assert "Nobody in this household" in nayose("assess", path).out
    assert "対象となる人" in nayose("assess", path, lang="ja").out


def test_a_sweep_does_not_reach_who_was_registered_after_it(tmp_path: Path) -> None:
    """The sample's row D-1 sweeps on 1 February."""
    home = """
ordinance = "sample"
date = 2025-02-10
[[members]]
id = "mother"
birth = 1985-05-01
relation = "head"
tax = { 2023 = { total_income = 0 } }
register = { registered_on = %s }
"""
    for registered_on, told in (("2025-02-01", "eligible"), ("2025-02-05", "cannot-be-told")):
        found = verdict(assessed(tmp_path, home % registered_on), "exempt-household-benefit", "household")
        assert found == told


def test_a_life_event_opens_a_case(tmp_path: Path) -> None:
    case = '[[cases]]\nlife_event = "divorce"\nmember = "mother"\non = 2025-01-20\n'
    found = result(assessed(tmp_path, 'ordinance = "C"\n' + LONE_PARENT + case), "school-aid", "household")
    assert found["trace"]["reason"] == "household-withheld"
    assert {answer["code"] for answer in found["trace"]["gate"]} >= {"wrong-trigger"}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("total_income", "totl_income", ["members.1.tax.2023.totl_income", "Did you mean total_income?"]),
        ("dependants = 1", "dependants = -1", ["-1", "0 ~ 30"]),
        ("total_income = 2120000", "total_income = -5", ["-5"]),
        ("total_income = 2120000", 'total_income = "much"', ["much"]),
        ("total_income = 2120000, ", "", ["total_income is missing"]),
        ("birth = 2014-06-01", "birth = 2026-06-01", ["2026-06-01", "<= 2025-02-10"]),
        ("birth = 2014-06-01", 'birth = "2014-02-30"', ["2014-02-30"]),
        ("birth = 2014-06-01\n", "", ["birth is missing"]),
        ("birth = 2014-06-01", "birth = 1014-06-01", ["1014-06-01", ">= 1895-01-01"]),
        ("birth = 2014-06-01", 'birth = "20140601"', ["20140601", "0001-01-01"]),
        ("birth = 2014-06-01", 'birth = "2014-W22-7"', ["2014-W22-7", "0001-01-01"]),
        ("birth = 2014-06-01", "birth = 2014-06-01\nhousehold = true", ["True"]),
        ('id = "child"', "id = []", ["members.2.id", "[]"]),
        ('relation = "child"', 'relation = "chid"', ["chid", "head, spouse, child"]),
        ('relation = "child"', 'relation = "head"', ["child is the second head here"]),
        ('relation = "child"\n', "", ["relation is missing"]),
        ('id = "child"', 'id = "mother"', ["mother stands there twice"]),
        ("date = 2025-02-10", "", ["date"]),
        ("date = 2025-02-10", 'date = "today"', ["today"]),
        ("date = 2025-02-10", "date = 2025-02-10\nweather = 1", ['"weather"', "members"]),
        ("birth = 2014-06-01", "birth = 2014-06-01\nshoes = 3", ["shoes"]),
        ("birth = 2014-06-01", "birth = 2014-06-01\nchild = { absents = 3 }", ["Did you mean absent?"]),
        (
            "birth = 2014-06-01",
            'birth = 2014-06-01\nwelfare = { child_rearing_alowance = "full" }',
            ["Did you mean child_rearing_allowance?"],
        ),
        (
            "birth = 2014-06-01",
            'birth = 2014-06-01\nwelfare = { child_rearing_allowance = "partly" }',
            ["none, full, part, suspended, ended"],
        ),
        (
            "birth = 2014-06-01",
            'birth = 2014-06-01\nwelfare = { handbook = "physical" }',
            ["handbook_grade is missing"],
        ),
        ("birth = 2014-06-01", "birth = 2014-06-01\ntax = { 2023 = 5 }", ["{ ... }"]),
        ("birth = 2014-06-01", "birth = 2014-06-01\ntax = 5", ["{ ... }"]),
        ("2023 =", "23 =", ['"23"']),
        ("date = 2025-02-10", 'date = 2025-02-10\nprogrammes = ["school-aids"]', ["Did you mean school-aid?"]),
        ("date = 2025-02-10", "date = 2025-02-10\nfacts = { class = 2 }", ["Did you mean class_of_area?"]),
        ("date = 2025-02-10", 'date = 2025-02-10\nfacts = { class_of_area = "9-9" }', ["9-9"]),
        ("date = 2025-02-10", 'date = 2025-02-10\nordinance = "Q"', ['no ordinance "Q"']),
        ("date = 2025-02-10", 'date = 2025-02-10\ncases = [{ duty = "school" }]', ["Did you mean school-aid?"]),
        (
            "date = 2025-02-10",
            'date = 2025-02-10\ncases = [{ duty = "school-aid", applicant = "aunt" }]',
            ["aunt", "mother, child"],
        ),
        (
            "date = 2025-02-10",
            'date = 2025-02-10\ncases = [{ duty = "school-aid", applied_on = 2025-03-01 }]',
            ["2025-03-01"],
        ),
        ("date = 2025-02-10", "date = [", ["cannot be read as TOML"]),
    ],
)
def test_a_mistake_names_file_place_and_what_is_allowed(
    before: str, after: str, told: list[str], tmp_path: Path
) -> None:
    done = assessed(tmp_path, LONE_PARENT.replace(before, after, 1) if "mother" not in before else LONE_PARENT)
    assert done.code == 2
    assert done.out == ""
    assert "home.toml" in done.err or "ordinance" in after or "facts" in after
    for words in told:
        assert words in done.err


def test_a_household_has_one_head_and_one_spouse_but_each_of_two_households_has_its_own(tmp_path: Path) -> None:
    wife = '[[members]]\nid = "{}"\nbirth = 1986-05-01\nrelation = "妻"\n'
    assert assessed(tmp_path, LONE_PARENT + wife.format("w")).code == 0
    two = assessed(tmp_path, LONE_PARENT + wife.format("w") + wife.format("x"))
    assert (two.code, "x is the second spouse here" in two.err) == (2, True)
    elsewhere = LONE_PARENT.replace('relation = "child"', 'relation = "head"\nhousehold = "B"')
    assert assessed(tmp_path, elsewhere).code == 0
    gone = LONE_PARENT.replace('relation = "child"', 'relation = "head"\nresidency = "dead"')
    assert assessed(tmp_path, gone).code == 0


def test_all_mistakes_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = LONE_PARENT.replace("total_income", "income_total").replace('relation = "child"', 'relation = "pet"')
    done = assessed(tmp_path, text)
    assert "line 7" in done.err
    assert "line 11" in done.err


def test_files_that_are_none_are_letters(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes('title = "é"'.encode("latin-1"))
    (tmp_path / "list.json").write_text("[1]", encoding="utf-8")
    (tmp_path / "large.toml").write_text("#" * 1_000_001, encoding="utf-8")
    for name, told in (
        ("latin.toml", "UTF-8"),
        ("list.json", "JSON"),
        ("large.toml", "too large"),
        ("none.toml", "cannot be read"),
    ):
        done = nayose("assess", tmp_path / name)
        assert (done.code, told in done.err) == (2, True), done.err
    assert nayose("assess", tmp_path).code == 2


def test_a_number_in_the_title_or_the_name_of_a_form_is_not_shown(tmp_path: Path) -> None:
    body = 51_234_567_890
    number = f"{body}{check_digit(body)}"
    done = assessed(tmp_path, f'title = "{number[:4]}　{number[4:8]}　{number[8:]}"\n' + LONE_PARENT.lstrip())
    assert (done.code, done.out) == (2, "")
    assert "line 1, title: this text holds twelve digits" in done.err
    (tmp_path / f"{number}.toml").write_text(LONE_PARENT, encoding="utf-8")
    done = nayose("assess", tmp_path / f"{number}.toml")
    assert done.code == 0
    assert number not in done.out + done.err


def test_a_number_in_a_form_is_never_repeated(tmp_path: Path) -> None:
    body = 51_234_567_890
    number = f"{body}{check_digit(body)}"
    for before, after in (
        ('id = "child"', f'id = "{number}"'),
        ("birth = 2014-06-01", f'birth = "{number}"'),
        ("dependants = 1", f'"{number}" = 1'),
    ):
        done = assessed(tmp_path, LONE_PARENT.replace(before, after))
        assert done.code == 2
        assert number not in done.out + done.err


def test_what_steers_a_terminal_is_shown_as_a_sign_and_brackets_as_they_are(tmp_path: Path) -> None:
    text = LONE_PARENT.replace('"mother"', '"[/red]"').replace('"child"\nbirth', '"[bold]:smile:"\nbirth')
    (tmp_path / "home.toml").write_text('title = "a\\u001b[31mb"\n' + text, encoding="utf-8")
    done = nayose("assess", tmp_path / "home.toml")
    assert done.code == 0
    assert "[/red] " in done.out and "[bold]:smile: " in done.out
    assert "\x1b" not in done.out and "a\N{REPLACEMENT CHARACTER}[31mb" in done.out


def test_people_read_verdicts_amounts_rows_and_the_way_to_them(tmp_path: Path) -> None:
    path = tmp_path / "home.toml"
    path.write_text(LONE_PARENT, encoding="utf-8")
    told = nayose("assess", path, lang="ja").out
    assert "児童扶養手当の支給" in told
    assert "月額 23,740円" in told
    assert "一部支給の所得制限限度額" in told
    assert "すべて" not in told
    assert len(nayose("assess", path, "--full").out) > len(nayose("assess", path).out)
