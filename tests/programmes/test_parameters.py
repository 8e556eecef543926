"""Thresholds of the law as dated data."""

from __future__ import annotations

import datetime
import shutil
import tomllib
from pathlib import Path

import pytest
from household_cases import frame_of, person

import schemas.programmes.parameters as parameters
from schemas.ordinance.model import TownFacts
from schemas.programmes import PROGRAMMES, NotCovered, parameters_on
from schemas.programmes.parameters import Book, LawTable, read_book
from schemas.programmes.parameters.book import shipped
from schemas.programmes.parameters.listing import law_entries, numbers

SHIPPED = Path(parameters.__file__).parent
TAGS = {"C", "C2", "G:h", "G:m", "G:l", "D"}


def on(day: str, area: str = "2-1") -> parameters.Parameters:
    """The parameters in force."""
    return parameters_on(datetime.date.fromisoformat(day).toordinal(), TownFacts(class_of_area=area))


def book_with(tmp_path: Path, name: str, text: str) -> Book:
    """The shipped book and one more file."""
    for path in SHIPPED.glob("*.toml"):
        shutil.copy(path, tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_book(tmp_path.glob("*.toml"))


def test_every_value_has_a_date_a_source_and_a_confidence_tag() -> None:
    known = on("2026-06-01")
    names = [name for name in known._starts if name in known]
    assert len(names) > 40
    for name in names:
        origin = known.origin(name)
        assert (
            origin.source
            and origin.confidence in TAGS
            and origin.label_ja
            and origin.label_en
            and origin.since >= datetime.date(1990, 1, 1)
        )


RAW = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.toml"))}


def loose(part: object, inside: bool = False) -> list[object]:
    """The numbers that stand in no dated value."""
    if isinstance(part, dict):
        return [n for key, value in part.items() for n in loose(value, inside or key == "on")]
    if isinstance(part, list):
        return [n for value in part for n in loose(value, inside)]
    return [part] if isinstance(part, int | float) and not isinstance(part, bool) and not inside else []


def test_every_number_in_a_parameter_file_stands_in_a_value_with_date_source_and_tag() -> None:
    assert [(name, n) for name, raw in RAW.items() for n in loose(raw)] == []
    entries = [(name, raw, e) for name, raw in RAW.items() for part in raw.values() if isinstance(part, dict) for e in part["on"]]
    assert len(entries) == len(numbers())
    for name, raw, entry in entries:
        said = {key: entry.get(key, raw.get(key)) for key in ("from", "source", "confidence")}
        assert type(said["from"]) is datetime.date and said["source"], name
        assert said["confidence"] in TAGS, name


def test_a_loose_number_is_found() -> None:
    assert loose({"limit": {"label_ja": "あ", "value": 3, "on": [{"value": 4}]}, "x": [5]}) == [3, 5]


def test_the_list_holds_each_number_once_as_it_is_spelled() -> None:
    listed = numbers()
    assert len({(one.place, one.since) for one in listed}) == len(listed)
    of = {one.place: one for one in listed if one.since == datetime.date(2024, 11, 1)}
    assert of["child_rearing_allowance.toml: rearing_full_limit"].value == "690,000"
    assert {one.confidence for one in (*listed, *law_entries())} <= TAGS


def test_a_value_holds_from_its_date_until_the_next_one() -> None:
    assert [on(day).rearing_first_child for day in ("2025-03-31", "2025-04-01", "2026-03-31", "2026-04-01")] == [
        45_500,
        46_690,
        46_690,
        48_050,
    ]
    assert shipped().dates("rearing_first_child") == (
        datetime.date(2024, 11, 1),
        datetime.date(2025, 4, 1),
        datetime.date(2026, 4, 1),
    )


def test_the_town_chooses_its_column_by_class_of_area() -> None:
    assert [on("2025-04-01", area).exempt_base for area in ("1-2", "2-1", "3-1")] == [350_000, 315_000, 280_000]
    assert [on("2025-04-01", area).tables.class2_old.rows[1] for area in ("1-1", "2-2", "3-2")] == [
        45_320,
        39_210,
        35_130,
    ]


def test_a_further_date_needs_a_file_and_no_python(tmp_path: Path) -> None:
    text = """
source = "架空の改正"
confidence = "D"
[[rearing_first_child.on]]
from = 2027-04-01
value = 50_000
[[child_allowance_by_age.on]]
from = 2027-04-01
rows = { 0 = 16_000, 3 = 11_000, 12 = 12_000 }
"""
    book = book_with(tmp_path, "reform_2027.toml", text)
    found = []
    for day in (datetime.date(2027, 3, 31), datetime.date(2027, 4, 1)):
        rows = [person("head", 40, 0, day=day), person("child", 13, 0, day=day)]
        for id_ in ("child-rearing-allowance", "child-allowance"):
            amount = PROGRAMMES[id_].evaluate(frame_of(rows, day=day), book).amount
            assert amount is not None
            found.append(int(amount.lo[0]))
    assert found == [48_050, 10_000, 50_000, 12_000]


def test_a_day_before_the_first_value_is_answered_with_the_first_day() -> None:
    with pytest.raises(NotCovered, match="2024-11-01"):
        _ = on("2024-10-31").rearing_first_child
    with pytest.raises(NotCovered, match="2020-10-01"):
        _ = on("2020-09-30").tables.class1_old


def test_a_misspelt_name_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(AttributeError, match="rearing_first_child"):
        _ = on("2025-04-01").rearing_first_chld


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[x]\nlabel_ja="あ"\nlabel_en="a"\n[[x.on]]\nfrom=2025-01-01\nvalue=1\nsource="s"', "confidence"),
        ('[[x.on]]\nfrom=2025-01-01\nvalue=1\nsource="s"\nconfidence="D"', "labels"),
        ('[x]\nlabel_ja="あ"\nlabel_en="a"\n[[x.on]]\nfrom=2025-01-01\nsource="s"\nconfidence="D"', "value"),
        (
            '[x]\nlabel_ja="あ"\nlabel_en="a"\n[[x.on]]\nfrom=2025-01-01\nby="size"\nvalue=1\nsource="s"\nconfidence="D"',
            "class_of_area",
        ),
        (
            '[x]\nlabel_ja="あ"\nlabel_en="a"\n[[x.on]]\nfrom=2025-01-01\nby="class"\nvalue=[1,2]\nsource="s"\nconfidence="D"',
            "list of 3",
        ),
        ('[[rearing_first_child.on]]\nfrom=2025-04-01\nvalue=1\nsource="s"\nconfidence="D"', "two values"),
    ],
)
def test_a_mistake_in_a_file_is_answered_with_what_is_missing(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        book_with(tmp_path, "mistake.toml", text).on(datetime.date(2025, 6, 1).toordinal(), TownFacts())


def test_a_table_must_begin_at_nought() -> None:
    with pytest.raises(ValueError, match="row for 0"):
        LawTable({1: 5}, on("2025-04-01").origin("exempt_base"))
