"""One ordinance at the gate: contexts of the members, reason codes, disclosures, and the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from processors.disclosures import DutyDisclosures
from processors.duties import kinds, tax_year
from processors.gate.contexts import Contexts
from processors.gate.decide import law_day, sweep_opening
from processors.gate.entries import DISCLOSED, KINDS, YEARLY, Subjects, enter, enter_end
from processors.gate.ledger import Ledger
from processors.gate.rules import RuleBook, Rules, oldest_kept
from processors.gate.table import (
    APPLICATION,
    CONSENT,
    ELSEWHERE,
    LIFE_EVENT,
    OBJECTED,
    OPEN,
    OVER,
    PROTECTED,
    SWEEPS,
    Question,
    Table,
)
from processors.gate.town import Households
from processors.gate.why import bits_of, judging
from schemas.law import law as the_law
from schemas.ordinance import Ordinance
from schemas.vocabulary.declare import DUTIES

__all__ = ["DISCLOSED", "KINDS", "LaneGate"]


class LaneGate:
    """The gate under one ordinance."""

    table: type[Table] = Table

    def __init__(self, name: str, ordinance: Ordinance, run_start: int) -> None:
        self.name = name
        self.run_start = run_start
        self.ledger = Ledger()
        self.contexts = Contexts()
        self.tables: Mapping[str, Table] = {}
        """By duty; another mapping whenever one is replaced, for the ledger keeps what was in force."""
        self._before: dict[str, Table] = {}
        """Tables that were replaced, until every household was decided anew."""
        self._rules: dict[str, Rules] = {}
        self._openings: dict[str, tuple[int | None, ...]] = {}
        """By duty, since when the sweep of each of its sweep rows is open on the day."""
        self._turned_to: tuple[Ordinance, int, str] | None = None
        self.adopt(ordinance)

    def adopt(self, ordinance: Ordinance) -> None:
        """Puts another ordinance in force; `turn` then says which duties it concerns."""
        self.ordinance = ordinance
        self._book = RuleBook(ordinance)
        self.contexts.keep(duty for duty in DUTIES if ordinance.judges(duty))

    @property
    def sweeps(self) -> bool:
        """Whether some duty has cases that a date opens."""
        return any(self._openings.values())

    @property
    def asks(self) -> dict[str, tuple[str, ...]]:
        """The duties that ask for something, and for which kinds. Of the others nothing was ever given, or all was taken back."""
        return {duty: table.question.kinds for duty, table in self.tables.items() if table.question.kinds}

    def turn(self, day: int, file_size: int) -> dict[str, bool]:
        """Moves to a day; returns the duties whose rules or sweeps are not what they were.

        True: so is what their formula or the assessing person reads in the ordinance itself, and all must be judged anew.
        """
        now = (self.ordinance, day, the_law().pia_needed(file_size))
        if now == self._turned_to:
            return {}
        self._turned_to = now
        law = law_day(self.ordinance, self.run_start, day)
        self.oldest = oldest_kept(self.ordinance, day)
        turned = {}
        for duty in DUTIES:
            rules = self._book.of(duty, law, kinds(duty, day), file_size)
            openings = tuple(sweep_opening(row, day, law - day) for row in rules.sweeps)
            before = self._rules.get(duty)
            if rules is not before and rules != before:
                turned[duty] = before is None or before.read_beside != rules.read_beside
                self._put_in_force(duty, rules, day, law, file_size)
            elif openings != self._openings[duty]:
                turned[duty] = False
            self._openings[duty] = openings
        return {duty: anew for duty, anew in turned.items() if self._asks_or_asked(duty)}

    def _asks_or_asked(self, duty: str) -> bool:
        """Whether something of a duty can have to be decided anew."""
        tables = self.tables[duty], self._before.get(duty, self.tables[duty])
        return any(table.question.kinds for table in tables)

    def _put_in_force(self, duty: str, rules: Rules, day: int, law: int, file_size: int) -> None:
        sweeps = tuple(row.row for row in rules.sweeps)
        table = self.table(Question(self.ordinance, duty, rules.kinds, rules.read, sweeps, rules.standing, day, law, file_size))
        self._rules[duty] = rules
        self._before.setdefault(duty, self.tables.get(duty, table))
        self.tables = {**self.tables, duty: table}

    def decide(
        self,
        households: Households,
        duties: Sequence[str],
        batch_day: int,
        new_year: frozenset[str] = frozenset(),
    ) -> dict[str, DutyDisclosures]:
        """Decides about the members of some households, for some duties; enters the ledger. `new_year`: duties whose tax year turned."""
        self.contexts.grow(households.facts.size)
        self.ledger.begin(batch_day, self.ordinance.content_hash[:12], self.tables)
        before = self.contexts.of(households.rows) if duties else {}
        return {
            duty: self._decide(duty, households, before[duty], duty in new_year)
            if self.tables[duty].question.kinds
            else self._nothing(duty, households, before[duty])
            for duty in duties
        }

    def _nothing(self, duty: str, households: Households, before: np.ndarray) -> DutyDisclosures:
        """Of a duty that asks nothing: what it was given is taken back."""
        self._close(duty, households.rows, before, Subjects(households.keys, households.has, households.changed))
        table = self.tables[duty]
        asked, anew = np.zeros(households.n, dtype=bool), households.levels.any(before != 0)
        since = np.zeros(households.n, dtype=np.int32)
        return DutyDisclosures((), asked, np.zeros(len(before), dtype=np.int16), table.codes, table.allowed, since, {}, anew)

    def settled(self, duties: Sequence[str]) -> None:
        """All households were decided anew for these duties."""
        for duty in duties:
            self._before.pop(duty, None)

    def dismiss(self, rows: np.ndarray, who: Subjects) -> None:
        """Retracts everything about residents who belong to no household any more."""
        self.contexts.grow(int(rows.max(initial=-1)) + 1)
        before = self.contexts.of(rows)
        for duty in self.asks:
            self._close(duty, rows, before[duty], who)

    def _close(self, duty: str, rows: np.ndarray, before: np.ndarray, who: Subjects) -> None:
        """Retracts whatever a duty has been given about some residents, by the contexts `before`."""
        open_ = before.nonzero()[0]
        if len(open_):
            enter_end(self.ledger, who.some(open_), self._before.get(duty, self.tables[duty]), before.take(open_))
            self.contexts[duty][rows] = 0

    def _decide(self, duty: str, households: Households, before: np.ndarray, new_year: bool) -> DutyDisclosures:
        table, standing = self.tables[duty], self.tables[duty].question.standing
        opened = self._opened(duty, households)
        asked = np.ones(households.n, dtype=bool) if standing else opened > 0
        ids, since = np.zeros(len(before), dtype=np.int16), opened
        if asked.any():
            contexts = self._contexts(duty, households)
            if asked.all():
                ids = table.ids(contexts)
            else:
                who = households.levels.lift(asked).nonzero()[0]
                ids[who] = table.ids(contexts.take(who))
            newest = households.newest_of(table.question.read)
            since = newest if standing else np.maximum(opened, newest)  # what always was open was never opened
        shown = self._note(duty, households, before, ids, new_year)
        anew = np.zeros(households.n, dtype=bool)
        if households.why is not None:
            anew = asked & ((households.why & judging(table.question.read, standing)) != 0)
        anew[households.place[shown]] = True
        hidden = {name: list(contexts) for name, contexts in table.hidden.items()}
        return DutyDisclosures(table.question.kinds, asked, ids, table.codes, table.allowed, since, hidden, anew)

    def _note(self, duty: str, households: Households, before: np.ndarray, ids: np.ndarray, new_year: bool) -> np.ndarray:
        """Keeps the contexts and enters the ledger; returns the members of whom the formula is shown more or less than before."""
        new, old, asked = self.tables[duty], self._before.get(duty, self.tables[duty]), self.tables[duty].question.kinds
        moved = (ids != before if old is new else ids | before).nonzero()[0]
        before_moved, ids_moved = before.take(moved), ids.take(moved)
        self.contexts[duty][households.rows.take(moved)] = ids_moved
        newly = households.newly(bits_of(asked))
        entered = np.zeros(len(ids), dtype=bool)
        entered[moved] = new.said.take(ids_moved) != old.said.take(before_moved)
        entered[newly[(ids.take(newly) | before.take(newly)) != 0]] = True  # of who is and was in no case there is nothing to enter
        if new_year:
            entered |= ((households.has & bits_of(tuple(kind for kind in asked if kind in YEARLY))) != 0) & ((ids | before) != 0)
        at = entered.nonzero()[0]
        if len(at):
            who = Subjects(households.keys, households.has, households.changed)
            enter(self.ledger, who.some(at), old, before.take(at), new, ids.take(at), new_year)
        return moved[new.shown.take(ids_moved) != old.shown.take(before_moved)]

    def _opened(self, duty: str, households: Households) -> np.ndarray:
        """The opening of the newest case of each household: int32 [n]; 0: none is open but a standing one."""
        opened = households.cases.life_event
        for opening in self._openings.get(duty, ()):
            if opening is not None:
                opened = np.maximum(opened, _swept(households, opening))
        applications = households.cases.applications.get(duty)
        if applications is not None:
            opened = opened.copy()
            opened[applications.homes] = np.maximum(opened[applications.homes], applications.applied)
        return opened

    def _contexts(self, duty: str, households: Households) -> np.ndarray:
        """Raw contexts, as if a case were open in every household: int32 [m]."""
        contexts = self._of_all_duties(households, self._openings.get(duty, ()), tax_year(duty, households.day)).copy()
        contexts[households.objectors(duty)] |= 1 << OBJECTED
        applications = households.cases.applications.get(duty)
        if applications is not None:
            who, which, roles = households.roles_for(duty)
            of_home = (self._state(applications.applied) << APPLICATION) | (applications.consent.astype(np.int32) << CONSENT)
            contexts[who] |= roles | of_home[which]
        return contexts

    def _of_all_duties(self, households: Households, openings: tuple[int | None, ...], year: int | None) -> np.ndarray:
        """What contexts are apart from applications and objections; worked out once for all duties with the same sweeps and year."""
        key = "contexts", openings, self.oldest, year
        if key not in households.known:
            of_home = self._state(households.cases.life_event) << LIFE_EVENT
            for i, opening in enumerate(openings):
                if opening is not None:
                    of_home |= self._state(_swept(households, opening)) << (SWEEPS + 2 * i)
            contexts = households.levels.lift(of_home) | households.roles
            contexts[households.protection[0]] |= 1 << PROTECTED
            contexts[households.elsewhere(year)] |= 1 << ELSEWHERE
            households.known[key] = contexts
        return households.known[key]

    def _state(self, opening: np.ndarray) -> np.ndarray:
        """CLOSED, OPEN or OVER by opening day (0: no case): int32 [n]."""
        state = (opening > 0) * np.int32(OPEN)
        state[(opening > 0) & (opening < self.oldest)] = OVER
        return state

    def nbytes(self) -> int:
        """Bytes of the contexts; the ledger counts apart."""
        return self.contexts.nbytes()


def _swept(households: Households, opening: int) -> np.ndarray:
    """The opening of a sweep for the households that were registered on that day, 0 for others: int32 [n]."""
    key = "swept", opening
    if key not in households.known:
        households.known[key] = households.registered_by(opening) * np.int32(opening)
    return households.known[key]
