"""The attributes (項目) of each data kind: what a disclosure of that kind carries about one resident.

An attribute is a field of a fact, or, where the fact has a slot for each day or case, what the holder sums up of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from schemas.facts import FACTS, Fact
from schemas.fields import Field, boolean, integer, yen

How = Literal["slot", "duty-year", "newest", "count", "count-recent", "any", "total", "most-in-a-month", "fall"]
RECENT_DAYS = 183
"""How far back `count-recent` and `most-in-a-month` look, in days."""


@dataclass(frozen=True)
class Attribute:
    """One item of a data kind.

    `how` it is got from the fact's slots: `slot` (the one slot), `duty-year` (the slot of the year that the duty must use),
    `newest` (the slot of the greatest period), `count` / `any` (slots whose value is one of `of`), `count-recent` and
    `most-in-a-month` (within RECENT_DAYS), `total`, `fall` (previous period's value less the newest one's).
    """

    field: Field
    fact: Fact
    how: How
    source: str
    of: tuple[int, ...] = (1,)

    @property
    def name(self) -> str:
        """The name that formulas and schemas use."""
        return self.field.name

    @property
    def kind(self) -> str:
        """The data kind that it belongs to."""
        assert self.fact.kind
        return self.fact.kind


def _of_slots(fact: Fact, how: How) -> list[Attribute]:
    return [Attribute(field, fact, how, field.name) for field in fact.fields]


def _summed(fact_id: str, how: How, source: str, field: Field, *words: str) -> Attribute:
    fact = FACTS[fact_id]
    stored = next(f for f in fact.fields if f.name == source)
    return Attribute(field, fact, how, source, tuple(stored.code(word) for word in words) or (1,))


def _like(fact_id: str, name: str) -> Field:
    return next(f for f in FACTS[fact_id].fields if f.name == name)


SUMMED = (
    _summed("welfare.earnings", "newest", "recognised_earnings", _like("welfare.earnings", "recognised_earnings")),
    _summed("welfare.inquiry", "newest", "inquiry", _like("welfare.inquiry", "inquiry")),
    _summed("welfare.repayment", "total", "repayment_yen", yen("repayment_yen", "返還・徴収額の計", "to be repaid in all")),
    _summed("welfare.annual_report", "newest", "annual_report", _like("welfare.annual_report", "annual_report")),
    _summed("welfare.reported_earnings", "newest", "reported_earnings", _like("welfare.reported_earnings", "reported_earnings")),
    _summed("child.absence", "most-in-a-month", "absent", integer("most_absences_in_a_month", "欠席の最も多い月の日数（直近半年）", "most absences in a month", 0, 31)),
    _summed("child.achievement", "newest", "standard_score", _like("child.achievement", "standard_score")),
    _summed("child.achievement", "fall", "standard_score", integer("standard_score_fall", "偏差値の低下（前年比）", "fall of the standard score", -100, 100)),
    _summed("child.health_room", "count-recent", "health_room_visit", integer("health_room_visits", "保健室来室（直近半年）", "health-room visits", 0, 200)),
    _summed("child.counselling", "any", "counselling", boolean("counselled", "教育相談の記録あり", "has a counselling record"), "open", "closed"),
    _summed("child.bullying", "any", "bullying", boolean("bullied", "いじめ認知の記録あり", "has a bullying record"), "recognised", "resolved"),
    _summed("child.consultation", "count", "consultation", integer("consultations", "児童相談の件数（非該当を除く）", "child consultations", 0, 127),
            "received", "safe", "founded", "closed"),
    _summed("child.consultation", "newest", "consultation_note", _like("child.consultation", "consultation_note")),
    _summed("child.checkup", "count", "checkup", integer("missed_checkups", "健診未受診の回数", "missed check-ups", 0, 127), "missed"),
)  # fmt: skip


def _all() -> list[Attribute]:
    plain = [a for fact in FACTS.values() if fact.kind and fact.period == "none" for a in _of_slots(fact, "slot")]
    yearly = [a for fact_id in ("tax.income", "tax.assistance", "tax.reduction") for a in _of_slots(FACTS[fact_id], "duty-year")]
    return [replace(a, field=replace(a.field, optional=False)) for a in plain + yearly + list(SUMMED)]


ATTRIBUTES: dict[str, Attribute] = {a.name: a for a in _all() if a.name != "household"}
"""All attributes by name. (The household number itself is not handed out: who lives together is said by the record's grouping.)"""


@cache
def attributes_of(kind: str) -> tuple[Attribute, ...]:
    """The attributes of a data kind, in order."""
    return tuple(a for a in ATTRIBUTES.values() if a.kind == kind)
