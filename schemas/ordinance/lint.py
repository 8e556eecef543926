"""Lint: rows that can never let anything pass, that another row makes needless, that contradict each other, or that
rest on no article.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping

from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance.contradictions import contradictions
from schemas.ordinance.errors import Phrase, Problem, named, phrase
from schemas.ordinance.lines import Lines
from schemas.ordinance.model import Ordinance, Row
from schemas.ordinance.position import number_permission, position
from schemas.ordinance.shadows import days_of, shadow
from schemas.ordinance.shape import PERMITS, TABLES

Asked = Mapping[str, Iterable[str]]
"""Kinds that each duty's formula reads, by duty."""
Finding = tuple[str, str, str]
"""Row, code of the letter, note."""
WITH_AN_APPLICATION = frozenset({"applicant", "spouse"})
"""Subjects that there are only where somebody applied."""


def lint(
    ordinance: Ordinance, formula_kinds: Asked | None = None, text: str = "", file: str = ""
) -> tuple[Problem, ...]:
    """What a drafter should look at again.

    With `formula_kinds`, prohibitions that stop nothing are found too; with the TOML `text`, findings carry lines.
    """
    found = [*_rows(ordinance), *_table1(ordinance), *contradictions(ordinance), *_assumptions(ordinance)]
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


def _rows(ordinance: Ordinance) -> Iterator[Finding]:
    for row in ordinance.rows:
        if row.table not in PERMITS:
            continue
        for kind in row.kinds:
            if why := _never(ordinance, row, kind):
                yield row.row, "never-passes", _kind_and_why(kind, why)
            elif _needs_consent(ordinance, row, kind):
                yield row.row, "needs-consent", named([kind], catalogue().kinds)
        if "sweep" in row.triggers and not _has_sweep(row):
            yield row.row, "never-swept", ", ".join(row.sweep_on)
        if "application" not in row.triggers and set(row.subjects) <= WITH_AN_APPLICATION:
            yield row.row, "needs-applicant", named(row.subjects, catalogue().subjects)
        if by := shadow(ordinance, row):
            yield row.row, "shadowed", by
        yield from ((row.row, "no-article", phrase(f"article-{why}")) for why in _without_article(ordinance, row))


def _kind_and_why(kind: str, why: str) -> Phrase:
    what, reason = named([kind], catalogue().kinds), phrase(f"reason-{why}")
    return Phrase.of(f"{what} ({reason})", f"{what.ja}（{reason.ja}）")


def _table1(ordinance: Ordinance) -> Iterator[Finding]:
    """Rows of table 1 that let no duty use the number: for another organ, doubled, or for a duty without any join."""
    rows = [row for row in ordinance.rows if row.table == "table1"]
    for place, row in enumerate(rows):
        duty = catalogue().duties[row.duty]
        double = next(
            (r.row for r in rows[:place] if (r.organ, r.duty) == (row.organ, row.duty) and _within(row, r)), ""
        )
        if row.organ != duty.organ:
            yield row.row, "wrong-organ", named([duty.organ], catalogue().organs)
        elif double:
            yield row.row, "shadowed", double
        elif not any(_meet(row, permit) for permit in ordinance.rows_of(row.duty) if not permit.unlinkable):
            yield row.row, "idle-number", named([row.duty], catalogue().duties)


def _within(row: Row, other: Row) -> bool:
    return other.valid_from <= row.valid_from and row.valid_to <= other.valid_to


def _meet(row: Row, other: Row) -> bool:
    return row.valid_from <= other.valid_to and other.valid_from <= row.valid_to


def _never(ordinance: Ordinance, row: Row, kind: str) -> str:
    """The reason code that always stands against this kind in this row; "" if it passes on some day."""
    codes = [_standing_code(ordinance, row, kind, day) for day in days_of(ordinance, row)]
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


def _has_sweep(row: Row) -> bool:
    if row.valid_to - row.valid_from >= 366:
        return True
    days = (datetime.date.fromordinal(day) for day in range(row.valid_from, row.valid_to + 1))
    return any(f"{day:%m-%d}" in row.sweep_on for day in days)


def _without_article(ordinance: Ordinance, row: Row) -> Iterator[str]:
    duty = catalogue().duties[row.duty]
    if "standing" in row.triggers and ordinance.instrument != "hypothetical":
        yield "standing"
    if row.table == "designation" and (duty.statutory or duty.nature != "support"):
        yield "designation"
    if duty.statutory and not row.unlinkable and _beyond_application(ordinance, row):
        yield "task"
    if row.basis and row.valid_from <= law().bases[row.basis].valid_to < row.valid_to:
        yield "basis"


def _beyond_application(ordinance: Ordinance, row: Row) -> bool:
    """Whether a statutory duty is pushed, though orders define it by application and it is no own task (table1)."""
    own_task = any(r.table == "table1" and r.duty == row.duty for r in ordinance.rows)
    return set(row.triggers) != {"application"} and not own_task and "statutory-table-row" not in ordinance.assumes


def _assumptions(ordinance: Ordinance) -> Iterator[Finding]:
    for assumption in ordinance.assumes:
        if not any(_uses(ordinance, row, assumption) for row in ordinance.rows if row.table in PERMITS):
            yield "assumes", "idle-assumption", named([assumption], law().assumptions)


def _uses(ordinance: Ordinance, row: Row, assumption: str) -> bool:
    if assumption == "tax-secrecy-lifted":
        return any(catalogue().kinds[kind].secrecy for kind in row.kinds) and row.table != "designation"
    duty = catalogue().duties[row.duty]
    assumed = number_permission(ordinance, duty, row.valid_from) == assumption
    return not row.unlinkable and (assumed or bool(duty.statutory) and set(row.triggers) != {"application"})


def _prohibitions(ordinance: Ordinance, formula_kinds: Asked) -> Iterator[Finding]:
    for prohibition in ordinance.prohibitions:
        duties = [prohibition.duty] if prohibition.duty else list(catalogue().duties)
        asked = {kind for duty in duties for kind in ordinance.asked(duty, formula_kinds.get(duty, ()))}
        idle = [kind for kind in prohibition.kinds if kind not in asked]
        if idle:
            yield prohibition.row, "idle-prohibition", named(idle, catalogue().kinds)
