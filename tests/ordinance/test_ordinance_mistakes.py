"""Every mistake in an ordinance file is answered by a letter: what, where, what is allowed, what was probably meant."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.number import check_digit
from schemas.ordinance import Ordinance, OrdinanceError, load, read_bytes, read_dict, read_json, read_text
from schemas.ordinance.reader import MOST_BYTES, SHIPPED
from schemas.ordinance.shape import shapes
from tests.nightly import examples

SAMPLE = (SHIPPED / "sample.toml").read_text(encoding="utf-8")
MISTAKES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "mistakes.toml").read_text(encoding="utf-8"))[
    "mistake"
]


def error_of(text: str) -> OrdinanceError:
    with pytest.raises(OrdinanceError) as caught:
        read_text(text, "ours.toml")
    return caught.value


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake["title"] for mistake in MISTAKES])
def test_a_mistake_is_answered_by_a_letter(mistake: dict[str, Any]) -> None:
    assert mistake["find"] in SAMPLE
    text = SAMPLE.replace(mistake["find"], mistake["put"], 1)
    problems = [p for p in error_of(text).problems if p.code == mistake["code"]]
    assert problems
    assert problems[0].nearest == mistake.get("nearest", problems[0].nearest)
    assert problems[0].found == mistake.get("found", problems[0].found)
    assert problems[0].allowed == mistake.get("allowed", problems[0].allowed)
    if "at" in mistake:
        assert mistake["at"] in text.splitlines()[(problems[0].line or 0) - 1]
    for lang in ("en", "ja"):
        assert "ours.toml" in problems[0].letter(lang) and "{" not in problems[0].letter(lang)


KEYS_OF_A_FILE = {key for shape in shapes().values() for key in shape.keys} | set(shapes())
IN_LATIN = {"TOML", "UTF", "sample", "ours", "toml", "true", "false", "sweep"}


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake["title"] for mistake in MISTAKES])
def test_a_letter_in_japanese_has_no_english_but_what_stands_in_the_file(mistake: dict[str, Any]) -> None:
    letter = error_of(SAMPLE.replace(mistake["find"], mistake["put"], 1)).letter("ja")
    said = re.sub(r"「.*?」：|TOMLとして読めません：.*?。", "", re.sub(r'"(\\\\.|[^"\\\\])*"', "", letter))
    assert set(re.findall("[A-Za-z][A-Za-z_]{2,}", said)) <= KEYS_OF_A_FILE | IN_LATIN | {"prohibit", "table"}


def test_a_letter_reads_as_the_page_shows_it() -> None:
    error = error_of(SAMPLE.replace('"attendance"', '"atendance"'))
    assert error.letter("en").startswith(
        'ours.toml, line 65: purpose U-1, kinds: "atendance" is not allowed. Use "resident-record", '
    )
    assert error.letter("en").endswith(' Did you mean "attendance"?')
    assert error.letter("ja").startswith(
        'ours.toml 65行目「purpose U-1, kinds」："atendance" は使えません。使えるのは '
    )
    assert error.letter("ja").endswith('"attendance" のことですか。')
    assert str(error) == error.letter("en")


def test_a_row_may_be_in_force_for_one_day() -> None:
    text = SAMPLE.replace("valid_from = 2024-04-01", "valid_from = 2024-04-15\nvalid_to = 2024-04-15")
    row = read_text(text).find_row("3-2")
    assert row is not None and row.valid_from == row.valid_to


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = SAMPLE.replace('"attendance"', '"atendance"').replace("tax_consent = true", "tax_consent = false")
    error = error_of(text.replace('row = "1-2"', 'row = "1-1"'))
    assert [problem.code for problem in error.problems] == ["duplicate-row", "wrong-word", "safeguard-off"]
    assert str(error).startswith("3 things to mend:\n- ours.toml, line 19")
    assert error.letter("ja").startswith("直すところが 3 件あります：\n- ")


def test_a_letter_about_a_national_safeguard_names_its_article() -> None:
    assert "地方税法22条" in error_of(SAMPLE.replace("tax_consent = true", "tax_consent = false")).letter("ja")


@pytest.mark.parametrize("place", ["title", "reason", "row", "municipality"])
def test_a_number_of_a_person_is_refused_and_not_repeated(place: str) -> None:
    body = 62149832025
    number = f"{body}{check_digit(body)}"
    line = next(line for line in SAMPLE.splitlines() if line.startswith(f"{place} ="))
    error = error_of(SAMPLE.replace(line, f'{place} = "{number}"', 1))
    assert number not in error.letter("en") + error.letter("ja")


def test_a_number_of_a_person_is_repeated_in_no_letter_wherever_it_stands() -> None:
    number = f"62149832025{check_digit(62149832025)}"
    for text in (
        f"{SAMPLE}\n[{number}]\nx = 1",
        f"{number} = 1\n{SAMPLE}",
        f"law_starts = {number}\n{SAMPLE}",
        f'join_key = ["{number}"]\n{SAMPLE}',
        f'x = "{number}',
    ):
        assert number not in str(error_of(text))


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-16"])
def test_another_encoding_is_named_with_its_line(encoding: str) -> None:
    with pytest.raises(OrdinanceError) as caught:
        read_bytes(SAMPLE.encode(encoding, "replace"), "ours.toml")
    assert caught.value.problems[0].code == "encoding"
    assert caught.value.problems[0].line == 1


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    ours = read_bytes(b"\xef\xbb\xbf" + SAMPLE.replace("\n", "\r\n").encode(), "ours.toml")
    assert ours.content_hash == load("sample").content_hash


@pytest.mark.parametrize("name", ["smaple", "g", "Sample", "", "."])
def test_a_name_that_is_not_at_hand_is_answered_with_those_that_are(name: str) -> None:
    with pytest.raises(OrdinanceError) as caught:
        load(name)
    assert caught.value.problems[0].code in ("unknown-ordinance", "unreadable")
    assert '"G-plus"' in str(caught.value)


def test_the_nearest_name_is_told() -> None:
    with pytest.raises(OrdinanceError, match='Did you mean "sample"'):
        load("smaple")


@pytest.mark.parametrize("path", ["nowhere/ours.toml", "a\0b.toml", "schemas", "x" * 5000 + ".toml"])
def test_a_file_that_cannot_be_read_is_a_letter(path: str) -> None:
    with pytest.raises(OrdinanceError):
        load(Path(path))


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(SAMPLE, encoding="utf-8")
    ours = load(tmp_path / "ours.toml")
    assert ours.name == "ours"
    assert ours == load("sample") and ours.content_hash == load("sample").content_hash


def test_a_file_too_large_to_be_an_ordinance_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_bytes(b"#" * (MOST_BYTES + 1))
    with pytest.raises(OrdinanceError, match="too many"):
        load(tmp_path / "ours.toml")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 3000,
        "x = " + "[" * 3000,
        "x = " + "9" * 5000,
        "x = 0x" + "f" * 5000,
        "x = " + "[" * 90 + "]" * 90,
        "",
        "\0",
        "title",
    ],
)
def test_strange_texts_are_letters(text: str) -> None:
    assert str(error_of(text))


@pytest.mark.parametrize("text", ["", "[]", "1", "{", '{"title": 1}', "[" * 100_000])
def test_strange_json_is_a_letter(text: str) -> None:
    with pytest.raises(OrdinanceError):
        read_json(text)


def test_nothing_at_all_is_a_letter_too() -> None:
    with pytest.raises(OrdinanceError, match="title"):
        read_dict({})


def _read(content: bytes) -> None:
    try:
        ordinance = read_bytes(content, "ours.toml")
    except OrdinanceError as error:
        assert error.letter("ja") and error.letter("en")
        return
    assert isinstance(ordinance, Ordinance)
    assert read_json(ordinance.as_json()) == ordinance


PIECES = st.one_of(
    st.sampled_from(
        [
            '"',
            "'",
            "[",
            "]",
            "[[",
            "]]",
            "=",
            "{",
            "}",
            "\n",
            "#",
            "true",
            "false",
            "1",
            "-",
            ".",
            ",",
            '""',
            "[]",
            "nan",
            "2024-02-30",
            "'''",
            '"""',
            "\\u0000",
        ]
    ),
    st.text(max_size=5),
)


