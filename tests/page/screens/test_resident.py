"""One resident: pieces only as the ledger allows, no address of the protected, no number anywhere, the truth only where it is asked for."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from processors.gate.entries import KINDS
from processors.gate.ledger import ACTS
from schemas.attributes import ATTRIBUTES
from schemas.facts import FACTS
from schemas.keys import read, shown
from schemas.vocabulary.declare import DUTIES
from tests.page.screens.conftest import LANE, Screens
from workshop.page.screens.jigsaw import pieces, viewers
from workshop.page.screens.timeline import timeline
from workshop.score import CAUSES, REACHED
from workshop.why.kept import Kept, read_again

PATH = f"/api/lanes/{LANE}/residents"
TWELVE = ["氏名・住所", "生年月日", "世帯・続柄", "転入の日", "所得", "扶養", "納税の状況", "ひとり親認定", "障害の手帳", "生活保護", "出欠", "健診の記録"]


def everybody(screens: Screens, step: int) -> list[str]:
    """Every so many-th resident who is registered."""
    gate = screens.town.standing(LANE).runner.engine.gate  # type: ignore[union-attr]
    return [shown(int(key)) for key in gate.keys(np.flatnonzero(gate.homes.home(np.arange(gate.facts.size)) >= 0))[::step]]


def test_the_twelve_pieces_are_those_of_the_design_and_each_is_cut_from_a_kind_of_the_catalogue() -> None:
    assert [piece.label_ja for piece in pieces()] == TWELVE
    assert all(ATTRIBUTES[name].kind == piece.kind for piece in pieces() for name in piece.attributes)


def test_a_piece_is_seen_only_where_the_ledgers_newest_word_to_a_duty_of_the_viewer_lets_it_pass(screens: Screens) -> None:
    entries, seen = screens.ledger().entries(), 0
    for id_ in everybody(screens, 16):
        mine = entries[entries["subject"] == read(id_)]
        newest = {(DUTIES[e["duty"]], KINDS[e["kind"]]): ACTS[e["act"]] for e in mine}
        for piece, told in zip(pieces(), screens.get(f"{PATH}/{id_}")["pieces"], strict=True):
            for viewer, state in told["seen"].items():
                if state["state"] in ("seen", "hidden"):
                    seen += 1
                    assert any(newest.get((duty, piece.kind)) == "disclosed" for duty in viewers()[viewer])
                    entry = entries[state["entry"] - 1]
                    assert entry["subject"] == read(id_) and KINDS[entry["kind"]] == piece.kind
                elif state["state"] == "closed":
                    assert all(newest.get((duty, piece.kind)) != "disclosed" for duty in viewers()[viewer]) or state["why"]["en"] == "the row leaves this item out"
    assert seen > 100


def test_on_the_day_before_the_first_nobody_had_a_piece(screens: Screens) -> None:
    (id_,) = screens.some("missed", 1)
    states = {state["state"] for piece in screens.get(f"{PATH}/{id_}?day=2020-01-01")["pieces"] for state in piece["seen"].values()}
    assert states == {"none"}


def test_the_timeline_is_what_offices_told_under_the_number_in_the_order_of_recording(screens: Screens) -> None:
    for id_ in everybody(screens, 60):
        told = screens.get(f"{PATH}/{id_}")["timeline"]
        assert [e["recorded"] for e in told] == sorted(e["recorded"] for e in told) and told
        engine = screens.town.standing(LANE).runner.engine
        assert engine is not None
        row = int(np.flatnonzero(engine.gate.keys(np.arange(engine.gate.facts.size)) == read(id_))[0])
        number = f"{int(engine.link.index.keys_of(np.array([row]))[0]):012d}"
        kept = Kept(read_again(screens.folder, [number], engine.day))
        mine = [e for e in kept.events if e["subject"] == number]
        assert len(told) == len(mine) and {e["type"] for e in told} == {e["type"] for e in mine}


def test_a_corrected_event_is_marked_and_stays(one: Screens) -> None:
    lines = [line for line in (one.folder / "tax.jsonl").read_text(encoding="utf-8").splitlines() if '"tax.corrected"' in line]
    number = json.loads(lines[0])["subject"]
    kept = Kept(read_again(one.folder, [number], one.town.standing(LANE).day))
    told = timeline(kept, number)
    wrong = [e["type"] for e in told if e["corrected"]]
    assert wrong and set(wrong) <= {"tax.assessed", "tax.exempted", "tax.per-capita-assessed", "tax.corrected", "tax.dependants-changed"}
    assert len(told) == len([e for e in kept.events if e["subject"] == number])


def test_a_notice_is_in_force_where_the_engine_has_it(screens: Screens) -> None:
    standing = screens.town.standing(LANE)
    units = standing.runner.engine.assess.units  # type: ignore[union-attr]
    checked = 0
    for (_, programme), column in units.words.items():
        for place in np.flatnonzero(column["noticed"])[:2].tolist():
            told = screens.get(f"{PATH}/{shown(int(units.members['key'][place]))}/verdicts")
            assert next(v["notified"] for v in told if v["programme"] == programme)
            checked += 1
    assert checked


def test_the_truth_is_in_no_answer_but_its_own_and_is_the_scores(screens: Screens) -> None:
    (id_,) = screens.some("missed", 1)
    assert "実際" not in json.dumps({key: value for key, value in screens.get(f"{PATH}/{id_}").items() if key != "ledger"}, ensure_ascii=False)
    told, score = screens.get(f"{PATH}/{id_}/truth"), screens.town.standing(LANE).score
    assert told["mark"]["ja"] == "実際" and any(v["owed"] and not v["reached"] for v in told["verdicts"])
    truth, _ = screens.town.truths.of(screens.town.standing(LANE).day)
    at = int(truth.find(np.array([read(id_)]))[0])
    for verdict in told["verdicts"]:
        causes = score.causes[verdict["programme"]]
        unit = int(truth.home[at]) if len(causes) != truth.n else at
        assert verdict["reached"] == (verdict["owed"] and causes[unit] == REACHED)
        assert verdict["cause"] is None or causes[unit] in range(len(CAUSES))


def test_who_is_picked_as_missed_is_missed_and_by_the_cause_that_is_named(screens: Screens) -> None:
    for one_ in screens.get(f"{PATH}?pick=missed")[:8]:
        truths = screens.get(f"{PATH}/{one_['id']}/truth")["verdicts"]
        assert any(f"{v['ja']}：{v['cause']['ja']}" == one_["why"]["ja"] for v in truths if v["cause"])


def test_for_whom_a_row_is_said_to_matter_the_verdict_turns_when_it_is_taken_out(one: Screens) -> None:
    from schemas.keys import read as key_of
    from schemas.ordinance import with_row_removed
    from workshop.one_resident import OneResident, find
    from workshop.page.screens.verdicts import Case

    standing, ordinance = one.town.standing(LANE), one.town.lane(LANE).ordinance
    row = next(row for row in ordinance.rows if row.table == "table3")
    picked = one.get(f"{PATH}?pick=keep:{row.row}")[:4]
    assert picked
    for each in picked:
        resident = OneResident(standing.runner.engine, standing.runner.texts, find(standing.runner.engine, each["id"]))  # type: ignore[arg-type]
        assert resident.key == key_of(each["id"])
        before, after = (Case(resident, standing, o, one.folder) for o in (ordinance, with_row_removed(ordinance, row.row)))
        said = [{r["programme"]: r["verdict"] for r in case.results}[row.duty] for case in (before, after)]
        assert said[0] == "eligible" != said[1]


def test_the_protected_have_no_address_in_any_answer_and_their_piece_is_hidden(one: Screens) -> None:
    engine, texts = one.town.standing(LANE).runner.engine, one.town.cuts.texts
    assert engine is not None
    picked = one.some("protected", 5)
    assert picked
    hidden = 0
    for id_ in picked:
        row = int(np.flatnonzero(engine.gate.keys(np.arange(engine.gate.facts.size)) == read(id_))[0])
        _, _, _, columns = engine.link.facts.slots(row, FACTS["register.address"])
        district, lot = (texts[int(columns[name][0])] for name in ("district", "lot"))
        body = "".join(one.ask(path).body.decode() for path in (f"{PATH}/{id_}", f"{PATH}/{id_}/timeline?as=csv", f"{PATH}/{id_}/ledger?as=csv", f"{PATH}/{id_}/truth"))
        assert district and district not in body and f"{district}{lot}" not in body
        whole = one.get(f"{PATH}/{id_}")
        states = {state["state"] for state in whole["pieces"][0]["seen"].values()}
        assert whole["protected"] and "seen" not in states
        hidden += "hidden" in states
    assert hidden


def test_no_answer_holds_a_number_of_twelve_digits(one: Screens) -> None:
    (id_,) = one.some("missed", 1)
    lane = f"/api/lanes/{LANE}"
    paths = [f"{PATH}?pick={pick}" for pick in ("missed", "marked", "wrong_link", "protected", "keep:3-1")]
    paths += [f"{PATH}/{id_}", f"{PATH}/{id_}/truth", f"{PATH}/{id_}/why-not?programme=exempt-household-benefit", f"{lane}/ledger", f"{lane}/ledger?as=csv", f"{lane}/ledger/denied"]
    paths += [f"{lane}/ledger/matrix", f"{lane}/ledger/verify", f"{lane}/ordinance", f"{lane}/summary", "/api/compare", "/api/compare?as=csv", f"{lane}/summary?as=json"]
    for path in paths:
        answer = one.ask(path)
        assert answer.status == 200, (path, answer.json)
        found = re.findall(r"\d{12}", re.sub(r"\b[0-9a-f]{16}\b", "", answer.body.decode()))
        assert not found, path


@pytest.mark.parametrize("asked", ["123456789012", "1234-5678-9012", "nobody", "0" * 16, "../../x"])
def test_there_is_no_search_by_number_and_a_number_is_not_repeated(one: Screens, asked: str) -> None:
    answer = one.ask(f"{PATH}/{asked}")
    assert answer.status in (404, 422) and "123456789012" not in answer.body.decode()


@pytest.mark.parametrize("query", ["pick=rich", "pick=keep:9-9", "pick=keep:1-1"])
def test_a_case_that_there_is_not_is_a_letter_that_names_those_there_are(one: Screens, query: str) -> None:
    answer = one.ask(f"{PATH}?{query}")
    assert answer.status == 422 and ("missed" in answer.json["ja"] or "3-1" in answer.json["ja"])


def test_looking_at_residents_leaves_no_trace_in_the_ledger_or_the_digest(screens: Screens) -> None:
    standing = screens.town.standing(LANE)
    before = screens.ledger().size, standing.runner.digest(standing.name)
    for id_ in everybody(screens, 40):
        screens.get(f"{PATH}/{id_}")
    for pick in ("marked", "wrong_link", "protected", "keep:3-1"):
        screens.ask(f"{PATH}?pick={pick}")
    assert (screens.ledger().size, standing.runner.digest(standing.name)) == before


def test_an_income_that_passed_to_nobody_is_in_no_answer_about_anybody_of_the_household(screens: Screens) -> None:
    engine = screens.town.standing("C").runner.engine
    assert engine is not None
    gate, entries = engine.gate, engine.gate.lanes["C"].ledger.entries()
    passed = set(entries["subject"][(entries["act"] == ACTS.index("disclosed")) & (entries["kind"] == KINDS.index("local-tax"))].tolist())
    rows = np.arange(gate.facts.size)
    homes, keys = gate.homes.home(rows), gate.keys(rows)
    known = {int(home) for home, key in zip(homes, keys) if int(key) in passed}
    checked = 0
    for row in (row for row in rows.tolist() if homes[row] >= 0 and int(homes[row]) not in known):
        _, _, _, columns = gate.facts.slots(row, FACTS["tax.income"])
        incomes = [int(value) for value in columns["total_income"] if value > 100_000]
        if not incomes or checked == 12:
            continue
        checked += 1
        path = f"/api/lanes/C/residents/{shown(int(keys[row]))}"
        body = "".join(screens.ask(part).body.decode() for part in (path, f"{path}/why-not?programme=exempt-household-benefit", f"{path}/ledger?as=csv"))
        assert all(str(income) not in body and f"{income:,}" not in body for income in incomes)
    assert checked > 5
