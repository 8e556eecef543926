"""`nayose ordinance show | lint | diff | coverage | reach` and `nayose parameters`: what they say, for people and for programs."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance import load, names
from schemas.ordinance.reader import SHIPPED
from tests.cli.calling import nayose
from tests.nightly import rest_at_night

ROOT = Path(__file__).parent.parent.parent
SCENARIOS = ROOT / "tests" / "scenarios"
WORDS_IN_LATIN = {"GDPR"}
MISTAKES: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "ordinance" / "mistakes.toml").read_text(encoding="utf-8")
)["mistake"]


def changed(tmp_path: Path, name: str, *changes: tuple[str, str]) -> Path:
    """A copy of a shipped ordinance with some words changed."""
    text = (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def latin(text: str) -> set[str]:
    """Words of three Latin letters or more."""
    return set(re.findall(r"[A-Za-z][A-Za-z_-]{2,}", text))


@pytest.mark.parametrize("name", names())
def test_an_ordinance_is_shown_with_all_that_it_says_and_in_japanese_by_words(name: str) -> None:
    ordinance = load(name)
    ja, en = (nayose("ordinance", "show", name, lang=lang) for lang in ("ja", "en"))
    assert (ja.code, en.code) == (0, 0)
    for part in (ordinance.title, ordinance.municipality, ordinance.caption, "制定の形式", "別表第1", "別表第2", "別表第3",
                 "特定公的給付の指定", "利用目的", "禁止", "条項", "守り"):  # fmt: skip
        assert part in ja.out
    for rule in law().safeguards.values():
        assert rule.label_ja in ja.out and rule.label_en in en.out
    for row in (*ordinance.rows, *ordinance.prohibitions):
        assert f"行 {row.row}　" in ja.out and f"row {row.row}  " in en.out
        assert all(catalogue().kinds[kind].label_ja in ja.out for kind in row.kinds)
    assert latin(ja.out) <= WORDS_IN_LATIN


def test_a_safeguard_is_shown_with_who_sets_it_and_a_date_as_a_date() -> None:
    told = nayose("ordinance", "show", "sample", lang="ja").out
    for part in (
        "［国の法律］地方税法22条",
        "［条例］条例第4条2項ただし書",
        "［運用］番号法20条",
        "2024年4月1日から",
        "毎年 4月15日、10月15日",
    ):
        assert part in told


def test_what_a_row_leaves_out_and_a_town_sets_is_shown(tmp_path: Path) -> None:
    path = changed(tmp_path, "C", ('[[table3]]\nrow = "3-1"', '[[table3]]\nvalid_to = 2026-03-31\nattributes = ["levy", "birth", "assistance_status", "rearing_allowance_status"]\nrow = "3-1"'),
                   ("retention_months = 12", "retention_months = false"), ("school_aid_factor_permille = 1300", "school_aid_factor_permille = 1250"))  # fmt: skip
    told = nayose("ordinance", "show", path, lang="ja").out
    for part in ("項目：課税区分、生年月日、", "2026年3月31日まで", "期限なし", "1.25倍"):
        assert part in told


def test_an_ordinance_for_programs_is_its_content_and_who_sets_the_safeguards() -> None:
    shown = nayose("ordinance", "show", "sample", "--json").json
    content = json.loads(load("sample").as_json())
    assert {key: shown[key] for key in content} == content
    assert shown["hash"] == load("sample").content_hash
    assert shown["set_by"]["tax_consent"] == "national-law" and shown["set_by"]["network_first"] == "ordinance"


@pytest.mark.parametrize("command", ["show", "lint", "reach", "coverage"])
def test_a_command_about_what_is_no_ordinance_ends_with_two(command: str, tmp_path: Path) -> None:
    path = changed(tmp_path, "C", ("tax_consent = true", "tax_consent = false"))
    for name in (path, "Z", tmp_path / "none.toml", tmp_path):
        done = nayose("ordinance", command, name)
        assert (done.code, done.out) == (2, "")
        assert done.err and "Traceback" not in done.err


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_mistake_in_a_file_is_a_letter_with_file_line_and_what_to_do(tmp_path: Path, lang: str) -> None:
    sample = (SHIPPED / "sample.toml").read_text(encoding="utf-8")
    path = tmp_path / "ours.toml"
    for mistake in MISTAKES:
        path.write_text(sample.replace(mistake["find"], mistake["put"], 1), encoding="utf-8")
        done = nayose("ordinance", "lint", path, lang=lang)
        assert (done.code, done.out) == (2, ""), mistake["title"]
        assert re.search(r"ours\.toml(, line \d+| \d+行目|: |「)", done.err), done.err
        assert mistake.get("nearest", "").strip('"') in done.err


@pytest.mark.parametrize("encoding", ["cp932", "utf-16"])
def test_a_file_in_another_encoding_is_a_letter(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ours.toml"
    path.write_bytes((SHIPPED / "C.toml").read_bytes().decode("utf-8").encode(encoding, "replace"))
    for lang in ("ja", "en"):
        done = nayose("ordinance", "show", path, lang=lang)
        assert done.code == 2 and "UTF-8" in done.err


def test_lint_tells_its_findings_in_japanese_words(tmp_path: Path) -> None:
    path = changed(tmp_path, "sample", ('kinds = ["child-consultation"]', 'kinds = ["attendance"]'))
    done = nayose("ordinance", "lint", path, lang="ja")
    assert done.code == 1
    assert "出欠の情報（禁止の行がある）" in done.out and "行 U-1（出欠の情報）" in done.out
    assert {p["row"] for p in nayose("ordinance", "lint", path, "--json").json} == {"U-1", "P-1"}


def test_lint_asks_the_formulas_what_a_prohibition_stops(tmp_path: Path) -> None:
    path = changed(tmp_path, "sample", ('kinds = ["child-consultation"]', 'kinds = ["school-lunch"]'))
    assert [p["code"] for p in nayose("ordinance", "lint", path, "--json").json] == ["idle-prohibition"]


def joins(told: dict[str, Any], side: str, **of: str) -> list[dict[str, Any]]:
    return [join for join in told[side] if all(join[key] == value for key, value in of.items())]


def test_a_difference_names_joins_with_a_resident_of_the_town_to_whom_it_happened(town: Path) -> None:
    told = nayose("ordinance", "diff", "G", "A", "--town", town, "--json").json
    assert told["only_b"] == []
    (join,) = joins(told, "only_a", duty="child-allowance", kind="local-tax")
    assert join["row"] == "2-2" and "standing" in join["triggers"]
    example = join["example"]
    assert re.fullmatch("[0-9a-f]{16}", example["id"]) and example["passed"]
    assert set(example["subjects"]) <= set(join["subjects"])
    seen = nayose(
        "resident", example["id"], town, "--ordinance", "G", "--ordinance", "A", "--assessor", "off", "--json"
    ).json
    disclosed = {
        lane: [e for e in seen["lanes"][lane]["ledger"] if (e["duty"], e["kind"], e["act"]) == ("child-allowance", "local-tax", "disclosed")]
        for lane in ("G", "A")
    }  # fmt: skip
    assert disclosed["G"] and not disclosed["A"]


def test_where_nothing_passed_a_resident_whom_the_row_speaks_of_is_the_example(tmp_path: Path, town: Path) -> None:
    later = changed(tmp_path, "C", ('triggers = ["application"]', 'triggers = ["sweep"]\nsweep_on = ["12-31"]'))
    told = nayose("ordinance", "diff", later, "A", "--town", town, "--on", "2024-12-15", "--json").json
    found = joins(told, "only_a", duty="single-parent-medical-aid", kind="resident-record")
    assert found
    for join in found:
        assert join["triggers"] == ["sweep"] and join["example"]["passed"] is False
        assert join["example"]["subjects"] and set(join["example"]["subjects"]) <= set(join["subjects"])


@pytest.mark.parametrize("on", ["1990-01-01", "2100-12-31"])
def test_a_day_on_which_nothing_is_recorded_yet_or_any_more_can_be_asked_about(on: str, town: Path) -> None:
    told = nayose("ordinance", "diff", "G", "A", "--town", town, "--on", on, "--json")
    assert told.code == 0 and told.json["day"] == on and told.json["only_a"]
    assert nayose("ordinance", "diff", "G", "A", "--town", town, "--on", on, lang="ja").code == 0


def test_a_town_in_which_nobody_lives_has_no_examples(tmp_path: Path) -> None:
    (tmp_path / "register.jsonl").write_text("", encoding="utf-8")
    told = nayose("ordinance", "diff", "G", "A", "--town", tmp_path, "--json")
    assert told.code == 0 and {join["example"] for join in told.json["only_a"]} == {None}
    assert "Nobody in this town" in nayose("ordinance", "diff", "G", "A", "--town", tmp_path).out


def test_every_join_of_a_difference_has_an_example_in_a_town_of_some_hundreds(town: Path) -> None:
    told = nayose("ordinance", "diff", "G-plus", "sample", "--town", town, "--json").json
    pairs = [*told["only_a"], *told["only_b"]]
    assert len(pairs) > 20
    assert [
        join for join in pairs if join["example"] is None and join["kind"] in ("resident-record", "local-tax")
    ] == []


def test_a_difference_is_told_in_japanese_words_and_without_numbers(town: Path) -> None:
    done = nayose("ordinance", "diff", "sample", "C", "--town", town, lang="ja")
    assert done.code == 0
    assert "sample が許し、C が許さない結合：5件" in done.out
    said = re.sub(r"住民 [0-9a-f]{16}", "", done.out)
    assert latin(said) <= {"sample"}
    assert not re.search(r"(?<![0-9a-f])\d{12}(?![0-9a-f])", done.out)


def test_two_of_one_content_do_not_differ_and_neither_do_two_files_of_one_name(tmp_path: Path, town: Path) -> None:
    path = changed(tmp_path, "C", ("# C: use and provision", "# ours: use and provision"))
    assert "None." in nayose("ordinance", "diff", path, "C", "--town", town).out
    other = changed(tmp_path, "C", ('kinds = ["resident-record", "local-tax"]', 'kinds = ["resident-record"]'))
    told = nayose("ordinance", "diff", other, "C", "--town", town, "--json").json
    assert (len(told["only_a"]), [join["kind"] for join in told["only_b"]]) == (0, ["local-tax"])


def test_an_ordinance_that_hands_over_answers_only_can_be_compared(tmp_path: Path, town: Path) -> None:
    path = changed(tmp_path, "C", ("answer_only = false", "answer_only = true"))
    told = nayose("ordinance", "diff", "C", path, "--town", town, "--json").json
    assert {tuple(join["attributes"]) for join in told["only_b"]} == {("answer",)}
    assert nayose("ordinance", "diff", "C", path, "--town", town, lang="ja").code == 0


def test_the_small_town_of_the_examples_is_made_once_and_kept(kept_towns: Path) -> None:
    first = nayose("ordinance", "diff", "G", "C", "--residents", 60, "--json")
    made = list((kept_towns / "towns").glob("60-12-1-*"))
    assert len(made) == 1 and first.code == 0
    assert nayose("ordinance", "diff", "G", "C", "--residents", 60, "--json").json == first.json


@pytest.mark.parametrize(
    ("more", "told"),
    [(["--town", "nowhere"], "no folder"), (["--residents", "5"], "from 50 to"), (["--on", "2025-02-30"], "day of the calendar")],
)  # fmt: skip
def test_a_mistake_about_the_town_is_a_letter(more: list[str], told: str) -> None:
    done = nayose("ordinance", "diff", "C", "G", *more)
    assert done.code == 2 and told in done.err


@pytest.mark.parametrize("name", rest_at_night(names(), lambda name: name in ("C", "F", "sample")))
def test_every_row_of_a_shipped_ordinance_is_exercised_by_a_scenario(name: str) -> None:
    told = nayose("ordinance", "coverage", name, "--scenarios", SCENARIOS, "--json").json
    assert told["missing"] == [] and told["scenarios"] > 0
    assert len(told["rows"]) == len(load(name).rows) + len(load(name).prohibitions)


def test_a_row_that_nothing_exercises_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "some"
    shutil.copytree(SCENARIOS / "C", folder)
    for path in folder.rglob("*.toml"):
        if "single-parent-medical-aid" in path.read_text(encoding="utf-8"):
            path.unlink()
    told = nayose("ordinance", "coverage", "C", "--scenarios", folder, "--json").json
    assert {"1-1", "2-1"} <= set(told["missing"]) and "3-1" not in told["missing"]
    words = nayose("ordinance", "coverage", "C", "--scenarios", folder, lang="ja").out
    assert "使われない行：2-1　ひとり親家庭等医療費助成" in words


def test_a_row_that_only_denies_is_not_exercised(tmp_path: Path) -> None:
    folder = tmp_path / "some"
    folder.mkdir()
    shutil.copy(SCENARIOS / "C" / "eligible" / "school-aid-by-the-allowance-alone.toml", folder)
    path = changed(tmp_path, "C", ('"local-tax", "public-assistance", "child-rearing-allowance"]\nsubjects = ["guardian"', '"public-assistance", "child-rearing-allowance"]\nsubjects = ["guardian"'),
                   ("[safeguards]", '[[table3]]\nrow = "3-2"\norgan = "board-of-education"\nduty = "school-aid"\nholder = "mayor"\nkinds = ["local-tax"]\nsubjects = ["guardian", "same-household"]\ntriggers = ["application"]\n\n[safeguards]'))  # fmt: skip
    told = nayose("ordinance", "coverage", path, "--scenarios", folder, "--json").json
    assert "3-2" in told["missing"] and "3-1" not in told["missing"]


def test_ones_own_copy_is_held_against_the_scenarios_of_its_name(tmp_path: Path) -> None:
    path = changed(tmp_path, "C", ('row = "3-1"', 'row = "3-9"'))
    told = nayose("ordinance", "coverage", path, "--scenarios", SCENARIOS / "C", "--json").json
    assert "3-9" in told["rows"] and told["missing"] == []


def test_without_scenarios_coverage_is_a_letter(tmp_path: Path) -> None:
    assert nayose("ordinance", "coverage", "C", "--scenarios", tmp_path / "none").code == 2
    assert nayose("ordinance", "coverage", "C", "--scenarios", tmp_path).code == 2


def test_reach_counts_and_names_attributes_by_duty() -> None:
    told = nayose("ordinance", "reach", "C", lang="ja")
    assert told.code == 0
    assert "■ 就学援助（準要保護）（教育委員会）" in told.out and "行：3-1" in told.out and "通り道：" in told.out
    assert latin(told.out) <= {"II", "III"}
    plain = nayose("ordinance", "reach", "C", "--json").json
    aid = next(one for one in plain["duties"] if one["duty"] == "school-aid")
    assert {step["kind"] for step in aid["one"]} == set(load("C").find_row("3-1").kinds)  # type: ignore[union-attr]
    assert all(
        name in ATTRIBUTES for part in ("own", "one", "two") for step in aid[part] for name in step["attributes"]
    )


def test_reach_is_that_of_the_day(tmp_path: Path) -> None:
    path = changed(tmp_path, "C", ('[[table3]]\nrow = "3-1"', '[[table3]]\nvalid_to = 2025-03-31\nrow = "3-1"'))
    reached = [
        next(one for one in nayose("ordinance", "reach", path, "--on", day, "--json").json["duties"] if one["duty"] == "school-aid")["one"]
        for day in ("2025-03-31", "2025-04-01")
    ]  # fmt: skip
    assert len(reached[0]) == 4 and reached[1] == []


def test_the_numbers_of_the_law_are_listed_with_date_source_and_tag() -> None:
    told = nayose("parameters", "--json").json
    assert len(told["numbers"]) > 50 and told["law"] == []
    assert all(one["value"] and one["since"] and one["source"] and one["confidence"] for one in told["numbers"])
    open_ = nayose("parameters", "--unconfirmed", "--json").json
    assert [one for one in told["numbers"] if one["confidence"] != "C"] == open_["numbers"]
    assert all(one["confidence"] != "C" and one["source"] for one in open_["law"])


def test_what_is_not_confirmed_is_said_in_words() -> None:
    told = nayose("parameters", "--unconfirmed", lang="ja").out
    assert "一般知識（確度高）" in told and "［確認済み］" not in told
    assert "general knowledge" in nayose("parameters", "--unconfirmed").out


def test_the_page_of_what_is_not_confirmed_is_what_the_command_writes(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    assert nayose("parameters", "--out", path).code == 0
    written = path.read_text(encoding="utf-8")
    assert written == (ROOT / "docs" / "unconfirmed.md").read_text(encoding="utf-8"), (
        "nayose parameters --out docs/unconfirmed.md"
    )
