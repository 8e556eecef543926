"""What is read from disclosures does not depend on which of them are read together."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from pydantic_core import from_json

from processors.assess.stage import Assess
from processors.digest import Digester, of_lists
from processors.messages import disclosures as messages
from processors.parts.gate import Adopted
from processors.parts.log import DISCLOSURES, VERDICTS
from processors.store.texts import TextPool
from schemas.ordinance.reader import load
from tests.processors.events import START, Log, number
from tests.processors.logs import Logs, run


def two_families(filed: tuple[int, ...]) -> Logs:
    """Two families that apply for school aid and consent, under ordinance C; only some of the parents filed a tax return."""
    log, logs = Log(), Logs(1)
    for parent in (1, 3):
        log.moves_in(parent, 10 * parent)
        log.moves_in(parent + 1, 10 * parent, "child", "2015-05-05")
        log.add("child.application-received", number(parent), 4000 + parent, duty="school-aid", tax_consent=True)
    for parent in filed:
        log.earns(parent, 2023, 1_000_000)
    for line in log.lines:
        logs.events(line.partition(b'"source":"/test/')[2].partition(b'"')[0].decode(), [line])
    logs.adopted = [Adopted("C", 1, load("C"), START.toordinal(), 2000)]
    logs.end_day("2024-11-10")
    run(logs, seed=1)
    return logs


def judged(batches: Iterable[list[messages.Document]]) -> str:
    """A digest of all verdicts that some batches of documents end in."""
    assess = Assess()
    for documents in batches:
        assess.adopt("C", messages.ordinance_of("C", documents[0]["rules"]), people=False)
        assess.process(messages.read_all(documents, TextPool()))
    return of_lists([Digester(TextPool()).verdicts(assess, "C")])


@pytest.mark.parametrize("filed", [(), (1,), (1, 3)])
def test_a_household_is_judged_alone_as_in_company(filed: tuple[int, ...]) -> None:
    newest = two_families(filed).newest().of(DISCLOSURES, "C")
    assert len(newest) == 2
    assert judged([newest]) == judged([document] for document in newest)


@pytest.mark.parametrize("filed", [(), (1,)])
def test_what_nobody_filed_is_absent_and_not_withheld(filed: tuple[int, ...]) -> None:
    logs = two_families(filed)
    told = [from_json(record.value or b"") for record in logs.topics[VERDICTS, 0]]
    causes = [document["causes"] for document in told if document["verdict"] == "cannot-be-told"]
    assert len(causes) == 2 - len(filed)
    assert all("local-tax:absent" in of and "local-tax:withheld" not in of for of in causes)
