"""What is wrong with the content of an ordinance: every mistake, each with the path to it.

First the shape (keys, types, words), then what the keys of one row say of each other, then the whole.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from schemas.attributes import attributes_of
from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance.errors import Phrase, Problem, listing, nearest, shown
from schemas.ordinance.lines import Path
from schemas.ordinance.model import HELD_BY_ITSELF
from schemas.ordinance.overlaps import overlaps
from schemas.ordinance.shape import TABLES, Shape, problem, shapes

Found = tuple[Path, object, Problem]
"""The path to a mistake, the mistaken value (to find it in the text), and the problem."""
SECTIONS = ("clauses", "safeguards", "facts")


def mistakes(raw: dict[str, Any], workshop: bool = False) -> list[Found]:
    """All mistakes of a raw ordinance, as TOML reads it. The workshop may switch off what national law sets."""
    found = [*_top(raw), *_sections(raw)]
    for table in TABLES:
        found += _table(table, raw.get(table, []), raw)
    found += _duplicates(raw)
    if not found:  # what overlaps is asked of rows that are rows
        found += overlaps(raw)
    if not workshop:
        found += _switched_off(raw)
    return found


def _top(raw: dict[str, Any]) -> Iterator[Found]:
    tables = (*TABLES, *SECTIONS)
    yield from _shape(
        (), "", {key: value for key, value in raw.items() if key not in tables}, shapes()[""], also=tables
    )
    assumes = raw.get("assumes")
    if isinstance(assumes, list) and assumes and raw.get("instrument") != "hypothetical":
        yield ("assumes",), None, Problem("assumes-too-much", "assumes", shown(assumes), '"hypothetical"')


def _sections(raw: dict[str, Any]) -> Iterator[Found]:
    for section in SECTIONS:
        entry = raw.get(section, {})
        if isinstance(entry, dict):
            yield from _shape((section,), section, entry, shapes()[section])
        else:
            yield (
                (section,),
                None,
                Problem("wrong-type", section, shown(entry), Phrase.of(f"a table [{section}]", f"表 [{section}]")),
            )


def _table(table: str, entries: object, raw: dict[str, Any]) -> Iterator[Found]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield (
            (table,),
            None,
            Problem(
                "wrong-type", table, shown(entries), Phrase.of(f"one [[{table}]] for each row", f"行ごとの [[{table}]]")
            ),
        )
        return
    for place, entry in enumerate(entries):
        path, where = (table, place), _row_name(table, place, entry)
        found = list(_shape(path, where, entry, shapes()[table]))
        yield from found
        if not found:
            yield from _row(path, where, entry, raw)


def _row_name(table: str, place: int, entry: dict[str, Any]) -> str:
    row = entry.get("row")
    return (
        f"{table} {shown(row).strip(chr(34))}"
        if isinstance(row, str)
        else Phrase.of(f"{table}, row {place + 1}", f"{table} の{place + 1}行目")
    )


def _shape(path: Path, where: str, entry: dict[str, Any], shape: Shape, also: tuple[str, ...] = ()) -> Iterator[Found]:
    known = (*shape.keys, *also)
    for key, value in entry.items():
        place = ", ".join(part for part in (where, shown(key).strip('"')) if part)
        if key not in shape.keys:
            yield (*path, key), None, Problem("unknown-key", place, shown(key), listing(known), nearest(key, known))
            continue
        for part, finding in shape.keys[key].check(value):
            yield (*path, key), part, problem(place, finding)
    for key in shape.required:
        if key not in entry:
            yield path, None, Problem("missing", where, shown(key), shape.keys[key].takes)


def _row(path: Path, where: str, row: dict[str, Any], raw: dict[str, Any]) -> Iterator[Found]:
    """What a row of the right shape says against itself."""
    first, last = (row.get(key) for key in ("valid_from", "valid_to"))
    if isinstance(first, datetime.date) and isinstance(last, datetime.date) and first > last:
        yield (*path, "valid_from"), None, Problem("dates-turned", where, first.isoformat(), last.isoformat())
    if path[0] in ("table1", "prohibit"):
        return
    yield from _sweep(path, where, row)
    yield from _holder(path, where, row)
    yield from _key(path, where, row, raw)
    yield from _attributes(path, where, row)


def _sweep(path: Path, where: str, row: dict[str, Any]) -> Iterator[Found]:
    if "sweep" in row["triggers"] and "sweep_on" not in row:
        yield (*path, "triggers"), "sweep", Problem("sweep-without-dates", where, allowed='["04-15"]')
    if "sweep" not in row["triggers"] and "sweep_on" in row:
        yield (*path, "sweep_on"), None, Problem("dates-without-sweep", where)


def _holder(path: Path, where: str, row: dict[str, Any]) -> Iterator[Found]:
    known, organ = catalogue(), row["organ"]
    if path[0] == "table3" and row["holder"] == organ:
        others = listing(other for other in known.organs if other != organ)
        yield (*path, "holder"), None, Problem("same-holder", f"{where}, holder", shown(organ), others)
    if path[0] in HELD_BY_ITSELF:
        own = listing(kind.id for kind in known.kinds.values() if kind.holder == organ)
        for kind in row["kinds"]:
            holder = known.kinds[kind].holder
            if holder != organ:
                yield (
                    (*path, "kinds"),
                    kind,
                    Problem("not-held", f"{where}, kinds", shown(kind), own, note=shown(holder)),
                )


def _key(path: Path, where: str, row: dict[str, Any], raw: dict[str, Any]) -> Iterator[Found]:
    by_number = row.get("join_key", raw.get("join_key", "my_number")) == "my_number" or path[0] == "designation"
    unlinkable = row.get("unlinkable", False)
    if unlinkable and by_number:
        yield (*path, "unlinkable"), None, Problem("not-unlinkable", f"{where}, unlinkable")
    elif unlinkable and "basis" not in row:
        yield (*path, "unlinkable"), None, Problem("needs-basis", where, allowed=listing(law().bases))
    elif "basis" in row and not unlinkable and path[0] != "purpose":
        yield (*path, "basis"), None, Problem("basis-without", f"{where}, basis")


def _attributes(path: Path, where: str, row: dict[str, Any]) -> Iterator[Found]:
    if "attributes" not in row:
        return
    of_kind = {kind: [a.name for a in attributes_of(kind)] for kind in row["kinds"]}
    every = [name for names in of_kind.values() for name in names]
    for name in row["attributes"]:
        if name not in every:
            near = nearest(name, every)
            yield (
                (*path, "attributes"),
                name,
                Problem("attribute-of-none", f"{where}, attributes", shown(name), listing(every), near),
            )
    for kind, names in of_kind.items():
        if not set(names) & set(row["attributes"]):
            yield (
                (*path, "attributes"),
                None,
                Problem("kind-without-attribute", f"{where}, attributes", shown(kind), listing(names)),
            )


def _duplicates(raw: dict[str, Any]) -> Iterator[Found]:
    seen: set[str] = set()
    for table in TABLES:
        entries = raw.get(table)
        for place, entry in enumerate(entries if isinstance(entries, list) else []):
            row = entry.get("row") if isinstance(entry, dict) else None
            if isinstance(row, str) and row in seen:
                yield (table, place, "row"), None, Problem("duplicate-row", _row_name(table, place, entry), shown(row))
            elif isinstance(row, str):
                seen.add(row)


def _switched_off(raw: dict[str, Any]) -> Iterator[Found]:
    safeguards = raw.get("safeguards")
    for rule in law().safeguards.values():
        if rule.set_by != "national-law" or not isinstance(safeguards, dict) or safeguards.get(rule.id) is not False:
            continue
        article = law().articles[rule.article]
        note = Phrase.of(article.label_en, article.label_ja)
        yield (
            ("safeguards", rule.id),
            None,
            Problem("safeguard-off", "safeguards", f"{rule.id} = false", "true", note=note),
        )
