"""Changes of what steers the gate and is no datum of a formula: applications, consent, objections, place of tax, wrong links."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from processors.duties import kinds, tax_year
from schemas.catalogue import catalogue
from schemas.facts import FACTS
from schemas.programmes import PROGRAMMES
from schemas.vocabulary.declare import DUTIES
from workshop.why.kept import Origin
from workshop.why.labels import Labels
from workshop.why_not.clerk import Clerk
from workshop.why_not.state import State
from workshop.why_not.step import Said, Step


@dataclass(frozen=True)
class Procedure:
    """Steps of procedure in a state, of one duty."""

    state: State

    @property
    def duty(self) -> str:
        """The duty."""
        return self.state.programme

    @property
    def office(self) -> str:
        """The office of the duty."""
        return catalogue().duties[self.duty].office

    @property
    def clerk(self) -> Clerk:
        """Who records it."""
        return Clerk(self.state)

    def steps(self, opening: bool) -> Iterator[Step]:
        """Steps that would open the gate, or close it; and wrong links put right, which may do either."""
        if self.state.answers:
            yield from self._opening() if opening else self._closing()
        yield from self._links()

    @property
    def _codes(self) -> frozenset[str]:
        return frozenset(answer.code for answer in self.state.answers if not answer.allowed)

    def _opening(self) -> Iterator[Step]:
        codes = self._codes
        if codes & {"not-asked", "wrong-trigger", "tax-secrecy", "retention-over", "subject-beyond"}:
            yield from self._applications()
        if "objected" in codes:
            yield from self._objections(False)
        if "network-first" in codes:
            yield from self._taxed_here()

    def _closing(self) -> Iterator[Step]:
        yield from self._withdrawals()
        yield from self._objections(True)

    def _applications(self) -> Iterator[Step]:
        """An application of the head (or of the unit), and consent to one that is open. Nobody applies to be watched."""
        if PROGRAMMES[self.duty].nature != "support" or f"{self.office}.application" not in FACTS:
            return
        open_ = dict(self._open())
        for key, held in open_.items():
            if not held.values["tax_consent"] and "local-tax" in kinds(self.duty, self.state.world.day):
                event = self.clerk.applies(key, self.office, self.duty, held.values["applied_on"], True)
                says = {"who": self._called(key)}
                yield Step(Said("whynot.consent", says), "fact", "consent", ("application", key), events=(event,))
        for key in self._applicants():
            yield from self._application(key, key in open_)

    def _application(self, key: int, again: bool) -> Iterator[Step]:
        today = datetime.date.fromordinal(self.state.world.day).isoformat()
        taxed = "local-tax" in kinds(self.duty, self.state.world.day)
        for consent in (False, True) if taxed else (False,):
            event = self.clerk.applies(key, self.office, self.duty, today, consent)
            words = "again" if again else "apply"
            says = {"who": self._called(key), "duty": catalogue().duties[self.duty]}
            about = Said(f"whynot.{words}_consenting" if consent else f"whynot.{words}", says)
            yield Step(about, "fact", "application", ("application", key), int(consent), (event,))

    def _applicants(self) -> list[int]:
        """Who would apply: whoever has applied, else the head of the household."""
        held = [key for key, _ in self._applied()]
        heads = [key for key in self.state.keys if self._relation(key) == "head"]
        return held or heads or self.state.keys[:1]

    def _relation(self, key: int) -> str:
        return str(self.clerk.held(key, "register.residence")[0].values["relation"])

    def _applied(self) -> Iterator[tuple[int, Origin]]:
        """The members' applications for the duty, whatever became of them."""
        fact, period = f"{self.office}.application", DUTIES.index(self.duty)
        for key in self.state.keys if fact in FACTS else ():
            held = self.clerk.held(key, fact)
            if period in held:
                yield key, held[period]

    def _open(self) -> Iterator[tuple[int, Origin]]:
        return ((key, held) for key, held in self._applied() if held.values["application"] == "open")

    def _withdrawals(self) -> Iterator[Step]:
        for key, _ in self._open():
            event = self.clerk.tells(key, f"{self.office}.application-withdrawn", self.office, {"duty": self.duty})
            says = {"who": self._called(key), "duty": catalogue().duties[self.duty]}
            yield Step(Said("whynot.withdraw", says), "fact", "application", ("application", key), events=(event,))

    def _objections(self, made: bool) -> Iterator[Step]:
        for key in self.state.keys:
            type_ = "objection.made" if made else "objection.withdrawn"
            event = self.clerk.tells(key, type_, "register", {"duty": self.duty})
            says = {"who": self._called(key), "duty": catalogue().duties[self.duty]}
            about = Said("whynot.object" if made else "whynot.object_no_more", says)
            yield Step(about, "fact", "objection", ("objection", key), events=(event,))

    def _taxed_here(self) -> Iterator[Step]:
        year = tax_year(self.duty, self.state.world.day)
        for key in self.state.keys:
            held = self.clerk.held(key, "tax.place").get(year or 0)
            if held is not None and held.values["taxed_elsewhere"] and year is not None:
                event = self.clerk.writes(key, "tax.place", year, {"taxed_elsewhere": False})
                says = {"who": self._called(key), "year": str(year)}
                events = (event,) if event is not None else ()
                yield Step(Said("whynot.taxed_here", says), "fact", "status", ("place", key), events=events)

    def _links(self) -> Iterator[Step]:
        """Where an office has two records under one number, the one that is joined may be somebody else's."""
        for key in self.state.keys:
            number = self.state.world.number(key)
            for office in ("tax", "welfare", "child"):
                if len(self.state.world.kept.records(number, office)) > 1:
                    says = {"who": self._called(key), "office": catalogue().offices[office]}
                    event = self.clerk.unlinks(key, office)
                    yield Step(Said("whynot.relink", says), "fact", "relink", ("link", key, office), events=(event,))

    def _called(self, key: int) -> Labels | str:
        return self.state.world.people[key]
