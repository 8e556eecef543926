"""The join in plain Python dicts and lists, one event at a time; a household is judged anew when it changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from benchmarks.reading import Phases, parsed
from benchmarks.work import ALLOWANCE, HOME, INCOME, LOW_BITS, LOW_INCOME, PUPIL, Answer, Run, slot_of


class Town:
    """People by number: four slots. Households by number: members, income, allowances, pupils."""

    def __init__(self) -> None:
        self.people: dict[str, list[int]] = {}
        self.homes: dict[int, list[int]] = {}
        self.verdicts: dict[int, tuple[bool, bool, int]] = {}
        self.changes = 0

    def take(self, event: dict[str, Any]) -> None:
        """One event, whichever office it is from."""
        found = slot_of(event)
        if found is None:
            return
        slot, value = found
        person = self.people.get(event["subject"])
        if person is None:
            person = self.people[event["subject"]] = [0, 0, 0, 0]
        if value > person[slot]:
            left = self._add(person, -1)
            person[slot] = value
            home = self._add(person, 1)
            for number in {left, home} - {0}:
                self._judge(number)

    def _add(self, person: list[int], sign: int) -> int:
        """Adds a person's slots to their household, or takes them away; returns its number, 0 if there is none."""
        number = person[HOME] & LOW_BITS
        if number:
            home = self.homes.setdefault(number, [0, 0, 0, 0])
            home[0] += sign
            home[1] += sign * (person[INCOME] & LOW_BITS)
            home[2] += sign * (person[ALLOWANCE] & 1)
            home[3] += sign * (person[PUPIL] & 1)
        return number

    def _judge(self, number: int) -> None:
        members, income, allowances, pupils = self.homes[number]
        low, allowance = bool(members) and income < LOW_INCOME, allowances > 0
        verdict = low, allowance, pupils if low or allowance else 0
        if self.verdicts.get(number) != verdict:
            self.verdicts[number] = verdict
            self.changes += 1

    def answer(self) -> Answer:
        """What the households and their verdicts say."""
        judged = list(self.verdicts.values())
        homes = [home for home in self.homes.values() if home[0]]
        low, allowance = sum(v[0] for v in judged), sum(v[1] for v in judged)
        return Answer(sum(home[0] for home in homes), len(homes), low, allowance, sum(v[2] for v in judged))

    def nbytes(self) -> int:
        """Roughly what people and households take: the dicts, the lists, and the integers of the slots."""
        tables = (self.people, self.homes)
        rows = [row for table in tables for row in table.values()]
        keys = [key for table in tables for key in table]
        values = [value for row in rows for value in row]
        return sum(map(sys.getsizeof, (*tables, *rows, *keys, *values)))


def run(folder: Path) -> Run:
    """Reads, parses and joins the four files of a folder."""
    phases, town, count = Phases(), Town(), 0
    for events in parsed(folder, phases):
        with phases.of("work"):
            for event in events:
                town.take(event)
        count += len(events)
    with phases.of("work"):
        answer = town.answer()
    return Run(count, phases.seconds, answer, town.nbytes())
