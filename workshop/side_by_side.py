"""Benefits reached and people profiled, always together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas.catalogue import catalogue
from workshop.score.profiles import Passed

if TYPE_CHECKING:
    from processors.engine import Engine
    from workshop.desk import Desk
    from workshop.score import LaneScore
    from workshop.words import Words


def in_force(engine: Engine, lane: str, programme: str) -> int:
    """How many notices (or marks) of a programme are in force."""
    units = engine.assess.units
    tables = [table[lane, programme] for table in (units.words, units.home_words) if (lane, programme) in table]
    return int(sum(table["noticed"].sum() for table in tables))


def notices_of_support(engine: Engine, lane: str) -> int:
    """How many notices of benefits are in force; watch and screening give marks, which are none."""
    duties = catalogue().duties
    return sum(in_force(engine, lane, id_) for _, id_ in _slots(engine, lane) if duties[id_].nature == "support")


def marks(engine: Engine, lane: str) -> int:
    """How many marks of watch and screening are in force."""
    duties = catalogue().duties
    return sum(in_force(engine, lane, id_) for _, id_ in _slots(engine, lane) if duties[id_].nature != "support")


def _slots(engine: Engine, lane: str) -> list[tuple[str, str]]:
    return [slot for slot in engine.assess.units.words if slot[0] == lane]


def both(words: Words, engine: Engine, lane: str) -> str:
    """The line that says both."""
    seen = Passed(engine.gate.lanes[lane]).of()
    return words(
        "lane.both", notices=f"{notices_of_support(engine, lane):,}", marks=f"{marks(engine, lane):,}",
        people=f"{seen.profiled:,}", items=f"{seen.items:,}",
    )  # fmt: skip


def print_both(desk: Desk, engine: Engine, lane: str, score: LaneScore | None) -> None:
    """The same for a whole run: with a truth to hold it against, who was reached and who was not, and why."""
    for line in ["  " + both(desk.words, engine, lane)] if score is None else reached_lines(desk.words, score):
        desk.line(line)


def reached_lines(words: Words, score: LaneScore) -> list[str]:
    """Who was reached and missed, and who became known for it."""
    total, shown = score.total, _shown(score.total)
    lines = [words("lane.reached", **shown)]
    missed = {cause: count for cause, count in total["causes"].items() if count}
    if missed:
        listed = [
            words("lane.cause", cause=words(f"missed.{cause}"), count=f"{count:,}") for cause, count in missed.items()
        ]
        lines.append(words("lane.missed", causes=words("lane.between_causes").join(listed)))
    lines.append(words("lane.known_per" if total["benefits_reached"] else "lane.known", **shown))
    if any(total[name] for name in ("rightly_marked", "wrongly_marked", "not_noticed")):
        lines.append(words("lane.marked", **shown))
    lines += [words(f"lane.apart.{id_}", **_shown(one)) for id_, one in score.items() if one["nature"] == "apart"]
    return lines


def _shown(total: dict[str, Any]) -> dict[str, str]:
    return {name: f"{value:,}" for name, value in total.items() if isinstance(value, (int, float))}
