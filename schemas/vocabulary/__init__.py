"""The event vocabulary of the offices: every type of event, declared once."""

from __future__ import annotations

from schemas.fields import Field, choice, date, text
from schemas.vocabulary import child, register, tax, welfare
from schemas.vocabulary.declare import DUTIES, EventType, event

__all__ = [
    "ASSESSMENT_DECIDED", "DAY_ENDED", "EVENT_TYPES", "FOLLOWING", "PHASE_EVENTS", "RELINKED", "RESPONSE_PLANNED", "SLOT_EVENTS",
    "SUPPORT_CONNECTED", "EventType", "outcomes",
]  # fmt: skip

RELINKED = event(
    "record.relinked", "any", "紐付け誤りの修正", "record linked to another number",
    extra=(choice("office", "部署", "office", "register", "tax", "welfare", "child"),
           register.ROLE, register.OTHER_NUMBER),
)  # fmt: skip
"""Sent twice by the office that holds the record: under the wrong number (`role = "from"`) and under the right one (`"to"`)."""

DAY_ENDED = EventType("day.ended", "control", "日の終わり", "day ended", extra=(date("day", "日", "day"),))
"""The clock of an office that had nothing to tell. No subject, no record."""


def _phase(type_: str, ja: str, en: str, said: Field) -> EventType:
    """What a person says of a candidate. `unit` is the opaque id of the household, claimant or child."""
    whose = (text("lane", "条例案", "lane"), choice("programme", "事業", "programme", *DUTIES), text("unit", "単位", "unit"))
    return EventType(type_, "control", ja, en, extra=(*whose, said, text("reason", "理由", "reason", optional=True)))


ASSESSMENT_DECIDED = _phase(
    "assessment.decided", "人によるアセスメントの結果", "assessment decided", choice("decision", "判断", "decision", "accept", "reject")
)
"""人によるアセスメント: a person's answer to a candidate."""

RESPONSE_PLANNED = _phase(
    "response.planned", "対応策の決定", "response planned", choice("outcome", "対応策", "response", "planned", "not-needed", "none")
)
"""対応策: a support is planned, none is needed, or there is none that would help."""

SUPPORT_CONNECTED = _phase(
    "support.connected", "支援への接続", "support connected", choice("outcome", "接続", "connection", "connected", "declined", "not-reached")
)
"""支援への接続: the person has the support, declined it, or could not be reached."""

FOLLOWING: dict[str, EventType] = {e.type: e for e in (RESPONSE_PLANNED, SUPPORT_CONNECTED)}
"""What follows an assessment, in order: it changes no verdict and no notice."""

PHASE_EVENTS: tuple[EventType, ...] = (ASSESSMENT_DECIDED, *FOLLOWING.values())
"""判定 → 人によるアセスメント → 対応策 → 支援への接続: those after the verdict, in order. No subject: they name a candidate."""


def outcomes(type_: str) -> tuple[str, ...]:
    """The words of what followed; the first leads on."""
    return next(f.words for f in FOLLOWING[type_].extra if f.name == "outcome")


SLOT_EVENTS: tuple[EventType, ...] = register.EVENTS + tax.EVENTS + welfare.EVENTS + child.EVENTS + (RELINKED,)
"""The types that are about a record."""

EVENT_TYPES: dict[str, EventType] = {e.type: e for e in SLOT_EVENTS + (DAY_ENDED, *PHASE_EVENTS)}
"""All types by name."""
