"""Figures as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from schemas.catalogue import catalogue
from workshop.words import Words

if TYPE_CHECKING:
    from rich.table import Table

    from schemas.ordinance import Ordinance
    from workshop.desk import Desk


def title_of(words: Words, name: str, ordinance: Ordinance) -> str:
    """The heading of a lane: its name, its title, what kind of instrument it is, and what it assumes."""
    title = words(
        "lane.title", name=name, title=ordinance.title, instrument=words(f"instrument.{ordinance.instrument}")
    )
    title += words("lane.caption", caption=ordinance.caption) if ordinance.caption else ""
    return title + switches_of(words, ordinance)


def switches_of(words: Words, ordinance: Ordinance) -> str:
    """What the workshop switched, and what no ordinance could (「実験：条例では外せません」); nothing where nothing was."""
    from schemas.ordinance.layers import beyond_caption, layers
    from workshop.layer_words import part_text

    told = [part_text(words, part) for part in layers(ordinance) if part.layer == "workshop"]
    said = words("lane.switches", switches=words("lane.between_switches").join(told)) if told else ""
    return said + (words("lane.caption", caption=beyond_caption(words.lang)) if ordinance.beyond_law else "")


COUNTS = ("eligible", "not_eligible", "cannot_be_told", "notices", "withdrawals")


def lane_table(words: Words, programmes: Mapping[str, Mapping[str, Any]]) -> Table:
    """The programmes of a lane: counts of verdicts, of what was told, and, where there is a score, of who was reached."""
    scored = any(counts["score"] for counts in programmes.values())
    names = (*COUNTS, *(("reached", "missed", "wrongly") if scored else ()))
    table = blank([words("column.programme"), *(words(f"column.{name}") for name in names)])
    for id_, counts in programmes.items():
        cells = [f"{counts[name]:,}" for name in COUNTS] + (_scored(counts["score"]) if scored else [])
        table.add_row(words.label(catalogue().duties[id_]), *cells)
    return table


def _scored(score: Mapping[str, Any] | None) -> list[str]:
    """Reached, missed, wrongly told or marked. Nobody is ever "reached" by a mark, nor told what is scored apart."""
    if not score or score["nature"] == "apart":
        return ["", "", ""]
    reached = [f"{score[name]:,}" for name in ("reached", "missed")] if score["nature"] == "support" else ["", ""]
    return [*reached, f"{score['wrongly_marked']:,}"]


def blank(columns: Iterable[str], right: int = 1) -> Table:
    """An empty table; columns from the place `right` on are aligned to the right."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place >= right else "left", no_wrap=place > 0, overflow="fold")
    return table


def print_lane(desk: Desk, name: str, ordinance: Ordinance, figures: Mapping[str, Any]) -> None:
    """A lane's figures, with why nothing can be told where that is so, and where candidates stand."""
    words, programmes = desk.words, figures["programmes"]
    desk.line()
    desk.line(title_of(words, name, ordinance))
    desk.console.print(lane_table(words, programmes))
    for cause, counts in by_cause(programmes).items():
        listed = words("lane.between_programmes").join(
            words("lane.of_programme", programme=words.label(catalogue().duties[id_]), count=f"{n:,}") for id_, n in counts.items()
        )
        desk.say("lane.unknown", cause=cause_text(words, cause), programmes=listed)
    if phases := phases_of(programmes):
        desk.say("lane.phases", **{phase: f"{count:,}" for phase, count in phases.items()})


def by_cause(programmes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Why units cannot be told: by cause, the most frequent first, how many of each programme."""
    counts: dict[str, dict[str, int]] = {}
    for id_, figures in programmes.items():
        for cause, n in figures["causes"].items():
            counts.setdefault(cause, {})[id_] = n
    return dict(sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0])))


def phases_of(programmes: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """How many candidates of all programmes stand at each phase; nothing where there are none."""
    told = [figures["score"]["phases"] for figures in programmes.values() if figures["score"] and figures["score"]["phases"]]
    total = {phase: sum(phases[phase] for phases in told) for phase in told[0]} if told else {}
    return total if total.get("candidates") else {}


def cause_text(words: Words, key: str) -> str:
    """A cause (`local-tax:withheld`) in words."""
    kind, state = key.split(":")
    return words(f"cause.{state}", kind=words.label(catalogue().kinds[kind]))
