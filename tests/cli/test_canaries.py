"""What the offices know of a person does not stand in what a run prints or writes."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from schemas.attributes import ATTRIBUTES
from schemas.ordinance import names
from tests.cli.calling import nayose, write_lines
from tests.processors.canaries import CANARIES, whole_record
from tests.processors.events import number
from workshop.words import LANGS


def spellings() -> dict[str, str]:
    """Each canary that can be searched for, as events spell it and as people read it, with its attribute."""
    found: dict[str, str] = {}
    for name, value in CANARIES.items():
        field = ATTRIBUTES[name].field
        if field.type == "yen":
            found |= {str(value): name, f"{value:,}": name}
        elif field.type == "text":
            found |= {str(value): name}
        elif field.type == "date":
            day = datetime.date.fromisoformat(str(value))
            found |= {str(value): name, f"{day.year}年{day.month}月{day.day}日": name}
    return found


def found_in(told: str) -> set[str]:
    """The attributes whose canary stands in a text."""
    return {name for spelled, name in spellings().items() if spelled in told}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a family of whom every office knows everything."""
    place = tmp_path_factory.mktemp("canaries")
    lines = whole_record().lines
    for office in ("register", "tax", "welfare", "child"):
        own = [line.strip() + b"\n" for line in lines if json.loads(line)["source"].endswith(office)]
        write_lines(place / f"{office}.jsonl", own)
    return place


@pytest.mark.parametrize("lang", LANGS)
def test_no_canary_is_in_what_a_replay_prints_or_the_ledgers_check(folder: Path, lang: str) -> None:
    lanes = [word for name in names() for word in ("--ordinance", name)]
    replayed = nayose("replay", folder, *lanes, "--as-of", "2025-04-16", "--json", lang=lang)
    assert (replayed.json["events"], replayed.json["rejected"]) == (len(whole_record().lines), 0)
    for done in (replayed, nayose("replay", folder, *lanes, lang=lang), nayose("verify", folder, *lanes, lang=lang)):
        assert done.code == 0
        assert found_in(done.out + done.err) == set()


def test_the_custodians_own_view_of_a_person_has_them_so_the_search_can_fail(folder: Path) -> None:
    shown = nayose("resident", number(2), folder, "--ordinance", "A", "--json")
    assert found_in(json.dumps(shown.json["facts"], ensure_ascii=False)) > {"family_name", "total_income", "birth"}
    assert found_in(json.dumps(shown.json["lanes"]["A"]["ledger"], ensure_ascii=False)) == set()
