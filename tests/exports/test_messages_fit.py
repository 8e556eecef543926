"""What really is on the topics after a run is as the AsyncAPI document says."""

from __future__ import annotations

import datetime
import json
from collections import Counter

import pytest

from processors.gate.ledger import ACTS
from processors.gate.table import CODES
from processors.messages.ordinances import write_ordinance
from processors.messages.verdicts import VERDICTS as WORDS
from processors.parts.gate import Adopted
from processors.parts.log import (
    DEAD_LETTERS,
    DISCLOSURES,
    HANDOVERS,
    LEDGER,
    NOTICES,
    ORDINANCES,
    RECORDS,
    VERDICTS,
    Taken,
)
from schemas.exports import message_schemas
from schemas.ordinance.reader import SHIPPED, load, names
from tests.exports.valid import faults
from tests.processors.canaries import whole_record
from tests.processors.events import START
from tests.processors.logs import OFFICES, Logs, run
from tests.processors.test_link import troubled

SENT = (RECORDS, HANDOVERS, DISCLOSURES, VERDICTS, NOTICES, LEDGER, DEAD_LETTERS)


@pytest.fixture(scope="module")
def logs() -> Logs:
    """Everything that can be known about two residents, wrong links and changes of number, something refused; all ordinances."""
    made = Logs(2)
    lines = [*whole_record().lines, *troubled().lines]
    for line in [*lines, lines[0].replace(b'"sex":"male"', b'"sex":"of no word"')]:
        made.events(json.loads(line)["source"].rpartition("/")[2], [line])
    made.adopted = [Adopted(name, 1, load(name), START.toordinal(), 2000) for name in names()]
    for after in (0, 100, 180, 400):
        made.end_day((START + datetime.timedelta(days=after)).isoformat())
        run(made, seed=after)
    return made


@pytest.mark.parametrize("topic", [*(f"{office}.events" for office in OFFICES), *SENT])
def test_every_message_of_a_topic_is_one_that_the_document_describes(topic: str, logs: Logs) -> None:
    some = [record for (name, _), log in logs.topics.items() if name == topic for record in log]
    wrong = Counter(fault for record in some for fault in faults(record) if b"of no word" not in (record.value or b""))
    assert some and not wrong, wrong.most_common(5)


@pytest.mark.parametrize("name", names())
def test_an_ordinance_in_force_is_one(name: str) -> None:
    key, value = write_ordinance(name, 1, (SHIPPED / f"{name}.toml").read_text(encoding="utf-8"), START, 2000)
    assert faults(Taken(ORDINANCES, 0, 0, key, value)) == []


def test_a_message_with_a_field_too_many_or_a_word_of_its_own_is_none(logs: Logs) -> None:
    verdict = next(log[0] for (name, _), log in logs.topics.items() if name == VERDICTS)
    said = json.loads(verdict.value or b"")
    for wrong in (said | {"income": 1}, said | {"verdict": "perhaps"}, said | {"version": [1, 2]}):
        assert faults(verdict._replace(value=json.dumps(wrong).encode()))


def test_words_that_the_schemas_spell_out_are_those_of_the_processors() -> None:
    schemas = message_schemas()
    block, verdict = schemas["ledger-block"]["properties"], schemas["verdict"]["properties"]
    assert block["codes"]["items"]["enum"] == list(CODES) and block["acts"]["items"]["enum"] == list(ACTS)
    assert set(verdict["verdict"]["enum"]) == set(WORDS.values())
