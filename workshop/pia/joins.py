"""The joins (入手・使用, 提供・移転): one line for each row of the ordinance, then those that rest on the law alone; and the prohibitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemas.attributes import ATTRIBUTES
from schemas.catalogue import Duty, Named, catalogue
from schemas.fields import FOREVER
from schemas.law import Pair, law
from schemas.ordinance import Ordinance, Prohibition, Row
from schemas.ordinance.model import BEGINNING
from schemas.wording import WORDS
from workshop.live import date_of
from workshop.pia.draft import Draft
from workshop.pia.markdown import row_name, table

COLUMNS = ("row", "table", "duty", "organ", "holder", "kinds", "subjects", "triggers", "join_key", "article", "period")


def permitted_duties(ordinance: Ordinance, duty: Duty) -> Iterator[Row]:
    """The rows by which a duty may use the number: table 1, and a designation of what has no Act of its own."""
    for row in ordinance.rows:
        if (row.duty, row.organ) == (duty.id, duty.organ):
            if row.table == "table1" or (row.table == "designation" and not duty.statutory):
                yield row


def sections(draft: Draft) -> list[str]:
    """Sections 3 to 5 of part II."""
    words = draft.words
    rows = (_join(draft, row) for row in draft.ordinance.rows if row.table != "table1")
    return [
        "", f"### {words('pia.section.joins')}", "", words("pia.joins"), *table(_head(draft, COLUMNS), rows, words("pia.nothing")),
        words("pia.by_law_on" if draft.ordinance.clauses.statutory_pairs else "pia.by_law_off"),
        *table(_head(draft, ("row", "duty", "kind", "subjects", "triggers", "article", "confidence")), _by_law(draft), words("pia.nothing")),
        f"### {words('pia.section.purposes')}", *_purposes(draft),
        f"### {words('pia.section.prohibitions')}", *_prohibitions(draft),
    ]  # fmt: skip


def _head(draft: Draft, names: Iterable[str]) -> list[str]:
    return [draft.words(f"pia.column.{name}") for name in names]


def _join(draft: Draft, row: Row) -> list[str]:
    kept = catalogue()
    return [
        row_name(row.row), draft.words(f"pia.table.{row.table}"), draft.label(kept.duties[row.duty]), draft.label(kept.organs[row.organ]),
        draft.label(kept.organs[row.holder]), draft.several(_kind(draft, row, kind) for kind in row.kinds), _names(draft, row.subjects, kept.subjects),
        draft.several(_trigger(draft, row, word) for word in row.triggers), _key(draft, row), _article(draft, row), period(draft, row.valid_from, row.valid_to),
    ]  # fmt: skip


def _names(draft: Draft, ids: Iterable[str], named: dict[str, Named]) -> str:
    return draft.several(draft.label(named[id_]) for id_ in ids)


def _kind(draft: Draft, row: Row, kind: str) -> str:
    passing = row.passes(kind)
    items = draft.words("pia.all_items") if passing is None else attribute_names(draft, passing)
    return draft.words("pia.of_kind", kind=draft.label(catalogue().kinds[kind]), items=items)


def attribute_names(draft: Draft, names: Iterable[str]) -> str:
    """Attributes in the order in which they are declared."""
    wanted = frozenset(names)
    return draft.several(draft.words.label(a.field) for a in ATTRIBUTES.values() if a.name in wanted)


def _trigger(draft: Draft, row: Row, word: str) -> str:
    label = draft.label(catalogue().triggers[word])
    if word != "sweep" or not row.sweep_on:
        return label
    days = draft.several(draft.words("pia.month_day", month=int(on[:2]), day=int(on[3:])) for on in row.sweep_on)
    return draft.words("pia.of_kind", kind=label, items=days)


def _key(draft: Draft, row: Row) -> str:
    key = draft.words(f"pia.key.{row.join_key or draft.ordinance.join_key}")
    return draft.words("pia.of_kind", kind=key, items=draft.words("pia.key.unlinkable")) if row.unlinkable else key


def _article(draft: Draft, row: Row) -> str:
    words = draft.words
    if row.table == "purpose":
        return words.label(law().articles[law().bases[row.basis].article])
    permit = law().permits[row.table]
    return words("pia.under", article=words.label(law().articles[permit.article]), where=words.label(permit))


def period(draft: Draft, first: int, last: int) -> str:
    """From when to when, both days included."""
    words, date = draft.words, WORDS[draft.words.lang].date
    begun = words("pia.from_day", day=date(date_of(first))) if first != BEGINNING else ""
    ends = words("pia.to_day", day=date(date_of(last))) if last != FOREVER else ""
    return " ".join(part for part in (begun, ends) if part) or words("pia.no_dates")


def _by_law(draft: Draft) -> Iterator[list[str]]:
    for pair in (*law().own, *law().pairs):
        kept = catalogue()
        yield [
            name_of_pair(draft, pair), draft.label(kept.duties[pair.duty]), _names(draft, pair.kinds, dict(kept.kinds)), _everybody(draft, pair.subjects, kept.subjects),
            _everybody(draft, pair.triggers, kept.triggers), _of_pair(draft, pair), WORDS[draft.words.lang].confidence[pair.confidence],
        ]  # fmt: skip


def name_of_pair(draft: Draft, pair: Pair) -> str:
    """A row of the law: a duty's own records have no name that says more."""
    return draft.words.label(law().permits["own"]) if pair in law().own else row_name(pair.row)


def _everybody(draft: Draft, ids: tuple[str, ...], named: dict[str, Named]) -> str:
    """A duty's own records name no subjects and no triggers, and mean all."""
    return _names(draft, ids, named) if ids else draft.words("pia.whoever")


def _of_pair(draft: Draft, pair: Pair) -> str:
    lifted = [pair.lifts_tax_secrecy] if pair.lifts_tax_secrecy else []
    return draft.several(draft.words.label(law().articles[id_]) for id_ in (pair.article, *lifted))


def _purposes(draft: Draft) -> list[str]:
    words = draft.words
    rows = (
        [row_name(row.row), draft.label(catalogue().duties[row.duty]), _article(draft, row), words(f"pia.recurrent.{row.recurrent}"), period(draft, row.valid_from, row.valid_to)]
        for row in draft.ordinance.rows if row.table == "purpose"
    )  # fmt: skip
    return ["", words("pia.purposes"), *table(_head(draft, ("row", "duty", "article", "how_long", "period")), rows, words("pia.nothing"))]


def _prohibitions(draft: Draft) -> list[str]:
    rows = (_prohibited(draft, row) for row in draft.ordinance.prohibitions)
    return table(_head(draft, ("row", "kind", "barred", "reason", "period")), rows, draft.words("pia.nothing"))


def _prohibited(draft: Draft, row: Prohibition) -> list[str]:
    barred = draft.label(catalogue().duties[row.duty]) if row.duty else draft.words("pia.all_duties")
    kinds = _names(draft, row.kinds, dict(catalogue().kinds))
    return [row_name(row.row), kinds, barred, row.reason, period(draft, row.valid_from, row.valid_to)]
