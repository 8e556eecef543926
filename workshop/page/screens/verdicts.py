"""The verdicts on one resident: with causes, amount, the way to each, and on request the smallest change that would turn one; and the truth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from processors.duties import ASSESSED
from schemas.catalogue import catalogue
from schemas.keys import shown
from schemas.ordinance import Ordinance
from schemas.programmes import HOUSEHOLD, PROGRAMMES
from workshop.household.results import HOUSEHOLD_UNIT, STATUS
from workshop.one_resident import OneResident
from workshop.page.playing.town import Standing
from workshop.page.texts import L, both, named, worded
from workshop.score import CAUSES, REACHED
from workshop.tables import cause_text
from workshop.truth import NOWHERE, Truth
from workshop.why.kept import Event
from workshop.why.told import Telling
from workshop.why.world import World, world_of_folder
from workshop.why_not.findings import findings
from workshop.words import LANGS, Words


@dataclass(frozen=True)
class Case:
    """One resident of a lane with all that the verdicts rest on. `acted`: events of the lane that are in no folder."""

    one: OneResident
    standing: Standing
    ordinance: Ordinance
    folder: Any
    acted: tuple[Event, ...] = ()

    @cached_property
    def world(self) -> World:
        """The household's world. Letter: the resident belongs to no household."""
        return world_of_folder(self.folder, self.ordinance, self.one, self.standing.name, self.acted)

    @cached_property
    def results(self) -> list[dict[str, Any]]:
        """The verdicts on the resident and the household, of each programme that is judged; nothing for who has left."""
        if not self.one.home:
            return []
        mine = (HOUSEHOLD_UNIT, shown(self.one.key))
        return [result for result in self.world.results().all() if result["unit"] in mine and result["programme"] != STATUS]

    def told(self) -> list[dict[str, Any]]:
        """All of them, as the page shows them."""
        return [self._told(result) for result in self.results]

    def _told(self, result: dict[str, Any]) -> dict[str, Any]:
        programme = result["programme"]
        return {
            "programme": programme, **named(catalogue().duties[programme]), "nature": catalogue().duties[programme].nature, "unit": result["unit"],
            "verdict": result["verdict"], "said": worded(f"verdict.{result['verdict']}"), "notified": self.notified(programme),
            "causes": [both(lambda words, cause=cause: cause_text(words, cause)) for cause in result["causes"]],  # type: ignore[misc]
            "amount_yen": result["amount_yen"], "per": result["per"], "trace": self._trace(result), "why_not": None,
        }  # fmt: skip

    def _trace(self, result: dict[str, Any]) -> list[L]:
        lines = {lang: list(Telling(self.world, Words(lang)).lines(result)) for lang in LANGS}
        return [dict(zip(LANGS, pair, strict=True)) for pair in zip(*lines.values(), strict=True)]

    def notified(self, programme: str) -> bool:
        """Whether a notice (or mark) to the resident or the household is in force."""
        units, slot = self.standing.runner.engine.assess.units, (self.standing.name, programme)  # type: ignore[union-attr]
        row = units.index.find(np.array([self.one.home], dtype=np.int64))
        if row[0] < 0 or slot not in units.words:
            return False
        if PROGRAMMES[programme].unit == HOUSEHOLD:
            return bool(units.home_words[slot]["noticed"][row[0]])
        places = units.places_of(row)
        mine = places[units.members["key"][places] == self.one.key]
        return bool(units.words[slot]["noticed"][mine].any())

    def why_not(self, programme: str) -> dict[str, Any]:
        """The smallest changes that would turn the verdict of a programme: what would name a value that was withheld is left out. StopIteration: no such verdict."""
        result = next(result for result in self.results if result["programme"] == programme)
        found = {lang: findings(Words(lang), self.world, programme, result["unit"], result["verdict"], seen=True) for lang in LANGS}
        return {
            "programme": programme, "verdict": result["verdict"], "tried": found["ja"]["tried"], "more": found["ja"]["more"],
            "changes": [[_step(*steps) for steps in zip(*(change["steps"] for change in pair))] for pair in zip(*(one["changes"] for one in found.values()))],
        }

    def truth(self, truth: Truth) -> list[dict[str, Any]]:
        """What only the simulation knows: by programme whether it is truly owed, and why it was not reached. Marks have none of it."""
        at = int(truth.find(np.array([self.one.key]))[0])
        return [] if at == NOWHERE else [self._true(programme, truth, at) for programme in ASSESSED if programme in self.standing.score.owed]

    def _true(self, programme: str, truth: Truth, at: int) -> dict[str, Any]:
        score = self.standing.score
        unit = int(truth.home[at]) if PROGRAMMES[programme].unit == HOUSEHOLD else at
        owed = unit != NOWHERE and bool(score.owed[programme].eligible[unit])
        cause = int(score.causes[programme][unit]) if owed else REACHED
        return {
            "programme": programme, **named(catalogue().duties[programme]), "owed": owed, "reached": owed and cause == REACHED,
            "cause": worded(f"missed.{CAUSES[cause]}") if cause != REACHED else None,
            "amount_yen": int(score.owed[programme].yen[unit]) if owed and PROGRAMMES[programme].per else None, "per": PROGRAMMES[programme].per,
        }  # fmt: skip


def _step(ja: dict[str, Any], en: dict[str, Any]) -> dict[str, Any]:
    return {"nature": worded(f"whynot.nature_{ja['nature']}"), "kind": ja["kind"], "ja": ja["text"], "en": en["text"]}
