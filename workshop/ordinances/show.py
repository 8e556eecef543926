"""An ordinance as a council member would read it: its head, its tables row by row, clauses, safeguards, the town's facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from schemas.fields import FOREVER
from schemas.law import law
from schemas.ordinance import Ordinance, Prohibition, Row
from schemas.ordinance.model import BEGINNING
from schemas.ordinance.shape import TABLES
from workshop.ordinances.names import Names
from workshop.tables import switches_of
from workshop.words import Words


def lines_of(ordinance: Ordinance, words: Words) -> Iterator[str]:
    """All lines, in a language."""
    names = Names(words)
    yield from _head(ordinance, names)
    for table in TABLES[:-1]:
        yield from _table(ordinance, table, names)
    yield from _prohibitions(ordinance, names)
    for part in (_clauses, _safeguards, _facts):
        yield ""
        yield from part(ordinance, names)


def _head(ordinance: Ordinance, names: Names) -> Iterator[str]:
    words = names.words
    yield words("show.title", title=ordinance.title)
    yield words("show.municipality", municipality=ordinance.municipality)
    yield words("show.instrument", instrument=words(f"instrument.{ordinance.instrument}"))
    if ordinance.caption:
        yield words("show.caption", caption=ordinance.caption)
    if switched := switches_of(words, ordinance):
        yield words("show.switches", switches=switched)
    for assumption in ordinance.assumes:
        yield words("show.assumes", assumption=names.article(assumption))
    if ordinance.law_starts is not None:
        yield words("show.law_starts", day=names.day(ordinance.law_starts))
    yield words("show.join_key", key=words(f"show.key_{ordinance.join_key}"))


def _table(ordinance: Ordinance, table: str, names: Names) -> Iterator[str]:
    rows = [row for row in ordinance.rows if row.table == table]
    yield ""
    yield names.words(f"show.{table}")
    if not rows:
        yield names.words("show.no_rows")
    for row in rows:
        yield names.words("show.row", row=row.row, organ=names.organ(row.organ), duty=names.duty(row.duty))
        if table != "table1":
            yield from _permit(row, names)
        yield from _validity(row, names)


def _permit(row: Row, names: Names) -> Iterator[str]:
    words = names.words
    if row.table in ("table3", "purpose"):
        yield words("show.holder", holder=names.organ(row.holder))
    yield words("show.kinds", kinds=names.kinds(row.kinds))
    if row.attributes is not None:
        yield words("show.attributes", attributes=names.attributes(row.attributes))
    yield words("show.subjects", subjects=names.subjects(row.subjects))
    yield words("show.triggers", triggers=names.triggers(row.triggers))
    if row.sweep_on:
        yield words("show.sweep_on", days=names.of_year(row.sweep_on))
    if row.join_key:
        yield words("show.join_key_of_row", key=words(f"show.key_{row.join_key}"))
    if row.unlinkable:
        yield words("show.unlinkable")
    if row.basis:
        yield words("show.basis", basis=names.article(law().bases[row.basis].article))
    if row.recurrent:
        yield words("show.recurrent")


def _validity(row: Row | Prohibition, names: Names) -> Iterator[str]:
    if days := days_text(row, names):
        yield names.words("show.valid", validity=days)


def days_text(row: Row | Prohibition, names: Names) -> str:
    """From which day to which a row holds; nothing where it has neither."""
    first = "" if row.valid_from == BEGINNING else names.words("show.from", day=names.day(row.valid_from))
    last = "" if row.valid_to == FOREVER else names.words("show.to", day=names.day(row.valid_to))
    return first + last


def _prohibitions(ordinance: Ordinance, names: Names) -> Iterator[str]:
    yield ""
    yield names.words("show.prohibit")
    if not ordinance.prohibitions:
        yield names.words("show.no_rows")
    for row in ordinance.prohibitions:
        whom = names.duty(row.duty) if row.duty else names.words("show.everybody")
        yield names.words("show.prohibition", row=row.row, kinds=names.kinds(row.kinds), duty=whom)
        yield names.words("show.reason", reason=row.reason)
        yield from _validity(row, names)


def _clauses(ordinance: Ordinance, names: Names) -> Iterator[str]:
    yield names.words("show.clauses")
    for clause, there in asdict(ordinance.clauses).items():
        yield names.words("show.setting", name=names.words(f"show.{clause}"), value=_switch(names.words, there))


def _safeguards(ordinance: Ordinance, names: Names) -> Iterator[str]:
    words = names.words
    yield words("show.safeguards")
    for rule in law().safeguards.values():
        yield words(
            "show.safeguard",
            name=words.label(rule),
            value=safeguard_text(words, rule.id, getattr(ordinance.safeguards, rule.id)),
            by=words(f"show.by_{rule.set_by}"),
            article=names.article(rule.article),
        )


def safeguard_text(words: Words, name: str, value: bool | int | str | None) -> str:
    """The value of a safeguard in words."""
    if name == "retention_months":
        return words("show.no_end") if value is None else words("show.months", months=value)
    return words(f"show.pia_{value}") if name == "pia_level" else _switch(words, bool(value))


def _switch(words: Words, there: bool) -> str:
    return words("show.on" if there else "show.off")


def _facts(ordinance: Ordinance, names: Names) -> Iterator[str]:
    words, facts = names.words, ordinance.facts
    yield words("show.facts")
    values = {
        "class_of_area": facts.class_of_area,
        "school_aid_factor_permille": words("show.times", factor=f"{facts.school_aid_factor_permille / 1000:g}"),
        "taxed_on": names.of_year([facts.taxed_on]),
    }
    for name, value in values.items():
        yield words("show.setting", name=words(f"show.{name}"), value=value)
