"""The verdicts on a written household: what the engine said, with the trace that explains it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from processors.assess.units import ELIGIBLE, NOT_ELIGIBLE, UNTOLD, code_of, payload_of
from processors.disclosures import DutyDisclosures
from processors.duties import ASSESSED
from processors.engine import Engine
from processors.gate.table import ANSWER_ONLY
from schemas.causes import WITHHELD, bit, causes
from schemas.frame import Frame
from schemas.ordinance import Ordinance
from schemas.programmes import HOUSEHOLD, PROGRAMMES, parameters_on
from schemas.programmes.resident_tax_exempt import exempt_members
from schemas.trace import explain
from schemas.values import Bool
from workshop.household.engine import HomeRun
from workshop.household.view import EverythingKnown, HomeView, SeenByDuty

STATUS = "resident-tax-exempt"
WORDS = {ELIGIBLE: "eligible", NOT_ELIGIBLE: "not-eligible", UNTOLD: "cannot-be-told"}
HOUSEHOLD_UNIT = "household"
Result = dict[str, Any]


@dataclass
class HomeResults:
    """The results of one household (by its opaque key) in one lane. `called`: what its members are called, by opaque key, in the
    order in which they are told."""

    engine: Engine
    lane: str
    ordinance: Ordinance
    home: int
    called: Mapping[int, str]

    def __post_init__(self) -> None:
        self.view = HomeView(self.engine, self.lane, self.home)
        self.names = [self.called[key] for key in self.view.members]
        order = list(self.called)
        self.order = sorted(range(len(self.names)), key=lambda row: order.index(self.view.members[row]))
        """The formulas' rows in the order of the names."""

    @classmethod
    def of_run(cls, run: HomeRun, home: str) -> HomeResults:
        """The results of a household of a written form."""
        return cls(
            run.engine, run.lane, run.ordinance, run.home_key(home), {run.key(name): name for name in run.desks.numbers}
        )

    def all(self, programmes: Collection[str] = (), unconcerned: bool = False) -> list[Result]:
        """The results of every programme (or of some), in the order of the catalogue, and of the exemption from the resident tax.
        With `unconcerned`, one for the household also where nobody in it is a unit of the programme."""
        if not self.names:
            return []
        asked = programmes or (*filter(self.ordinance.judges, ASSESSED), STATUS)
        found = [result for id_ in ASSESSED if id_ in asked for result in self.of(id_) or self._nobody(id_, unconcerned)]
        return found + (list(self.status()) if STATUS in asked else [])

    def of(self, programme: str) -> list[Result]:
        """The results of one programme: one a unit; one for the household where nothing can be judged."""
        if not PROGRAMMES[programme].covers(self.engine.day):
            return [self._untold(programme, "law-unknown")]
        duty = self.view.duty(programme)
        if duty is None or not duty.asked[0]:
            return [self._untold(programme, "no-case")]
        if self.view.blind(duty):
            return [self._untold(programme, "household-withheld")]
        if PROGRAMMES[programme].unit == HOUSEHOLD:
            word = self._home_word(programme)
            return [self._judged(programme, duty, None, word)] if word else []
        words = self._member_words(programme)
        return [self._judged(programme, duty, row, words[row]) for row in self.order if _said(words[row])[0]]

    def verdicts(self, programme: str) -> dict[str, str]:
        """The verdict on each unit alone, without what explains it; on the household where nothing can be judged."""
        duty = self.view.duty(programme) if self.names else None
        if duty is None or not PROGRAMMES[programme].covers(self.engine.day) or not duty.asked[0] or self.view.blind(duty):
            return {HOUSEHOLD_UNIT: WORDS[UNTOLD]}
        if PROGRAMMES[programme].unit == HOUSEHOLD:
            said = {HOUSEHOLD_UNIT: self._home_word(programme)}
        else:
            said = dict(zip(self.names, self._member_words(programme)))
        return {unit: WORDS[_said(word)[0]] for unit, word in said.items() if _said(word)[0]}

    @property
    def _row(self) -> np.ndarray:
        """The household's row among the verdicts; empty if it never had one."""
        rows = self.engine.assess.units.index.find(np.array([self.home], dtype=np.int64))
        return rows[rows >= 0]

    def _home_word(self, programme: str) -> int:
        words = self.engine.assess.units.home_words[self.lane, programme]["word"][self._row]
        return int(words[0]) if len(words) else 0

    def _member_words(self, programme: str) -> list[int]:
        """The outcome words of the members, in the order of the formulas' rows (0: no unit)."""
        units = self.engine.assess.units
        places = units.places_of(self._row)
        words = dict(
            zip(units.members["key"][places].tolist(), units.words[self.lane, programme]["word"][places].tolist())
        )
        return [int(words.get(key, 0)) for key in self.view.members]

    def _judged(self, programme: str, duty: DutyDisclosures, row: int | None, word: int) -> Result:
        source = SeenByDuty(self.view.households, duty)
        trace = explain(programme, source, len(self.names), self.engine.day, self.ordinance.facts, row)
        code, payload = _said(word)
        amount = (
            payload
            if code == ELIGIBLE and trace["amount"] is not None and trace["amount"]["value"] is not None
            else None
        )
        why = self.engine.assess.causes.sets[payload] if code == UNTOLD else 0
        if (duty.codes[duty.contexts] == ANSWER_ONLY).any():  # how the answer came about would tell the values
            trace = {"programme": programme, "reason": "answered", "verdict": WORDS[code]}
        return self._result(programme, row, WORDS[code], amount, why, {**trace, "gate": self.gate(programme)})

    def _untold(self, programme: str, reason: str) -> Result:
        """Nothing can be judged: no case is open, the household is withheld, or the law of the day is not among the parameters."""
        why = 0 if reason == "law-unknown" else bit("resident-record", WITHHELD)
        trace = {
            "programme": programme,
            "reason": reason,
            "gate": self.gate(programme) if reason == "household-withheld" else [],
        }
        return self._result(programme, None, "cannot-be-told", None, why, trace)

    def _nobody(self, programme: str, told: bool) -> list[Result]:
        """Nobody in the household is a unit, nor is it: no child, nobody who raises one, nobody insured."""
        if not told:
            return []
        trace = {
            "programme": programme, "reason": "no-unit", "verdict": WORDS[NOT_ELIGIBLE], "gate": self.gate(programme),
        }  # fmt: skip
        return [self._result(programme, None, WORDS[NOT_ELIGIBLE], None, 0, trace)]

    def _result(
        self, programme: str, row: int | None, verdict: str, amount: int | None, why: int, trace: Any
    ) -> Result:
        return {
            "programme": programme, "unit": HOUSEHOLD_UNIT if row is None else self.names[row], "verdict": verdict, "amount_yen": amount,
            "per": PROGRAMMES[programme].per, "causes": [f"{cause.kind}:{cause.state}" for cause in causes(why)], "trace": trace,
        }  # fmt: skip

    def gate(self, programme: str) -> list[Result]:
        """The gate's answers to a duty, with the members' names."""
        return [{**answer, "member": self.names[answer["member"]]} for answer in self.view.answers(programme)]

    def status(self) -> Iterator[Result]:
        """Exemption from the resident tax, of the household and of each member: the tax office's own view, without a gate."""
        source, day, facts = EverythingKnown(self.view.households), self.engine.day, self.ordinance.facts
        if not PROGRAMMES[STATUS].covers(day):
            yield self._untold(STATUS, "law-unknown")
            return
        trace = explain(STATUS, source, len(self.names), day, facts)
        why = sum(bit(cause["kind"], _STATES[cause["state"]]) for cause in trace["causes"])
        yield self._result(STATUS, None, trace["verdict"], None, why, trace)
        frame = Frame(np.array([len(self.names)]), source, day, facts)
        exempt: Bool = exempt_members(frame.view(PROGRAMMES[STATUS].tax_year(day)), parameters_on(day, facts))
        for row in self.order:
            word = WORDS[ELIGIBLE if exempt.lo[row] else UNTOLD if exempt.hi[row] else NOT_ELIGIBLE]
            yield self._result(STATUS, row, word, None, int(exempt.causes[row]), None)


_STATES = {"withheld": 1, "absent": 2, "stale": 3}


def _said(word: int) -> tuple[int, int]:
    """Code and payload of an outcome word."""
    words = np.array([word], dtype=np.uint32)
    return int(code_of(words)[0]), int(payload_of(words)[0])
