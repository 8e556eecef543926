"""How an event type is declared: its name, its office, and the slots that it sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.facts import FACTS, Fact
from schemas.fields import Field, choice, date, integer

EFFECTIVE = "@effective"
"""The constant that stands for the day on which the event takes effect."""
RECORDED = "@recorded"
"""The constant that stands for the day on which the event was recorded."""

HEADER = (
    integer("record", "宛名番号", "record of the office", 1, 2**31 - 1),
    integer("sequence", "連番", "sequence of the record", 1, 2**31 - 1),
    date("effective", "異動年月日", "takes effect on"),
    date("notified", "届出年月日", "notified on"),
)
"""What every event about a record carries."""


@dataclass(frozen=True)
class Sets:
    """A slot that an event sets: the fact, the fields that the type fixes, and the period if the type fixes it."""

    fact: Fact
    fixed: Mapping[str, str | int | bool] = field(default_factory=dict)
    period: int | None = None

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields whose values the event itself carries."""
        return tuple(f for f in self.fact.fields if f.name not in self.fixed)


@dataclass(frozen=True)
class EventType:
    """One type of event, in the past tense."""

    type: str
    office: str
    label_ja: str
    label_en: str
    sets: tuple[Sets, ...] = ()
    extra: tuple[Field, ...] = ()
    """Fields that set no slot."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields of `data`, header first, each once."""
        names: dict[str, Field] = {f.name: f for f in HEADER}
        for part in self.sets:
            if part.fact.period != "none" and part.period is None:
                names.setdefault(part.fact.period, PERIOD_FIELDS[part.fact.period])
            names.update({f.name: f for f in part.asked})
        names.update({f.name: f for f in self.extra})
        return tuple(names.values())


DUTIES = (
    "exempt-household-benefit", "child-allowance", "child-rearing-allowance", "school-aid", "child-watch",
    "single-parent-medical-aid", "public-assistance", "resident-tax",
    "disability-medical-aid", "childcare-fee", "insurance-premium-relief", "special-child-rearing-allowance",
    "overpayment-check", "insurance-arrears", "annual-report-check",
)  # fmt: skip
"""The duties (事務) of the catalogue, in its order; a new one goes to the end, for its place is stored."""

PERIOD_FIELDS = {
    "year": integer("year", "年（所得の年・年度）", "year", 1990, 2100),
    "month": integer("month", "年月（YYYYMM）", "month as YYYYMM", 199001, 210012),
    "day": date("day", "日", "day"),
    "number": integer("number", "案件番号", "case number", 1, 2**31 - 1),
    "duty": choice("duty", "事務", "duty", *DUTIES),
}
"""The field of `data` that says which slot of a fact with a period is meant."""


def sets(fact_id: str, period: int | None = None, **fixed: str | int | bool) -> Sets:
    """The slot of a fact, by the fact's id, with fixed fields."""
    return Sets(FACTS[fact_id], fixed, period)


def event(type_: str, office: str, label_ja: str, label_en: str, *parts: Sets, extra: tuple[Field, ...] = ()) -> EventType:
    """One event type."""
    return EventType(type_, office, label_ja, label_en, parts, extra)
