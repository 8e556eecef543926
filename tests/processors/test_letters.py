"""A refused line is told of with every number masked, however it is written."""

from __future__ import annotations

import json

import pytest

from processors.decode import Decoder
from processors.texts import TextPool
from schemas.number import check_digit
from tests.processors.events import Log, number

BODY = 31_415_926_535
SOMEBODYS = f"{BODY}{check_digit(BODY)}"


def refused(line: bytes) -> str:
    """Everything that is said of a refused line."""
    (rejection,) = Decoder("lines", TextPool()).decode([line]).rejections
    return json.dumps(rejection.as_dict(), ensure_ascii=False)


def line() -> bytes:
    log = Log()
    return log.add("tax.certificate-issued", number(1), 2001)


@pytest.mark.parametrize(
    "broken",
    [
        line().replace(number(1).encode(), SOMEBODYS.encode()),
        line().replace(b'"record"', f'"{SOMEBODYS}":1,"record"'.encode()),
        line().replace(number(1).encode(), "".join(f"\\u003{d}" for d in SOMEBODYS).encode()),
        line().replace(number(1).encode(), "".join(f"\\uff1{d}" for d in SOMEBODYS).encode()),
        line().replace(b"/test/tax", SOMEBODYS.encode())[:-1],
        line().replace(b"/test/tax", f"{SOMEBODYS[:4]}-{SOMEBODYS[4:8]}-{SOMEBODYS[8:]}".encode())[:-1],
    ],
    ids=["subject", "key", "escaped", "escaped-wide", "broken-json", "in-groups"],
)
def test_no_number_is_told_in_clear(broken: bytes) -> None:
    said = refused(broken)
    assert SOMEBODYS not in said and SOMEBODYS[:4] + "-" + SOMEBODYS[4:8] not in said
    assert not any(run in said for run in (number(1), "".join(f"\\u003{d}" for d in SOMEBODYS[:3])))


def test_an_answer_to_what_is_no_candidate_is_refused_with_a_letter() -> None:
    event = json.loads(line()) | {"type": "assessment.decided"}
    del event["subject"]
    event["data"] = {"lane": "G", "programme": "school-aid", "unit": "nobody", "decision": "accept"}
    assert "names no candidate" in refused(json.dumps(event).encode())
