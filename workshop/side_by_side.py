"""Benefits reached and people profiled, always together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.catalogue import catalogue
from workshop.score.profiles import Passed

if TYPE_CHECKING:
    from processors.engine import Engine
    from workshop.words import Words


def in_force(engine: Engine, lane: str, programme: str) -> int:
    """How many notices (or marks) of a programme are in force."""
    units = engine.assess.units
    return int(sum(table[lane, programme]["noticed"].sum() for table in (units.words, units.home_words)))


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
