"""What a scenario shows: the findings behind its expectations, and the rows by which the gate decides in it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from schemas.programmes import PROGRAMMES
from workshop.commands.scenario import files
from workshop.household.expected import Expected
from workshop.household.playing import Play
from workshop.household.results import HOUSEHOLD_UNIT, HomeResults
from workshop.household.scenario import Scenario, read_scenario
from workshop.ordinances.coverage import Watched

FOLDER = Path(__file__).parent
ALL = files([str(FOLDER)])
Steps = frozenset[tuple[str, frozenset[Any]]]


@dataclass(frozen=True)
class Finding:
    """One expected verdict as it came out: under which ordinance (and switches), by which rows, what, and why.

    `rows`: those by which something passed to the programme's duty on that day. `why`: what left it untold (`causes`), each reason code
    that refused or masked something with its row, and the steps of the formula that are true, false or unknown, as far as they decide (`aside` are
    left out). `happened`: the types of the events up to that day; where two findings are alike in all else, these are what is tested.
    """

    ordinance: str
    programme: str
    rows: frozenset[str]
    verdict: str
    amount_yen: int | None
    why: tuple[frozenset[str], frozenset[tuple[str, str]], Steps]
    happened: frozenset[str]


class Finder(Watched):
    """A scenario being played, the findings of its expectations, and the rows by which the gate decides."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.findings: set[Finding] = set()

    def _check(self, one: Expected, on: str) -> None:
        if not one.of_gate and PROGRAMMES.get(str(one.values.get("programme"))):
            self.findings.add(self._finding(one, datetime.date.fromisoformat(on).toordinal()))

    def _finding(self, one: Expected, day: int) -> Finding:
        programme, unit = str(one.values["programme"]), str(one.values.get("unit", HOUSEHOLD_UNIT))
        written = self.scenario.written
        results = self._results(programme, unit)
        mine = next((r for r in results if r["unit"] == unit), results[0] if results else {})
        said = mine if mine.get("unit") in (unit, HOUSEHOLD_UNIT) else {}
        gate = HomeResults.of_run(self.run, self.home_of.get(unit, "1")).view.answers(programme) if results else []
        return Finding(
            " ".join((written.ordinance, *written.switches)), programme, frozenset(a["row"] for a in gate if a["allowed"]),
            said.get("verdict", "none"), said.get("amount_yen"),
            (frozenset(mine.get("causes", ())), frozenset((a["code"], a["row"] or "") for a in gate if a["code"] != "permitted"), decisive(mine)),
            frozenset(h.type for h in self.scenario.happenings if h.day <= day),
        )  # fmt: skip


def decisive(result: dict[str, Any]) -> Steps:
    """The steps of the formula that are true, false or unknown, with their values."""
    return frozenset(_steps((result.get("trace") or {}).get("tree", ())))


def _steps(parts: Any) -> Iterator[tuple[str, frozenset[Any]]]:
    for part in parts:
        if not part.get("aside"):
            values = [cell.get("value") for cell in part.get("cells", ()) if "least" not in cell]
            if "step" in part and values and all(value is None or isinstance(value, bool) for value in values):
                yield part["step"], frozenset(values)
            yield from _steps(part.get("parts", ()))


@dataclass(frozen=True)
class Shown:
    """A scenario with its findings, and the rows that decided something in it."""

    path: Path
    scenario: Scenario
    findings: frozenset[Finding]
    rows: frozenset[str]

    @property
    def ordinance(self) -> str:
        """The name of the ordinance that it is under."""
        return self.scenario.written.ordinance

    def fails_without(self, row: str) -> bool:
        """Whether it comes out otherwise when the row is taken out of the ordinance."""
        written = self.scenario.written
        changed = replace(self.scenario, written=replace(written, switches=(*written.switches, f"-row:{row}")))
        return bool(Play(changed).play())


@cache
def shown() -> tuple[Shown, ...]:
    """All scenarios, played once."""
    return tuple(_shown(path) for path in ALL)


def _shown(path: Path) -> Shown:
    play = Finder(read_scenario(path), path.parent)
    rows = play.watch()
    return Shown(path, play.scenario, frozenset(play.findings), frozenset(rows))
