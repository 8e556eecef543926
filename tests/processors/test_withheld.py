"""What an ordinance withholds does not leave the gate, in one process too. (The messages: test_topics_withhold.)"""

from __future__ import annotations

import numpy as np
import pytest

from processors.disclosures import Disclosures
from processors.gate.stage import Gate
from schemas.attributes import ATTRIBUTES
from schemas.causes import WITHHELD
from schemas.ordinance.reader import load, names
from schemas.vocabulary.declare import DUTIES
from tests.processors.canaries import whole_record
from tests.processors.engines import START, Fed

DAYS = (0, 60, 100, 180, 360)
"""Days after the start on which everything is judged anew: sweeps, the turn of a tax year, ends of cases."""


def passed(lane: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Fed, list[Disclosures]]:
    """An engine that was given everything, and every batch that left the gate."""
    left: list[Disclosures] = []
    judge = Gate.process
    monkeypatch.setattr(Gate, "process", lambda *args: [left.append(d) or d for d in judge(*args)])
    engine = Fed({lane: load(lane)})
    for day in DAYS:
        engine.feed(whole_record().lines, START + day)
    return engine, left


def allowed_at_all(left: list[Disclosures], name: str) -> bool:
    flags = [d.of_attribute(ATTRIBUTES[name]) for batch in left for duties in batch.lanes.values() for d in duties.values()]
    return any(np.any(flag) for flag in flags)


@pytest.mark.parametrize("lane", names())
def test_columns_are_blank_wherever_no_duty_may_look(lane: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, left = passed(lane, monkeypatch)
    for batch in left:
        for (name, year), (values, states) in batch.columns.items():
            duties = list(batch.lanes[lane].values())
            seen = np.zeros(len(values), dtype=bool)
            for duty in duties:
                seen |= duty.of_attribute(ATTRIBUTES[name])
            assert not values[~seen].any(), (name, year)
            assert states is None or (states[~seen] != 0).all()


def test_the_statute_alone_discloses_nothing_but_what_a_duty_holds_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    _, left = passed("A", monkeypatch)
    outside = [name for name, a in ATTRIBUTES.items() if a.kind in ("resident-record", "local-tax", "disability", "attendance")]
    assert not any(allowed_at_all(left, name) for name in outside)
    assert WITHHELD == 1 and len(DUTIES) == 15
