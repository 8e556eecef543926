"""The names that a written household may use: fields and facts of each office, sums of them, and shorter forms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from schemas.attributes import SUMMED
from schemas.catalogue import catalogue
from schemas.facts import FACTS, Fact
from schemas.fields import Field

OFFICES: tuple[str, ...] = tuple(catalogue().offices)
YES_WORDS = {
    "assistance_status": "in-force", "rearing_allowance_status": "full", "child_allowance_status": "granted", "medical_aid": "granted",
    "benefit": "paid", "school_aid_status": "granted", "enrolment": "enrolled", "nursery": "placed", "childcare_fee": "granted", "insurance": "national-health",
    "premium_relief": "granted", "disability_aid": "granted", "special_allowance_status": "granted", "counselling": "open",
    "consultation": "founded", "bullying": "recognised", "checkup": "missed", "inquiry": "asked", "annual_report": "received",
    "arrears": "overdue", "premium_arrears": "overdue",
}  # fmt: skip
"""What `true` means for a choice."""
NOT_OF_A_MEMBER = ("register.status", "welfare.application", "child.application")
"""Facts that have a place of their own in the form (or are written as fields alone)."""
WRITTEN_AS_SUMS = (
    "counselled",
    "bullied",
    "consultations",
    "missed_checkups",
    "most_absences_in_a_month",
    "health_room_visits",
    "standard_score_fall",
)
"""What a holder sums up of many slots may be given as the sum."""
RELATION_WORDS = {
    "wife": "spouse",
    "husband": "spouse",
    "夫": "spouse",
    "妻": "spouse",
    "son": "child",
    "daughter": "child",
    "父": "parent",
    "母": "parent",
}


@dataclass(frozen=True)
class Named:
    """What a name stands for: a field of a fact; or, with `whole`, the fact itself."""

    fact: Fact
    field: Field
    whole: bool = False


@cache
def of_office(office: str) -> dict[str, Named]:
    """The names of an office's fields and facts; a field goes before a fact of the same name."""
    facts = [fact for fact in FACTS.values() if fact.office == office and fact.id not in NOT_OF_A_MEMBER[1:]]
    whole = {fact.name: Named(fact, fact.fields[0], True) for fact in facts if fact.id not in NOT_OF_A_MEMBER}
    fields = {field.name: Named(fact, field) for fact in facts for field in fact.fields}
    return whole | fields


@cache
def sums_of(office: str) -> dict[str, Named]:
    """The sums that an office's holders hand out, by name."""
    return {a.name: Named(a.fact, a.field) for a in SUMMED if a.fact.office == office and a.name in WRITTEN_AS_SUMS}


def parts_of(fact: Fact) -> dict[str, Field]:
    """The names that a table about one fact may use: its fields, in full or by their last word (`since`, `status`, `grade`)."""
    short = {field.name.rsplit("_", 1)[-1]: field for field in fact.fields}
    return short | {field.name: field for field in fact.fields}


@cache
def relations() -> dict[str, str]:
    """Relations by id, by their names in both languages, and by everyday words."""
    known = catalogue().relations.values()
    return (
        RELATION_WORDS
        | {n.label_ja: n.id for n in known}
        | {n.label_en: n.id for n in known}
        | {n.id: n.id for n in known}
    )
