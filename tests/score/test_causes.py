"""Why somebody was not reached: exactly one cause, the first repair that would reach them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hand import HIGH, LOW, START, Hand

from processors.inprocess import Replay, Runner
from schemas.ordinance import Ordinance, load, with_safeguard
from workshop.assessor import Habits, written_assessor
from workshop.score import CAUSES, REACHED, LaneScore, score
from workshop.truth import Truth, read_truth

BENEFIT = "exempt-household-benefit"


def run(folder: Path, ordinance: Ordinance, habits: Habits | None = None) -> Runner:
    """The hand-made town under one ordinance."""
    assessor = written_assessor(folder, habits) if habits else None
    return Replay(folder, {"lane": ordinance}, assessor).run()


def cause_of(found: LaneScore, truth: Truth, row: int, programme: str = BENEFIT) -> str:
    """The cause for a resident's household (or claimant, or child): "reached" or "not owed" where there is none."""
    unit = int(truth.home[row]) if programme == BENEFIT else row
    if not found.owed[programme].eligible[unit]:
        return "not owed"
    cause = found.causes[programme][unit]
    return "reached" if cause == REACHED else CAUSES[cause]


def cause(
    tmp_path: Path,
    hand: Hand,
    who: str,
    lane: str | Ordinance = "G",
    programme: str = BENEFIT,
    habits: Habits | None = None,
) -> str:
    """The cause for somebody of a hand-made town."""
    folder = hand.write(tmp_path)
    ordinance = load(lane) if isinstance(lane, str) else lane
    truth = read_truth(folder)
    return cause_of(
        score(run(folder, ordinance, habits), "lane", truth), truth, list(hand.truths).index(who), programme
    )


def lone(**income: int) -> Hand:
    """A town of one poor woman who lives alone."""
    hand = Hand()
    hand.resident("はな", 11)
    hand.income("はな", LOW, **income)
    return hand


def test_whoever_every_record_shows_is_reached_by_a_push_that_sees_everything(tmp_path: Path) -> None:
    assert cause(tmp_path, lone(), "はな") == "reached"


def test_whoever_earns_enough_is_not_owed_the_benefit(tmp_path: Path) -> None:
    hand = Hand()
    hand.resident("はな", 11)
    hand.income("はな", HIGH)
    assert cause(tmp_path, hand, "はな") == "not owed"


def test_an_applicant_whose_tax_data_no_ordinance_lets_pass_is_missed_because_of_the_gate(tmp_path: Path) -> None:
    hand = lone()
    hand.applies("はな", BENEFIT)
    assert cause(tmp_path, hand, "はな", "A") == "gate"


def test_an_applicant_who_gave_no_consent_to_tax_data_is_missed_because_of_the_gate(tmp_path: Path) -> None:
    hand = lone()
    hand.applies("はな", BENEFIT, consent=False)
    assert cause(tmp_path, hand, "はな", "C") == "gate"


def test_whoever_did_not_apply_is_missed_where_only_applicants_are_looked_at(tmp_path: Path) -> None:
    assert cause(tmp_path, lone(), "はな", "C") == "not-applied"


def mislinked(mine: int, theirs: int) -> Hand:
    """A town in which the tax record of たろう stands under the number of はな; they live apart."""
    hand = Hand()
    hand.resident("はな", 11)
    hand.resident("たろう", 12)
    hand.income("はな", mine)
    hand.income("たろう", theirs, under="はな")
    return hand


def test_whoever_has_anothers_tax_record_under_the_number_is_missed_because_of_the_wrong_link(tmp_path: Path) -> None:
    assert cause(tmp_path, mislinked(LOW, HIGH), "はな") == "wrong-link"


def test_whose_tax_record_stands_under_anothers_number_is_missed_because_of_the_wrong_link(tmp_path: Path) -> None:
    assert cause(tmp_path, mislinked(HIGH, LOW), "たろう") == "wrong-link"


def test_a_wrong_link_that_was_set_right_is_no_cause(tmp_path: Path) -> None:
    hand = mislinked(LOW, HIGH)
    mended = datetime.date(2025, 3, 3)
    for under, role, other in (("はな", "from", "たろう"), ("たろう", "to", "はな")):
        hand.tell(
            "tax", "record.relinked", "たろう", mended, under, office="tax", role=role, other_number=hand.number(other)
        )
    assert cause(tmp_path, hand, "はな") == "reached"


def test_whoever_never_filed_a_return_is_missed_because_nobody_filed_it(tmp_path: Path) -> None:
    hand = Hand()
    hand.resident("はな", 11)
    hand.income("はな", LOW, filed=False)
    hand.error("はな", "non-filer:2023")
    assert cause(tmp_path, hand, "はな") == "not-filed"


def test_whoever_filed_too_much_is_missed_because_of_the_return(tmp_path: Path) -> None:
    assert cause(tmp_path, lone(recorded=HIGH), "はな") == "not-filed"


