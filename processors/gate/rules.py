"""What of an ordinance a duty's decisions depend on, made so that two days or two ordinances can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from processors.gate.decide import asked_kinds, retention_end, sweep_rows
from schemas.law import law as the_law
from schemas.ordinance import Ordinance, Row


@dataclass(frozen=True)
class Rules:
    """The rules of one duty. Where they are equal, so is every decision on equal requests."""

    kinds: tuple[str, ...]
    """The kinds that are asked for."""
    read: tuple[str, ...]
    """Those of them that the duty's formula reads."""
    standing: bool
    """Whether a case is always open."""
    sweeps: tuple[Row, ...]
    decided_by: object
    """What `decide` looks at."""
    read_beside: object
    """What the formula and the assessing person read in the ordinance itself."""


class RuleBook:
    """The rules of one ordinance by duty. They are the same for all days between two turns of its rows, or of what they rest on."""

    def __init__(self, ordinance: Ordinance) -> None:
        self.ordinance = ordinance
        self._known: dict[object, Rules] = {}

    @cached_property
    def _turns(self) -> frozenset[int]:
        spans = [(row.valid_from, row.valid_to) for row in self.ordinance.rows]
        spans += [(barred.valid_from, barred.valid_to) for barred in self.ordinance.prohibitions]
        spans += [(basis.valid_from, basis.valid_to) for basis in the_law().bases.values()]
        return frozenset(day for first, last in spans for day in (first, last + 1))

    def of(self, duty: str, law: int, read: tuple[str, ...], file_size: int) -> Rules:
        """The rules of a duty on a day as the law sees it, whose formula reads some kinds. Of a programme that is not judged, nothing is asked."""
        if not self.ordinance.judges(duty):
            return _NOT_JUDGED
        key = duty, sum(turn <= law for turn in self._turns), read, the_law().pia_needed(file_size)
        if key not in self._known:
            self._known[key] = _rules(self.ordinance, duty, law, read, file_size)
        return self._known[key]


_NOT_JUDGED = Rules((), (), False, (), None, None)


def _rules(ordinance: Ordinance, duty: str, law: int, read: tuple[str, ...], file_size: int) -> Rules:
    rows = tuple(row for row in ordinance.rows if row.duty == duty and row.valid(law))
    barred = tuple(p for p in ordinance.prohibitions if p.duty in ("", duty) and p.valid_from <= law <= p.valid_to)
    bases = tuple(basis.id for basis in the_law().bases.values() if basis.valid_from <= law <= basis.valid_to)
    size = the_law().pia_needed(file_size) if ordinance.safeguards.pia_level != "full" else ""
    decided_by = rows, barred, bases, ordinance.clauses, ordinance.safeguards, ordinance.assumes, ordinance.join_key, size
    standing = any(row.valid(law) and "standing" in row.triggers for row in ordinance.rows_of(duty))
    beside = ordinance.facts, ordinance.safeguards.human_assessment
    return Rules(asked_kinds(ordinance, duty, read), read, standing, sweep_rows(ordinance, duty), decided_by, beside)


def oldest_kept(ordinance: Ordinance, day: int) -> int:
    """The oldest opening of a case whose data may still be kept on a day; 0 where there is no end."""
    months = ordinance.safeguards.retention_months
    if months is None:
        return 0
    opening = day - 31 * months - 4
    while retention_end(ordinance, opening) <= day:
        opening += 1
    return opening
