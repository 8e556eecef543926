"""Every disclosure fits the schemas of its lane's joins; one that does not is never sent, and is told without its values."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest

from processors.gate import table
from processors.messages.checking import Joins
from processors.messages.disclosures import Document, document_of
from processors.parts.checked import Leak
from processors.parts.gate import Adopted
from processors.parts.log import DISCLOSURES
from producers.simulate import simulate, write
from schemas.join_schema import join_schemas
from schemas.ordinance.reader import load, names
from tests.processors.events import START, Log, number
from tests.processors.logs import Logs, run
from tests.processors.test_parts import lines_of, logs_of

DAY = START.toordinal() + 10


def in_lane(lane: str) -> Logs:
    """A family with incomes and an application for school aid, judged ten days after the start."""
    log, logs = Log(), Logs(1)
    log.moves_in(1, 10)
    log.moves_in(2, 10, "child", "2015-05-05")
    log.earns(1, 2023, 1_234_567)
    log.add("child.application-received", number(1), 4001, duty="school-aid", tax_consent=True)
    for line in log.lines:
        office = line.partition(b'"source":"/test/')[2].partition(b'"')[0].decode()
        logs.events(office, [line])
    logs.end_day("2024-11-10")
    logs.adopted.append(Adopted(lane, 1, load(lane), START.toordinal(), 2000))
    run(logs, seed=1)
    return logs


def documents(logs: Logs) -> list[Document]:
    return [document_of(r.value or b"") for (topic, _), log in logs.topics.items() if topic == DISCLOSURES for r in log]


@pytest.fixture(scope="module")
def disclosed() -> Document:
    """What lane C discloses of the family."""
    return documents(in_lane("C"))[-1]


def joins(lane: str = "C") -> Joins:
    return Joins(join_schemas(load(lane), DAY))


def test_whatever_a_town_discloses_under_any_ordinance_fits_the_schemas(tmp_path: Path) -> None:
    write(simulate(200, months=4, seed=7), tmp_path)
    logs = logs_of(lines_of(tmp_path), 1)
    logs.adopted = [Adopted(name, 1, load(name), START.toordinal(), 2000) for name in names()]
    run(logs, seed=1)  # its parts of the gate raise Leak
    made = documents(logs)
    assert {document["lane"] for document in made} == set(names())
    assert sum(bool(document["values"]) for document in made) > 100


def test_a_disclosure_that_was_made_fits(disclosed: Document) -> None:
    assert "total_income/2023" in disclosed["values"] and disclosed["duties"]["school-aid"]
    assert joins().faults(disclosed) == []


def test_one_does_not_fit_the_ordinance_of_another_lane(disclosed: Document) -> None:
    assert any("local-tax" in fault for fault in joins("A").faults(disclosed))


def test_a_value_that_no_answer_lets_pass_is_surplus(disclosed: Document) -> None:
    more = deepcopy(disclosed) | {"values": {**disclosed["values"], "consultation_note": ["a secret", None]}}
    assert joins().faults(more) == ["consultation_note of member 0, which no duty may know"]


def test_a_kind_that_no_row_lets_pass_does_not_fit_whatever_the_answer_says(disclosed: Document) -> None:
    more = deepcopy(disclosed)
    for answer in more["duties"]["school-aid"]["answers"]:
        answer["kinds"]["child-consultation"] = "permitted"
    more["values"]["consultation_note"] = ["a secret"] * len(more["members"])
    found = joins().faults(more)
    assert found and all("child-consultation" in fault and "a secret" not in fault for fault in found)


def test_a_value_of_the_wrong_form_does_not_fit_and_is_not_told(disclosed: Document) -> None:
    wrong = deepcopy(disclosed)
    wrong["values"]["total_income/2023"][0] = "1,234,567"
    found = joins().faults(wrong)
    assert found and all("local-tax.total_income" in fault and "234" not in fault for fault in found)


def test_what_passes_about_a_guardian_does_not_pass_about_a_stranger(disclosed: Document) -> None:
    nobody = {duty: [[]] * len(disclosed["members"]) for duty in disclosed["duties"]}
    assert any("local-tax of member" in fault for fault in joins().faults(disclosed, nobody))


def test_a_gate_that_lets_everything_pass_is_stopped_before_it_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = table.decide

    def generous(request: table.Request, ordinance: object) -> table.Decision:
        made = honest(request, load("G"))
        return made if made.allowed else honest(request, ordinance)  # type: ignore[arg-type]

    monkeypatch.setattr(table, "decide", generous)
    with pytest.raises(Leak, match=r"in lane C holds what the ordinance does not let pass: .* It was not sent\.") as told:
        in_lane("C")
    assert "1234567" not in str(told.value)
