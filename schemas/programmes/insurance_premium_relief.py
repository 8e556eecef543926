"""Relief of national health insurance premiums (国民健康保険料の法定軽減, 7割・5割・2割): 国民健康保険法施行令29条の7. Nobody
applies for it; it is missed by who filed no return.
"""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import HOUSEHOLD, Outcome, programme, turning
from schemas.values import Bool, Num, choose


@programme("insurance-premium-relief", unit=HOUSEHOLD, per="year", tax_year=turning("premium_tax_year_turns_on"))
def insurance_premium_relief(household: Household, p: Parameters) -> Outcome:
    """Households with an insured member whose income is at most the limit: seven, five or two tenths of the premium that
    is levied by head and by household.
    """
    insured_members = household.members.insurance.is_("national-health")
    insured = household.count(insured_members)
    tenths = tenths_off(household, p, insured_members, insured)
    premium = insured * p.premium_per_person + p.premium_per_household
    has_insured = insured >= 1
    relieved = has_insured & (tenths >= 1)
    return Outcome(has_insured, relieved, choose(relieved, premium * tenths // 10, 0))


def tenths_off(household: Household, p: Parameters, insured_members: Bool, insured: Num) -> Num:
    """7, 5, 2 or 0 tenths, by the income of the head (who pays the premium, insured or not: 擬制世帯主) and of the insured."""
    members = household.members
    counted_members = insured_members | members.relation.is_("head")
    income_of_insured = household.total(choose(counted_members, members.income, 0))
    earners = household.count(counted_members & members.pay_or_pension)
    seven_limit = (earners - 1).at_least(0) * p.premium_per_further_earner + p.premium_base
    five_limit = seven_limit + insured * p.premium_five_tenths_per_person
    two_limit = seven_limit + insured * p.premium_two_tenths_per_person
    five_or_two = choose(income_of_insured <= five_limit, 5, choose(income_of_insured <= two_limit, 2, 0))
    return choose(income_of_insured <= seven_limit, 7, five_or_two)