def test_whoever_lost_the_income_in_the_last_twelve_months_is_missed_because_of_last_years(tmp_path: Path) -> None:
    hand = Hand()
    hand.resident("はな", 11)
    hand.income("はな", HIGH, recent=LOW)
    assert cause(tmp_path, hand, "はな") == "income-lag"


def test_a_drop_of_income_is_no_route_to_the_child_rearing_allowance(tmp_path: Path) -> None:
    hand = Hand()
    hand.resident("はな", 11)
    hand.resident("こと", 11, "child", "2015-06-01")
    hand.income("はな", HIGH, recent=0)
    assert cause(tmp_path, hand, "はな", programme="child-rearing-allowance") == "not owed"


def fled() -> Hand:
    """A town in which a mother and child live elsewhere than the rich man's household that they are registered in."""
    hand = Hand()
    hand.resident("たろう", 11, sex="male")
    hand.resident("はな", 11, "spouse", home=12, home_relation="head")
    hand.resident("こと", 11, "child", "2015-06-01", home=12)
    hand.income("たろう", HIGH)
    hand.income("はな", LOW)
    return hand


@pytest.mark.parametrize("programme", [BENEFIT, "child-allowance", "child-rearing-allowance"])
def test_a_mother_who_fled_is_missed_because_the_household_on_paper_is_not_the_real_one(
    tmp_path: Path, programme: str
) -> None:
    assert cause(tmp_path, fled(), "はな", programme=programme) == "household"


def test_the_man_whom_a_mother_fled_from_is_wrongly_marked_for_the_child_allowance(tmp_path: Path) -> None:
    folder = fled().write(tmp_path)
    found = score(run(folder, load("G")), "lane", folder)
    assert found["child-allowance"]["wrongly_marked"] == 1


def test_whoever_another_town_taxes_is_missed_because_no_record_here_shows_it(tmp_path: Path) -> None:
    hand = Hand()
    hand.resident("ひさ", 10)
    hand.resident("はな", 11, came=datetime.date(2024, 6, 1))
    hand.income("はな", LOW, filed=False)
    assert cause(tmp_path, hand, "はな") == "no-record"


def test_whoever_objected_is_missed_because_of_the_objection_and_not_of_the_gate(tmp_path: Path) -> None:
    hand = lone()
    hand.tell("register", "objection.made", "はな", datetime.date(2025, 2, 2), duty=BENEFIT)
    assert cause(tmp_path, hand, "はな") == "objected"


def test_an_objection_is_no_cause_where_the_ordinance_grants_none(tmp_path: Path) -> None:
    hand = lone()
    hand.tell("register", "objection.made", "はな", datetime.date(2025, 2, 2), duty=BENEFIT)
    assert cause(tmp_path, hand, "はな", with_safeguard(load("G"), "objection", False)) == "reached"


def test_a_right_candidate_whom_the_assessor_refuses_was_stopped(tmp_path: Path) -> None:
    assert cause(tmp_path, lone(), "はな", habits=Habits(14, 0, 1000)) == "stopped"


def test_a_right_candidate_whom_nobody_answered_yet_is_waiting(tmp_path: Path) -> None:
    assert cause(tmp_path, lone(), "はな", habits=Habits(3650, 0, 0)) == "waiting"


def test_whoever_was_granted_the_benefit_on_application_is_reached_without_a_notice(tmp_path: Path) -> None:
    hand = lone()
    hand.truths["はな"]["facts"]["benefit"] = "paid"
    folder = hand.write(tmp_path)
    figures = score(run(folder, load("A")), "lane", folder)[BENEFIT]
    assert (figures["reached"], figures["reached_by_notice"], figures["missed"]) == (1, 0, 0)


def test_two_notices_to_one_real_household_are_one_reached_and_one_wrong(tmp_path: Path) -> None:
    hand = lone()
    hand.resident("たろう", 12, home=11, home_relation="spouse", sex="male")
    hand.income("たろう", LOW)
    folder = hand.write(tmp_path)
    figures = score(run(folder, load("G")), "lane", folder)[BENEFIT]
    assert (figures["truth_eligible"], figures["reached"], figures["wrongly_marked"]) == (1, 1, 1)


def test_every_missed_unit_of_a_simulated_town_has_one_cause_and_no_reached_one_has_any() -> None:
    from runs import town

    from producers.errors import Errors

    folder = town(1, Errors())
    runner = Replay(folder, {name: load(name) for name in ("A", "C", "G")}).run()
    for lane in runner.ordinances:
        for figures in (f for f in score(runner, lane, folder).values() if f["nature"] == "support"):
            assert (
                sum(figures["causes"].values()) == figures["missed"] == figures["truth_eligible"] - figures["reached"]
            )


def test_the_start_of_a_hand_made_town_is_the_start_of_a_simulated_one() -> None:
    from producers.simulate import START as SIMULATED

    assert START == SIMULATED
