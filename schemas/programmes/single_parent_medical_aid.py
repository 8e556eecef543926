"""Medical aid of one-parent families (ひとり親家庭等医療費助成): a duty of the town's own ordinance (独自事務), whose limits of
income follow those of the child-rearing allowance.
"""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.child_rearing_allowance import (
    child_support_counted,
    children_raised,
    counted_income,
    own_limit,
)
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import CLAIMANT, Outcome, programme, turning


@programme("single-parent-medical-aid", unit=CLAIMANT, tax_year=turning("medical_aid_tax_year_turns_on"))
def single_parent_medical_aid(household: Household, p: Parameters) -> Outcome:
    """Claimants who raise a child alone, with income below the town's limit and no relative in the household above
    theirs, and who are not on public assistance (its medical aid, 医療扶助, comes first). The law gives no amount: the aid
    is a share of what each visit to a doctor costs.
    """
    members = household.members
    children, alone = children_raised(household, p)
    claimant = children >= 1
    income_for_limit = (counted_income(household, p) + child_support_counted(household, p)).at_least(0)
    below_aid_limit = income_for_limit < own_limit(household, p, p.medical_aid_limit)
    on_assistance = members.assistance_status.is_("in-force")
    return Outcome(claimant, claimant & alone & below_aid_limit & ~on_assistance, None)
