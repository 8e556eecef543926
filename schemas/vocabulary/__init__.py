"""The event vocabulary of the offices: every type of event, declared once."""

from __future__ import annotations

from schemas.fields import choice, date, text
from schemas.vocabulary import child, register, tax, welfare
from schemas.vocabulary.declare import DUTIES, EventType, event

__all__ = ["ASSESSMENT_DECIDED", "DAY_ENDED", "EVENT_TYPES", "RELINKED", "SLOT_EVENTS", "EventType"]

RELINKED = event(
    "record.relinked", "any", "紐付け誤りの修正", "record linked to another number",
    extra=(choice("office", "部署", "office", "register", "tax", "welfare", "child"),
           register.ROLE, register.OTHER_NUMBER),
)  # fmt: skip
"""Sent twice by the office that holds the record: under the wrong number (`role = "from"`) and under the right one (`"to"`)."""

DAY_ENDED = EventType("day.ended", "control", "日の終わり", "day ended", extra=(date("day", "日", "day"),))
"""The clock of an office that had nothing to tell. No subject, no record."""

ASSESSMENT_DECIDED = EventType(
    "assessment.decided", "control", "人によるアセスメントの結果", "assessment decided",
    extra=(text("lane", "条例案", "lane"), choice("programme", "事業", "programme", *DUTIES), text("unit", "単位", "unit"),
           choice("decision", "判断", "decision", "accept", "reject"), text("reason", "理由", "reason", optional=True)),
)  # fmt: skip
"""A person's answer to a candidate. `unit` is the opaque id of the household, claimant or child."""

SLOT_EVENTS: tuple[EventType, ...] = register.EVENTS + tax.EVENTS + welfare.EVENTS + child.EVENTS + (RELINKED,)
"""The types that are about a record."""

EVENT_TYPES: dict[str, EventType] = {e.type: e for e in SLOT_EVENTS + (DAY_ENDED, ASSESSMENT_DECIDED)}
"""All types by name."""
