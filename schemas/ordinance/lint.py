"""Lint: rows that can never let anything pass, that another row makes needless, or that rest on no article."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance.errors import Problem, listing, shown
from schemas.ordinance.lines import Lines
from schemas.ordinance.model import Ordinance, Row
from schemas.ordinance.position import Ground, number_permission, position
from schemas.ordinance.shape import PERMITS, TABLES

Asked = Mapping[str, Iterable[str]]
"""Kinds that each duty's formula reads, by duty."""


def lint(
    ordinance: Ordinance, formula_kinds: Asked | None = None, text: str = "", file: str = ""
) -> tuple[Problem, ...]:
    """What a drafter should look at again.

    With `formula_kinds`, prohibitions that stop nothing are found too; with the TOML `text`, findings carry lines.
    """
    found = [*_rows(ordinance), *_assumptions(ordinance)]
    if formula_kinds is not None:
        found += _prohibitions(ordinance, formula_kinds)
    lines = Lines(text)
    return tuple(
        Problem(code, row, note=note, file=file, line=_line(ordinance, lines, row)) for row, code, note in found
    )


def _line(ordinance: Ordinance, lines: Lines, row: str) -> int | None:
    content = ordinance.as_dict()
    for table in TABLES:
        for place, entry in enumerate(content.get(table, [])):
            if entry["row"] == row:
                return lines.find((table, place, "row"))
    return lines.find((row,))


def _rows(ordinance: Ordinance) -> Iterator[tuple[str, str, str]]:
    for row in ordinance.rows:
        if row.table not in PERMITS:
            continue
        for kind in row.kinds:
            if why := _never(ordinance, row, kind):
                yield row.row, "never-passes", f"{shown(kind)} ({why})"
            elif _needs_consent(ordinance, row, kind):
                yield row.row, "needs-consent", shown(kind)
        if row.triggers == ("sweep",) and not _has_sweep(row):
            yield row.row, "never-swept", ", ".join(row.sweep_on)
        if by := _shadow(ordinance, row):
            yield row.row, "shadowed", by
        yield from ((row.row, "no-article", why) for why in _without_article(ordinance, row))


def _never(ordinance: Ordinance, row: Row, kind: str) -> str:
    """The reason code that always stands against this kind in this row; "" if it passes on some day."""
    codes = [_standing_code(ordinance, row, kind, day) for day in _days(ordinance, row)]
    if not all(codes):
        return ""
    return codes[-1]


def _standing_code(ordinance: Ordinance, row: Row, kind: str, day: int) -> str:
    stands = position(ordinance, row.duty, kind, day)
    if stands.prohibition:
        return "prohibited"
    ground = next((g for g in stands.grounds if g.row.row == row.row), None)
    if ground is None:
        return "no-row"
    if ground.refusal or ground.against_purpose:
        return ground.refusal or "no-purpose"
    return ""


def _needs_consent(ordinance: Ordinance, row: Row, kind: str) -> bool:
    """Whether tax secrecy stands against a kind in a row that no application opens: nobody consents in a sweep."""
    grounds = position(ordinance, row.duty, kind, row.valid_to).grounds
    lifted = any(ground.lifts_secrecy for ground in grounds if ground.row.row == row.row)
    secret = catalogue().kinds[kind].secrecy and ordinance.safeguards.tax_consent
    return bool(secret) and not lifted and "application" not in row.triggers


def _days(ordinance: Ordinance, row: Row) -> list[int]:
    """Days on which anything may begin to hold or cease, within the row's own time."""
    edges = [(r.valid_from, r.valid_to) for r in ordinance.rows]
    edges += [(p.valid_from, p.valid_to) for p in ordinance.prohibitions]
    edges += [(basis.valid_from, basis.valid_to) for basis in law().bases.values()]
    near = {row.valid_from, row.valid_to} | {day for first, last in edges for day in (first, last, last + 1)}
    return sorted(day for day in near if row.valid(day))


def _has_sweep(row: Row) -> bool:
    if row.valid_to - row.valid_from >= 366:
        return True
    days = (datetime.date.fromordinal(day) for day in range(row.valid_from, row.valid_to + 1))
    return any(f"{day:%m-%d}" in row.sweep_on for day in days)


def _shadow(ordinance: Ordinance, row: Row) -> str:
    """The row that lets pass all that this one does, and more or earlier."""
    others: dict[str, list[Row]] = {}
    for kind in row.kinds:
        grounds = position(ordinance, row.duty, kind, row.valid_from).grounds
        for ground in grounds:
            if ground.row.row != row.row and _covers(ground, row):
                others.setdefault(ground.row.row, []).append(ground.row)
    order = [r.row for r in ordinance.rows]
    for name, rows in others.items():
        same = len(rows) == len(row.kinds) and _covers(Ground(row, not row.unlinkable), rows[0])
        later_twin = same and name in order and order.index(name) > order.index(row.row)
        if len(rows) == len(row.kinds) and not later_twin:
            return name
    return ""


def _covers(ground: Ground, row: Row) -> bool:
    other = ground.row
    if ground.refusal or ground.against_purpose or ground.by_number is row.unlinkable:
        return False
    always = other.table == "own" or "standing" in other.triggers
    return (
        other.valid_from <= row.valid_from
        and row.valid_to <= other.valid_to
        and (other.table == "own" or set(row.subjects) <= set(other.subjects))
        and (always or set(row.triggers) <= set(other.triggers) and set(row.sweep_on) <= set(other.sweep_on))
        and (other.attributes is None or row.attributes is not None and set(row.attributes) <= set(other.attributes))
    )


def _without_article(ordinance: Ordinance, row: Row) -> Iterator[str]:
    duty = catalogue().duties[row.duty]
    if "standing" in row.triggers and ordinance.instrument != "hypothetical":
        yield "standing"
    if row.table == "designation" and (duty.statutory or duty.nature != "support"):
        yield "designation"
    if duty.statutory and not row.unlinkable and _beyond_application(ordinance, row):
        yield "task"


def _beyond_application(ordinance: Ordinance, row: Row) -> bool:
    """Whether a statutory duty is pushed, though orders define it by application and it is no own task (table1)."""
    own_task = any(r.table == "table1" and r.duty == row.duty for r in ordinance.rows)
    return set(row.triggers) != {"application"} and not own_task and "statutory-table-row" not in ordinance.assumes


def _assumptions(ordinance: Ordinance) -> Iterator[tuple[str, str, str]]:
    for assumption in ordinance.assumes:
        if not any(_uses(ordinance, row, assumption) for row in ordinance.rows if row.table in PERMITS):
            yield "assumes", "idle-assumption", shown(assumption)


def _uses(ordinance: Ordinance, row: Row, assumption: str) -> bool:
    if assumption == "tax-secrecy-lifted":
        return any(catalogue().kinds[kind].secrecy for kind in row.kinds) and row.table != "designation"
    duty = catalogue().duties[row.duty]
    assumed = number_permission(ordinance, duty, row.valid_from) == assumption
    return assumed or bool(duty.statutory) and set(row.triggers) != {"application"}


def _prohibitions(ordinance: Ordinance, formula_kinds: Asked) -> Iterator[tuple[str, str, str]]:
    for prohibition in ordinance.prohibitions:
        duties = [prohibition.duty] if prohibition.duty else list(catalogue().duties)
        asked = {kind for duty in duties for kind in ordinance.asked(duty, formula_kinds.get(duty, ()))}
        idle = [kind for kind in prohibition.kinds if kind not in asked]
        if idle:
            yield prohibition.row, "idle-prohibition", listing(idle)
