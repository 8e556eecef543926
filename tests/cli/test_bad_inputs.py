"""Bad input through `nayose replay`, end to end: each line stands alone, and no number is ever shown."""

from __future__ import annotations

import codecs
import datetime
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemas.events import TOKYO
from schemas.number import GAP, check_digit
from tests.cli.calling import Done, nayose, write_lines
from workshop.household.events import Desks, line_of

Event = dict[str, Any]
START = datetime.datetime(2025, 1, 6, 9, tzinfo=TOKYO)
RIGHT_BODY = 41_234_567_890
RIGHT = f"{RIGHT_BODY}{check_digit(RIGHT_BODY)}"
"""A number whose check digit is right, made at run time. It must be seen nowhere."""
WIDE = RIGHT.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
PERSON = {
    "birth": "1985-05-01", "sex": "female", "nationality": "japanese", "family_name": "架空", "given_name": "花", "household": 7,
    "relation": "head", "district": "架空町", "lot": "1番", "registered_on": "2015-04-01",
}  # fmt: skip
INCOME = {
    "year": 2023, "total_income": 400_000, "pay_or_pension": True, "dependants": 0, "levy": "exempt", "levy_yen": 0,
}  # fmt: skip


def registered(desks: Desks, name: str, **changes: Any) -> Event:
    """An event of the register."""
    return desks.event("resident.registered", "register", name, START, PERSON | changes)


def corrected(desks: Desks, name: str, **changes: Any) -> Event:
    """An event of the tax office."""
    return desks.event("tax.corrected", "tax", name, START + datetime.timedelta(days=1), INCOME | changes)


def with_data(event: Event, **changes: Any) -> Event:
    """The event with other data."""
    return event | {"data": event["data"] | changes}


def without(event: Event, name: str) -> Event:
    """The event without a field of its data."""
    return event | {"data": {key: value for key, value in event["data"].items() if key != name}}


def replayed(folder: Path, desks: Desks) -> tuple[Done, list[Event]]:
    """`nayose replay`, and the lines that were refused. No number of anybody stands in what was printed or written."""
    rejected = folder / "rejected.jsonl"
    done = nayose("replay", folder, "--ordinance", "G", "--rejected", rejected, "--json")
    for text in (done.out, done.err, rejected.read_text(encoding="utf-8")):
        digits = re.sub(GAP, "", unicodedata.normalize("NFKC", text))
        assert not [number for number in (RIGHT, *desks.numbers.values()) if number in digits]
    return done, [json.loads(line) for line in rejected.read_text(encoding="utf-8").splitlines()]


