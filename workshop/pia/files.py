"""What each duty's joined file records (記録される項目), by which rows; and how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.attributes import ATTRIBUTES, attributes_of
from schemas.catalogue import Duty, Kind, catalogue
from schemas.law import law
from workshop.pia.draft import Draft
from workshop.pia.joins import attribute_names, name_of_pair
from workshop.pia.markdown import row_name, table

_COLUMNS = ("kind", "held_by", "items", "masked", "note", "rows", "barred_by")


def section(draft: Draft) -> list[str]:
    """The items of every duty's file; a duty to which nothing passes is listed all the same."""
    words = draft.words
    lines = ["", f"### {words('pia.section.items')}", "", words("pia.items")]
    for duty in catalogue().duties.values():
        lines += ["", f"#### {words('pia.duty_file', duty=draft.label(duty))}"]
        lines += table([words(f"pia.column.{name}") for name in _COLUMNS], _lines(draft, duty), words("pia.nothing_joined"))
    return lines


def _lines(draft: Draft, duty: Duty) -> Iterator[list[str]]:
    for kind in catalogue().kinds.values():
        passing = _passing(draft, duty, kind)
        if passing:
            yield _line(draft, duty, kind, passing)


def _passing(draft: Draft, duty: Duty, kind: Kind) -> dict[str, frozenset[str]]:
    """The attributes that pass by each row (as the draft names it) that names the kind for the duty: the ordinance's, then the law's."""
    every = frozenset(a.name for a in attributes_of(kind.id))
    pairs = law().own + (law().pairs if draft.ordinance.clauses.statutory_pairs else ())
    by_rows = {row_name(row.row): row.passes(kind.id) for row in draft.ordinance.rows_of(duty.id) if kind.id in row.kinds}
    by_law = {name_of_pair(draft, pair): None for pair in pairs if pair.duty == duty.id and kind.id in pair.kinds}
    return {row: every if names is None else names for row, names in (by_rows | by_law).items()}


def _line(draft: Draft, duty: Duty, kind: Kind, passing: dict[str, frozenset[str]]) -> list[str]:
    kept, words = catalogue(), draft.words
    names = frozenset().union(*passing.values())
    held = words("pia.of_kind", kind=draft.label(kept.organs[kind.holder]), items=draft.label(kept.offices[kind.office]))
    barred = (row_name(p.row) for p in draft.ordinance.prohibitions if kind.id in p.kinds and p.duty in ("", duty.id))
    hidden = attribute_names(draft, names & set(kind.masked)) if draft.ordinance.safeguards.protected_address else words("pia.none")
    return [
        draft.label(kind), held, _items(draft, names, passing), hidden, _note(draft, kind),
        "".join(passing), "".join(barred) or words("pia.none"),
    ]  # fmt: skip


def _items(draft: Draft, names: frozenset[str], passing: dict[str, frozenset[str]]) -> str:
    """The values; or, where the holder answers only, that: a duty's own records it reads itself."""
    if draft.ordinance.safeguards.answer_only and draft.words.label(law().permits["own"]) not in passing:
        return draft.words("pia.answer_only")
    return attribute_names(draft, names & ATTRIBUTES.keys())


def _note(draft: Draft, kind: Kind) -> str:
    notes = [draft.words("pia.secrecy")] if kind.secrecy else []
    notes += [draft.words("pia.sensitive")] if kind.sensitive else []
    notes += [] if kind.statutory_name else [draft.words("pia.not_statutory")]
    return draft.several(notes)


def kept(draft: Draft) -> list[str]:
    """How long what was joined is kept."""
    words, months = draft.words, draft.ordinance.safeguards.retention_months
    joined = words("pia.retention", months=months) if months else words("pia.no_retention")
    return ["", f"### {words('pia.section.retention')}", "", joined, "", words("pia.offices_keep")]
