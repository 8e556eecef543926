"""Child-rearing allowance (児童扶養手当) of one-parent families: 児童扶養手当法4条, 5条, 9条, 10条; 施行令2条の2 to
4条.
"""

from __future__ import annotations

from schemas.frame import Household, shared_by_year
from schemas.programmes.kinship import Family, families
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import CLAIMANT, Outcome, programme, turning
from schemas.values import Bool, Num, choose

TEN_MILLION = 10_000_000
"""Coefficients are in ten-millionths."""


@programme("child-rearing-allowance", unit=CLAIMANT, per="month", tax_year=turning("rearing_tax_year_turns_on"))
def child_rearing_allowance(household: Household, p: Parameters) -> Outcome:
    """Claimants who raise a child alone, with income below their limit and no relative in the household above
    theirs.
    """
    children, alone = children_raised(household, p)
    claimant = children >= 1
    income_for_limit = (counted_income(household, p) + child_support_counted(household, p)).at_least(0)
    below_part_limit = income_for_limit < own_limit(household, p, p.rearing_part_limit)
    eligible = claimant & alone & below_part_limit
    monthly = monthly_amount(household, p, children, income_for_limit)
    return Outcome(claimant, eligible, choose(eligible, monthly, 0))


@shared_by_year
def children_raised(household: Household, p: Parameters) -> tuple[Num, Bool]:
    """For each member: how many children they claim for, and whether a family of theirs has one parent and no
    relative above the limit.
    """
    rich = above_supporters_limit(household, p)
    child = rearing_child(household, p)
    own, childs, parents = (family_raised(household, family, child, rich) for family in families(household))
    return own[0] + childs[0] + parents[0], own[1] | childs[1] | parents[1]


def family_raised(household: Household, family: Family, child: Bool, rich: Bool) -> tuple[Num, Bool]:
    """For each member: how many children of this family they claim for, and whether they do so alone with no
    relative above the limit.
    """
    familys_children = household.count(family.children & child)
    relative_above_limit = stopped(household, family, rich)
    raised_alone = family.claimant & (familys_children >= 1) & family.one_parent & ~relative_above_limit
    return choose(family.claimant, familys_children, 0), raised_alone


def stopped(household: Household, family: Family, rich: Bool) -> Bool:
    """Households where a relative (扶養義務者, 民法877条1項) who lives with the claimant has too much income
    (法10条).
    """
    return household.any(family.relatives & ~family.claimant & rich & ~household.members.child)


def rearing_child(household: Household, p: Parameters) -> Bool:
    """児童 (法3条1項): up to the March after 18, or under 20 with a disability of the order's degree."""
    members = household.members
    graded = members.handbook.is_("physical", "intellectual", "mental") & members.handbook_grade.between(
        1, p.rearing_disability_grade
    )
    return members.child | (graded & (members.age < p.rearing_disabled_until))


def counted_income(household: Household, p: Parameters) -> Num:
    """所得の額 (令4条) before child support: total income less the fixed deductions and those of the record. What is
    taken from pay or pension takes no more than there is (令4条1項: 零を下回る場合には零); the rest may fall below 0.
    """
    members = household.members
    pay_deduction = members.pay_or_pension * p.rearing_pay_deduction
    after_pay_deduction = (members.income - pay_deduction).at_least(0)
    return after_pay_deduction - members.deductions - p.rearing_social_insurance_deduction


def child_support_counted(household: Household, p: Parameters) -> Num:
    """The share of child support (養育費) that counts as income of the parent (法9条2項, 令2条の4), rounded to the yen,
    half a yen up (令4条1項).
    """
    return (household.members.child_support_yen * p.rearing_child_support_percent + 50) // 100


def own_limit(household: Household, p: Parameters, base: int) -> Num:
    """A claimant's limit: the base, and so much for each dependant (令2条の4)."""
    members = household.members
    for_elders = members.dependants_70 * p.rearing_limit_extra_70
    for_students = members.dependants_16_22 * p.rearing_limit_extra_16_22
    return members.dependants * p.rearing_limit_per_dependant + for_elders + for_students + base


def above_supporters_limit(household: Household, p: Parameters) -> Bool:
    """Members whose income reaches the limit of a supporter; one of the old dependants does not count where there is
    no other.
    """
    members = household.members
    elders = members.dependants_70
    only_elders = (elders >= 1) & (members.dependants <= elders)
    for_elders = (elders - only_elders) * p.rearing_supporter_extra_70
    supporters_limit = members.dependants * p.rearing_limit_per_dependant + for_elders + p.rearing_supporter_limit
    return counted_income(household, p) >= supporters_limit


def monthly_amount(household: Household, p: Parameters, children: Num, income: Num) -> Num:
    """Yen a month: in full below the first limit, else reduced by how far the income exceeds it."""
    full_limit = own_limit(household, p, p.rearing_full_limit)
    below_full_limit = income < full_limit
    excess = (income - full_limit).at_least(0).at_most(p.rearing_part_limit - p.rearing_full_limit)
    reduced_first = reduced(p.rearing_first_child, excess, p.rearing_first_coefficient)
    reduced_further = reduced(p.rearing_further_child, excess, p.rearing_further_coefficient)
    first_child = choose(below_full_limit, p.rearing_first_child, reduced_first)
    further_child = choose(below_full_limit, p.rearing_further_child, reduced_further)
    return first_child + (children - 1).at_least(0) * further_child


def reduced(amount: int, excess: Num, coefficient: int) -> Num:
    """一部支給 (令2条の2): the amount less the excess times the coefficient, rounded to ten yen (five up), and less
    ten yen more.
    """
    reduction = (excess * coefficient + 5 * TEN_MILLION) // (10 * TEN_MILLION) * 10 + 10
    return amount - reduction
