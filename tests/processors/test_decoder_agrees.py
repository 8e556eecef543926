"""The decoder takes a short cut past the models; it refuses what they refuse, and takes what they take."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from processors.decoding import decode, layouts
from processors.decoding.decode import Decoder
from processors.decoding.lines import Lines
from processors.store.texts import TextPool
from schemas.events import ADAPTER
from tests.exports.test_schema_agreement import by_check, events, mutated
from tests.nightly import examples
from tests.processors.events import Log, number


def taken(event: dict[str, Any]) -> bool:
    """Whether the decoder takes the event, as far as its form goes: whose number it is, its time and its candidate are other checks."""
    refused = Decoder("lines", TextPool()).decode([json.dumps(event).encode()]).rejections
    beyond = ("a My Number", "time: ", "data.unit: ")
    return not refused or (refused[0].reason.startswith(beyond) and by_check(event))


@examples(300, by_day=150)
@given(st.one_of(events, mutated()))
def test_the_decoder_takes_an_event_if_and_only_if_the_models_do(event: dict[str, Any]) -> None:
    assert taken(event) == by_check(event)


LINE = Log().add("tax.assessed", number(1), 2001, year=2023, total_income=3_000_000, pay_or_pension=True, dependants=1, levy_yen=90_000)
DATA = json.loads(LINE)["data"]
CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda line: line,
    "a field unknown": lambda line: line.replace(b'"data":{', b'"data":{"more":1,'),
    "a field unknown outside": lambda line: line.replace(b"{", b'{"more":1,', 1),
    "a type unknown": lambda line: line.replace(b"tax.assessed", b"tax.guessed"),
    "no type": lambda line: line.replace(b'"type":"tax.assessed",', b""),
    "no such day": lambda line: line.replace(b'"effective":"2024-10-01"', b'"effective":"2024-02-30"'),
    "no such time": lambda line: line.replace(b"T06:", b"T26:"),
    "a negative income": lambda line: line.replace(b"3000000", b"-3000000"),
    "an income as text": lambda line: line.replace(b"3000000", b'"3000000"'),
    "an income as float": lambda line: line.replace(b"3000000", b"3000000.0"),
    "an income beyond all": lambda line: line.replace(b"3000000", b"9" * 40),
    "an income that is null": lambda line: line.replace(b"3000000", b"null"),
    "a number for yes": lambda line: line.replace(b"true", b"1"),
    "yes for a number": lambda line: line.replace(b'"dependants":1', b'"dependants":true'),
    "a short number": lambda line: line.replace(number(1).encode(), number(1)[:11].encode()),
    "a long number": lambda line: line.replace(number(1).encode(), number(1).encode() + b"0"),
    "wide digits": lambda line: line.replace(number(1).encode(), number(1).translate({ord("0") + i: ord("\uff10") + i for i in range(10)}).encode()),
    "values without names": lambda line: line.replace(json.dumps(DATA, separators=(",", ":")).encode(), json.dumps(list(DATA.values())).encode()),
    "all without names": lambda line: json.dumps(list(json.loads(line).values())).encode(),
    "a list of one": lambda line: b"[" + line + b"]",
    "two in a line": lambda line: line + line,
    "broken off": lambda line: line[:-1],
    "not UTF-8": lambda line: line.replace(b"/test/tax", b"/\xff"),
    "said twice, last well": lambda line: line.replace(b'"dependants":1', b'"dependants":"one","dependants":1'),
    "said twice, last badly": lambda line: line.replace(b'"dependants":1', b'"dependants":1,"dependants":"one"'),
    "a schema": lambda line: line.replace(b'"data":{', b'"dataschema":"https://example.org/any","data":{'),
    "a schema that is null": lambda line: line.replace(b'"data":{', b'"dataschema":null,"data":{'),
    "another content": lambda line: line.replace(b'"data":{', b'"datacontenttype":"text/xml","data":{'),
    "the time in another zone": lambda line: line.replace(b"+09:00", b"Z"),
}


@pytest.fixture(params=[True, False], ids=["by layout", "one by one"])
def by_layout(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few lines, read as many are, or not."""
    monkeypatch.setattr(decode, "MANY", 1 if request.param else 10**9)
    monkeypatch.setattr(layouts, "FEW", 1)


@pytest.mark.usefixtures("by_layout")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_bad_line_gets_its_letter_and_the_others_go_on(change: Callable[[bytes], bytes]) -> None:
    line = change(LINE)
    try:
        ADAPTER.validate_json(line)
        bad = False
    except ValidationError:
        bad = True
    done = Decoder("lines", TextPool()).decode([LINE, b"", line, b" \n", LINE])
    assert done.lines == 5
    assert [rejection.line for rejection in done.rejections] == [3] * bad
    assert len(done.batch["tax.assessed"]) == 3 - bad


def many_lines() -> list[bytes]:
    """Events of several types, with and without what may be left out."""
    log = Log()
    for i in range(1, 5):
        log.moves_in(i, household=i, relation="head")
        more: dict[str, Any] = {"dependants_70": 1, "disabled": i % 2 == 0} if i > 2 else {}
        log.earns(i, 2023, 10**i, **more)
        log.add("welfare.application-received", number(i), 3000 + i, duty="school-aid", tax_consent=True)
        said: dict[str, Any] = {"consultation_note": "架空の相談"} if i > 2 else {}
        log.add("child.consultation-received", number(i), 4000 + i, number=i, **said)
        log.add("record.relinked", number(i), 2000 + i, office="tax", role="to", other_number=number(i + 1))
    return [line + b"\n" for line in log.lines]


def found(lines: list[bytes]) -> tuple[object, ...]:
    """All that the decoder says of some lines, in two chunks."""
    texts = TextPool()
    decoder = Decoder("lines", texts)
    done = [decoder.decode(some) for some in (lines, lines[::-1])]
    columns = [
        (type_, f.name, [texts[n] for n in c.fields[f.name].tolist()] if f.type == "text" and f.name != "other_number" else c.fields[f.name].tolist())
        for d in done for type_, c in sorted(d.batch.items()) for f in c.event.fields if f.name in c.fields
    ]  # fmt: skip
    envelopes = [(c.number.tolist(), c.stamp.tolist(), c.moment.tolist(), c.turn.tolist()) for d in done for _, c in sorted(d.batch.items())]
    return columns, envelopes, [(d.lines, d.latest, d.decisions, [r.as_dict() for r in d.rejections]) for d in done]


LINES = many_lines()
BITS = st.sampled_from([b'"', b"\\", b",", b"}", b"{", b":", b"0", b"-", b" ", b"\n", b"\r", b"\x00", b"\xff", b"null", b".0", b',"more":1', b"9" * 12, "１".encode(), b"F"])


@examples(150, by_day=60)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.floats(0, 1), st.integers(0, 3), BITS), max_size=12))
def test_lines_read_by_layout_say_what_they_say_one_by_one(spoiled: list[tuple[int, float, int, bytes]]) -> None:
    lines = list(LINES)
    for line, place, gone, more in spoiled:
        at = int(place * len(lines[line]))
        lines[line] = lines[line][:at] + more + lines[line][at + gone :]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decode, "MANY", 10**9)
        one_by_one = found(lines)
        patch.setattr(decode, "MANY", 1)
        patch.setattr(layouts, "FEW", 1)
        assert found(lines) == one_by_one


def test_nearly_all_lines_of_an_office_are_read_by_layout() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layouts, "FEW", 1)
        known = layouts.Layouts()
        lines = Lines(LINES * 2)
        assert sum(len(some.at) for some in known.find(lines, LINES * 2)) == len(LINES) * 2
        assert len(known.known) == 7
