"""Special child-rearing allowance (特別児童扶養手当) of who raises a disabled child: 特別児童扶養手当等の支給に関する法律3条, 4条,
6条 to 8条; 施行令2条, 5条, 5条の2. The prefecture decides on it; the city receives the claim and examines it (令13条).
"""

from __future__ import annotations

from schemas.frame import Household, shared_by_year
from schemas.programmes.child_rearing_allowance import counted_income
from schemas.programmes.kinship import Family, families
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import CLAIMANT, Outcome, programme, turning
from schemas.values import Bool, Num, choose

SPOUSE_OF_CLAIMANT = ("spouse", "child-spouse", "parent")
"""For each family of kinship.families, who may be the claimant's husband or wife, by relation to the head."""


@programme(
    "special-child-rearing-allowance", unit=CLAIMANT, per="month", tax_year=turning("special_tax_year_turns_on")
)
def special_child_rearing_allowance(household: Household, p: Parameters) -> Outcome:
    """Claimants with a disabled child below 20: an amount for each by its grade, if their income is below their limit and
    that of a spouse and of relatives in the household below theirs.
    """
    amount_of_child = child_amounts(household, p)
    own, childs, parents = (
        claimed_in(household, p, family, spouse, amount_of_child)
        for family, spouse in zip(families(household), SPOUSE_OF_CLAIMANT, strict=True)
    )
    claimant = own[0] | childs[0] | parents[0]
    below_own_limit = counted_income(household, p) < special_own_limit(household, p)
    monthly = own[1] + childs[1] + parents[1]
    eligible = claimant & below_own_limit & (monthly >= 1)
    return Outcome(claimant, eligible, choose(eligible, monthly, 0))


def child_amounts(household: Household, p: Parameters) -> Num:
    """Yen a month for each disabled child below 20 (法2条1項), by the grade of the order's table (令別表第3), for which a
    handbook's grade stands here.
    """
    members = household.members
    below_twenty = members.age < p.special_until_age
    physical_handbook = members.handbook.is_("physical")
    other_handbook = members.handbook.is_("intellectual", "mental")
    grade = members.handbook_grade
    first_grade = (physical_handbook & grade.between(1, p.special_first_physical)) | (
        other_handbook & grade.between(1, p.special_first_other)
    )
    second_grade = (physical_handbook & grade.between(1, p.special_second_physical)) | (
        other_handbook & grade.between(1, p.special_second_other)
    )
    by_grade = choose(first_grade, p.special_first_amount, choose(second_grade, p.special_second_amount, 0))
    return choose(below_twenty, by_grade, 0)


def claimed_in(
    household: Household, p: Parameters, family: Family, spouse: str, amount_of_child: Num
) -> tuple[Bool, Num]:
    """For each member: whether they claim for a disabled child of this family, and yen a month; none where a spouse or a
    relative (扶養義務者) who lives with the claimant has too much income (法7条, 8条).
    """
    members = household.members
    family_amount = household.total(choose(family.children, amount_of_child, 0))
    claims = family.claimant & (family_amount >= 1)
    with_claimant = (family.relatives | members.relation.is_(spouse)) & ~family.claimant & ~members.child
    relative_above_special_limit = household.any(with_claimant & above_special_limit(household, p))
    return claims, choose(claims & ~relative_above_special_limit, family_amount, 0)


def special_own_limit(household: Household, p: Parameters) -> Num:
    """A claimant's limit: the base, and so much for each dependant (令2条1項)."""
    members = household.members
    for_elders = members.dependants_70 * p.special_limit_extra_70
    for_students = members.dependants_16_22 * p.special_limit_extra_16_22
    return members.dependants * p.special_limit_per_dependant + for_elders + for_students + p.special_own_limit


@shared_by_year
def above_special_limit(household: Household, p: Parameters) -> Bool:
    """Members whose income reaches the limit of a spouse or supporter (令2条2項); one of the old dependants does not count
    where there is no other.
    """
    members = household.members
    elders, dependants = members.dependants_70, members.dependants
    only_elders = (elders >= 1) & (dependants <= elders)
    for_elders = (elders - only_elders) * p.special_supporter_extra_70
    any_dependant = (dependants >= 1) * p.special_supporter_any_dependant
    for_dependants = dependants * p.special_supporter_per_dependant
    special_limit = any_dependant + for_dependants + for_elders + p.special_supporter_limit
    return counted_income(household, p) >= special_limit
