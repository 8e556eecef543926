"""The arrangements that are shipped: they load, lint clean, and say what they model. The law data hang together."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from schemas.catalogue import catalogue
from schemas.law import PIA_LEVELS, law
from schemas.ordinance import load, names, ordinances, read_dict, with_clause, with_row_added, with_row_replaced
from schemas.ordinance.lint import lint
from schemas.ordinance.reader import SHIPPED
from tests.gate.asking import changed

TAGS = {"C", "C2", "G:h", "G:m", "G:l", "D"}


def text_of(name: str) -> str:
    return (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")


def test_the_arrangements_are_listed_with_title_and_instrument() -> None:
    assert set(names()) == {"A", "B", "C", "D", "E", "F", "G", "G-plus", "sample", "screening"}
    listed = {entry.name: entry for entry in ordinances()}
    assert listed["A"].instrument == "none" and listed["G"].instrument == "hypothetical"
    assert listed["sample"].title == "青葉野市個人番号の利用及び特定個人情報の提供に関する条例"


@pytest.mark.parametrize("name", names())
def test_an_arrangement_is_of_the_made_up_town_and_lints_clean(name: str) -> None:
    ordinance = load(name)
    assert ordinance.municipality == "青葉野市（架空）"
    assert [p.letter() for p in lint(ordinance, text=text_of(name), file=f"{name}.toml")] == []


@pytest.mark.parametrize("name", sorted(set(names()) - {"sample"}))
def test_an_arrangement_says_what_it_models_and_what_it_simplifies(name: str) -> None:
    preamble = text_of(name).split("title =")[0]
    assert "What it models:" in preamble and "What it simplifies:" in preamble


def test_a_has_no_row_and_c_opens_nothing_but_on_application() -> None:
    assert load("A").rows == () and not load("A").clauses.statutory_pairs
    assert {trigger for row in load("C").rows for trigger in row.triggers} == {"application"}


def test_b_provides_nothing_to_another_organ() -> None:
    b, c = load("B"), load("C")
    assert b.clauses == c.clauses and {row.table for row in b.rows} == {"table1", "table2"}
    assert {row.duty for row in c.rows} - {row.duty for row in b.rows} == {"school-aid"}


def test_d_is_c_and_what_the_executive_found_necessary() -> None:
    c, d = load("C"), load("D")
    added = {row.row for row in d.rows if row.duty == "child-watch"}
    assert added == {"1-4", "2-3", "2-4", "3-2"}
    assert {replace(row, row="") for row in d.rows if row.row not in added} == {replace(row, row="") for row in c.rows}
    assert law().pia_needed(100_000) == "focused" and d.safeguards.pia_level == "basic"


def test_e_designates_one_benefit_with_register_and_tax_alone() -> None:
    (row,) = load("E").rows
    assert (row.table, row.duty, row.kinds) == ("designation", "exempt-household-benefit", ("resident-record", "local-tax"))
    assert "sweep" in row.triggers and not load("E").clauses.statutory_pairs


def test_f_is_in_force_to_march_2023_and_joins_by_another_key() -> None:
    f = load("F")
    assert f.law_starts == datetime.date(2022, 11, 1).toordinal()
    assert {row.valid_to for row in f.rows} == {datetime.date(2023, 3, 31).toordinal()}
    assert all(row.unlinkable and row.basis == "old-privacy-ordinance" and row.table == "purpose" for row in f.rows)


def test_g_pushes_five_support_duties_and_watches_nobody() -> None:
    duties = {row.duty for row in load("G").rows}
    assert len(duties) == 5 and all(catalogue().duties[duty].nature == "support" for duty in duties)
    assert load("G").assumes == ("tax-secrecy-lifted", "statutory-table-row")


def test_g_plus_is_g_and_child_watch() -> None:
    g, plus = load("G"), load("G-plus")
    assert tuple(row for row in plus.rows if row.duty != "child-watch") == g.rows
    assert plus.safeguards == g.safeguards and plus.caption == "黒田（2022）の読み"


OLD_BASIS = {"basis": "old-privacy-ordinance", "valid_from": "2023-04-01"}
TWO_TRIGGERS = {"triggers": ["application", "sweep"], "sweep_on": ["04-15"]}
STANDING = {"triggers": ["standing"], "sweep_on": ""}
PUSH = {"duty": "child-allowance", "triggers": ["life-event"], "kinds": ["resident-record"]}
AS_THE_PAIR = PUSH | {"triggers": ["application"], "subjects": ["applicant"], "sweep_on": ""}
NARROW = {
    "row": "3-9", "organ": "board-of-education", "duty": "school-aid", "holder": "mayor", "kinds": ["local-tax"],
    "subjects": ["guardian"], "triggers": ["application"],
}  # fmt: skip
OWN = NARROW | {
    "row": "2-9",
    "organ": "mayor",
    "duty": "child-allowance",
    "kinds": ["child-allowance"],
    "subjects": ["supporter"],
}
OWN.pop("holder")
FEWER = ["replace", "3-1", {"kinds": ["local-tax"], "attributes": ["levy", "total_income"]}]
TWIN_OF_FEWER = ["add", "table3", NARROW | {"attributes": ["levy", "total_income"]}]
TWIN_OF_MORE = ["add", "table3", NARROW | {"attributes": ["levy", "disabled"]}]


@pytest.mark.parametrize(
    ("base", "changes", "row", "code"),
    [
        ("C", [["remove", "1-1"]], "2-1", "never-passes"),
        ("C", [["replace", "3-1", {"kinds": ["attendance"]}]], "3-1", "never-passes"),
        ("sample", [["replace", "3-2", {"kinds": ["local-tax"]}]], "3-2", "needs-consent"),
        ("sample", [["replace", "U-1", {"basis": "APPI-69-2"}]], "U-1", "never-passes"),
        ("sample", [["replace", "U-1", {"unlinkable": ""}]], "U-1", "never-passes"),
        ("sample", [["replace", "U-1", OLD_BASIS]], "U-1", "never-passes"),
        ("sample", [["replace", "U-1", {"basis": "old-privacy-ordinance"}]], "U-1", "no-article"),
        ("sample", [["replace", "U-1", {"basis": "old-privacy-ordinance", "valid_to": "2023-03-31"}]], "U-1", ""),
        ("sample", [["replace", "P-1", {"kinds": ["attendance"]}]], "U-1", "never-passes"),
        ("sample", [["replace", "3-2", {"valid_to": "2024-04-14"}]], "3-2", "never-swept"),
        ("sample", [["replace", "3-1", TWO_TRIGGERS]], "3-2", "shadowed"),
        ("G", [["remove", "2-2"], ["replace", "2-1", AS_THE_PAIR]], "2-1", "shadowed"),
        ("sample", [["replace", "3-2", STANDING]], "3-2", "no-article"),
        ("sample", [["replace", "D-1", {"duty": "child-allowance"}]], "D-1", "no-article"),
        ("sample", [["replace", "D-1", {"duty": "child-watch"}]], "D-1", "no-article"),
        ("sample", [["replace", "3-2", {"valid_to": "2025-03-31", "sweep_on": ["04-01"]}]], "3-1", ""),
        ("sample", [["replace", "3-2", {"valid_to": "2024-04-20"}]], "3-2", ""),
        ("sample", [["replace", "3-2", {"valid_from": "2024-04-16", "valid_to": "2025-04-14"}]], "3-2", "never-swept"),
        ("C", [TWIN_OF_FEWER], "3-9", "shadowed"),
        ("C", [FEWER, TWIN_OF_FEWER], "3-9", "shadowed"),
        ("C", [FEWER, TWIN_OF_MORE], "3-9", ""),
        ("C", [["add", "table3", NARROW]], "3-9", "shadowed"),
        ("C", [["add", "table3", NARROW | {"subjects": ["supporter"]}]], "3-9", ""),
        ("C", [["add", "table3", NARROW | {"triggers": ["life-event"], "kinds": ["resident-record"]}]], "3-9", ""),
        ("C", [["add", "table3", NARROW | {"kinds": ["resident-record", "disability"]}]], "3-9", ""),
        ("C", [["replace", "3-1", {"valid_to": "2025-03-31"}], ["add", "table3", NARROW]], "3-9", ""),
        ("C", [["remove", "1-3"], ["add", "table3", NARROW]], "3-9", "never-passes"),
        ("C", [["add", "table2", OWN]], "2-9", "shadowed"),
        ("C", [["replace", "2-2", PUSH]], "2-2", "no-article"),
        ("G", [["remove", row] for row in ("2-1", "2-2", "2-3", "2-4", "3-1")], "assumes", "idle-assumption"),
    ],
)
def test_lint_finds(base: str, changes: list[list[Any]], row: str, code: str) -> None:
    found = lint(changed(base, changes))
    codes = {problem.code for problem in found if problem.where == row}
    assert code in codes if code else not codes
    assert all(problem.letter("ja") and problem.letter("en") for problem in found)


def test_a_push_of_a_statutory_duty_is_in_order_as_a_task_of_the_towns_own() -> None:
    own = ["add", "table1", {"row": "1-9", "organ": "mayor", "duty": "child-allowance"}]
    assert not [p for p in lint(changed("C", [["replace", "2-2", PUSH], own])) if p.where == "2-2"]


NO_PERMIT = [["remove", row] for row in ("1-1", "1-2", "2-1", "2-2", "2-3", "3-1")]


def hypothetical(changes: list[list[Any]]) -> dict[str, Any]:
    assumes = ["tax-secrecy-lifted", "statutory-table-row"]
    return changed("C", changes).as_dict() | {"instrument": "hypothetical", "assumes": assumes}


@pytest.mark.parametrize(
    ("changes", "idle"),
    [
        ([], ['"statutory-table-row"']),
        ([["remove", "1-3"]], []),
        ([["replace", "2-2", PUSH]], []),
        (NO_PERMIT, ['"tax-secrecy-lifted"', '"statutory-table-row"']),
        ([["remove", "2-1"], ["remove", "2-2"], ["remove", "2-3"], ["replace", "3-1", {"kinds": ["resident-record"]}], ["remove", "1-3"]],
         ['"tax-secrecy-lifted"']),
    ],
)  # fmt: skip
def test_an_assumption_that_no_row_needs_is_idle(changes: list[list[Any]], idle: list[str]) -> None:
    found = lint(read_dict(hypothetical(changes)))
    assert [problem.note for problem in found if problem.code == "idle-assumption"] == idle


def test_of_two_equal_rows_the_later_is_shadowed() -> None:
    row = load("C").as_dict()["table3"][0] | {"row": "3-9"}
    found = lint(with_row_added(load("C"), "table3", row))
    assert [(p.where, p.code, p.note) for p in found] == [("3-9", "shadowed", "3-1")]


def test_lint_tells_what_stands_against_a_row() -> None:
    own_task = ["add", "table1", {"row": "1-9", "organ": "mayor", "duty": "child-watch"}]
    for changes, why in (([], "number-not-permitted"), ([own_task], "no-purpose")):
        found = lint(changed("sample", [["replace", "U-1", {"unlinkable": ""}], *changes]))
        assert [p.note for p in found if p.where == "U-1"] == [f'"attendance" ({why})']


def test_a_prohibition_is_live_if_a_formula_asks_for_its_kind_and_idle_otherwise() -> None:
    sample = load("sample")
    assert lint(sample, {"child-watch": ["child-consultation"]}) == ()
    assert [p.code for p in lint(sample, {"child-watch": ["attendance"]})] == ["idle-prohibition"]


def test_a_finding_of_lint_carries_its_line() -> None:
    text = text_of("sample").replace('basis = "APPI-61"', 'basis = "APPI-69-2"')
    ordinance = with_row_replaced(load("sample"), "U-1", basis="APPI-69-2")
    problem = lint(ordinance, text=text, file="ours.toml")[0]
    assert text.splitlines()[problem.line - 1].startswith('row = "U-1"')
    assert problem.letter("ja").startswith("ours.toml")


def test_without_the_blanket_clause_no_pair_shadows_a_row() -> None:
    row = {
        "row": "2-9",
        "organ": "mayor",
        "duty": "child-allowance",
        "kinds": ["resident-record"],
        "subjects": ["applicant"],
        "triggers": ["application"],
    }
    with_clause_on = lint(with_row_added(load("C"), "table2", row))
    without = lint(with_row_added(with_clause(load("C"), "statutory_pairs", False), "table2", row))
    assert [p.code for p in with_clause_on] == ["shadowed"] and without == ()


def test_every_id_in_the_law_is_one_of_the_catalogue_and_tagged() -> None:
    known, articles = catalogue(), law().articles
    for pair in (*law().pairs, *law().own):
        assert pair.confidence in TAGS and pair.source
        assert known.duties[pair.duty].organ == known.kinds[pair.kinds[0]].holder
        assert {known.kinds[kind].holder for kind in pair.kinds} == {known.duties[pair.duty].organ}
        assert set(pair.subjects) <= set(known.subjects) and set(pair.triggers) <= set(known.triggers)
        assert pair.article in articles and (not pair.lifts_tax_secrecy or pair.lifts_tax_secrecy in articles)
    assert all(known.duties[pair.duty].statutory for pair in law().pairs)


def test_every_article_has_a_source_and_a_tag_and_is_cited_somewhere() -> None:
    named = {rule.article for rule in law().safeguards.values()} | {basis.article for basis in law().bases.values()}
    named |= {article for pair in law().reasons.values() for article in pair} | {
        permit.article for permit in law().permits.values()
    }
    named |= (
        {pair.article for pair in law().own}
        | {pair.lifts_tax_secrecy for pair in law().pairs}
        | set(law().number_gates)
    )
    named |= {"appi-municipal", "account-11", "number-9-1", "number-19-11"}
    assert set(law().articles) <= named
    assert named - {""} <= set(law().articles)
    for article in law().articles.values():
        assert article.confidence in TAGS and article.source and article.label_ja and article.label_en


def test_row_names_of_the_law_are_each_of_their_own() -> None:
    rows = [pair.row for pair in (*law().pairs, *law().own)]
    assert len(set(rows)) == len(rows) and all(row.startswith(("S-", "O-")) for row in rows)


@pytest.mark.parametrize(
    ("persons", "level"),
    [
        (0, "none"),
        (999, "none"),
        (1_000, "basic"),
        (99_999, "basic"),
        (100_000, "focused"),
        (299_999, "focused"),
        (300_000, "full"),
    ],
)
def test_the_assessment_that_is_needed_grows_with_the_file(persons: int, level: str) -> None:
    assert law().pia_needed(persons) == level
    assert level in PIA_LEVELS


def test_two_safeguards_are_national_law_and_one_the_ordinances() -> None:
    of = {rule.id: rule.set_by for rule in law().safeguards.values()}
    assert {name for name, by in of.items() if by == "national-law"} == {"tax_consent", "protected_address"}
    assert {name for name, by in of.items() if by == "ordinance"} == {"network_first"}
