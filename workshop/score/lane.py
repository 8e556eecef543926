"""The score of one lane: for each programme who was reached, missed and why, wrongly marked, and what passed for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from processors.assess.phases import counts
from processors.duties import ASSESSED
from schemas.programmes import PROGRAMMES, Programme
from workshop.score.apart import APART, apart
from workshop.score.causes import CAUSES, REACHED, Causes
from workshop.score.matching import Matching, Outcomes, flags
from workshop.score.profiles import Passed
from workshop.truth import NOWHERE
from workshop.truth_right import LATENT
from workshop.truth_town import Judged, TrueTown

Figures = dict[str, Any]


class LaneScore(dict[str, Figures]):
    """Figures by programme; `total` of the lane; `causes` by programme for each unit of the truth (place in CAUSES, or
    REACHED)."""

    def __init__(self) -> None:
        super().__init__()
        self.total: Figures = {}
        self.causes: dict[str, np.ndarray] = {}
        self.owed: dict[str, Judged] = {}


@dataclass
class Scoring:
    """Scores one lane."""

    town: TrueTown
    matching: Matching
    causes: Causes
    passed: Passed
    made: LaneScore = field(default_factory=LaneScore)

    def score(self) -> LaneScore:
        """All programmes, and the lane's totals."""
        for programme in self._covered():
            nature, figures = self._figures(PROGRAMMES[programme])
            passed = self.passed.of((programme,)).as_dict()
            phases = self._phases(programme)
            self.made[programme] = {"nature": nature, "unit": PROGRAMMES[programme].unit, **figures, **passed, "phases": phases}
        self.made.total = self._total()
        return self.made

    def _phases(self, programme: str) -> dict[str, int] | None:
        """How many candidates stand at each phase; None where nobody answers them, and each is a notice at once."""
        engine = self.causes.engine
        return counts(engine.assess, self.causes.lane, programme) if engine.people else None

    def _figures(self, programme: Programme) -> tuple[str, Figures]:
        """How it is scored (`support`, `watch`, `screening` or `apart`), and the figures."""
        if programme.apart:
            return APART, apart(self.town, self.matching, self.causes.lane, programme.id, self.causes.stages.facts)
        if programme.nature == "support":
            return programme.nature, self._support(programme.id)
        return programme.nature, self._marks(programme.id, LATENT[programme.id])

    def _covered(self) -> Iterator[str]:
        ordinance = self.causes.engine.assess.lanes[self.causes.lane].ordinance
        return (id_ for id_ in ASSESSED if ordinance.judges(id_) and PROGRAMMES[id_].covers(self.town.day))

    def _support(self, programme: str) -> Figures:
        owed = self.town.owed(programme, self.causes.stages.facts)
        outcomes = self.matching.outcomes(self.causes.lane, programme)
        size = len(owed.eligible)
        noticed, granted = flags(outcomes.at[outcomes.noticed], size), self.matching.granted(programme)
        reached = owed.eligible & (noticed | granted)
        causes = self.causes.of(programme, owed.eligible & ~reached, outcomes)
        self.made.causes[programme], self.made.owed[programme] = causes, owed
        wrong = _wrong(outcomes, owed.eligible | owed.unclear)
        return {
            "truth_eligible": int(owed.eligible.sum()),
            "truth_unclear": int(owed.unclear.sum()),
            "reached": int(reached.sum()),
            "reached_by_notice": int((reached & noticed).sum()),
            "missed": int((causes != REACHED).sum()),
            "causes": counted(causes),
            "wrongly_marked": int(wrong.sum()),
            "per": PROGRAMMES[programme].per,
            "yen_delivered": int(owed.yen[reached].sum()),
            "yen_missed": int(owed.yen[owed.eligible & ~reached].sum()),
            "yen_wrongly": int(outcomes.yen[wrong].sum()),
        }

    def _marks(self, programme: str, latent: str) -> Figures:
        """Marks against a latent state. Nobody is ever "reached" by them."""
        owed = self.town.owed(programme, self.causes.stages.facts, sudden_drop=False)
        outcomes = self.matching.outcomes(self.causes.lane, programme)
        true = owed.unit & self.town.truth.latent[latent]
        marked = flags(outcomes.at[outcomes.noticed], len(true))
        wrong = _wrong(outcomes, true)
        return {
            "latent": latent,
            "units": int(owed.unit.sum()),
            "truth": int(true.sum()),
            "rightly_marked": int((marked & true).sum()),
            "wrongly_marked": int(wrong.sum()),
            "not_noticed": int((true & ~marked).sum()),
        }

    def _total(self) -> Figures:
        support = [figures for figures in self.made.values() if figures["nature"] == "support"]
        marks = [figures for programme, figures in self.made.items() if programme in LATENT]
        passed = self.passed.of().as_dict()
        reached = sum(figures["reached"] for figures in support)
        return {
            "benefits_owed": sum(figures["truth_eligible"] for figures in support),
            "benefits_reached": reached,
            "benefits_reached_by_notice": sum(figures["reached_by_notice"] for figures in support),
            "benefits_missed": sum(figures["missed"] for figures in support),
            "causes": {cause: sum(figures["causes"][cause] for figures in support) for cause in CAUSES},
            "wrongly_noticed": sum(figures["wrongly_marked"] for figures in support),
            "yen_delivered": _by_per(support, "yen_delivered"),
            "yen_missed": _by_per(support, "yen_missed"),
            "yen_wrongly": _by_per(support, "yen_wrongly"),
            **{
                name: sum(figures[name] for figures in marks)
                for name in ("rightly_marked", "wrongly_marked", "not_noticed")
            },
            "residents": int(self.town.truth.here.sum()),
            **passed,
            "profiled_per_benefit": round(passed["profiled"] / reached, 3) if reached else None,
        }


def counted(causes: np.ndarray) -> dict[str, int]:
    """How many units were missed for each cause."""
    return {cause: int((causes == place).sum()) for place, cause in enumerate(CAUSES)}


def _wrong(outcomes: Outcomes, right: np.ndarray) -> np.ndarray:
    """Which notices or marks in force are wrong: to nobody, to who is not meant, or the second to one unit. bool [k]"""
    true = (outcomes.at != NOWHERE) & right[outcomes.at] if len(right) else np.zeros(len(outcomes.at), dtype=bool)
    candidates = np.flatnonzero(outcomes.noticed & true)
    first = np.zeros(len(outcomes.at), dtype=bool)
    first[candidates[np.unique(outcomes.at[candidates], return_index=True)[1]]] = True
    return outcomes.noticed & ~first


def _by_per(support: list[Figures], name: str) -> dict[str, int]:
    """Yen by how often they are paid; what has no amount is left out."""
    sums: dict[str, int] = {}
    for figures in support:
        if figures["per"] is not None:
            sums[figures["per"]] = sums.get(figures["per"], 0) + figures[name]
    return sums
