"""A refused line is told of with every number masked, however it is written."""

from __future__ import annotations

import json
import re

import pytest

from processors.decoding.decode import Decoder
from processors.store.texts import TextPool
from schemas.number import GAP, check_digit
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
        line().replace(b"/test/tax", f"{SOMEBODYS[:4]}\u3000{SOMEBODYS[4:8]}\u3000{SOMEBODYS[8:]}".encode())[:-1],
        line().replace(b"/test/tax", f"{SOMEBODYS[:4]}\\uff0d{SOMEBODYS[4:8]}\\u3000{SOMEBODYS[8:]}".encode())[:-1],
    ],
    ids=["subject", "key", "escaped", "escaped-wide", "broken-json", "in-groups", "in-wide-groups", "in-escaped-groups"],
)
def test_no_number_is_told_in_clear(broken: bytes) -> None:
    said = refused(broken)
    assert SOMEBODYS not in re.sub(GAP, "", said)
    assert not any(run in said for run in (number(1), "".join(f"\\u003{d}" for d in SOMEBODYS[:3])))


def test_an_answer_to_what_is_no_candidate_is_refused_with_a_letter() -> None:
    event = json.loads(line()) | {"type": "assessment.decided"}
    del event["subject"]
    event["data"] = {"lane": "G", "programme": "school-aid", "unit": "nobody", "decision": "accept"}
    assert "names no candidate" in refused(json.dumps(event).encode())


WRONG = [
    ({"specversion": "2.0"}, {}), ({"id": "x"}, {}), ({"source": ""}, {}), ({"source": "a" * 101}, {}), ({"subject": 12}, {}), ({"subject": "12"}, {}),
    ({"type": "tax.asessed"}, {}), ({"type": 3}, {}), ({"time": "2025-02-30T00:00:00+09:00"}, {}), ({"time": "today"}, {}), ({"more": 1}, {}),
    ({"time": "1955-01-01T00:00:00+09:00"}, {}), ({}, {"total_income": -1}), ({}, {"dependants": 31}), ({}, {"record": "x"}), ({}, {"pay_or_pension": 1}),
    ({}, {"effective": "2025-02-30"}), ({}, {"effective": "x"}), ({}, {"levy": "taxed"}), ({}, {"levy_yen": 1.5}), ({"data": []}, {}),
]  # fmt: skip
"""Faults of the envelope, and of its data."""


@pytest.mark.parametrize(("envelope", "data"), WRONG)
def test_every_fault_has_a_letter_in_both_languages(envelope: dict[str, object], data: dict[str, object]) -> None:
    log = Log()
    event = json.loads(log.add("tax.assessed", number(1), 2001, year=2024, total_income=1, levy_yen=0))
    event["data"] |= data
    (rejection,) = Decoder("lines", TextPool()).decode([json.dumps(event | envelope).encode()]).rejections
    ja, en = rejection.reason_in("ja"), rejection.reason_in("en")
    assert rejection.letter != "other" and rejection.reason == en
    assert re.search("[ぁ-ん]", ja) and not re.search("[ぁ-ん一-龠]", en)
    assert " or " not in ja
    assert len(ja) < 300 and len(en) < 300 and "{" not in (ja + en).replace("{ }", "")


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"a":"\xff"}', b"{}", b'{"type":1}'])
def test_what_is_no_event_at_all_has_a_letter_too(line: bytes) -> None:
    (rejection,) = Decoder("lines", TextPool()).decode([line]).rejections
    assert rejection.letter != "other" and rejection.reason_in("ja") and rejection.reason_in("en")


@pytest.mark.parametrize("value", [None, True, [], {"a": None}, float("nan"), "null"])
def test_a_value_is_told_as_its_line_spells_it(value: object) -> None:
    event = json.loads(line())
    event["data"]["record"] = value
    (rejection,) = Decoder("lines", TextPool()).decode([json.dumps(event).encode()]).rejections
    assert f" {repr(value) if isinstance(value, str) else json.dumps(value)} " in rejection.reason_in("ja")


@pytest.mark.parametrize("line", [b"{", b'{"a":', b'{"a":"\x00"}', b'{"a":"\\ud800"}', b"[" * 10_000])
def test_what_is_no_json_is_told_in_japanese_by_its_place_alone(line: bytes) -> None:
    (rejection,) = Decoder("lines", TextPool()).decode([line]).rejections
    assert re.search(r"（\d+文字目のあたり）", rejection.reason_in("ja"))
    assert "line 1 column" in rejection.reason_in("en")


def test_a_line_in_another_encoding_is_told_to_be_saved_as_utf8() -> None:
    broken = json.dumps(json.loads(line()) | {"source": "青葉野市"}, ensure_ascii=False).encode("cp932")
    assert "not UTF-8" in refused(broken)


def test_a_type_that_is_nearly_right_is_told_what_may_be_meant() -> None:
    event = json.loads(line()) | {"type": "tax.certificate-isued"}
    assert "it may be meant: tax.certificate-issued" in refused(json.dumps(event).encode())
