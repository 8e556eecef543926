"""`truth.jsonl`: one line a resident, in the form of `schemas.truth.TrueResident`; written last, and kept apart
from what offices know."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator

import numpy as np

from producers.days import date
from producers.identifiers import household_numbers, my_numbers, record_numbers
from producers.latent import little_assets, not_entitled, overpaid, withholds_premium
from producers.life.work import last_twelve_months
from producers.log import HEAD, OFFICES
from producers.people import MOVED_OUT, NOBODY, REGISTERED
from producers.tax_year import LEVY
from producers.town import Application, Town
from schemas.attributes import ATTRIBUTES, RECENT_DAYS
from schemas.facts import FACTS as DECLARED
from schemas.vocabulary import EVENT_TYPES

FACTS = {
    "relation": "home_relation",
    "assistance_status": "assistance",
    "rearing_allowance_status": "rearing",
    "rearing_allowance_yen": "rearing_yen",
    "child_support_yen": "child_support",
    "child_allowance_status": "allowance",
    "child_allowance_yen": "allowance_yen",
    "special_allowance_status": "special_allowance",
    "special_allowance_yen": "special_allowance_yen",
    "school_aid_status": "school_aid",
    **{
        name: name
        for name in (
            "handbook", "handbook_grade", "medical_aid", "benefit", "disability_aid", "insurance", "premium_relief", "premium_relief_yen",
            "premium_arrears", "enrolment", "counselled", "bullied", "consultations", "nursery", "childcare_fee",
            "missed_checkups", "lunch_arrears", "arrears",
        )
    },
}  # fmt: skip
"""Attributes and the columns of people that hold their true value."""
YEARLY = (*(f.name for f in DECLARED["tax.income"].fields), "on_assistance")
_ENTERS = (
    "resident.registered",
    "resident.born",
    "resident.moved-in",
    "resident.moved-in-from-abroad",
    "resident.entered-ex-officio",
    "resident.restored",
)
_LEAVES = ("resident.moved-out", "resident.moved-abroad", "resident.died", "resident.deleted-ex-officio")


def lines(town: Town, recent: np.ndarray | None = None) -> Iterator[str]:
    """The lines of the file. `recent`: the income of the last twelve months, where these are not those of the run."""
    truth = _Truth(town, last_twelve_months(town) if recent is None else recent)
    for row in range(town.people.n):
        yield truth.line(row)


def _iso(day: int) -> str:
    return date(day).isoformat()


def window_start(day: int) -> int:
    """The first day that sums over the last months look at: the first of the month RECENT_DAYS ago."""
    return datetime.date.fromordinal(day - RECENT_DAYS).replace(day=1).toordinal()


def most_absences(town: Town) -> np.ndarray:
    """The most absences within one calendar month, of the last months: int64 [people]."""
    most, by_month = np.zeros(town.people.n, dtype=np.int64), dict[tuple[int, int], np.ndarray]()
    for day, rows in town.absences:
        if day >= window_start(town.end):
            key = (date(day).year, date(day).month)
            counts = by_month.setdefault(key, np.zeros(town.people.n, dtype=np.int64))
            np.add.at(counts, rows, 1)
    for counts in by_month.values():
        most = np.maximum(most, counts)
    return most


def recent_visits(town: Town) -> np.ndarray:
    """Health-room visits of the last months: int64 [people]."""
    visits = np.zeros(town.people.n, dtype=np.int64)
    for day, rows in town.health_visits:
        if day >= window_start(town.end):
            np.add.at(visits, rows, 1)
    return visits


class _Truth:
    """The columns of the file, gathered once."""

    def __init__(self, town: Town, recent: np.ndarray) -> None:
        self.town, n = town, town.people.n
        rows = np.arange(n)
        self.numbers = my_numbers(town.draws, rows * 2).tolist()
        self.records = {office: record_numbers(town.draws, office, rows).tolist() for office in OFFICES}
        self.known_at = {office: np.isin(rows, town.log.residents(office)).tolist() for office in OFFICES}
        self.recent = recent.tolist()
        self.latent = {
            "overpaid": (town.people.overpaid[:n] | overpaid(town)).tolist(),
            "little_assets": little_assets(town).tolist(),
            "withholds_premium": withholds_premium(town).tolist(),
            "not_entitled": not_entitled(town).tolist(),
        }
        self.facts = self._facts(rows)
        self.years = _years(town)
        self._paper(n)
        self.columns = {
            name: getattr(town.people, name)[:n].tolist()
            for name in (
                "birth",
                "sex",
                "foreign",
                "residency",
                "home",
                "in_difficulty",
                "card_held",
                "number_on_forms",
            )
        }
        self.homes = household_numbers(town.draws, np.maximum(town.people.home[:n], 0)).tolist()

    def _facts(self, rows: np.ndarray) -> list[dict[str, object]]:
        people, made = self.town.people, [dict[str, object]() for _ in rows]
        for name, column in FACTS.items():
            self._say(made, name, getattr(people, column)[: len(rows)])
        self._say(made, "most_absences_in_a_month", most_absences(self.town))
        self._say(made, "health_room_visits", recent_visits(self.town))
        for row in np.flatnonzero(people.score[: len(rows)] >= 0).tolist():
            made[row]["standard_score"] = int(people.score[row])
            if people.score_before[row] >= 0:
                made[row]["standard_score_fall"] = int(people.score_before[row]) - int(people.score[row])
        return made

    @staticmethod
    def _say(made: list[dict[str, object]], name: str, values: np.ndarray) -> None:
        field = ATTRIBUTES[name].field
        for row in np.flatnonzero(values).tolist():
            value = int(values[row])
            made[row][name] = (
                field.words[value] if field.type == "choice" else bool(value) if field.type == "bool" else value
            )

    def _paper(self, n: int) -> None:
        """Registered or not, and in which household, by the events recorded."""
        blocks = self.town.log.of("register", self.town.end)
        self.household, self.registered = np.full(n, NOBODY), np.zeros(n, dtype=bool)
        parts = []
        for type_, block in blocks.items():
            names = [field.name for field in EVENT_TYPES[type_].fields[4:]]
            home = (
                block.columns[len(HEAD) + names.index("household")]
                if "household" in names
                else np.full(block.size, NOBODY)
            )
            here = np.full(block.size, 1 if type_ in _ENTERS else 0 if type_ in _LEAVES else -1)
            parts.append((block.columns[1], block.columns[4], block.columns[0], home, here))
        recorded, place, resident, home, here = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((place, recorded))
        for values, target in ((home, self.household), (here, self.registered)):
            said = order[values[order] >= 0]
            target[resident[said]] = values[said]
        self.papers = household_numbers(self.town.draws, np.maximum(self.household, 0)).tolist()

    def line(self, row: int) -> str:
        """One resident's line."""
        c = self.columns
        return json.dumps(
            {
                "resident": row,
                **self._numbers(row),
                "records": {office: self.records[office][row] for office in OFFICES if self.known_at[office][row]},
                "residency": _RESIDENCY[c["residency"][row]],
                "registered": bool(self.registered[row]),
                "household": self.papers[row] if self.household[row] != NOBODY else None,
                "home": self.homes[row] if c["home"][row] != NOBODY else None,
                "facts": {**self._person(row), **self.facts[row]},
                "years": self.years[row],
                "income_last_12_months": self.recent[row],
                "in_difficulty": c["in_difficulty"][row],
                **{name: column[row] for name, column in self.latent.items()},
                "card_held": c["card_held"][row],
                "number_on_forms": c["number_on_forms"][row],
                "errors": self.town.flaws.get(row, []),
                "applications": [_application(a) for a in self.town.applications.get(row, [])],
            },
            ensure_ascii=False, separators=(",", ":"),
        ) + "\n"  # fmt: skip

    def _numbers(self, row: int) -> dict[str, object]:
        numbers = [f"{self.numbers[row]:012d}"]
        if row in self.town.links.changed:
            numbers.append(f"{self.town.links.numbers_of(row)[1]:012d}")
        return {"number": numbers[-1], "numbers": numbers}

    def _person(self, row: int) -> dict[str, object]:
        c = self.columns
        return {
            "birth": _iso(c["birth"][row]),
            "sex": ("female", "male")[c["sex"][row]],
            "nationality": ("japanese", "foreign")[c["foreign"][row]],
            "relation": "head",
        }


def _years(town: Town) -> list[dict[str, dict[str, object]]]:
    """The true tax facts of each resident by year; what is as by default is left out."""
    made = [dict[str, dict[str, object]]() for _ in range(town.people.n)]
    for year, book in sorted(town.tax.items()):
        book.reach(town.people.n)
        for name in YEARLY:
            values = getattr(book, name)[: town.people.n]
            field, default = ATTRIBUTES[name].field, LEVY["exempt"] if name == "levy" else 0
            for row in np.flatnonzero((values != default) & book.known[: town.people.n]).tolist():
                value = int(values[row])
                made[row].setdefault(str(year), {})[name] = (
                    field.words[value] if field.type == "choice" else bool(value) if field.type == "bool" else value
                )
    for row, years in town.reduced.items():
        for year in years:
            made[row].setdefault(str(year), {})["tax_reduced"] = True
    return made


_RESIDENCY = ATTRIBUTES["residency"].field.words
assert _RESIDENCY[REGISTERED] == "registered" and _RESIDENCY[MOVED_OUT] == "moved-out"


def _application(application: Application) -> dict[str, object]:
    decided = _iso(application.decided_on) if application.decided_on else None
    return {"duty": application.duty, "on": _iso(application.on), "result": application.result, "decided_on": decided}
