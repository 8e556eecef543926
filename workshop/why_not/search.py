"""The search for the smallest change that turns a verdict: breadth first, each find assessed anew by the real engine.

*Smallest* (`schemas`: see `step.size`): fewest steps; of these, changes without national law before those with; then facts before the
ordinance, in the order of `step.RANKS`; then the smallest amount (yen, points or days). Changes that need national law are found too, but
the search goes on to two steps where there is no lawful one of one step. A step changes one item of one member (or one application,
consent, objection or link), or one entry of one row (a kind, a trigger, a subject, a date), one whole row, one clause, or one safeguard.
A new row is a step only where no row of the duty fits the holder, and then names all that the formula reads of that holder.

What is tried follows from the answers: rows and safeguards that the gate named as the reason (anew after each step), and facts that the
formula reads and the duty sees. Pairs of two facts are looked for at few values of each, and then brought as near as can be, one after the
other; so of two amounts the sum is the smallest only where neither depends on the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from workshop.why.world import LANE, World
from workshop.why_not.procedure import Procedure
from workshop.why_not.records import Records
from workshop.why_not.rows import Drafter
from workshop.why_not.state import State
from workshop.why_not.step import Change, Step, edited, size

MOST_STEPS = 2


@dataclass
class Search:
    """For one unit of one programme. `tried`: how many changes were assessed anew."""

    world: World
    programme: str
    unit: str
    tried: int = 0
    _found: dict[frozenset[tuple[object, ...]], Change] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.start = State.start(self.world, self.programme)
        self.up = not self.start.eligible(self.unit)

    def changes(self) -> list[Change]:
        """All changes of the fewest steps that turn the verdict, the smallest first; none where two steps are not enough."""
        first = self._gate(self.start)
        self._keep(state for state in first if self._turns(state))
        for step in self._records(self.start).singles():
            self._try((step,))
        if not self._lawful:
            self._second(first)
        fewest = min((len(change) for change in self._found.values() if _lawful(change)), default=MOST_STEPS)
        kept = [c for c in self._found.values() if len(c) == fewest or (not _lawful(c) and len(c) < fewest)]
        return sorted(kept, key=size)

    @property
    def _lawful(self) -> bool:
        return any(_lawful(change) for change in self._found.values())

    def _second(self, first: list[State]) -> None:
        for state in first:
            if self._turns(state):
                continue
            self._keep(further for further in self._gate(state) if self._turns(further))
            if state.passing != self.start.passing or any(step.rank == "relink" for step in state.steps):
                for step in self._records(state).singles():
                    self._try((*state.steps, step))
        for pair in self._records(self.start).pairs():
            self._try(pair)

    def _records(self, state: State) -> Records:
        return Records(state, self.unit, self.up)

    def _turns(self, state: State) -> bool:
        return state.eligible(self.unit) == self.up

    def _keep(self, states: Iterable[State]) -> None:
        for state in states:
            self._note(state.steps)

    def _note(self, change: Change) -> None:
        slots = frozenset(step.slot for step in change)
        if slots not in self._found or size(change) < size(self._found[slots]):
            self._found[slots] = change

    def _try(self, change: Change) -> None:
        """Assesses a change anew, and keeps it if it turns the verdict."""
        if len({step.place for step in change}) == len(change) and (state := self.after(change)) is not None and self._turns(state):
            self._note(change)

    def after(self, change: Change) -> State | None:
        """The household after a change; None where its steps do not go together."""
        ordinance = edited(self.world.ordinance, change)
        if ordinance is None:
            return None
        self.tried += 1
        events = [event for step in change for event in step.events]
        changed = ordinance is not self.world.ordinance
        engine = self.world.engine(events, {"changed": ordinance} if changed else {})
        return State(self.world, self.programme, engine, "changed" if changed else LANE, ordinance, change)

    def _gate(self, state: State) -> list[State]:
        """What one more step that concerns the gate leads to: those of the ordinance as lanes of one engine, each other in its own."""
        drafter, procedure = Drafter(state), Procedure(state)
        drafted = list(drafter.opening() if self.up else drafter.closing())
        rows = [step for step in drafted if step.place not in {s.place for s in state.steps}]
        facts = [step for step in procedure.steps(self.up) if step.place not in {s.place for s in state.steps}]
        return [*self._lanes(state, _each(rows)), *(s for step in facts if (s := self.after((*state.steps, step))) is not None)]

    def _lanes(self, state: State, steps: list[Step]) -> Iterator[State]:
        ordinances = {str(at): edited(state.ordinance, (step,)) for at, step in enumerate(steps)}
        good = {name: ordinance for name, ordinance in ordinances.items() if ordinance is not None}
        if not good:
            return
        events = [event for step in state.steps for event in step.events]
        engine = self.world.engine(events, good)
        self.tried += len(good)
        for name, ordinance in good.items():
            yield replace(state, engine=engine, lane=name, ordinance=ordinance, steps=(*state.steps, steps[int(name)]))


def _lawful(change: Change) -> bool:
    return all(step.nature != "national-law" for step in change)


def _each(steps: Iterable[Step]) -> list[Step]:
    """Each step once."""
    return list({(step.slot, str(step.amount)): step for step in steps}.values())
