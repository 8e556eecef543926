"""What a programme is: a formula over households with its unit, its tax year, and what it needs to know."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple, cast

import numpy as np

from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.frame import Frame, Household
from schemas.ordinance.model import TownFacts
from schemas.programmes.parameters import Book, NotCovered, Noting, Parameters, parameters_on
from schemas.values import Bool, Num

Unit = Literal["household", "claimant", "child", "resident"]
HOUSEHOLD: Unit = "household"
CLAIMANT: Unit = "claimant"
"""Who claims for a child: nobody in a household without somebody young."""
CHILD: Unit = "child"
RESIDENT: Unit = "resident"
"""Members one by one, whoever lives with them."""
Per = Literal["month", "once", "year"]


class Outcome(NamedTuple):
    """Who is a unit, who of them is eligible, and the amount in yen (None where the law gives none; 0 where not
    eligible).

    Columns over households for the unit `household`, else over members.
    """

    unit: Bool
    eligible: Bool
    amount: Num | None


Formula = Callable[[Household, Parameters], Outcome]
TaxYear = Callable[[int, Parameters], int]


@dataclass(frozen=True)
class Programme:
    """A duty with a formula. Names, organ and nature are those of the catalogue's duty."""

    id: str
    formula: Formula
    unit: Unit
    per: Per | None
    _tax_year: TaxYear | None
    apart: bool = False
    """It asks for what no office's record holds: nobody is ever found eligible. Outside the oracle, and scored apart."""

    @property
    def label_ja(self) -> str:
        """Its Japanese name."""
        return _STATUSES[self.id][0] if self.id in _STATUSES else catalogue().duties[self.id].label_ja

    @property
    def label_en(self) -> str:
        """Its English name."""
        return _STATUSES[self.id][1] if self.id in _STATUSES else catalogue().duties[self.id].label_en

    @property
    def organ(self) -> str:
        """The organ that runs it."""
        return "mayor" if self.id in _STATUSES else catalogue().duties[self.id].organ

    @property
    def nature(self) -> str:
        """`support`, `watch` or `screening`; `status` where it is none of them but what others build on."""
        return "status" if self.id in _STATUSES else catalogue().duties[self.id].nature

    @property
    def of_families(self) -> bool:
        """Whether only households with somebody young have a unit of it."""
        return self.unit in (CLAIMANT, CHILD)

    def tax_year(self, day: int, book: Book | None = None) -> int | None:
        """The income year that the duty must use on a day; None where it uses none. NotCovered: the law of that day
        is not known.
        """
        return None if self._tax_year is None else self._tax_year(day, parameters_on(day, None, book))

    def evaluate(self, frame: Frame, book: Book | None = None) -> Outcome:
        """The outcome for every unit of a frame. NotCovered: the law of that day is not in the parameters."""
        parameters = parameters_on(frame.day, frame.facts, book)
        year = None if self._tax_year is None else self._tax_year(frame.day, parameters)
        return self.formula(frame.view(year), parameters)

    def covers(self, day: int) -> bool:
        """Whether the parameters know the law of that day."""
        return _probed(self.id, day) is not None

    def season(self, day: int) -> object:
        """What the answer depends on besides facts and ages: since when each value of the law that the formula reads has
        held, and the income year. To be compared, not read; None on a day that is not covered.
        """
        probe = _probed(self.id, day)
        return None if probe is None else probe.season

    def needs(self, day: int) -> dict[str, int | None]:
        """The attributes that the formula reads on a day, with the income year where one counts; none on a day that
        is not covered.
        """
        probe = _probed(self.id, day)
        return {} if probe is None else dict(probe.asked)

    def kinds(self, day: int) -> tuple[str, ...]:
        """The data kinds of those attributes, in the order of the catalogue; none on a day that is not covered."""
        probe = _probed(self.id, day)
        return () if probe is None else probe.kinds


PROGRAMMES: dict[str, Programme] = {}
"""All programmes, by the id of their duty (and the status `resident-tax-exempt`), in the order of registration."""
_STATUSES: dict[str, tuple[str, str]] = {}


def programme(
    id_: str, unit: Unit, per: Per | None = None, tax_year: TaxYear | None = None, apart: bool = False
) -> Callable[[Formula], Formula]:
    """Registers a formula as the programme of a duty of the catalogue."""
    if id_ not in catalogue().duties and id_ not in _STATUSES:
        raise ValueError(
            f"No duty is called {id_!r}. Add it to schemas/catalogue.toml. "
            f"The duties are: {', '.join(catalogue().duties)}."
        )

    def register(formula: Formula) -> Formula:
        PROGRAMMES[id_] = Programme(id_, formula, unit, per, tax_year, apart)
        return formula

    return register


def status(id_: str, label_ja: str, label_en: str, unit: Unit, tax_year: TaxYear) -> Callable[[Formula], Formula]:
    """Registers a formula for what is no duty of its own but a status that others build on."""
    _STATUSES[id_] = (label_ja, label_en)
    return programme(id_, unit, tax_year=tax_year)


def turning(parameter: str) -> TaxYear:
    """The tax year that turns once a year on a day (`"11-01"`) which a parameter names: from then on last year's
    income, before it that of the year before.
    """

    def year(day: int, parameters: Parameters) -> int:
        month, first = (int(part) for part in parameters.word(parameter).split("-"))
        date = datetime.date.fromordinal(day)
        return date.year - (1 if (date.month, date.day) >= (month, first) else 2)

    return year


class _Nothing:
    """A source without members."""

    def column(self, attribute: str, year: int | None) -> tuple[np.ndarray, Any]:
        return np.zeros(0, dtype=np.int64), None


class Probe(NamedTuple):
    """What a formula reads: attributes with their income year, their kinds, and the values of the law (see Programme.season)."""

    asked: dict[str, int | None]
    kinds: tuple[str, ...]
    season: object


_PROBES: dict[tuple[str, int, int | None], Probe | None] = {}
"""By programme, parameters in force and income year: on all such days a formula reads the same."""


@lru_cache(maxsize=4096)
def _probed(id_: str, day: int) -> Probe | None:
    """What the formula reads on a day, or None where the law of the day is not known."""
    parameters = parameters_on(day)
    try:
        key = (id_, id(parameters), PROGRAMMES[id_].tax_year(day))
        if key not in _PROBES:
            _PROBES[key] = _probe(PROGRAMMES[id_], day, Noting(parameters), key[-1])
    except NotCovered:
        return None
    return _PROBES[key]


def _probe(programme: Programme, day: int, noting: Noting, year: int | None) -> Probe:
    """What is found by one run over no households."""
    frame = Frame(np.zeros(0, dtype=np.int64), _Nothing(), day, TownFacts())
    programme.formula(frame.view(year), cast(Parameters, noting))
    kinds = {ATTRIBUTES[name].kind for name in frame.asked}
    return Probe(frame.asked, tuple(kind for kind in catalogue().kinds if kind in kinds), (noting.since(), year))


def reads_on(day: int) -> dict[str, tuple[str, ...]]:
    """By duty, the attributes that its formula reads on a day (proleptic ordinal); duties whose law of the day is not
    known are left out."""
    duties = (p for p in PROGRAMMES.values() if p.id not in _STATUSES and p.covers(day))
    return {programme.id: tuple(programme.needs(day)) for programme in duties}