REFUSED: dict[str, Callable[[Event], Event]] = {
    "an unknown field": lambda e: with_data(e, shoe_size=24),
    "an unknown field of the envelope": lambda e: e | {"priority": "high"},
    "a text where a number belongs": lambda e: with_data(e, total_income="a lot"),
    "a number written as a text": lambda e: with_data(e, total_income="400000"),
    "a fraction where a whole number belongs": lambda e: with_data(e, total_income=400000.5),
    "a null where a value belongs": lambda e: with_data(e, total_income=None),
    "a missing field": lambda e: without(e, "total_income"),
    "an unknown type of event": lambda e: e | {"type": "tax.abolished"},
    "no type at all": lambda e: {key: value for key, value in e.items() if key != "type"},
    "an impossible date": lambda e: with_data(e, effective="2025-02-30"),
    "a date that is a sentence": lambda e: with_data(e, effective="last week"),
    "a time without an offset": lambda e: e | {"time": "2025-01-07T09:00:00"},
    "a time of the last century but one": lambda e: e | {"time": "1899-01-07T09:00:00+09:00"},
    "a negative income": lambda e: with_data(e, total_income=-1),
    "an income beyond all bounds": lambda e: with_data(e, total_income=10**15),
    "a word that is no choice": lambda e: with_data(e, levy="forgiven"),
    "a number of eleven digits": lambda e: e | {"subject": e["subject"][:11]},
    "a number of thirteen digits": lambda e: e | {"subject": e["subject"] + "1"},
    "a number that is no text": lambda e: e | {"subject": int(e["subject"])},
    "a number with a right check digit": lambda e: e | {"subject": RIGHT},
    "a sequence of zero": lambda e: with_data(e, sequence=0),
    "an id that is no id": lambda e: e | {"id": "the first one"},
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_line_is_refused_and_all_others_are_taken(what: str, tmp_path: Path) -> None:
    desks = Desks()
    good = [registered(desks, "hana"), corrected(desks, "hana"), registered(desks, "taro", household=8)]
    bad = REFUSED[what](corrected(desks, "taro"))
    write_lines(tmp_path / "register.jsonl", [line_of(good[0]), line_of(good[2])])
    write_lines(tmp_path / "tax.jsonl", [line_of(bad), line_of(good[1])])
    done, refused = replayed(tmp_path, desks)
    assert done.code == 0
    assert done.json["events"] == 3
    assert done.json["rejected"] == 1
    assert [(r["file"], r["line"]) for r in refused] == [("tax.jsonl", 1)]
    assert set(refused[0]) == {"file", "line", "reason", "text"}
    assert refused[0]["reason"] in done.err

    write_lines(tmp_path / "tax.jsonl", [line_of(good[1])])
    assert replayed(tmp_path, desks)[0].json["lanes"]["G"]["digest"] == done.json["lanes"]["G"]["digest"]


HIDING_PLACES: dict[str, Callable[[Event], bytes]] = {
    "inside a name": lambda e: line_of(with_data(e, family_name=f"No {RIGHT}")),
    "in an address": lambda e: line_of(with_data(e, lot=RIGHT)),
    "as a key": lambda e: line_of(with_data(e, **{RIGHT: 1})),
    "in the id": lambda e: line_of(e | {"id": RIGHT}),
    "in the type": lambda e: line_of(e | {"type": f"resident.{RIGHT}"}),
    "as a whole number": lambda e: line_of(with_data(e, household=int(RIGHT))),
    "in groups of four": lambda e: line_of(with_data(e, birth=f"{RIGHT[:4]}-{RIGHT[4:8]}-{RIGHT[8:]}")),
    "in groups of four inside a text": lambda e: line_of(with_data(e, lot=f"{RIGHT[:4]} {RIGHT[4:8]} {RIGHT[8:]}")),
    "in wide digits and spaces": lambda e: line_of(with_data(e, lot=f"{WIDE[:4]}　{WIDE[4:8]}　{WIDE[8:]}")),
    "in groups with wide dashes": lambda e: line_of(with_data(e, lot=f"{RIGHT[:4]}－{RIGHT[4:8]}－{RIGHT[8:]}")),
    "in a broken line": lambda e: b'{"subject": "' + RIGHT.encode() + b'", "data"\n',
    "in a line that is no JSON at all": lambda e: b"number " + RIGHT.encode() + b" please\n",
    "in bytes that are no UTF-8": lambda e: b"\xff\xfe " + RIGHT.encode() + b"\n",
}


@pytest.mark.parametrize("where", HIDING_PLACES)
def test_a_number_that_may_be_somebodys_is_shown_nowhere(where: str, tmp_path: Path) -> None:
    desks = Desks()
    good, bad = registered(desks, "hana"), registered(desks, "taro", household=8)
    write_lines(tmp_path / "register.jsonl", [line_of(good), HIDING_PLACES[where](bad)])
    done, refused = replayed(tmp_path, desks)
    assert (done.json["events"], done.json["rejected"], len(refused)) == (1, 1, 1)


def test_a_number_that_may_be_somebodys_is_refused_as_the_other_number_too(tmp_path: Path) -> None:
    desks = Desks()
    data = {"role": "from", "other_number": RIGHT}
    changed = desks.event("resident.number-changed", "register", "hana", START + datetime.timedelta(days=1), data)
    write_lines(tmp_path / "register.jsonl", [line_of(registered(desks, "hana")), line_of(changed)])
    done, _ = replayed(tmp_path, desks)
    assert (done.json["events"], done.json["rejected"]) == (1, 1)


def test_a_broken_line_and_a_cut_off_one_do_not_stop_the_file(tmp_path: Path) -> None:
    desks = Desks()
    whole = line_of(registered(desks, "hana"))
    lines = [b"{\n", b"]\n", b'"a text"\n', b"[1, 2]\n", whole, whole[: len(whole) // 2]]
    write_lines(tmp_path / "register.jsonl", lines)
    done, refused = replayed(tmp_path, desks)
    assert (done.code, done.json["events"], done.json["rejected"]) == (0, 1, 5)
    assert [r["line"] for r in refused] == [1, 2, 3, 4, 6]


def test_blank_lines_are_nothing_but_count_as_lines(tmp_path: Path) -> None:
    desks = Desks()
    write_lines(tmp_path / "register.jsonl", [b"\n", b"   \r\n", line_of(registered(desks, "hana")), b"\n", b"{\n"])
    done, refused = replayed(tmp_path, desks)
    assert (done.json["events"], done.json["rejected"]) == (1, 1)
    assert refused[0]["line"] == 5


def test_windows_line_ends_are_read_like_any_other(tmp_path: Path) -> None:
    desks = Desks()
    write_lines(tmp_path / "register.jsonl", [line_of(registered(desks, "hana")).replace(b"\n", b"\r\n")])
    done, refused = replayed(tmp_path, desks)
    assert (done.json["events"], refused) == (1, [])


@pytest.mark.parametrize("workers", [0, 1])
def test_a_byte_order_mark_of_windows_is_no_part_of_the_first_line(workers: int, tmp_path: Path) -> None:
    desks = Desks()
    write_lines(tmp_path / "register.jsonl", [codecs.BOM_UTF8, line_of(registered(desks, "hana"))])
    write_lines(tmp_path / "tax.jsonl", [codecs.BOM_UTF8])
    done = nayose("replay", tmp_path, "--ordinance", "G", "--workers", workers, "--json")
    assert (done.json["events"], done.json["rejected"]) == (1, 0)


def test_an_empty_file_is_an_office_that_recorded_nothing(tmp_path: Path) -> None:
    desks = Desks()
    write_lines(tmp_path / "register.jsonl", [line_of(registered(desks, "hana"))])
    write_lines(tmp_path / "tax.jsonl", [])
    done, refused = replayed(tmp_path, desks)
    assert (done.code, done.json["events"], refused) == (0, 1, [])
    assert "tax.jsonl" not in done.err


def test_a_folder_of_empty_files_is_a_town_without_records(tmp_path: Path) -> None:
    write_lines(tmp_path / "register.jsonl", [])
    done, _ = replayed(tmp_path, Desks())
    assert (done.code, done.json["events"]) == (0, 0)


def test_a_missing_file_is_a_note_and_the_others_are_read(tmp_path: Path) -> None:
    desks = Desks()
    write_lines(tmp_path / "tax.jsonl", [line_of(corrected(desks, "hana"))])
    done, _ = replayed(tmp_path, desks)
    assert (done.code, done.json["events"]) == (0, 1)
    assert "register.jsonl is not there" in done.err
    assert "tax.jsonl is not there" not in done.err


def test_a_folder_without_any_of_the_files_cannot_be_read(tmp_path: Path) -> None:
    done = nayose("replay", tmp_path, "--ordinance", "G")
    assert done.code == 2
    assert "holds no records" in done.err
    assert done.out == ""


def test_events_about_somebody_unknown_wait_and_count_once_they_are_registered(tmp_path: Path) -> None:
    desks = Desks()
    alone = line_of(corrected(desks, "hana"))
    write_lines(tmp_path / "register.jsonl", [])
    write_lines(tmp_path / "tax.jsonl", [alone])
    done, refused = replayed(tmp_path, desks)
    benefit = "exempt-household-benefit"
    assert (done.json["events"], refused) == (1, [])
    assert done.json["lanes"]["G"]["programmes"][benefit]["eligible"] == 0
    assert "people (1) who are not in the register are kept" in done.err

    late = registered(desks, "hana") | {"time": "2025-02-03T09:00:00+09:00"}
    write_lines(tmp_path / "register.jsonl", [line_of(late)])
    done, refused = replayed(tmp_path, desks)
    assert (done.json["events"], refused) == (2, [])
    assert done.json["lanes"]["G"]["programmes"][benefit]["eligible"] == 1
    assert "not in the register" not in done.err


def test_repeated_and_older_events_are_no_rejections_and_change_nothing(tmp_path: Path) -> None:
    desks = Desks()
    first, second = corrected(desks, "hana"), corrected(desks, "hana", total_income=3_000_000)
    register = [line_of(registered(desks, "hana"))]
    write_lines(tmp_path / "register.jsonl", register)
    write_lines(tmp_path / "tax.jsonl", [line_of(first), line_of(second)])
    once, _ = replayed(tmp_path, desks)
    write_lines(tmp_path / "register.jsonl", register * 3)
    write_lines(tmp_path / "tax.jsonl", [line_of(second), line_of(first), line_of(second), line_of(first)])
    often, refused = replayed(tmp_path, desks)
    assert refused == []
    assert often.json["lanes"] == once.json["lanes"]


def test_more_than_a_few_rejections_are_counted_and_only_the_first_are_shown(tmp_path: Path) -> None:
    write_lines(tmp_path / "register.jsonl", [b"{\n"] * 40)
    done = nayose("replay", tmp_path, "--ordinance", "G")
    assert done.err.count("Refused:") == 5
    assert "35 more lines were refused" in done.err


def test_without_the_option_no_file_of_rejections_is_written(tmp_path: Path) -> None:
    write_lines(tmp_path / "register.jsonl", [b"{\n"])
    nayose("replay", tmp_path, "--ordinance", "G")
    assert [path.name for path in tmp_path.iterdir()] == ["register.jsonl"]


@pytest.mark.parametrize("name", ["register.jsonl", "truth.jsonl"])
def test_rejections_are_never_written_over_the_records(name: str, tmp_path: Path) -> None:
    write_lines(tmp_path / "register.jsonl", [b"{\n"])
    done = nayose("replay", tmp_path, "--ordinance", "G", "--rejected", tmp_path / "." / name)
    assert (done.code, done.out) == (2, "")
    assert "wipe out" in done.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"register.jsonl": b"{\n"}


def test_a_place_where_no_rejections_can_be_written_is_told_before_the_run(tmp_path: Path) -> None:
    write_lines(tmp_path / "register.jsonl", [b"{\n"])
    done = nayose("replay", tmp_path, "--ordinance", "G", "--rejected", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "Refused:" not in done.err