@examples(400, by_day=200)
@given(st.integers(0, len(SAMPLE)), st.integers(0, 40), PIECES)
def test_a_sample_with_a_piece_cut_out_or_put_in_is_an_ordinance_or_a_letter(at: int, cut: int, piece: str) -> None:
    _read((SAMPLE[:at] + piece + SAMPLE[at + cut :]).encode("utf-8", "surrogatepass"))


VALUES = st.recursive(
    st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.floats(), st.dates(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)
KEYS = tuple(tomllib.loads(SAMPLE))


@examples(300, by_day=150)
@given(st.sampled_from(KEYS), VALUES, st.data())
def test_a_value_of_any_type_anywhere_is_an_ordinance_or_a_letter(key: str, value: object, data: st.DataObject) -> None:
    raw = tomllib.loads(SAMPLE)
    part = raw
    target: str | int = key
    while isinstance(part[target], dict | list) and part[target] and data.draw(st.booleans()):
        part = part[target]
        target = data.draw(st.sampled_from(list(part) if isinstance(part, dict) else list(range(len(part)))))
    part[target] = value
    try:
        read_dict(raw)
    except OrdinanceError as error:
        assert str(error)


@examples(200, by_day=100)
@given(st.binary(max_size=60))
def test_any_bytes_are_an_ordinance_or_a_letter(content: bytes) -> None:
    _read(content)
