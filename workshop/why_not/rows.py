"""Changes of the ordinance, as far as the gate's answers name what stands in the way (or, the other way, what lets something pass)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from schemas.catalogue import catalogue
from schemas.law import PIA_LEVELS, law
from schemas.ordinance import (
    Ordinance,
    Row,
    with_clause,
    with_row_added,
    with_row_removed,
    with_row_replaced,
    with_safeguard,
)
from schemas.ordinance.dates import law_day
from schemas.ordinance.model import Prohibition
from workshop.why.rows import names_of, row_name
from workshop.why_not.state import Answer, State
from workshop.why_not.step import Edit, Said, Step

MOST_MONTHS = 1200
"""Months of retention beyond which a case would have no end."""
ALL_SUBJECTS = ("applicant", "spouse", "same-household", "guardian", "child", "supporter")


@dataclass(frozen=True)
class Drafter:
    """Drafts changes of the ordinance of a state."""

    state: State

    @property
    def ordinance(self) -> Ordinance:
        """The ordinance to be changed."""
        return self.state.ordinance

    @property
    def duty(self) -> str:
        """The duty whose rows are drafted."""
        return self.state.programme

    @property
    def day(self) -> int:
        """The day as the law sees it."""
        return law_day(self.ordinance, self.state.world.start, self.state.world.day)

    def opening(self) -> Iterator[Step]:
        """Steps that would let pass what does not pass."""
        for answer in dict.fromkeys(a for a in self.state.answers if not a.allowed):
            yield from self._against(answer)
        for row in self.ordinance.rows_of(self.duty):
            if row.attributes is not None:
                yield self._row("kinds", "row_whole", row, ("attributes",), attributes=None)

    def closing(self) -> Iterator[Step]:
        """Steps that would keep back what passes."""
        for answer in dict.fromkeys(a for a in self.state.answers if a.allowed):
            yield from self._without(answer)
            yield self._prohibition(answer.kind)
        for row in self.ordinance.rows:
            if row.duty == self.duty and row.table in ("table1", "designation"):
                yield self._removed(row)

    def _against(self, answer: Answer) -> Iterable[Step]:
        steps: dict[str, Callable[[Answer], Iterable[Step]]] = {
            "not-asked": self._no_case, "prohibited": self._prohibited, "number-not-permitted": self._no_number, "no-row": self._no_row,
            "no-blanket-clause": self._clause, "wrong-organ": self._wrong_organ, "network-first": self._network, "tax-secrecy": self._secrecy,
            "subject-beyond": self._subject, "wrong-trigger": self._trigger, "no-purpose": self._purpose, "objected": self._objection,
            "retention-over": self._retention, "file-beyond-need": self._pia,
        }  # fmt: skip
        return steps[answer.code](answer)

    def _named(self, answer: Answer) -> Row | None:
        found = self.ordinance.find_row(answer.row)
        return found if isinstance(found, Row) else None

    def _row(self, rank: str, key: str, row: Row, entry: tuple[Any, ...], says: dict[str, Any] | None = None, **changes: object) -> Step:
        about = Said(f"whynot.{key}", {"row": row_name(self.ordinance, row.row), **(says or {})})
        return Step(about, "ordinance", rank, ("row", row.row, *entry), edit=_replacing(row.row, changes))

    def _no_case(self, answer: Answer) -> Iterator[Step]:
        rows = self.ordinance.rows_of(self.duty)
        for row in rows:
            yield from self._triggers(row)
        if not rows:
            yield from self._no_row(answer)

    def _prohibited(self, answer: Answer) -> Iterator[Step]:
        bar = self.ordinance.find_row(answer.row)
        if isinstance(bar, Prohibition):
            kept = tuple(kind for kind in bar.kinds if kind != answer.kind)
            says = {"row": row_name(self.ordinance, bar.row), "kind": catalogue().kinds[answer.kind]}
            edit = _replacing(bar.row, {"kinds": kept}) if kept else _removing(bar.row)
            yield Step(Said("whynot.prohibition_less", says), "ordinance", "row-changed", ("row", bar.row, answer.kind), edit=edit)

    def _no_number(self, _answer: Answer) -> Iterator[Step]:
        organ = catalogue().duties[self.duty].organ
        entry = {"row": self._new_name("1-"), "organ": organ, "duty": self.duty}
        yield self._added("table1", "row_number", entry, {"duty": catalogue().duties[self.duty]})

    def _no_row(self, answer: Answer) -> Iterator[Step]:
        kind = catalogue().kinds[answer.kind]
        fitting = [r for r in self.ordinance.rows_of(self.duty) if r.organ == self._organ and r.holder == kind.holder]
        for row in fitting:
            if answer.kind in row.kinds and not row.valid(self.day):
                end = "valid_to" if row.valid_to < self.day else "valid_from"
                yield self._row("row-changed", "row_valid", row, (end,), **{end: None})
            elif answer.kind not in row.kinds:
                yield self._row("kinds", "row_kind", row, ("kind", answer.kind), {"kind": kind}, kinds=(*row.kinds, answer.kind))
        if not fitting:
            yield from self._new_rows(kind.holder)

    @property
    def _organ(self) -> str:
        return catalogue().duties[self.duty].organ

    def _new_rows(self, holder: str) -> Iterator[Step]:
        """A new row for all that the duty's formula reads of a holder, with each trigger of which a case would be open."""
        table = "table2" if holder == self._organ else "table3"
        read = [a.kind for a in self.state.answers if catalogue().kinds[a.kind].holder == holder]
        entry: dict[str, Any] = {
            "row": self._new_name(f"{table[-1]}-"), "organ": self._organ, "duty": self.duty, "kinds": list(dict.fromkeys(read)),
            "subjects": list(ALL_SUBJECTS),
        }  # fmt: skip
        entry |= {"holder": holder} if table == "table3" else {}
        kinds = [catalogue().kinds[kind] for kind in entry["kinds"]]
        for trigger, more in self._openings():
            says = {"duty": catalogue().duties[self.duty], "kinds": kinds, "trigger": Said(f"whynot.trigger_{trigger}")}
            yield self._added(table, "row_new", {**entry, "triggers": [trigger], **more}, says)

    def _openings(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The triggers of which a case is open, or would be if a row named them; with what else the row then must say."""
        cases = self.state.results.view.households.cases
        if self.duty in cases.applications:
            yield "application", {}
        if len(cases.life_event) and cases.life_event[0]:
            yield "life-event", {}
        yield "sweep", {"sweep_on": (self._today,)}
        yield "standing", {}

    @property
    def _today(self) -> str:
        day = datetime.date.fromordinal(self.state.world.day)
        return f"{day.month:02d}-{28 if (day.month, day.day) == (2, 29) else day.day:02d}"

    def _clause(self, _answer: Answer) -> Iterator[Step]:
        yield _clause(True)

    def _wrong_organ(self, answer: Answer) -> Iterator[Step]:
        row = self._named(answer)
        holder = catalogue().kinds[answer.kind].holder
        if row is not None and row.table in ("table3", "purpose"):
            says = {"organ": catalogue().organs[self._organ], "holder": catalogue().organs[holder]}
            yield self._row("row-changed", "row_organ", row, ("organ",), says, organ=self._organ, holder=holder)
        elif row is not None:
            yield from self._new_rows(holder)

    def _network(self, _answer: Answer) -> Iterator[Step]:
        yield _safeguard("network_first", False)

    def _secrecy(self, _answer: Answer) -> Iterator[Step]:
        yield _safeguard("tax_consent", False)

    def _objection(self, _answer: Answer) -> Iterator[Step]:
        yield _safeguard("objection", False)

    def _subject(self, answer: Answer) -> Iterator[Step]:
        row = self._named(answer)
        for role in sorted(answer.roles) if row is not None else ():
            assert row is not None
            says = {"subject": catalogue().subjects[role]}
            yield self._row("subjects", "row_subject", row, ("subject", role), says, subjects=(*row.subjects, role))

    def _trigger(self, answer: Answer) -> Iterator[Step]:
        row = self._named(answer)
        if row is not None:
            yield from self._triggers(row)

    def _triggers(self, row: Row) -> Iterator[Step]:
        for trigger, more in self._openings():
            if trigger in row.triggers and trigger != "sweep":
                continue
            dates = (*row.sweep_on, *more.get("sweep_on", ()))
            says = {"trigger": Said(f"whynot.trigger_{trigger}")}
            changes: dict[str, Any] = {"triggers": tuple(dict.fromkeys((*row.triggers, trigger)))}
            changes |= {"sweep_on": tuple(dict.fromkeys(dates))} if dates else {}
            step = self._row("triggers", "row_trigger", row, ("trigger", trigger), says, **changes)
            yield replace(step, amount=tuple(catalogue().triggers).index(trigger))

    def _purpose(self, answer: Answer) -> Iterator[Step]:
        row = self._named(answer)
        if row is None or row.table != "purpose":
            return
        if row.recurrent:
            yield self._row("row-changed", "row_once", row, ("recurrent",), recurrent=False)
        if not row.unlinkable:
            yield self._row("row-changed", "row_unlinkable", row, ("unlinkable",), unlinkable=True, join_key="atena_number")
        for basis in law().bases.values():
            if basis.id != row.basis and basis.valid_from <= self.day <= basis.valid_to:
                says = {"basis": law().articles[basis.article]}
                yield self._row("row-changed", "row_basis", row, ("basis",), says, basis=basis.id)

    def _retention(self, _answer: Answer) -> Iterator[Step]:
        months = self.ordinance.safeguards.retention_months or 0
        for longer in sorted({*range(months + 12, months + 61, 12), MOST_MONTHS} if months else ()):
            says = {"months": longer}
            edit = _safeguarding("retention_months", longer)
            yield Step(Said("whynot.retention", says), "ordinance", "safeguard", ("retention_months",), longer - months, edit=edit)

    def _pia(self, _answer: Answer) -> Iterator[Step]:
        for level in PIA_LEVELS[PIA_LEVELS.index(self.ordinance.safeguards.pia_level) + 1 :]:
            says = {"level": Said(f"whynot.pia_{level}")}
            amount = PIA_LEVELS.index(level)
            yield Step(Said("whynot.pia", says), "ordinance", "safeguard", ("pia_level",), amount, edit=_safeguarding("pia_level", level))

    def _without(self, answer: Answer) -> Iterator[Step]:
        """Without the entry by which a kind passes."""
        row = self._named(answer)
        if row is None:
            if any(pair.row == answer.row for pair in law().pairs):
                yield _clause(False)
            return
        kept = tuple(kind for kind in row.kinds if kind != answer.kind)
        if kept:
            says = {"kind": catalogue().kinds[answer.kind]}
            yield self._row("kinds", "row_less_kind", row, ("kind", answer.kind), says, kinds=kept)
        for trigger in row.triggers if len(row.triggers) > 1 else ():
            left = tuple(each for each in row.triggers if each != trigger)
            dates: dict[str, Any] = {"sweep_on": None} if trigger == "sweep" else {}
            named = {"trigger": Said(f"whynot.trigger_{trigger}")}
            yield self._row("triggers", "row_less_trigger", row, ("trigger", trigger), named, triggers=left, **dates)
        yield self._removed(row)

    def _removed(self, row: Row) -> Step:
        about = Said("whynot.row_removed", {"row": row_name(self.ordinance, row.row)})
        return Step(about, "ordinance", "row-removed", ("row", row.row), edit=_removing(row.row))

    def _prohibition(self, kind: str) -> Step:
        says = {"kind": catalogue().kinds[kind], "duty": catalogue().duties[self.duty]}
        entry = {"row": self._new_name("P-"), "kinds": [kind], "duty": self.duty, "reason": self.ordinance.title}
        return self._added("prohibit", "prohibition_new", entry, says)

    def _added(self, table: str, key: str, entry: dict[str, Any], says: dict[str, Any]) -> Step:
        slot = ("new", table, *(entry.get("triggers", entry.get("kinds", ()))))
        return Step(Said(f"whynot.{key}", says), "ordinance", "row-added", slot, edit=lambda o: with_row_added(o, table, entry))

    def _new_name(self, prefix: str) -> str:
        """A name that no row has yet: one more than the greatest of its table."""
        taken = [int(found[1]) for name in names_of(self.ordinance) if (found := re.fullmatch(re.escape(prefix) + r"(\d+)", name))]
        return f"{prefix}{max(taken, default=0) + 1}"


def _replacing(row: str, changes: dict[str, Any]) -> Edit:
    return lambda ordinance: with_row_replaced(ordinance, row, **changes)


def _removing(row: str) -> Edit:
    return lambda ordinance: with_row_removed(ordinance, row)


def _safeguarding(name: str, value: Any) -> Edit:
    return lambda ordinance: with_safeguard(ordinance, name, value)


def _clause(there: bool) -> Step:
    """The blanket clause (第4条3項)."""
    about = Said("whynot.clause_on" if there else "whynot.clause_off")
    return Step(about, "ordinance", "clause", ("clause",), edit=lambda o: with_clause(o, "statutory_pairs", there))


def _safeguard(name: str, value: Any) -> Step:
    """A safeguard switched: by the ordinance, or, where national law sets it, by a change of that law."""
    rule = law().safeguards[name]
    says = {"safeguard": rule, "article": law().articles[rule.article]}
    national = rule.set_by == "national-law"
    about = Said("whynot.safeguard_national" if national else "whynot.safeguard_off", says)
    nature: Any = "national-law" if national else "ordinance"
    return Step(about, nature, "law" if national else "safeguard", (name,), edit=_safeguarding(name, value))
