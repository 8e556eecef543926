"""The words for people: the same keys and placeholders in every language, and none that is missing."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from processors.gate.table import CODES
from schemas.facts import FACTS
from schemas.labels import choice_words
from schemas.programmes import PROGRAMMES
from workshop.score import CAUSES
from workshop.words import LANGS, Words, default_lang, strings

WORKSHOP = Path(__file__).parent.parent.parent / "workshop"
_USED = re.compile(r'(?:words|\.say|\.note|Letter)\(\s*"([a-z_.-]+)"')


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_the_same_keys() -> None:
    assert sorted(strings("ja")) == sorted(strings("en"))


def test_every_string_has_the_same_placeholders_in_every_language() -> None:
    different = [key for key, text in strings("ja").items() if placeholders(text) != placeholders(strings("en")[key])]
    assert different == []


def test_no_string_is_empty() -> None:
    for lang in LANGS:
        assert [key for key, text in strings(lang).items() if not text.strip()] == []


def test_every_key_that_the_code_names_is_there() -> None:
    sources = [path.read_text(encoding="utf-8") for path in WORKSHOP.rglob("*.py")]
    used = {key for source in sources for key in _USED.findall(source) if "." in key}
    assert len(used) > 50
    assert sorted(used - set(strings("en"))) == []


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_engine_can_say_has_words(lang: str) -> None:
    words = strings("ja" if lang == "ja" else "en")
    assert [code for code in CODES if f"code.{code}" not in words] == []
    assert [cause for cause in CAUSES if f"missed.{cause}" not in words] == []
    assert [p.per for p in PROGRAMMES.values() if f"amount.{p.per}" not in words] == []


def test_every_word_of_a_choice_has_a_label() -> None:
    unnamed = [
        f"{field.name}.{word}"
        for fact in FACTS.values() for field in fact.fields for word in field.words
        if field.name != "relation" and word not in choice_words() and f"word.{field.name}.{word}" not in strings("ja")
    ]  # fmt: skip
    assert unnamed == []


def test_japanese_is_written_in_japanese() -> None:
    bare = {key: re.sub(r"\{\w+\}", "", text) for key, text in strings("ja").items()}
    assert [
        key for key, text in bare.items() if re.search("[A-Za-z]{3}", text) and not re.search("[぀-ヿ一-鿿]", text)
    ] == []


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"), ({"LANG": "en_GB.UTF-8"}, "en"), ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, "ja"), ({"LANG": "ja_JP.UTF-8", "NAYOSE_LANG": "en"}, "en"), ({"LANG": "fr_FR"}, "en"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_the_locale(
    variables: dict[str, str], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NAYOSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert default_lang() == lang


def test_a_placeholder_that_is_not_filled_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Words("en")("replay.missing", nothing=1)
