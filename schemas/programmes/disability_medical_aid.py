"""Medical aid for the severely disabled (重度心身障害者医療費助成): a duty of the town's own ordinance (独自事務), whose limits of
income follow those of the special disability allowances (特別児童扶養手当等の支給に関する法律施行令2条2項, 7条).
"""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import HOUSEHOLD, Outcome, programme, turning
from schemas.programmes.special_child_rearing_allowance import above_special_limit
from schemas.values import Bool, Num


@programme("disability-medical-aid", unit=HOUSEHOLD, tax_year=turning("disability_aid_tax_year_turns_on"))
def disability_medical_aid(household: Household, p: Parameters) -> Outcome:
    """Households with a severely disabled member whose own income is at most their limit, without anybody else in it at
    the limit of a spouse or supporter (all but co-residents are taken for one), and not on public assistance (its medical
    aid comes first). No amount: the aid is a share of what each visit costs.
    """
    members = household.members
    within_own_limit = members.income <= disability_own_limit(household, p)
    relative_here = ~members.relation.is_("co-resident")
    other_above_limit = household.any_other(relative_here & above_special_limit(household, p))
    on_assistance = members.assistance_status.is_("in-force")
    aided_member = severely_disabled(household, p) & within_own_limit & ~other_above_limit & ~on_assistance
    return Outcome(household.each(), household.any(aided_member), None)


def severely_disabled(household: Household, p: Parameters) -> Bool:
    """Members with a handbook of the town's grades: 身体障害者手帳 1級・2級, 療育手帳 A, 精神障害者保健福祉手帳 1級."""
    members = household.members
    grade = members.handbook_grade
    severe_physical = members.handbook.is_("physical") & grade.between(1, p.disability_aid_physical_grade)
    severe_other = members.handbook.is_("intellectual", "mental") & grade.between(1, p.disability_aid_other_grade)
    return severe_physical | severe_other


def disability_own_limit(household: Household, p: Parameters) -> Num:
    """The disabled person's limit: the base, and so much for each dependant (令7条)."""
    members = household.members
    for_elders = members.dependants_70 * p.disability_aid_extra_70
    for_students = members.dependants_16_22 * p.disability_aid_extra_16_22
    return members.dependants * p.disability_aid_per_dependant + for_elders + for_students + p.disability_aid_limit
