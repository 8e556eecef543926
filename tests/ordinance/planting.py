"""Plants one defect into an ordinance: which kind, and into which row, is drawn from a seed."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from schemas.catalogue import catalogue
from schemas.fields import FOREVER
from schemas.ordinance import Ordinance, Row, read_dict, with_row_added, with_row_replaced
from schemas.ordinance.shape import PERMITS
from workshop.asking import formula_kinds

Rows = list[Row]
BY_APPLICATION = {"triggers": ["application"], "sweep_on": None}
PERMIT = {"organ": "mayor", "subjects": ["same-household"], "triggers": ["application"]}
NOT_OF_LAW = ("exempt-household-benefit", "single-parent-medical-aid", "child-watch", "school-aid")
STATUTORY = ("child-allowance", "child-rearing-allowance", "public-assistance", "resident-tax")


@dataclass(frozen=True)
class Planted:
    """An ordinance with one defect: its kind, the row that lint must name, and the codes that tell it."""

    kind: str
    ordinance: Ordinance
    row: str
    codes: frozenset[str]


Planter = Callable[[Ordinance, random.Random], Planted | None]
PLANTERS: list[Planter] = []


def planted(ordinance: Ordinance, seed: int) -> Planted:
    """The ordinance with one defect of a kind that it can have."""
    rng = random.Random(seed)
    for planter in rng.sample(PLANTERS, len(PLANTERS)):
        found = planter(ordinance, rng)
        if found is not None:
            return found
    raise AssertionError(f"{ordinance.name} can have no defect")


def kind(*codes: str) -> Callable[[Callable[[Ordinance, random.Random], tuple[Ordinance, str] | None]], Planter]:
    """Registers a kind of defect, told by one of some codes; the function gives the ordinance and the row, or None."""

    def register(plant: Callable[[Ordinance, random.Random], tuple[Ordinance, str] | None]) -> Planter:
        def planter(ordinance: Ordinance, rng: random.Random) -> Planted | None:
            made = plant(ordinance, rng)
            return made and Planted(plant.__name__, made[0], made[1], frozenset(codes))

        PLANTERS.append(planter)
        return planter

    return register


def permits(ordinance: Ordinance, *tables: str) -> Rows:
    """The rows of some tables of permits; of all, if none is named."""
    return [row for row in ordinance.rows if row.table in (tables or PERMITS)]


def some(rng: random.Random, rows: Iterable[Any]) -> Any:
    """One of them, or None."""
    listed = list(rows)
    return rng.choice(listed) if listed else None


def date(day: int) -> datetime.date | None:
    """A day of a row for a file; None where it stands for no day."""
    return datetime.date.fromordinal(day) if 1 < day < FOREVER else None


def entry(row: Row, **changes: object) -> dict[str, Any]:
    """A row's keys for another row, with some changes; a key set to None is left out."""
    keys: dict[str, Any] = {
        "organ": row.organ, "duty": row.duty, "kinds": list(row.kinds), "subjects": list(row.subjects),
        "triggers": list(row.triggers), "sweep_on": list(row.sweep_on) or None, "row": "9-9",
        "attributes": list(row.attributes) if row.attributes else None, "basis": row.basis or None,
        "holder": row.holder if row.table in ("table3", "purpose") else None, "join_key": row.join_key or None,
        "unlinkable": row.unlinkable or None, "recurrent": row.recurrent or None,
        "valid_from": date(row.valid_from), "valid_to": date(row.valid_to),
    }  # fmt: skip
    return {key: value for key, value in {**keys, **changes}.items() if value is not None}


def any_table(rng: random.Random, duty: str, kinds: list[str], **more: object) -> tuple[str, dict[str, Any]]:
    """A row for a duty in the table that its organ and the kinds' holder ask for."""
    organ = catalogue().duties[duty].organ
    row = {**PERMIT, "row": "9-9", "duty": duty, "organ": organ, "kinds": kinds, **more}
    holder = catalogue().kinds[kinds[0]].holder
    return ("table2", row) if holder == organ else ("table3", {**row, "holder": holder})


@kind("never-passes")
def a_row_names_what_another_organ_holds(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, permits(o, "table3"))
    wrong = row and [k.id for k in catalogue().kinds.values() if k.holder != row.holder]
    return row and (with_row_replaced(o, row.row, kinds=[rng.choice(wrong)], attributes=None), row.row)


@kind("never-passes")
def one_kind_more_than_the_holder_has(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, (row for row in permits(o, "table3", "purpose") if row.attributes is None))
    wrong = row and [k.id for k in catalogue().kinds.values() if k.holder != row.holder]
    return row and (with_row_replaced(o, row.row, kinds=[*row.kinds, rng.choice(wrong)]), row.row)


