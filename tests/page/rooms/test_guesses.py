"""Guesses: nobody's are told before all are closed, and then they belong to nobody."""

from __future__ import annotations

import pytest

from workshop.page.lessons.guesses import Closed, Point, Question, tally


def test_nothing_that_was_guessed_is_told_before_it_is_closed() -> None:
    question = Question(most=100)
    question.guess("a", 40)
    question.guess("b", 77)
    assert question.told(of=5) == {"phase": "guess", "guesses": 2, "of": 5, "tally": None}
    assert question.mine("a") == 40 and question.mine("c") is None


def test_a_guess_can_be_changed_until_it_is_closed_and_not_afterwards() -> None:
    question = Question(most=100)
    question.guess("a", 40)
    question.guess("a", 60)
    question.close()
    assert question.told(of=1)["tally"] == {"count": 1, "median": 60, "least": 60, "most": 60}
    with pytest.raises(Closed):
        question.guess("a", 1)


def test_who_guessed_what_is_forgotten_when_it_closes() -> None:
    question = Question(most=100)
    question.guess("the second", 3)
    question.guess("the first", 20)
    question.close()
    assert question.mine("the first") is None and "the first" not in repr(question) and "the second" not in repr(question)


def test_the_tally_has_median_count_and_range() -> None:
    assert tally([10, 400, 30, 20]) == {"count": 4, "median": 25, "least": 10, "most": 400}
    assert tally(["agree", "not-sure", "agree"]) == {"count": 3, "of": {"agree": 2, "not-sure": 1}}
    assert tally([]) is None


@pytest.mark.parametrize("value", [-1, 101, "agree", True, float("nan"), None, [1], {"x": 1, "y": 2}])
def test_what_is_no_answer_to_a_question_of_a_number_is_refused(value: object) -> None:
    question = Question(most=100)
    with pytest.raises(ValueError):
        question.guess("a", value)
    assert question.told(of=1)["guesses"] == 0


@pytest.mark.parametrize("value", ["perhaps", 1, "", None, ["agree"], {"agree": 1}])
def test_what_is_no_word_of_a_choice_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        Question(options=("agree", "disagree", "not-sure")).guess("a", value)


def test_revealing_closes_first() -> None:
    question = Question(options=("agree", "disagree"))
    question.guess("a", "agree")
    question.reveal()
    assert question.told(of=3) == {"phase": "revealed", "guesses": 1, "of": 3, "tally": {"count": 1, "of": {"agree": 1}}}


def test_a_place_is_guessed_and_all_places_are_told_when_it_is_closed() -> None:
    question = Question(place=True)
    question.guess("b", {"x": 2.5, "y": 300})
    question.guess("a", {"x": 1.25, "y": 400})
    assert question.told(of=2)["tally"] is None and question.mine("a") == Point(1.25, 400)
    question.close()
    assert question.told(of=2)["tally"] == {"count": 2, "points": [{"x": 1.25, "y": 400}, {"x": 2.5, "y": 300}]}


@pytest.mark.parametrize("value", [300, "1,2", [1, 2], None, {}, {"x": 1}, {"x": 1, "y": 2, "name": "a"}, {"x": -1, "y": 2}, {"x": float("inf"), "y": 2}, {"x": 1, "y": float("nan")}, {"x": True, "y": 2}, {"x": "1", "y": 2}, {"x": 1001, "y": 2}, {"x": 1, "y": 1_000_001}])
def test_what_is_no_place_is_refused(value: object) -> None:
    question = Question(place=True)
    with pytest.raises(ValueError):
        question.guess("a", value)
    assert question.told(of=1)["guesses"] == 0
