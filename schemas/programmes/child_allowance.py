"""Child allowance (児童手当): 児童手当法3条, 4条, 6条, 9条."""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.kinship import FAMILY_OF_RELATION, claimed
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import CLAIMANT, Outcome, programme
from schemas.values import Num, choose


@programme("child-allowance", unit=CLAIMANT, per="month")
def child_allowance(household: Household, p: Parameters) -> Outcome:
    """Claimants with a child up to the March after 18: an amount for each child, whatever the income."""
    monthly = claimed(household, child_amount(household, p))
    claimant = claimed(household, household.members.child.number()) >= 1
    return Outcome(claimant, claimant, monthly)


def child_amount(household: Household, p: Parameters) -> Num:
    """Yen a month for each child; from the third on more, counting sons and daughters up to the March after 22. The
    amount of who is under three is paid to the end of the month of the third birthday (法9条3項).
    """
    members = household.members
    family = members.relation.coded(FAMILY_OF_RELATION)
    counted = members.fiscal_years <= p.counted_until_fiscal_year
    third_or_later = household.rank_by_age(counted, family) >= p.child_allowance_later_child
    by_age = members.age_by_month.look_up(p.tables.child_allowance_by_age)
    return choose(members.child, choose(third_or_later, p.child_allowance_third_child, by_age), 0)
