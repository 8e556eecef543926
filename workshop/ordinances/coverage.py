"""Which rows of an ordinance some scenario exercised: by which of them the gate decided something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from schemas.ordinance import Ordinance, Prohibition, Row, load
from schemas.ordinance.dates import law_day
from schemas.vocabulary.declare import DUTIES
from workshop.household.expected import Expected
from workshop.household.playing import Play
from workshop.household.results import HomeResults
from workshop.household.scenario import Happening, read_scenario
from workshop.household.view import HomeView


@dataclass(frozen=True)
class Coverage:
    """The rows (prohibitions too) of an ordinance, those that were exercised, and how many scenarios are under it."""

    ordinance: Ordinance
    rows: tuple[Row | Prohibition, ...]
    exercised: frozenset[str]
    scenarios: int

    @property
    def missing(self) -> tuple[Row | Prohibition, ...]:
        """The rows that no scenario exercised."""
        return tuple(row for row in self.rows if row.row not in self.exercised)


class Watched(Play):
    """A scenario being played, and the rows by which the gate decides on each of its days.

    A permit decides where something passes by it, a prohibition where it stops something.
    A row of table 1 decides where its duty was let have something by the number: it is what 番号法9条2項 asks for.
    """

    def watch(self) -> set[str]:
        """Plays to the end; returns the rows. What is expected is not looked at."""
        self.rows: set[str] = set()
        self._noted: set[tuple[str, int, tuple[int, ...]]] = set()
        self.play()
        self._note()
        return self.rows

    def _day(self, day: int, happenings: list[Happening]) -> None:
        self._note()
        super()._day(day, happenings)

    def _check(self, one: Expected, on: str) -> None:
        pass

    def _note(self) -> None:
        day = law_day(self.run.ordinance, self.run.engine.run_start, self.run.engine.day)
        for home in set(self.home_of.values()):
            view = HomeResults.of_run(self.run, home).view
            for duty in DUTIES if view.members else ():
                self._note_answers(view, duty, day)

    def _note_answers(self, view: HomeView, duty: str, day: int) -> None:
        """The rows of the answers to a duty. Where its cases are as on a day before, under the same law, they are the same."""
        noted = duty, day, view.contexts(duty)
        if noted not in self._noted:
            self._noted.add(noted)
            answers = view.answers(duty)
            self.rows |= {a["row"] for a in answers if a["allowed"] or a["code"] == "prohibited"}
            self.rows |= set(_permissions(self.run.ordinance, duty, {a["row"] for a in answers if a["allowed"]}, day))


def _permissions(ordinance: Ordinance, duty: str, rows: set[str], day: int) -> Iterator[str]:
    """The rows of table 1 on which the duty's use of the number rests, if something passed by the number."""
    by_number = any(row.row in rows and not row.unlinkable for row in ordinance.rows_of(duty))
    if by_number:
        yield from (r.row for r in ordinance.rows if r.table == "table1" and r.duty == duty and r.valid(day))


def coverage(name: str, paths: Iterable[Path]) -> Coverage:
    """Plays the scenarios of the ordinance of that name, or of that of a file's name, under it. Letter: one cannot be read."""
    ordinance = load(name)  # a scenario that switches something is under another one
    exercised: set[str] = set()
    count = 0
    for path in paths:
        scenario = read_scenario(path)
        written = scenario.written
        asked = "" if written.switches or written.without else written.ordinance
        if asked and _name(asked) == ordinance.name:
            count += 1
            exercised |= Watched(replace(scenario, written=replace(scenario.written, ordinance=name))).watch()
    rows: tuple[Row | Prohibition, ...] = (*ordinance.rows, *ordinance.prohibitions)
    return Coverage(ordinance, rows, frozenset(row.row for row in rows if row.row in exercised), count)


def _name(asked: str) -> str:
    """What the ordinance is called that a form asks for: by name, or a file beside the form or elsewhere."""
    return Path(asked).stem if asked.endswith(".toml") else asked
