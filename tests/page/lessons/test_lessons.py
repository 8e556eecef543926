"""Every step of every lesson is played over a town: each reveal goes in the direction that it claims, and each number is the replay's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from producers.simulate import simulate, write
from tests.cli.calling import nayose
from tests.nightly import rest_at_night
from tests.page.lessons.stage import stage_of
from workshop.page.lessons.script import FOLDER, Lesson, Round, Step, lessons, read
from workshop.page.lessons.stage import Stage, holds, sides, streamed
from workshop.words import LANGS

ALL = [(lesson, step, one) for lesson in lessons().values() for step in lesson.steps for one in step.rounds]
PLAYED = pytest.mark.parametrize(("lesson", "step", "one"), rest_at_night((case for case in ALL if streamed(case[2])), lambda case: case[0].id == "ten-minutes"), ids=lambda part: part.id)
OF_THE_WORLD = re.compile(
    r"第\d+条\d*項?|別表第\d+の\d+|\d+条|art\. \d+(\(\d\))?|row \d of table \d|\d+ ?[％%]|20\d\d年?(\d+月)?|30日|30 days|\d+万件に\d+件|\d+件中\d+件|10 of 12|100倍|by 100|100 times|0\.\d+ ?％?|0円|\d分|2-1|1つ|1人あたり|1行|2つ|3つ|minutes|build 6|compare 3|say 2", re.I
)
"""Numbers of law, of a named source, and of the trial itself; all others are read from the run."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("town")
    write(simulate(3000, 12, 1), place)
    return place


@pytest.fixture(scope="module")
def stage(folder: Path) -> Stage:
    return stage_of(folder)


@PLAYED
def test_a_reveal_goes_in_the_direction_that_it_claims(stage: Stage, lesson: Lesson, step: Step, one: Round) -> None:
    values = stage.values(lesson, step, one)
    assert one.claims and [claim for claim in one.claims if not holds(claim, values)] == [], values


@PLAYED
def test_every_sentence_is_filled_in_both_languages(stage: Stage, lesson: Lesson, step: Step, one: Round) -> None:
    texts = [one.question, one.trial, *([step.talk] if one is stage.rounds(step)[-1] else [])]
    for said in (*(stage.filled(text, lesson, step, one) for text in texts), stage.reveal(lesson, step, one)["text"]):
        assert set(said) == set(LANGS) and not [text for text in said.values() if "{" in text or "}" in text or not text]


@PLAYED
def test_a_question_has_an_answer_that_could_have_been_guessed(stage: Stage, lesson: Lesson, step: Step, one: Round) -> None:
    answer = stage.reveal(lesson, step, one)["answer"]
    if one.kind == "place":
        one.asked(keeps=False).guess("somebody", {"x": 1.5, "y": 200})
        assert answer is None, "the dots of the tables are the answer"
    else:
        question = one.asked(keeps=False)
        question.guess("somebody", answer)
        assert question.told(of=1)["guesses"] == 1


@pytest.mark.slow
@pytest.mark.parametrize(("base", "switches"), sorted({(a.base, a.switches) for _, step, one in ALL if streamed(one) and not step.moment for a in one.arrangements.values() if a.links == 1}))
def test_what_an_arrangement_comes_to_is_what_the_replay_says(folder: Path, stage: Stage, base: str, switches: tuple[str, ...]) -> None:
    case = next((lesson, step, one) for lesson, step, one in ALL if streamed(one) and not step.moment for a in one.arrangements.values() if (a.base, a.switches, a.links) == (base, switches, 1))
    arrangement = next(a for a in case[2].arrangements.values() if (a.base, a.switches, a.links) == (base, switches, 1))
    told = json.loads(nayose("replay", str(folder), "--ordinance", base, *(f"--switch={switch}" for switch in switches), "--json").out)["lanes"][base]["programmes"]
    mine = stage.standing(arrangement, stage.day(case[1])).score
    assert {programme: figures["score"] for programme, figures in told.items()} == dict(mine)


@pytest.mark.parametrize(("lesson", "step", "one"), ALL, ids=lambda part: part.id)
def test_no_figure_is_written_by_hand(lesson: Lesson, step: Step, one: Round) -> None:
    for text in (one.question, one.trial, one.reveal):
        for lang in LANGS:
            left = OF_THE_WORLD.sub("", re.sub(r"\{[^}]*\}", "", text[lang]))
            assert not re.search(r"\d", left), left


@pytest.mark.parametrize(("lesson", "step", "one"), ALL, ids=lambda part: part.id)
def test_both_languages_speak_of_the_same_figures(lesson: Lesson, step: Step, one: Round) -> None:
    for text in (one.question, one.trial, one.reveal):
        ja, en = (sorted(re.findall(r"\{([^}]*)\}", text[lang])) for lang in LANGS)
        assert ja == en
        assert {name.partition(":")[0] for name in ja} <= set(one.figures)


def test_sixty_minutes_have_eight_steps_and_ten_have_three() -> None:
    found = lessons()
    assert [(lesson.id, lesson.minutes, len(lesson.steps), lesson.alone) for lesson in found.values()] == [("ten-minutes", 10, 3, True), ("workshop-60", 60, 8, False)]


def test_the_ten_minutes_open_and_close_with_one_kind_of_question_about_two_clauses() -> None:
    steps = lessons()["ten-minutes"].steps
    opening, closing = steps[0].rounds[0], steps[-1].rounds[-1]
    assert opening.kind == closing.kind == "number"
    assert opening.arrangements["after"].switches != closing.arrangements["after"].switches


def test_benefit_and_cost_stand_together_and_take_turns_at_coming_first() -> None:
    for lesson in lessons().values():
        first = [[side["side"] for side in sides(lesson, step)] for step in lesson.steps]
        assert all(sorted(both) == ["benefit", "cost"] for both in first)
        assert [both[0] for both in first] == (["benefit", "cost"] * len(first))[: len(first)]


def test_steps_on_violence_and_on_children_in_difficulty_warn_first() -> None:
    warned = {step.id for step in lessons()["workshop-60"].steps if step.warning}
    assert warned == {"purpose", "address"}


def test_no_text_calls_an_ordinance_better() -> None:
    for path in FOLDER.glob("*.toml"):
        assert not re.search(r"より良い|優れ|\bbetter\b|\bworse\b|\bbest\b|おすすめ", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("change", "why"),
    [('minutes = 60\n->minutes = 61\n', "minutes"), ('kind = "agree"->kind = "opinion"', "no kind"), ('answer = "disagree"->answer = "perhaps"', "no option"), (', en = "Three misconceptions"->', "title")],
)
def test_a_lesson_with_a_mistake_is_refused_by_name(tmp_path: Path, change: str, why: str) -> None:
    text = (FOLDER / "workshop-60.toml").read_text(encoding="utf-8")
    found, _, instead = change.partition("->")
    path = tmp_path / "mistaken.toml"
    path.write_text(text.replace(found, instead, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"mistaken\.toml.*{why}"):
        read(path)


@pytest.mark.parametrize("claim", ["a", "a >", "a >= 0", "a > b + c"])
def test_what_is_no_claim_is_refused(claim: str) -> None:
    with pytest.raises(ValueError):
        holds(claim, {"a": 1, "b": 2, "c": 3})
