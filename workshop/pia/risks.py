"""Parts III to VI: risks and the safeguards against them, what stays, requests of the person, and how the assessment itself was made."""

from __future__ import annotations

from schemas.law import SafeguardRule, law
from schemas.wording import WORDS
from workshop.pia.draft import Draft
from workshop.pia.markdown import table

_COLUMNS = ("risk", "safeguard", "state", "basis", "set_by", "confidence", "left")


def parts(draft: Draft) -> list[str]:
    """The parts."""
    words = draft.words
    head, rows = [words(f"pia.column.{name}") for name in _COLUMNS], (_line(draft, rule) for rule in law().safeguards.values())
    return [
        "", f"## {words('pia.part_risks')}", *table(head, rows, words("pia.nothing")),
        *_plain(draft, "part_other", "unlogged", "by_people", "audit"),
        *_plain(draft, "part_requests", "requests", "objections_on" if draft.ordinance.safeguards.objection else "objections_off"),
        *_plain(draft, "part_procedure", "procedure"),
    ]  # fmt: skip


def _plain(draft: Draft, part: str, *texts: str) -> list[str]:
    return [f"## {draft.words(f'pia.{part}')}", "", *(f"- {draft.words(f'pia.{text}')}" for text in texts), ""]


def _line(draft: Draft, rule: SafeguardRule) -> list[str]:
    words, article = draft.words, law().articles[rule.article]
    return [
        words(f"pia.risk.{rule.id}"), words.label(rule), _state(draft, rule), words.label(article), words(f"pia.set_by.{rule.set_by}"),
        WORDS[words.lang].confidence[article.confidence], words(f"pia.left.{rule.id}") if _on(draft, rule) else words(f"pia.open.{rule.id}"),
    ]  # fmt: skip


def _on(draft: Draft, rule: SafeguardRule) -> bool:
    """Whether it is there at all; an assessment is if any was made."""
    value = getattr(draft.ordinance.safeguards, rule.id)
    return value not in (False, None, "none")


def _state(draft: Draft, rule: SafeguardRule) -> str:
    words, value = draft.words, getattr(draft.ordinance.safeguards, rule.id)
    if rule.id == "pia_level":
        return words(f"pia.level.{value}")
    if rule.id == "retention_months" and value:
        return words("pia.months", months=value)
    if rule.id == "tax_consent" and value and "tax-secrecy-lifted" in draft.ordinance.assumes:
        return words("pia.counted_as_met")
    state = words(f"pia.state.{bool(value)}")
    return words("pia.of_kind", kind=state, items=words("pia.beyond_law")) if rule.id in draft.ordinance.beyond_law else state
