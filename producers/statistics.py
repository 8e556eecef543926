"""The made town beside the statistics that it aims at (domain facts 6)."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import numpy as np

from producers.days import ages, date, grades, school_year
from producers.families import CHILD, GRANDCHILD, HEAD, PARENT, SPOUSE, SPOUSE_CHILD
from producers.offices.assistance import IN_FORCE
from producers.offices.rearing import FULL, PART
from producers.people import DEAD
from producers.population import KINDS
from producers.rosters import ROSTERS
from producers.simulate import Run, first_day
from producers.tables import read
from producers.tax_year import LEVY
from producers.town import Town

_HEADS = (0, 30, 40, 50, 60, 70, 80)


@dataclass(frozen=True)
class Row:
    """One figure, in millionths: aimed at, made, how far off it may be."""

    measure: str
    aimed: int
    made: int
    tolerance: int
    source: str

    @property
    def ok(self) -> bool:
        """Whether it is near enough."""
        return abs(self.made - self.aimed) <= self.tolerance


class _Counts:
    """Shares counted on the first day: name -> (how many, of how many)."""

    def __init__(self, town: Town) -> None:
        people, n = town.people, town.people.n
        self.town, self.age = town, ages(people.birth[:n], town.start)
        self.home, self.relation = people.household[:n], people.relation[:n]
        self.homes = int(self.home.max()) + 1
        self.size = self._in(np.ones(n, dtype=bool))
        heads = np.flatnonzero(self.relation == HEAD)
        self.head_age = np.zeros(self.homes, dtype=np.int64)
        self.head_age[self.home[heads]] = self.age[heads]
        self.minors = self._in(self.age < 18)
        self.type = np.array([ROSTERS[kind].type for kind in KINDS])[town.households.kind[: self.homes]]
        book = town.tax[town.latest_assessed]
        self.exempt = self._in(book.levy[:n] != LEVY["exempt"]) == 0
        self.lone = (self.type == "lone") & (self.minors > 0)
        self.found: dict[str, tuple[int, int]] = {}

    def _in(self, which: np.ndarray) -> np.ndarray:
        return np.bincount(self.home, weights=which, minlength=self.homes).astype(np.int64)

    def say(self, name: str, which: np.ndarray, of: np.ndarray | None = None) -> None:
        """Counts where both hold."""
        among = np.ones(len(which), dtype=bool) if of is None else of
        self.found[name] = int((which & among).sum()), int(among.sum())

    def households(self) -> None:
        """Types, sizes, children, generations."""
        for type_ in ("single", "couple", "family", "lone", "other"):
            self.say(f"type {type_}", self.type == type_)
        for size in range(1, 6):
            self.say(f"size {size}", self.size == size)
        self.say("size 6 and more", self.size >= 6)
        for type_, size in (("family", 3), ("family", 4), ("lone", 2)):
            self.say(f"type {type_}, size {size}", (self.type == type_) & (self.size == size))
        with_child = self.minors > 0
        self.say("with a child under 18", with_child)
        self.say("lone parent with a child under 18", self.lone)
        self.say("one child", self.minors == 1, with_child)
        young = self._in(np.isin(self.relation, (CHILD, SPOUSE_CHILD)) & (self.age < 18)) > 0
        three = (self._in(self.relation == GRANDCHILD) > 0) | (young & (self._in(self.relation == PARENT) > 0))
        self.say("three generations", three, with_child)

    def exemption(self) -> None:
        """By age of the head."""
        self.say("exempt from the resident tax", self.exempt)
        for low, high in zip(_HEADS, (*_HEADS[1:], 200), strict=True):
            name = "under 30" if low == 0 else "80 and more" if low == 80 else f"{low}-{high - 1}"
            self.say(f"exempt, head {name}", self.exempt, (self.head_age >= low) & (self.head_age < high))
        self.say("head of 60 and more", self.head_age >= 60, self.exempt)

    def residents(self) -> None:
        """Ages, handbooks, assistance."""
        people, n = self.town.people, self.town.people.n
        for low in range(0, 90, 5):
            self.say(f"age {low}-{low + 4}", (self.age >= low) & (self.age < low + 5))
        self.say("age 90 and more", self.age >= 90)
        self.say("on public assistance", people.assistance[:n] == IN_FORCE)
        self.say("with a disability handbook", people.handbook[:n] > 0)
        paid = self._in(np.isin(people.rearing[:n], (FULL, PART))) > 0
        self.say("child-rearing allowance in payment", paid, self.lone & (self._in(self.relation == SPOUSE) == 0))

    def assistance(self) -> None:
        """Sorts of households on public assistance."""
        people, n = self.town.people, self.town.people.n
        on = self._in(people.assistance[:n] == IN_FORCE) > 0
        youngest = np.full(self.homes, 200)
        np.minimum.at(youngest, self.home, self.age)
        old = youngest >= 65
        ill = ~old & ~self.lone & (self._in(people.handbook[:n] > 0) > 0)
        for name, which in (
            ("old", old),
            ("lone parent", self.lone),
            ("ill or disabled", ill),
            ("other", ~old & ~self.lone & ~ill),
        ):
            self.say(f"assistance: {name}", which, on)

    def pupils(self) -> None:
        """School aid, and who is hardly at school."""
        people, n = self.town.people, self.town.people.n
        grade = grades(people.birth[:n], school_year(self.town.start))
        pupil = (grade >= 1) & (grade <= 9)
        self.say("school aid", people.school_aid[:n] == 1, pupil)
        self.say("hardly at school", people.truant[:n], pupil)


def _flows(run: Run, found: dict[str, tuple[int, int]], minors: int) -> None:
    town = run.town
    counts, people = run.counts(), town.people
    births = int((people.birth[: people.n] >= town.start).sum())
    applied = sum(
        a.duty == "public-assistance" and a.on >= town.start for all_ in town.applications.values() for a in all_
    )
    for name, count, of in (
        ("births", births, town.residents),
        ("deaths", int((people.residency[: people.n] == DEAD).sum()), town.residents),
        ("consultations about a child", counts["child.consultation-received"] - town.loaded_consultations, minors),
        ("applications for public assistance", applied, town.residents),
    ):
        found[name] = count * 12 // town.months, of


def _counts(run: Run) -> dict[str, tuple[int, int]]:
    town = run.town
    counts = _Counts(first_day(town.residents, town.months, town.draws.seed, date(town.start), town.errors))
    for part in (counts.households, counts.exemption, counts.residents, counts.assistance, counts.pupils):
        part()
    if town.months:
        _flows(run, counts.found, int(counts.minors.sum()))
    return counts.found


def _row(measure: str, thousandths: float, source: str, count: int, of: int) -> Row:
    aimed = round(thousandths * 1000)
    error = isqrt(aimed * (1_000_000 - aimed) // max(of, 1))
    return Row(measure, aimed, count * 1_000_000 // max(of, 1), max(aimed // 10, 3 * error), source)


def compare(run: Run) -> list[Row]:
    """Each figure that the town aims at, beside what came out; near enough is within 10 % or three standard errors."""
    found = _counts(run)
    aims = {name: aim for group in read("statistics.toml").values() for name, aim in group.items()}
    return [_row(name, aim, source, *found[name]) for name, (aim, source) in aims.items() if name in found]


def table(rows: list[Row]) -> str:
    """The rows as text, percentages with two digits."""
    lines = [f"{'':42s}{'aimed':>9s}{'made':>9s}{'within':>9s}"]
    for row in rows:
        shown = "".join(
            f"{value // 10_000:5d}.{value // 100 % 100:02d}%" for value in (row.aimed, row.made, row.tolerance)
        )
        lines.append(f"{row.measure:42s}{shown}{'' if row.ok else '  <- off'}")
    return "\n".join(lines)
