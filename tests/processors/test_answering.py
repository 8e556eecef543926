"""`answer_only`: the same verdicts and amounts as with values, of which none is left behind the gate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from processors.disclosures import Disclosures
from processors.engine import Engine
from processors.gate.table import ANSWER_ONLY
from processors.inprocess import Replay, Runner
from processors.messages.disclosures import document_of
from processors.messages.newest import Newest
from processors.parts.gate import Adopted
from processors.parts.log import DISCLOSURES, NOTICES, VERDICTS
from producers.simulate import simulate, write
from schemas.attributes import ATTRIBUTES
from schemas.ordinance import Ordinance, with_safeguard
from schemas.ordinance.reader import load, names
from schemas.programmes import PROGRAMMES
from tests.processors.canaries import whole_record
from tests.processors.engines import START, Fed
from tests.processors.logs import run
from tests.processors.test_parts import lines_of, logs_of

LANES = {name: load(name) for name in names()}
DAYS = (0, 60, 100, 180, 360)


def answering(name: str) -> Ordinance:
    return with_safeguard(load(name), "answer_only", True)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write(simulate(250, months=6, seed=5), folder)
    return folder


def counts(runner: Runner, name: str) -> dict[str, Any]:
    return {programme: runner.counts(name, programme) for programme in PROGRAMMES}


@pytest.mark.slow
def test_in_a_town_every_count_is_that_with_values_under_every_ordinance(town: Path) -> None:
    with_values = Replay(town, LANES).run()
    answered = Replay(town, {name: answering(name) for name in LANES}, check=True).run()
    reached = 0
    for name in LANES:
        found = counts(answered, name)
        assert found == counts(with_values, name)
        reached += sum(of["eligible"] for of in found.values())
    assert reached > 100


def test_of_two_lanes_over_the_same_events_one_may_have_values_and_the_other_answers(town: Path) -> None:
    both = Replay(town, {"C": load("C"), "quiet": answering("C")}).run()
    alone = Replay(town, {"quiet": answering("C")}).run()
    assert counts(both, "C") == counts(both, "quiet")
    assert both.digest("quiet") == alone.digest("quiet") != both.digest("C")


def test_one_process_and_the_topics_end_in_the_same(town: Path) -> None:
    quiet = {name: answering(name) for name in ("C", "G")}
    done, logs, plain = Replay(town, quiet).run(), logs_of(lines_of(town), 3), logs_of(lines_of(town), 3)
    logs.adopted = [Adopted(name, 1, ordinance, START, 2000) for name, ordinance in quiet.items()]
    run(logs, seed=3, mishaps=0.15)
    run(plain, seed=3)
    assert [logs.newest().digest(lane) for lane in quiet] == [done.digest(lane) for lane in quiet]
    for topic in (VERDICTS, NOTICES):
        said = said_on(logs.newest(), topic)
        assert said and said == said_on(plain.newest(), topic)


def said_on(newest: Newest, topic: str) -> list[tuple[Any, ...]]:
    """What is in force; that something is not any more is said or not, by what an owner who died had said of it."""
    kept = ("lane", "programme", "household", "unit", "verdict", "yen", "causes")
    documents = [d for lane in ("C", "G") for d in newest.of(topic, lane) if d.get("verdict") != "none" and d.get("in_force", True)]
    return sorted(tuple(str(document.get(key)) for key in kept) for document in documents)


def test_a_message_says_the_answer_of_each_unit_and_none_of_the_values(town: Path) -> None:
    logs = logs_of(lines_of(town), 1)
    logs.adopted = [Adopted("C", 1, answering("C"), START, 2000)]
    run(logs, seed=1)
    documents = [document_of(r.value or b"") for (topic, _), log in logs.topics.items() if topic == DISCLOSURES for r in log]
    found = [(d, duty, of["found"]) for d in documents for duty, of in d["duties"].items() if "found" in of]
    verdicts = {unit["verdict"] for _, _, of in found for unit in (of["household"], *(of["members"] or ())) if unit}
    assert verdicts == {"eligible", "not-eligible", "cannot-be-told"}
    assert all(of["members"] is None or len(of["members"]) == len(d["members"]) for d, _, of in found)
    assert not any(name.startswith(("total_income", "levy")) for d in documents for name in d["values"])


def left_behind(name: str, monkeypatch: pytest.MonkeyPatch) -> list[Disclosures]:
    """All batches that the formulas of the receiving offices were given of a family of whom everything is known."""
    left: list[Disclosures] = []
    disclosed = Engine._disclosed
    monkeypatch.setattr(Engine, "_disclosed", lambda *args: [left.append(d) or d for d in disclosed(*args)])
    engine = Fed({name: answering(name)})
    for day in DAYS:
        engine.feed(whole_record().lines, START + day)
    return left


@pytest.mark.parametrize("name", ["B", "C", "G"])
def test_columns_are_blank_of_whom_there_is_an_answer_instead(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    left = left_behind(name, monkeypatch)
    duties = [duty for batch in left for duty in batch.lanes[name].values()]
    assert any(duty.found is not None for duty in duties)
    assert not any((duty.allowed & (duty.codes == ANSWER_ONLY)).any() for duty in duties)
    for batch in left:
        for (attribute, year), (values, states) in batch.columns.items():
            seen = np.zeros(len(values), dtype=bool)
            for duty in batch.lanes[name].values():
                seen |= duty.of_attribute(ATTRIBUTES[attribute])
            assert not values[~seen].any(), (attribute, year)
            assert states is None or (states[~seen] != 0).all()


def test_without_the_safeguard_nothing_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = Engine._disclosed
    made: list[Disclosures] = []
    monkeypatch.setattr(Engine, "_disclosed", lambda *args: [made.append(d) or d for d in judged(*args)])
    engine = Fed({"C": load("C")})
    engine.feed(whole_record().lines, START)
    assert made and all(duty.found is None for batch in made for duty in batch.lanes["C"].values())
