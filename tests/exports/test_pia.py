"""The draft assessment (特定個人情報保護評価書): each row has its lines, and a changed row changes those and no others."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from processors.kafka.settings import INPUTS
from processors.kafka.topology import NODES, TOPICS
from processors.parts.log import in_custody
from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance import (
    Ordinance,
    Prohibition,
    Row,
    load,
    names,
    read_dict,
    with_clause,
    with_row_removed,
    with_safeguard,
)
from tests.cli.calling import nayose
from workshop.pia import Draft, write
from workshop.words import LANGS, Lang, Words

PERSONS = 10_000
ROWS = [(name, row.row) for name in names() for o in [load(name)] for row in (*o.rows, *o.prohibitions)]
_ROWS = re.compile("〔[^〕]*〕")


def draft(ordinance: Ordinance, lang: Lang = "ja", persons: int | None = PERSONS) -> str:
    return write(Draft(ordinance, Words(lang), persons))


@cache
def shipped(name: str) -> Counter[str]:
    """The lines of the draft of a shipped ordinance."""
    return lines(load(name))


def lines(ordinance: Ordinance) -> Counter[str]:
    """The lines of a draft, each with the heading that it stands under."""
    found: Counter[str] = Counter()
    heading = ""
    for line in draft(ordinance).splitlines():
        heading = line if line.startswith("#") else heading
        found[f"{heading}\n{line}"] += 1
    return found


def names_row(line: str, row: str) -> bool:
    return f"〔{row}〕" in line


def place(line: str) -> str:
    """Heading and first cell of a line: what it is about. Behind the first cell, rows may come and go."""
    return "|".join(line.split("|")[:2])


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_row_that_is_removed_takes_the_lines_that_name_it_along_and_no_others(name: str, row: str) -> None:
    before, after = shipped(name), lines(with_row_removed(load(name), row))
    gone, new = before - after, after - before
    assert gone == Counter({line: n for line, n in before.items() if names_row(line, row)} | nothing_more(gone))
    assert any(line.split("\n")[1].startswith(f"| 〔{row}〕 |") for line in gone)
    kept = {place(line) for line in gone}
    assert [line for line in new if place(line) not in kept and line.split("\n")[1] not in placeholders()] == []


def placeholders() -> tuple[str, ...]:
    return Words("ja")("pia.nothing"), Words("ja")("pia.nothing_joined")


def nothing_more(gone: Counter[str]) -> dict[str, int]:
    """The head of a table that has lost its last row."""
    return {line: n for line, n in gone.items() if not _ROWS.search(line) and is_head(line)}


def is_head(line: str) -> bool:
    return set(line.split("\n")[1]) <= set("|- ") or line.split("\n")[1].startswith((f"| {Words('ja')('pia.column.row')} |", f"| {Words('ja')('pia.column.kind')} |"))


def edits(row: Row | Prohibition) -> Iterator[tuple[str, dict[str, Any]]]:
    """An edit of each key that a row of its table has, as far as it has another value."""
    yield "row", {"row": row.row + "-x"}
    yield "valid_from", {"valid_from": datetime.date.fromordinal(min(row.valid_to - 30, datetime.date(2024, 12, 1).toordinal()))}
    yield "valid_to", {"valid_to": datetime.date.fromordinal(max(row.valid_from + 30, datetime.date(2025, 7, 31).toordinal()))}
    if isinstance(row, Prohibition):
        yield "kinds", {"kinds": ["resident-record", *row.kinds]}
        yield "reason", {"reason": "別の理由"}
        yield "duty", {"duty": "school-aid"}
        return
    yield "duty", other_duty(row)
    if row.table == "table1":
        return
    yield "kinds", {"kinds": [other_kind(row), *row.kinds]}
    yield "fewer kinds", {"kinds": list(row.kinds[:-1]) or [other_kind(row)]}
    yield "attributes", {"attributes": [attributes_of(kind)[0].name for kind in row.kinds]}
    yield "subjects", {"subjects": [s for s in catalogue().subjects if s not in row.subjects] or ["child"]}
    yield "triggers", {"triggers": ["application"] if list(row.triggers) != ["application"] else ["life-event"], "sweep_on": None}
    if row.table != "designation":
        yield "join_key", {"join_key": "my_number" if row.join_key == "atena_number" else "atena_number", "unlinkable": None if row.unlinkable else False}
    if "sweep" in row.triggers:
        yield "sweep_on", {"sweep_on": ["06-30"]}
    if row.table == "purpose":
        yield "recurrent", {"recurrent": not row.recurrent}
        yield "basis", {"basis": "APPI-69-2"}
    if row.table == "table3":
        yield "holder", {"organ": row.holder, "holder": row.organ}


def other_duty(row: Row) -> dict[str, Any]:
    """Another duty without an Act of its own, and its organ; what it gets from the other organ in table 3 is turned round."""
    duty = "child-watch" if row.duty != "child-watch" else "single-parent-medical-aid"
    organ = catalogue().duties[duty].organ
    others = {"holder": next(o for o in catalogue().organs if o != organ)} if row.table in ("table3", "purpose") else {}
    return {"duty": duty, "organ": organ, **others}


def edited(ordinance: Ordinance, row: str, changes: dict[str, Any]) -> Ordinance:
    """The ordinance with keys of a row set anew, its name among them; a key set to None is taken out."""
    content = ordinance.as_dict()
    entry = next(e for entries in content.values() if isinstance(entries, list) for e in entries if isinstance(e, dict) and e["row"] == row)
    entry.update(changes)
    for key in [key for key, value in entry.items() if value is None]:
        del entry[key]
    return read_dict(content, ordinance.name, workshop=True)


def other_kind(row: Row) -> str:
    """A kind of the same holder that the row does not name."""
    return next(k.id for k in catalogue().kinds.values() if k.id not in row.kinds and k.holder == row.holder)


EDITS = [(name, row, key) for name, row in ROWS for key, _ in edits(load(name).find_row(row))]  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "row", "key"), EDITS)
def test_a_row_that_is_edited_changes_its_own_line_and_only_lines_that_name_it(name: str, row: str, key: str) -> None:
    ordinance = load(name)
    changes = dict(edits(ordinance.find_row(row)))[key]  # type: ignore[arg-type]
    changed = edited(ordinance, row, changes)
    before, after = shipped(name), lines(changed)
    gone, new = before - after, after - before
    now = changes.get("row", row)
    assert any(line.split("\n")[1].startswith(f"| 〔{row}〕 |") for line in gone)
    assert any(line.split("\n")[1].startswith(f"| 〔{now}〕 |") for line in new)
    about = {place(line) for line in gone if names_row(line, row)} | {place(line) for line in new if names_row(line, now)}
    others = [line for line in (*gone, *new) if place(line) not in about and not is_head(line) and line.split("\n")[1] not in placeholders()]
    assert others == []


def test_all_rows_of_all_shipped_ordinances_are_tried() -> None:
    assert {name for name, _ in ROWS} == {name for name in names() if load(name).rows or load(name).prohibitions}
    assert {load(name).find_row(row).__class__ for name, row in ROWS} == {Row, Prohibition}
    tables = {r.table for name, row in ROWS if isinstance(r := load(name).find_row(row), Row)}
    assert tables >= {"table1", "table2", "table3", "designation", "purpose"}


@pytest.mark.parametrize("name", names())
def test_each_row_has_one_line_of_its_own_and_each_duty_a_file(name: str) -> None:
    ordinance = load(name)
    text = draft(ordinance)
    for row in ordinance.rows:
        own = [line for line in text.splitlines() if line.startswith(f"| 〔{row.row}〕 |")]
        assert len(own) == (2 if row.table == "purpose" else 1)
        if row.table != "table1":
            for label in (catalogue().duties[row.duty], *(catalogue().kinds[kind] for kind in row.kinds), *(catalogue().subjects[s] for s in row.subjects)):
                assert label.label_ja in own[0]
    for duty in catalogue().duties.values():
        assert f"#### {duty.label_ja}のために結合したファイル" in text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", names())
def test_it_says_that_it_is_a_draft_of_a_made_up_town_and_is_the_same_every_time(name: str, lang: Lang) -> None:
    text = draft(load(name), lang)
    assert text == draft(load(name), lang)
    assert ("下書き・架空" if lang == "ja" else "draft, fictitious") in text.splitlines()[0]


@pytest.mark.parametrize("name", names())
def test_in_japanese_nothing_is_named_by_an_identifier(name: str) -> None:
    text = _ROWS.sub("", draft(load(name)))
    known = {*catalogue().duties, *catalogue().kinds, *catalogue().organs, *catalogue().subjects, *catalogue().triggers, *law().articles, *law().safeguards}
    assert [id_ for id_ in known if re.search(rf"(?<![a-z_-]){re.escape(id_)}(?![a-z_-])", text)] == []


@pytest.mark.parametrize(
    ("persons", "done", "word"),
    [(999, "none", "enough"), (1_000, "none", "too_little"), (1_000, "basic", "enough"), (100_000, "basic", "too_little"), (300_000, "focused", "too_little"), (300_000, "full", "enough")],
)  # fmt: skip
def test_the_level_that_is_done_is_held_against_the_one_that_the_size_needs(persons: int, done: str, word: str) -> None:
    words = Words("ja")
    text = draft(with_safeguard(load("sample"), "pia_level", done), persons=persons)
    assert words(f"pia.{word}", level=words(f"pia.level.{law().pia_needed(persons)}")) in text


def test_without_a_size_nothing_is_said_of_the_level_needed() -> None:
    text = draft(load("sample"), persons=None)
    assert Words("ja")("pia.cannot_compare") in text and f"| {Words('ja')('pia.here')} |" not in text


SWITCHES: dict[str, Callable[[Ordinance], Ordinance]] = {
    **{rule: (lambda o, r=rule: with_safeguard(o, r, {"retention_months": None, "pia_level": "none", "answer_only": True}.get(r, False))) for rule in law().safeguards},
}  # fmt: skip


@pytest.mark.parametrize("rule", SWITCHES)
def test_each_safeguard_stands_with_its_basis_who_sets_it_and_what_risk_stays(rule: str) -> None:
    words, safeguard = Words("ja"), law().safeguards[rule]
    usual, changed = (next(line for line in draft(o).splitlines() if f"| {safeguard.label_ja} |" in line) for o in (load("sample"), SWITCHES[rule](load("sample"))))
    for line in (usual, changed):
        assert law().articles[safeguard.article].label_ja in line and words(f"pia.set_by.{safeguard.set_by}") in line
    assert usual != changed
    on, off = (usual, changed) if rule != "answer_only" else (changed, usual)
    assert words(f"pia.left.{rule}") in on and words(f"pia.open.{rule}") in off


def test_without_the_blanket_clause_the_law_puts_nothing_but_own_records_into_a_file() -> None:
    with_it, without = (draft(with_clause(load("sample"), "statutory_pairs", there)) for there in (True, False))
    items = [text.split("### 2. 記録")[1].split("### 3. ")[0] for text in (with_it, without)]
    assert "〔S-81-1〕" in items[0] and "〔S-81-1〕" not in items[1] and "自らの記録" in items[1]


def test_the_topology_names_each_topic_once_and_every_stage_reads_what_the_runner_reads() -> None:
    topics = {topic.name for topic in TOPICS}
    assert {node.stage for node in NODES} == set(INPUTS)
    for node in NODES:
        assert set(INPUTS[node.stage]) <= set(node.reads) and {*node.reads, *node.writes} <= topics
        assert node.custody == any(in_custody(topic) for topic in node.reads)


def test_the_command_counts_the_persons_of_a_town_and_writes_a_file(tmp_path: Any) -> None:
    town = tmp_path / "town"
    assert nayose("simulate", "--residents", "1000", "--months", "1", "--out", town).code == 0
    done = nayose("export", "pia", "--ordinance", "C", "--town", town, "--out", tmp_path / "pia.md", lang="ja")
    text = (tmp_path / "pia.md").read_text(encoding="utf-8")
    assert done.code == 0 and "pia.md" in done.out
    persons = int(re.search("対象人数：([0-9,]+)人", text)[1].replace(",", ""))  # type: ignore[index]
    assert 1_000 <= persons < 1_100
    assert not re.search(r"(?<!\d)\d{12}(?!\d)", text)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--residents", "many"), "--residents"), (("--residents", "5", "--town", "."), "Give one of them"), (("--town", "nowhere"), "nowhere"),
        (("--ordinance", "Z"), "Z"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_letter(options: tuple[str, ...], told: str) -> None:
    done = nayose("export", "pia", *(() if "--ordinance" in options else ("--ordinance", "C")), *options)
    assert done.code == 2 and told in done.err and "Traceback" not in done.err
