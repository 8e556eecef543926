"""What people did is told from what the offices sent; the clock of a town on Kafka follows the workers unless somebody looks back."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from processors.parts.log import ASSESSMENTS, Taken
from producers.simulate import simulate, write
from workshop.household.events import enveloped, line_of
from workshop.kafka.answering import SOURCE
from workshop.kafka.beyond import Beyond
from workshop.page.playing.running_day import RunningDay

NOON = datetime.datetime(2024, 11, 5, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
FIRST = datetime.date(2024, 11, 1).toordinal()


def test_only_what_is_not_among_the_towns_records_is_told_once_each(tmp_path: Path) -> None:
    write(simulate(60, months=1, seed=5), tmp_path)
    beyond = Beyond(tmp_path)
    lines = (tmp_path / "tax.jsonl").read_bytes().splitlines()
    beyond.take([Taken("tax.events", 0, at, b"key", line) for at, line in enumerate(lines)])
    assert len(lines) > 20 and beyond.said == []
    objection = line_of(enveloped("objection.made", "register", {}, NOON, {"duty": "school-aid"})).strip()
    answer = line_of(enveloped("assessment.decided", "child", {}, NOON, {"lane": "C", "decision": "reject"})).strip()
    written = json.dumps({**json.loads(answer), "id": "0" * 8 + "-0000-5000-8000-" + "0" * 12, "source": SOURCE}).encode()
    for _ in range(2):
        beyond.take([Taken("register.events", 0, 9, b"key", objection), Taken(ASSESSMENTS, 0, 1, None, answer), Taken(ASSESSMENTS, 0, 2, None, written)])
    assert [(said.lane, said.office) for said in beyond.said] == [("", "register"), ("C", "welfare")]
    assert beyond.has(objection.decode()) and not beyond.has(lines[0].decode()) and not beyond.has(written.decode())


def test_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    beyond = Beyond(tmp_path)
    id_ = b'"id":"' + b"1" * 36 + b'"'
    beyond.take([Taken(ASSESSMENTS, 0, 0, None, b"{" + id_), Taken("tax.events", 0, 0, b"key", None), Taken("tax.events", 0, 1, b"key", b"\xff" + id_)])
    assert beyond.said == []


def test_the_clock_follows_the_workers_unless_somebody_looks_back_and_ends_with_their_day() -> None:
    steady = [0.0]
    clock = RunningDay(FIRST, FIRST + 100, steady=lambda: steady[0])
    assert not clock.back and clock.day == FIRST
    clock.stands_on(FIRST + 30)
    assert clock.day == FIRST + 30 and not clock.past
    clock.to(datetime.datetime(2024, 11, 11, 10))
    clock.stands_on(FIRST + 31)
    assert clock.day == FIRST + 10 and clock.back and clock.past
    clock.play()
    steady[0] += 24 * 40
    assert clock.day == FIRST + 31 and not clock.back and not clock.playing
    clock.stands_on(FIRST + 32)
    assert clock.day == FIRST + 32
    clock.to(datetime.datetime(2024, 11, 11, 10))
    clock.now()
    assert clock.day == FIRST + 32 and not clock.past
