"""Minimum living cost (最低生活費, 生活保護法8条): livelihood aid with its additions, education aid, and the cap of
housing aid.
"""

from __future__ import annotations

from schemas.frame import Household, shared, shared_by_year
from schemas.programmes.kinship import families
from schemas.programmes.parameters import Parameters
from schemas.values import Bool, Num, choose

TEN_THOUSANDTHS = 10_000


@shared_by_year
def minimum_living_cost(household: Household, p: Parameters) -> Num:
    """Yen a month for each household. Winter, year-end, transitional and medical additions are left out."""
    persons = household.count(household.members.relation.is_any())
    housing = persons.look_up(p.tables.housing_cap)
    return livelihood(household, persons, household.members.age, p) + additions(household, p) + housing


def additions(household: Household, p: Parameters) -> Num:
    """加算 and 教育扶助 of each household."""
    return lone_parents_addition(household, p) + child_additions(household, p) + disability_additions(household, p)


def livelihood(household: Household, persons: Num, age: Num, p: Parameters) -> Num:
    """生活扶助基準 by the members' ages: the greater of the old standard (less a part) and the new one, rounded up to ten
    yen.
    """
    class1_old_total = household.total(age.look_up(p.tables.class1_old))
    class1_new_total = household.total(age.look_up(p.tables.class1_new))
    old_standard = up_to_ten_yen(
        (
            class1_old_total * persons.look_up(p.tables.reduction_old)
            + persons.look_up(p.tables.class2_old) * TEN_THOUSANDTHS
        )
        * p.old_factor,
        TEN_THOUSANDTHS**2,
    )
    new_standard = up_to_ten_yen(
        class1_new_total * persons.look_up(p.tables.reduction_new)
        + persons.look_up(p.tables.class2_new) * TEN_THOUSANDTHS,
        TEN_THOUSANDTHS,
    )
    return old_standard.at_least(new_standard)


def up_to_ten_yen(x: Num, scale: int) -> Num:
    """`x` divided by the scale, rounded up to ten yen."""
    return -(-x // (10 * scale)) * 10


@shared
def lone_parents_children(household: Household) -> Bool:
    """Members who are children (to the March after 18) of a parent who raises them alone."""
    own, childs, parents = families(household)
    of_one_parent = (
        (own.children & own.one_parent)
        | (childs.children & childs.one_parent)
        | (parents.children & parents.one_parent)
    )
    return household.members.child & of_one_parent


def lone_parents_addition(household: Household, p: Parameters) -> Num:
    """母子加算, by the number of children of a lone parent."""
    children = household.count(lone_parents_children(household))
    from_third_child = (children - 2).at_least(0) * p.lone_parent_further_child
    return children.look_up(p.tables.lone_parent_addition) + from_third_child


def child_additions(household: Household, p: Parameters) -> Num:
    """児童養育加算 for each child to the March after 18, and 教育扶助 for each pupil."""
    members = household.members
    education = members.school_year.at_least(0).look_up(p.tables.education_aid)
    return household.total(members.child * p.child_raising_addition + education)


def disability_additions(household: Household, p: Parameters) -> Num:
    """障害者加算, by the grade of the physical handbook (身体障害者手帳)."""
    members = household.members
    grade = choose(members.handbook.is_("physical"), members.handbook_grade, 0)
    return household.total(grade.look_up(p.tables.disability_addition))
