"""The figures of a lane: yen, marks, profiles, totals."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hand import HIGH, LOW, Hand
from runs import town

from processors.gate.ledger import ACTS
from processors.inprocess import Replay, Runner
from producers.errors import Errors
from schemas.attributes import ATTRIBUTES, attributes_of
from schemas.catalogue import catalogue
from schemas.ordinance import load
from schemas.vocabulary.declare import DUTIES
from workshop.score import CAUSES, LaneScore, Scorer, score
from workshop.score.profiles import _VALUE, _bits
from workshop.score.stages import Stages
from workshop.truth import read_truth
from workshop.truth_town import TrueTown

BENEFIT, WATCH = "exempt-household-benefit", "child-watch"
LANES = ("A", "C", "G", "G-plus")


@cache
def runner() -> Runner:
    """A simulated town under some ordinances."""
    return Replay(town(1, Errors()), {name: load(name) for name in LANES}, days=30).run()


@cache
def scored(lane: str) -> LaneScore:
    """The score of a simulated lane."""
    return score(runner(), lane, town(1, Errors()))


def of(folder: Path, lane: str) -> LaneScore:
    """The score of a hand-made town."""
    return score(Replay(folder, {lane: load(lane)}).run(), lane, folder)


@pytest.mark.parametrize("lane", LANES)
def test_what_is_delivered_and_what_is_missed_is_all_that_is_owed(lane: str) -> None:
    for programme, figures in scored(lane).items():
        if figures["nature"] == "support":
            owed = scored(lane).owed[programme]
            assert figures["yen_delivered"] + figures["yen_missed"] == owed.yen.sum()
            assert figures["reached"] + figures["missed"] == figures["truth_eligible"] == owed.eligible.sum()


@pytest.mark.parametrize("lane", LANES)
def test_the_totals_are_the_sums_of_the_programmes_and_yen_are_never_mixed_over_periods(lane: str) -> None:
    found = scored(lane)
    support = [figures for figures in found.values() if figures["nature"] == "support"]
    assert found.total["benefits_reached"] == sum(f["reached"] for f in support)
    assert found.total["causes"] == {cause: sum(f["causes"][cause] for f in support) for cause in CAUSES}
    for per in ("once", "month", "year"):
        assert found.total["yen_missed"].get(per, 0) == sum(f["yen_missed"] for f in support if f["per"] == per)
    assert found.total["yen_missed"]["once"] == found[BENEFIT]["yen_missed"]


def test_marks_of_watch_and_screening_are_totalled_apart_from_benefits() -> None:
    found = scored("G-plus")
    marks = [figures for figures in found.values() if figures["nature"] in ("watch", "screening")]
    assert len(marks) == 4
    for name in ("rightly_marked", "wrongly_marked", "not_noticed"):
        assert found.total[name] == sum(figures[name] for figures in marks)
    assert found.total["not_noticed"] > 0


def test_a_wider_ordinance_reaches_more_and_profiles_more() -> None:
    totals = [scored(lane).total for lane in LANES]
    assert [t["benefits_reached"] for t in totals] == sorted(t["benefits_reached"] for t in totals)
    assert [t["profiled"] for t in totals] == sorted(t["profiled"] for t in totals)
    assert totals[0]["profiled"] == 0 < totals[1]["profiled"] < totals[2]["profiled"]


def test_a_scorer_of_all_lanes_says_what_a_score_of_each_says() -> None:
    scorer = Scorer(runner(), read_truth(town(1, Errors())))
    assert all(scorer.score(lane) == scored(lane) and scorer.score(lane).total == scored(lane).total for lane in LANES)


def test_judging_only_where_something_is_owed_finds_the_causes_of_judging_the_whole_town() -> None:
    scorer, facts = Scorer(runner(), read_truth(town(1, Errors()))), load("G").facts
    assert all(load(lane).facts == facts for lane in LANES)
    scorer._stages[facts] = Stages.of_all(scorer.matching, facts)
    for lane in LANES:
        found = scorer.score(lane)
        assert found == scored(lane)
        assert all((found.causes[id_] == causes).all() for id_, causes in scored(lane).causes.items())


@pytest.mark.parametrize("at_a_time", [1, 100])
def test_how_many_are_read_and_judged_at_once_changes_no_figure(
    monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    monkeypatch.setattr("workshop.truth_columns.AT_A_TIME", at_a_time)
    monkeypatch.setattr("workshop.truth_town.AT_A_TIME", 100 * at_a_time)
    scorer = Scorer(runner(), read_truth(town(1, Errors())))
    assert all(scorer.score(lane) == scored(lane) and scorer.score(lane).total == scored(lane).total for lane in LANES)


def test_what_the_written_assessor_has_judged_is_not_judged_again_and_says_the_same() -> None:
    truth = read_truth(town(1, Errors()))
    engine = runner().engine
    assert engine is not None
    of_the_day, of_another = TrueTown(truth, engine.day), TrueTown(truth, engine.day - 1)
    assert Scorer(runner(), truth, of_the_day).town is of_the_day
    assert (
        Scorer(runner(), truth, of_the_day).score("G") == scored("G") == Scorer(runner(), truth, of_another).score("G")
    )


def test_each_attribute_has_a_place_of_its_own_in_the_set_of_what_was_learned() -> None:
    places = np.array([_bits([name]) for name in ATTRIBUTES])
    assert (np.bitwise_count(places).sum(axis=1) == 1).all()
    assert np.bitwise_count(_bits(ATTRIBUTES)).sum() == len(ATTRIBUTES) == len(np.unique(places, axis=0))
    assert not (places & _VALUE).any()


@pytest.mark.parametrize("lane", LANES)
def test_profiles_are_those_that_the_ledger_entries_add_up_to(lane: str) -> None:
    engine = runner().engine
    assert engine is not None
    kinds, known = tuple(catalogue().kinds), catalogue()
    people, items, disclosures = set(), set(), 0
    for entry in engine.gate.lanes[lane].ledger.entries():
        duty, kind = DUTIES[entry["duty"]], kinds[entry["kind"]]
        if entry["act"] == ACTS.index("disclosed") and known.duties[duty].office != known.kinds[kind].office:
            disclosures += 1
            hidden = known.kinds[kind].masked if entry["code"] == 2 else ()
            people.add(int(entry["subject"]))
            items |= {(int(entry["subject"]), a.name) for a in attributes_of(kind) if a.name not in hidden}
    total = scored(lane).total
    assert (total["profiled"], total["items"], total["not_shown_on_portal"]) == (len(people), len(items), disclosures)


@pytest.mark.parametrize("lane", LANES)
def test_no_disclosure_inside_the_town_hall_is_shown_on_the_portal(lane: str) -> None:
    assert scored(lane).total["shown_on_portal"] == 0


def test_a_protected_address_is_no_item_that_was_learned(tmp_path: Path) -> None:
    items = {}
    for protected in (False, True):
        hand = Hand()
        hand.resident("はな", 11)
        hand.income("はな", LOW)
        if protected:
            hand.tell(
                "register",
                "resident.protection-started",
                "はな",
                datetime.date(2024, 10, 1),
                protected_until="2026-10-01",
            )
        folder = tmp_path / str(protected)
        folder.mkdir()
        items[protected] = of(hand.write(folder), "G")[BENEFIT]["items"]
    assert items[False] - items[True] == len(catalogue().kinds["resident-record"].masked)


def child(hand: Hand, name: str, household: int, absent: int, in_difficulty: bool) -> None:
    """A parent and a pupil who was absent on some days of October."""
    hand.resident(f"{name}の親", household)
    hand.income(f"{name}の親", LOW)
    hand.resident(name, household, "child", "2014-06-01", in_difficulty=in_difficulty)
    for day in range(1, absent + 1):
        hand.tell(
            "child",
            "child.absence-recorded",
            name,
            datetime.date(2025, 10, day),
            day=datetime.date(2025, 10, day).isoformat(),
        )


@pytest.mark.parametrize(
    ("absent", "in_difficulty", "figure"),
    [(20, True, "rightly_marked"), (20, False, "wrongly_marked"), (0, True, "not_noticed"), (0, False, "")],
)
def test_marks_are_held_against_the_difficulty_that_no_record_holds(
    tmp_path: Path, absent: int, in_difficulty: bool, figure: str
) -> None:
    hand = Hand()
    child(hand, "こと", 11, absent, in_difficulty)
    figures = of(hand.write(tmp_path), "G-plus")[WATCH]
    assert {name: figures[name] for name in ("rightly_marked", "wrongly_marked", "not_noticed")} == {
        name: int(name == figure) for name in ("rightly_marked", "wrongly_marked", "not_noticed")
    }


def test_nobody_is_reached_by_a_watch() -> None:
    figures = scored("G-plus")[WATCH]
    assert not {"reached", "missed", "truth_eligible", "yen_delivered"} & figures.keys()
    assert figures["rightly_marked"] + figures["not_noticed"] == figures["truth"] <= figures["units"]


def test_a_wrong_notice_counts_with_the_yen_that_it_names(tmp_path: Path) -> None:
    hand = Hand()
    hand.resident("たろう", 11, sex="male")
    hand.income("たろう", HIGH, recorded=LOW)
    figures = of(hand.write(tmp_path), "G")[BENEFIT]
    assert (figures["wrongly_marked"], figures["yen_wrongly"], figures["truth_eligible"]) == (1, 30_000, 0)


def test_the_truth_of_another_town_is_refused(tmp_path: Path) -> None:
    hand = Hand()
    hand.resident("はな", 11)
    hand.income("はな", LOW)
    with pytest.raises(ValueError, match="are not in the truth"):
        score(runner(), "G", read_truth(hand.write(tmp_path)))


def test_a_run_that_has_taken_nothing_cannot_be_scored() -> None:
    with pytest.raises(ValueError, match="nothing to score"):
        score(Runner({}), "G", town(1, Errors()))


def test_a_folder_without_a_truth_says_what_writes_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nayose simulate"):
        read_truth(tmp_path)


def test_a_line_that_is_no_json_is_named_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "truth.jsonl").write_text("{\n", encoding="utf-8")
    with pytest.raises(ValueError, match="truth.jsonl, line 1"):
        read_truth(tmp_path)


def test_a_line_that_leaves_something_out_says_which_resident_and_what(tmp_path: Path) -> None:
    (tmp_path / "truth.jsonl").write_text('{"residency": "registered"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="Resident 1 of the truth.*home"):
        read_truth(tmp_path)


def test_a_word_that_is_none_is_named_with_the_allowed_ones(tmp_path: Path) -> None:
    hand = Hand()
    hand.resident("はな", 11)
    hand.truths["はな"]["facts"]["sex"] = "no-such-word"
    with pytest.raises(ValueError, match="sex is 'no-such-word'.*female, male"):
        read_truth(hand.write(tmp_path))


def test_a_number_out_of_range_is_named(tmp_path: Path) -> None:
    hand = Hand()
    hand.resident("はな", 11)
    hand.truths["はな"]["facts"]["handbook_grade"] = 1_000
    with pytest.raises(ValueError, match="handbook_grade of the truth is out of range"):
        read_truth(hand.write(tmp_path))


def test_every_resident_is_found_by_the_opaque_key_and_nobody_else() -> None:
    truth = read_truth(town(1, Errors()))
    assert (truth.find(truth.keys) == np.arange(truth.n)).all()
    assert (truth.find(np.array([1, 2, 3])) == -1).all()


def test_public_assistance_is_scored_apart_by_what_becomes_of_those_in_need(tmp_path: Path) -> None:
    hand = Hand()
    for name, household, recorded in (("ゆり", 11, 0), ("けん", 12, HIGH), ("まり", 13, 0)):
        hand.resident(name, household, little_assets=True)
        hand.income(name, 0, recorded=recorded)
    hand.resident("もと", 14, little_assets=False)
    hand.income("もと", 0)
    for name in ("ゆり", "けん", "もと"):
        hand.applies(name, "public-assistance")
    found = of(hand.write(tmp_path), "C")
    figures = found["public-assistance"]
    assert figures["nature"] == "apart"
    assert (figures["may_be_in_need"], figures["in_receipt"]) == (3, 0)
    assert (figures["may_be_asked"], figures["ruled_out"], figures["not_looked_at"]) == (1, 1, 1)
    assert not {"reached", "missed", "wrongly_marked"} & figures.keys()


def test_a_simulated_town_has_households_in_need_beside_those_in_receipt() -> None:
    figures = scored("C")["public-assistance"]
    assert figures["in_receipt"] and figures["may_be_in_need"]
    parts = ("may_be_asked", "ruled_out", "not_looked_at")
    assert sum(figures[name] for name in parts) == figures["may_be_in_need"]