@kind("never-passes")
def a_permit_of_an_organ_whose_duty_it_is_not(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, permits(o, "table2"))
    changes = {"organ": "board-of-education", "kinds": ["attendance"], "attributes": None}
    return row and (with_row_replaced(o, row.row, **changes), row.row)


@kind("wrong-organ")
def table_1_names_the_wrong_organ(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    duty = catalogue().duties[rng.choice([*NOT_OF_LAW, *STATUTORY])]
    other = next(organ for organ in catalogue().organs if organ != duty.organ)
    return with_row_added(o, "table1", {"row": "9-9", "organ": other, "duty": duty.id}), "9-9"


@kind("idle-number", "shadowed")
def table_1_names_a_duty_that_is_given_nothing(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    duty = some(rng, (d for d in catalogue().duties.values() if not any(not r.unlinkable for r in o.rows_of(d.id))))
    return duty and (with_row_added(o, "table1", {"row": "9-9", "organ": duty.organ, "duty": duty.id}), "9-9")


@kind("shadowed")
def table_1_names_a_duty_twice(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, (row for row in o.rows if row.table == "table1"))
    return row and (with_row_added(o, "table1", {"row": "9-9", "organ": row.organ, "duty": row.duty}), "9-9")


@kind("never-swept")
def a_sweep_on_no_day_of_its_validity(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, (row for row in permits(o) if row.sweep_on))
    year = rng.randrange(2026, 2040)
    first = datetime.date(year, 12, 2)
    last = first + datetime.timedelta(days=rng.randrange(1, 28))
    return row and (with_row_replaced(o, row.row, valid_from=first, valid_to=last), row.row)


@kind("shadowed")
def a_row_within_a_wider_one(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, (row for row in permits(o) if len(row.kinds) > 1 or len(row.subjects) > 1))
    if row is None:
        return None
    parts = {"kinds": list(row.kinds), "subjects": list(row.subjects)}
    less = rng.choice([part for part in parts.values() if len(part) > 1])
    del less[: rng.randrange(1, len(less))]
    return with_row_added(o, row.table, entry(row, attributes=None, **parts)), "9-9"


@kind("shadowed")
def a_row_that_a_new_and_wider_one_makes_needless(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, (row for row in permits(o) if len(row.subjects) < len(catalogue().subjects)))
    wider = row and entry(row, subjects=list(catalogue().subjects), valid_from=None, valid_to=None)
    return row and (with_row_added(o, row.table, wider), row.row)


@kind("shadowed")
def a_row_that_a_statutory_pair_makes_needless(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    if not o.clauses.statutory_pairs:
        return None
    table, row = any_table(rng, "child-allowance", ["resident-record"], subjects=["applicant", "spouse"])
    return with_row_added(o, table, row), "9-9"


@kind("never-passes")
def a_permit_that_a_prohibition_kills(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, permits(o))
    barred = row and [rng.choice(row.kinds)]
    return row and (with_row_added(o, "prohibit", {"row": "P-9", "kinds": barred, "reason": "架空の理由"}), row.row)


@kind("contradicts")
def a_prohibition_that_bars_what_a_row_permits(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, (row for row in permits(o) if row.valid_to == FOREVER))
    ban = row and {"row": "P-9", "duty": row.duty, "kinds": list(row.kinds), "reason": "架空の理由"}
    return row and (with_row_added(o, "prohibit", ban | {"valid_from": datetime.date(2027, 4, 1)}), "P-9")


@kind("contradicts", "shadowed", "never-passes")
def a_table_out_of_reach_that_a_row_reaches_by_the_number(
    o: Ordinance, rng: random.Random
) -> tuple[Ordinance, str] | None:
    row = some(rng, (row for row in permits(o) if row.table != "designation" and not row.unlinkable))
    apart = {"join_key": "atena_number", "unlinkable": True, "basis": "APPI-61", "triggers": ["application"]}
    return row and (with_row_added(o, row.table, entry(row, sweep_on=None, **apart)), "9-9")


@kind("needs-consent", "never-passes")
def tax_in_a_push_without_consent(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    if "tax-secrecy-lifted" in o.assumes:
        return None
    row = some(rng, (r for r in permits(o, "table2", "table3") if r.holder == "mayor" and r.attributes is None))
    push = rng.choice([{"triggers": ["sweep"], "sweep_on": ["04-15"]}, {"triggers": ["life-event"], "sweep_on": None}])
    return row and (with_row_replaced(o, row.row, kinds=["local-tax"], **push), row.row)


@kind("no-article")
def a_designation_of_a_statutory_duty(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = {**PERMIT, "row": "D-9", "duty": rng.choice(STATUTORY), "kinds": ["resident-record"]}
    return with_row_added(o, "designation", row), "D-9"


@kind("no-article")
def a_designation_for_watching(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = {**PERMIT, "row": "D-9", "duty": "child-watch", "kinds": ["resident-record"]}
    return with_row_added(o, "designation", row), "D-9"


@kind("no-article")
def always_open_though_nothing_is_hypothetical(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, permits(o)) if o.instrument != "hypothetical" else None
    return row and (with_row_replaced(o, row.row, triggers=["standing"], sweep_on=None), row.row)


@kind("no-article")
def a_push_of_a_statutory_duty(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    if "statutory-table-row" in o.assumes:
        return None
    table, row = any_table(rng, rng.choice(STATUTORY), ["disability"], triggers=["life-event"])
    return with_row_added(o, table, row), "9-9"


@kind("idle-assumption")
def an_assumption_that_nothing_needs(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    if o.assumes or any(not row.unlinkable and row.table != "designation" for row in permits(o)):
        return None
    assumes = [rng.choice(["tax-secrecy-lifted", "statutory-table-row"])]
    return read_dict(o.as_dict() | {"instrument": "hypothetical", "assumes": assumes}, o.name), "assumes"


@kind("idle-assumption")
def an_assumption_whose_last_row_lost_its_tax(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    if "tax-secrecy-lifted" not in o.assumes:
        return None
    content = o.as_dict()
    for table in PERMITS:
        for row in content.get(table, []):
            row["kinds"] = [kind for kind in row["kinds"] if kind != "local-tax"]
    return read_dict(content, o.name), "assumes"


@kind("idle-prohibition")
def a_prohibition_of_what_nobody_asks_for(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    asked = {kind for row in o.rows for kind in row.kinds}.union(*formula_kinds().values())
    idle = some(rng, (kind for kind in catalogue().kinds if kind not in asked))
    return idle and (with_row_added(o, "prohibit", {"row": "P-9", "kinds": [idle], "reason": "架空の理由"}), "P-9")


@kind("shadowed")
def a_prohibition_within_another(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, o.prohibitions)
    within = row and {"row": "P-9", "kinds": list(row.kinds), "duty": row.duty or "child-watch", "reason": "架空の理由"}
    return row and (with_row_added(o, "prohibit", within), "P-9")


@kind("never-passes")
def a_purpose_whose_basis_is_over(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, permits(o, "purpose"))
    late = {
        "basis": "old-privacy-ordinance",
        "valid_from": datetime.date(rng.randrange(2024, 2030), 4, 1),
        "valid_to": None,
    }
    return row and (with_row_replaced(o, row.row, **late), row.row)


@kind("no-article")
def a_purpose_that_outlives_its_basis(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, permits(o, "purpose"))
    keys = {"basis": "old-privacy-ordinance", "valid_from": None, "valid_to": None}
    return row and (with_row_replaced(o, row.row, **keys), row.row)


@kind("never-passes")
def the_number_for_a_duty_that_table_1_does_not_name(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    if "statutory-table-row" in o.assumes:
        return None
    numbered = {row.duty for row in o.rows if row.table in ("table1", "designation")}
    duty = some(rng, (duty for duty in NOT_OF_LAW if duty not in numbered))
    return duty and (with_row_added(o, *any_table(rng, duty, ["disability"])), "9-9")


@kind("never-passes")
def recurrent_use_by_an_exception(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, permits(o, "purpose"))
    keys = {"basis": "APPI-69-2", "recurrent": True, "valid_from": None, "valid_to": None}
    return row and (with_row_replaced(o, row.row, **keys), row.row)


@kind("never-passes")
def a_purpose_without_the_wall_to_the_number(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, permits(o, "purpose"))
    return row and (with_row_replaced(o, row.row, unlinkable=None), row.row)


@kind("needs-applicant")
def nobody_applied_and_only_the_applicant_counts(o: Ordinance, rng: random.Random) -> tuple[Ordinance, str] | None:
    row = some(rng, (row for row in permits(o) if set(row.triggers) != {"application"}))
    if row is None:
        return None
    triggers = [t for t in row.triggers if t != "application"]
    subjects = rng.choice([["applicant"], ["applicant", "spouse"]])
    return with_row_replaced(o, row.row, triggers=triggers, subjects=subjects), row.row
