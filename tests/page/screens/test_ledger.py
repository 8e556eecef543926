"""The ledger's screen against the engine's own ledger: filters, pages, the matrix, the chain, and files to keep."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest

from processors.gate.entries import DISCLOSED, KINDS
from schemas.catalogue import catalogue
from schemas.keys import shown as id_of
from schemas.vocabulary.declare import DUTIES
from tests.page.screens.conftest import LANE, Screens
from workshop.page.screens.csv import SYNTHETIC, Table, as_csv
from workshop.page.screens.entries import portal

PATH = f"/api/lanes/{LANE}/ledger"


def test_each_filter_leaves_what_it_says_and_the_parts_add_up_to_the_whole(screens: Screens) -> None:
    entries, whole = screens.ledger().entries(), screens.get(PATH)
    assert whole["total"] == len(entries) and whole["totals"]["allowed"] == (entries["act"] == DISCLOSED).sum() > 0
    for name, options in (("office", "offices"), ("kind", "kinds"), ("programme", "programmes")):
        parts = [screens.get(f"{PATH}?{name}={option['id']}") for option in whole["filters"][options]]
        assert sum(part["total"] for part in parts) == whole["total"]
        assert all(part["entries"] for part in parts)
    decided = {decision: screens.get(f"{PATH}?decision={decision}")["total"] for decision in ("allowed", "denied", "retracted")}
    assert decided == {decision: whole["totals"][decision] for decision in decided}
    day = whole["entries"][-1]["at"]
    before, after = screens.get(f"{PATH}?to={day}")["total"], screens.get(f"{PATH}?from={day}")["total"]
    on = screens.get(f"{PATH}?from={day}&to={day}")["total"]
    assert before + after - on == whole["total"] and on > 0


def test_pages_hold_fifty_and_all_of_them_hold_each_entry_once(screens: Screens) -> None:
    first = screens.get(f"{PATH}?decision=allowed")
    seen = [e["entry"] for page in range(1, first["pages"] + 1) for e in screens.get(f"{PATH}?decision=allowed&page={page}")["entries"]]
    assert len(first["entries"]) == min(50, first["total"]) and len(seen) == first["total"] and seen == sorted(set(seen), reverse=True)


def test_denied_attempts_say_why_in_one_of_three_groups_and_show_no_value(screens: Screens) -> None:
    whole = screens.get(f"{PATH}/denied")
    assert {e["decision"] for e in whole["entries"]} == {"denied"} and whole["total"] == whole["totals"]["denied"]
    groups = {group: screens.get(f"{PATH}/denied?group={group}") for group in ("no-row", "prohibited", "safeguard")}
    assert sum(found["total"] for found in groups.values()) == whole["total"]
    for group, found in groups.items():
        assert all(e["group"] == group and e["reason"]["ja"] and e["portal"] is False for e in found["entries"])


def test_the_matrix_counts_what_passed_and_of_how_many(screens: Screens) -> None:
    found = screens.get(f"{PATH}/matrix")
    counts: Counter[tuple[str, str]] = Counter()
    people: dict[tuple[str, str], set[int]] = {}
    for entry in screens.ledger().entries():
        if entry["act"] == DISCLOSED:
            cell = catalogue().duties[DUTIES[entry["duty"]]].office, KINDS[entry["kind"]]
            counts[cell] += 1
            people.setdefault(cell, set()).add(int(entry["subject"]))
    assert {(c["office"], c["kind"]): (c["count"], c["residents"]) for c in found["cells"]} == {cell: (n, len(people[cell])) for cell, n in counts.items()}


def test_after_a_change_of_a_copy_the_check_names_the_entry_and_the_lanes_own_ledger_is_whole(screens: Screens) -> None:
    said = screens.post(f"{PATH}/tamper").json
    assert said["found"] == said["changed"] and not said["verify"]["linked"] and said["original"]["linked"]
    block = said["verify"]["block"]
    assert block["from"] <= said["changed"] <= block["to"] and said["verify"]["broken_at"] == block["from"]
    was, now = (next(e for e in said[side] if e["entry"] == said["changed"]) for side in ("before", "after"))
    assert was["decision"] != now["decision"] and was["whose"] == now["whose"]
    assert screens.get(f"{PATH}/verify")["linked"]


def test_a_file_to_keep_holds_the_same_rows_and_says_that_nobody_is_real(screens: Screens) -> None:
    shown = screens.get(f"{PATH}?kind=local-tax&decision=allowed")
    answer = screens.ask(f"{PATH}?kind=local-tax&decision=allowed&as=csv&lang=en")
    text = answer.body.decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff") and rows[0] == [SYNTHETIC] and len(rows) - 2 == shown["total"]
    assert [row[0] for row in rows[2:52]] == [str(e["entry"]) for e in shown["entries"]]
    kept = screens.get(f"{PATH}?kind=local-tax&decision=allowed&as=json")
    assert kept["synthetic"] == SYNTHETIC and kept["lane"] == LANE and kept["data"]["total"] == shown["total"]


def test_a_cell_that_could_be_a_formula_is_made_safe_and_a_negative_number_stays_one() -> None:
    both = {"ja": "=1+1", "en": "@x"}
    table = Table("t", (both,), ((both,), ("-x",), (-5,), (None,), ("plain",)))
    assert as_csv(table, "ja").splitlines()[1:] == ["'=1+1", "'=1+1", "'-x", "-5", '""', "plain"]
    assert as_csv(table, "en").splitlines()[1:3] == ["'@x", "'@x"]


@pytest.mark.parametrize(
    ("query", "said"),
    [("office=txa", "register"), ("kind=tax", "local-tax"), ("decision=yes", "allowed"), ("page=0", "1-"), ("page=99999", "1-"), ("page=x", "1-"),
     ("from=2025-13-01", "2025-04-01"), ("as=xml", "csv, json"), ("group=other", "no-row")],
)  # fmt: skip
def test_a_filter_of_an_unknown_name_is_a_letter_that_says_what_is_allowed(one: Screens, query: str, said: str) -> None:
    answer = one.ask(f"{PATH}?{query}")
    assert answer.status == 422 and said in answer.json["ja"] and said in answer.json["en"]


def test_why_mynaportal_shows_nothing_of_it_is_called_a_reading_and_tells_use_from_provision(one: Screens) -> None:
    entries = one.get(f"{PATH}?decision=allowed&as=json")["data"]["entries"]
    whys = {e["portal_why"]["ja"] for e in entries}
    assert len(whys) > 1 and all("条文の読み" in why for why in whys)
    assert portal("denied", "school-aid", "local-tax", None)[0] is False


def test_each_entry_names_a_resident_of_the_town(one: Screens) -> None:
    keys = {id_of(int(key)) for key in one.ledger().entries()["subject"]}
    assert {e["whose"] for e in one.get(PATH)["entries"]} <= keys
