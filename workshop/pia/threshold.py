"""しきい値判断: how many persons, which assessment that needs (評価規則), and which one is done."""

from __future__ import annotations

from schemas.law import PIA_LEVELS, law
from workshop.pia.draft import Draft
from workshop.pia.markdown import table


def section(draft: Draft) -> list[str]:
    """The section."""
    words = draft.words
    head = [words(f"pia.column.{name}") for name in ("persons", "needed", "here")]
    rows = ([words("pia.from_persons", persons=f"{least:,}"), words(f"pia.level.{level}"), _here(draft, level)] for least, level in law().pia_bands)
    return [
        "", f"### {words('pia.section.threshold')}", "", _size(draft), *table(head, rows, words("pia.nothing")),
        words("pia.done", level=words(f"pia.level.{draft.ordinance.safeguards.pia_level}")), "", _verdict(draft), "", words("pia.not_modelled"),
    ]  # fmt: skip


def _size(draft: Draft) -> str:
    return draft.words("pia.size_unknown") if draft.persons is None else draft.words("pia.size", persons=f"{draft.persons:,}")


def _here(draft: Draft, level: str) -> str:
    return draft.words("pia.here" if level == draft.needed else "pia.not_here")


def _verdict(draft: Draft) -> str:
    """Whether what is done is what is needed; less is refused by the gate where the number is the key."""
    done, needed = draft.ordinance.safeguards.pia_level, draft.needed
    if needed is None:
        return draft.words("pia.cannot_compare")
    enough = PIA_LEVELS.index(done) >= PIA_LEVELS.index(needed)
    return draft.words("pia.enough" if enough else "pia.too_little", level=draft.words(f"pia.level.{needed}"))
