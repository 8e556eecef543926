"""Cases of `why-not` whose smallest change is known: an eligible household, broken by one known step or by two that do not meet.

A household is a form as TOML has it; a break changes the form, or the ordinance, and says by which step it would be mended.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from processors.gate.lane import LaneGate
from schemas.ordinance import (
    Ordinance,
    load,
    with_clause,
    with_row_added,
    with_row_removed,
    with_row_replaced,
)  # fmt: skip
from workshop.household.engine import HomeRun
from workshop.household.form import read_form
from workshop.household.problems import Notes
from workshop.why.world import World, world_of_form
from workshop.why_not.step import Step

Form = dict[str, Any]
MOTHER, CHILD, AUNT = 0, 1, 2


@dataclass(frozen=True)
class Case:
    """A household under an ordinance, one unit of one programme, and its breaks."""

    form: Form
    ordinance: Ordinance
    programme: str
    unit: str
    breaks: tuple[Break, ...] = ()

    def world(self) -> World:
        """The household as the engine has it."""
        notes = Notes()
        written = read_form(copy.deepcopy(self.form), notes)
        assert written is not None and not notes.problems, notes.problems
        run = HomeRun(written, self.ordinance, LaneGate)
        assert not run.rejections
        return world_of_form(run, "1")

    def eligible(self) -> bool:
        """Whether the unit is, as assessed from the form."""
        said = self.world().results().verdicts(self.programme)
        return (said.get(self.unit) or said.get("household")) == "eligible"


@dataclass(frozen=True)
class Break:
    """One known step. `place`: what it breaks, two of one place are never put together; `mends(step)`: whether a step mends it, by the
    amount that is known."""

    name: str
    place: str
    breaks: Callable[[Case], Case]
    mends: Callable[[Step], bool]


def member(case: Case, at: int) -> Form:
    """A member of the form, to be changed."""
    found: Form = case.form["members"][at]
    return found


def with_form(case: Case, change: Callable[[Case], object]) -> Case:
    """The case with a changed copy of its form."""
    changed = Case(copy.deepcopy(case.form), case.ordinance, case.programme, case.unit, case.breaks)
    change(changed)
    return changed


def with_ordinance(case: Case, ordinance: Ordinance) -> Case:
    return Case(case.form, ordinance, case.programme, case.unit, case.breaks)


def lone_parent(rng: random.Random, income: int) -> Form:
    """A mother and a child at primary school, who has a record of income of their own (nothing)."""
    birth, school = f"{rng.randrange(1980, 1992)}-0{rng.randrange(1, 10)}-11", rng.randrange(2013, 2017)
    tax = {2023: {"total_income": income, "pay_or_pension": True, "dependants": 1, "widow_or_lone_parent": True}}
    return {
        "title": "case", "date": "2025-02-10",
        "members": [
            {"id": "mother", "birth": birth, "relation": "head", "tax": tax},
            {"id": "child", "birth": f"{school}-05-02", "relation": "child", "tax": {2023: {"total_income": 0}}},
        ],
        "cases": [],
    }  # fmt: skip


def applied(form: Form, duty: str) -> Form:
    """With an application of the mother, who consents."""
    form["cases"].append({"duty": duty, "applicant": "mother", "applied_on": "2025-01-15", "tax_consent": True})
    return form


def school_aid(rng: random.Random) -> Case:
    """By income alone: the row does not let the child-rearing allowance pass, so that receiving it mends nothing by itself."""
    ordinance = with_row_replaced(load("C"), "3-1", kinds=("resident-record", "local-tax", "public-assistance"))
    return Case(applied(lone_parent(rng, rng.randrange(0, 2_000_000)), "school-aid"), ordinance, "school-aid", "child")


def school_aid_by_allowance(rng: random.Random) -> Case:
    """Income far above any limit, but the mother receives the child-rearing allowance; the row lets no tax pass, so that income alone
    mends nothing."""
    form = applied(lone_parent(rng, 9_000_000), "school-aid")
    form["members"][MOTHER]["welfare"] = {"child_rearing_allowance": "part"}
    ordinance = with_row_replaced(load("C"), "3-1", kinds=("resident-record", "public-assistance", "child-rearing-allowance"))
    return Case(form, ordinance, "school-aid", "child")


def benefit(rng: random.Random) -> Case:
    return Case(applied(lone_parent(rng, rng.randrange(0, 1_300_000)), "exempt-household-benefit"), load("C"), "exempt-household-benefit", "household")


def benefit_of_three(rng: random.Random) -> Case:
    """A grown-up relative lives there too: two incomes that must each be below a limit."""
    case = benefit(rng)
    aunt = {"id": "aunt", "birth": "1990-03-03", "relation": "relative", "tax": {2023: {"total_income": rng.randrange(0, 400_000)}}}
    case.form["members"].append(aunt)
    return case


def rearing_allowance(rng: random.Random) -> Case:
    return Case(applied(lone_parent(rng, rng.randrange(0, 1_500_000)), "child-rearing-allowance"), load("C"), "child-rearing-allowance", "mother")


def rearing_allowance_disabled(rng: random.Random) -> Case:
    """The child is nineteen, and counts by the handbook alone."""
    case = rearing_allowance(rng)
    case.form["members"][CHILD] |= {"birth": "2005-07-01", "welfare": {"handbook": "physical", "handbook_grade": rng.choice((1, 2))}}
    return case


def watch(rng: random.Random) -> Case:
    """A mark: hardship and a low score, under G+ as far as these two need it, so that no other point can take the place of one."""
    form = lone_parent(rng, rng.randrange(0, 300_000))
    form["members"][CHILD]["child"] = {"standard_score": rng.randrange(20, 39)}
    ordinance = with_row_replaced(load("G-plus"), "3-2", kinds=("achievement", "school-lunch"))
    ordinance = with_row_replaced(ordinance, "2-5", kinds=("resident-record", "local-tax"))
    return Case(form, ordinance, "child-watch", "child")


def less_kind(row: str, kind: str, place: str) -> Break:
    def breaks(case: Case) -> Case:
        found: Any = case.ordinance.find_row(row)
        return with_ordinance(case, with_row_replaced(case.ordinance, row, kinds=tuple(k for k in found.kinds if k != kind)))

    return Break(f"{row} without {kind}", place, breaks, lambda step: step.slot == ("row", row, "kind", kind))


def other_trigger(row: str) -> Break:
    def breaks(case: Case) -> Case:
        return with_ordinance(case, with_row_replaced(case.ordinance, row, triggers=("life-event",)))

    return Break(f"{row} for life events only", "case", breaks, lambda step: step.slot == ("row", row, "trigger", "application"))


def fewer_subjects(row: str) -> Break:
    def breaks(case: Case) -> Case:
        return with_ordinance(case, with_row_replaced(case.ordinance, row, subjects=("applicant",)))

    return Break(f"{row} of the applicant only", "subjects", breaks, lambda step: step.slot[:3] == ("row", row, "subject"))


def no_number(row: str) -> Break:
    def breaks(case: Case) -> Case:
        return with_ordinance(case, with_row_removed(case.ordinance, row))

    return Break("not in table 1", "number", breaks, lambda step: step.slot[:2] == ("new", "table1"))


def prohibited(kind: str) -> Break:
    def breaks(case: Case) -> Case:
        entry = {"row": "P-7", "kinds": [kind], "duty": case.programme, "reason": "試し"}
        return with_ordinance(case, with_row_added(case.ordinance, "prohibit", entry))

    return Break(f"{kind} is prohibited", "prohibition", breaks, lambda step: step.slot[:2] == ("row", "P-7"))


NO_CLAUSE = Break(
    "without the blanket clause", "clause", lambda case: with_ordinance(case, with_clause(case.ordinance, "statutory_pairs", False)),
    lambda step: step.slot == ("clause",),
)  # fmt: skip


def _withdrawn(case: Case) -> None:
    case.form["cases"][0] |= {"application": "withdrawn", "tax_consent": False}


def _refused(case: Case) -> None:
    case.form["cases"][0]["tax_consent"] = False


def _objects(case: Case) -> None:
    member(case, MOTHER)["objected"] = [case.programme]


def _elsewhere(case: Case) -> None:
    member(case, MOTHER)["tax"][2023]["taxed_elsewhere"] = True


def _old(case: Case) -> None:
    case.form["cases"][0]["applied_on"] = "2023-12-20"


WITHDRAWN = Break("withdrawn", "case", lambda c: with_form(c, _withdrawn), lambda s: s.slot[0] == "application")
NO_CONSENT = Break("no consent", "case", lambda c: with_form(c, _refused), lambda s: s.rank in ("consent", "application"))
OBJECTION = Break("the mother objects", "objection", lambda c: with_form(c, _objects), lambda s: s.slot[0] == "objection")
ELSEWHERE = Break("taxed elsewhere", "network", lambda c: with_form(c, _elsewhere), lambda s: s.slot[0] == "place")
RETENTION = Break("kept too long", "case", lambda c: with_form(c, _old), lambda s: s.slot[0] == "application" or s.slot == ("retention_months",))


def income(at: int, who: str, limit: int, above: int) -> Break:
    """An income so many yen above the greatest with which somebody is eligible."""

    def breaks(case: Case) -> Case:
        return with_form(case, lambda c: member(c, at)["tax"][2023].update(total_income=limit + above))

    return Break(f"income of {who} {above} above", f"income {who}", breaks, lambda s: s.slot[3:] == ("total_income",) and s.amount == above)


def status(at: int, changes: Form, attribute: str, words: str) -> Break:
    """A status at the welfare office or the school that is other than it was."""

    def change(case: Case) -> None:
        for office, values in changes.items():
            member(case, at)[office] = {**member(case, at).get(office, {}), **values}

    return Break(words, attribute, lambda c: with_form(c, change), lambda s: s.slot[3:] == (attribute,))


def limit_of(case: Case, at: int) -> int:
    """The greatest income of a member with which the unit is eligible, found by assessing the form over and over."""
    low, high = 0, 20_000_000
    while high - low > 1:
        middle = (low + high) // 2
        tried = with_form(case, lambda c, m=middle: member(c, at)["tax"][2023].update(total_income=m))  # type: ignore[misc]
        low, high = (middle, high) if tried.eligible() else (low, middle)
    return low


def score(case: Case, rng: random.Random) -> Break:
    del case
    above = rng.randrange(1, 20)
    breaks = status(CHILD, {"child": {"standard_score": 39 + above}}, "standard_score", f"a score of {39 + above}")
    return Break(breaks.name, "score", breaks.breaks, lambda s: s.rank == "count" and s.amount == above)


def breaks_of(case: Case, rng: random.Random, kind: str) -> list[Break]:
    """All breaks that suit a kind of case."""
    above = rng.randrange(1, 800_000)
    if kind == "watch":
        return [less_kind("3-2", "achievement", "kinds"), score(case, rng), prohibited("achievement")]
    if kind.startswith("rearing"):
        found = [NO_CLAUSE, WITHDRAWN, prohibited("local-tax"), income(MOTHER, "mother", limit_of(case, MOTHER), above)]
        gone = status(CHILD, {"welfare": {"handbook": "none", "handbook_grade": 0}}, "handbook", "no handbook")
        return [*found, gone] if kind == "rearing-disabled" else found
    row = "3-1" if kind.startswith("school") else "2-2"
    found = [
        other_trigger(row), no_number("1-3" if row == "3-1" else "1-2"), WITHDRAWN, fewer_subjects(row), RETENTION,
        prohibited("resident-record"), less_kind(row, "resident-record", "kinds"),
    ]  # fmt: skip
    if kind == "school-by-allowance":
        ended = status(MOTHER, {"welfare": {"child_rearing_allowance": "ended"}}, "rearing_allowance_status", "the allowance ended")
        return [*found, ended, less_kind(row, "child-rearing-allowance", "kinds")]
    found += [less_kind(row, "local-tax", "kinds"), NO_CONSENT, OBJECTION, ELSEWHERE, income(MOTHER, "mother", limit_of(case, MOTHER), above)]
    return [*found, income(AUNT, "aunt", limit_of(case, AUNT), above)] if kind == "benefit-of-three" else found


KINDS: dict[str, Callable[[random.Random], Case]] = {
    "school": school_aid, "school-by-allowance": school_aid_by_allowance, "benefit": benefit, "benefit-of-three": benefit_of_three,
    "rearing": rearing_allowance, "rearing-disabled": rearing_allowance_disabled, "watch": watch,
}  # fmt: skip


def case_of(seed: int, steps: int) -> Case:
    """A case that one known step (or two, of other places) broke: with all of them mended it is eligible, with all but one it is not."""
    rng = random.Random(seed)
    while True:
        kind = rng.choice(list(KINDS))
        sound = KINDS[kind](rng)
        assert sound.eligible(), kind
        chosen = rng.sample(breaks_of(sound, rng, kind), steps)
        if len({each.place for each in chosen}) == steps and _each_matters(sound, chosen):
            return _broken(sound, chosen)


def _broken(case: Case, breaks: list[Break]) -> Case:
    for each in breaks:
        case = each.breaks(case)
    return Case(case.form, case.ordinance, case.programme, case.unit, tuple(breaks))


def _each_matters(sound: Case, breaks: list[Break]) -> bool:
    """Whether each break alone makes it other than eligible."""
    return not any(_broken(sound, [each]).eligible() for each in breaks)

