"""Public assistance (生活保護): 生活保護法4条, 7条, 8条. Never eligible by records alone: savings and other assets are in no
office's record, so what is not ruled out cannot be told, and whoever may be in need is to be invited to ask (申請保護の原則).
"""

from __future__ import annotations

import datetime

from schemas.causes import ABSENT, bit
from schemas.frame import Household
from schemas.programmes.minimum_living_cost import additions, livelihood
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import HOUSEHOLD, Outcome, programme, turning
from schemas.values import Bool, Num

NOT_INQUIRED = bit("public-assistance", ABSENT)
"""The cause: what only an inquiry (資産調査, 法28条・29条) would bring into the office's file."""


@programme("public-assistance", unit=HOUSEHOLD, tax_year=turning("assessment_turns_on"), apart=True)
def public_assistance(household: Household, p: Parameters) -> Outcome:
    """Households that could be opened a case. Ruled out are only those already in receipt, and those whose income on
    record is far above the minimum living cost. That income is last year's: who lost it since is ruled out all the same,
    which is one more reason to ask and not to be told.
    """
    members = household.members
    in_receipt = household.any(members.assistance_status.is_("in-force", "suspended"))
    household_income = household.total(members.income)
    sure_limit = living_cost(household, p) * 12 * p.assistance_sure_permille // 1000
    surely_above = household_income > sure_limit
    return Outcome(household.each(), little_assets(in_receipt | surely_above), None)


def little_assets(excluded: Bool) -> Bool:
    """Where nothing rules it out, assets decide, and nobody's record has them: unknown."""
    return (~excluded).doubted(excluded, NOT_INQUIRED, False, True)


def living_cost(household: Household, p: Parameters) -> Num:
    """最低生活費 of a month, with ages as of the 1 April after the income year."""
    persons = household.count(household.members.relation.is_any())
    first_of_april = datetime.date((household.year or 0) + 1, 4, 1).toordinal()
    age_in_april = household.members.age_on(first_of_april)
    housing = persons.look_up(p.tables.housing_cap)
    return livelihood(household, persons, age_in_april, p) + additions(household, p) + housing
