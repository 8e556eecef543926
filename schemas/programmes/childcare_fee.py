"""Childcare fee of the classes of 0 to 2 (保育料): free where the household is exempt from the resident tax or on public
assistance. 子ども・子育て支援法施行令4条2項8号; 幼児教育・保育の無償化 of the classes from 3 on needs no data.
"""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import CHILD, Outcome, programme, turning
from schemas.programmes.resident_tax_exempt import exempt_household


@programme("childcare-fee", unit=CHILD, tax_year=turning("childcare_tax_year_turns_on"))
def childcare_fee(household: Household, p: Parameters) -> Outcome:
    """Children of the classes of 0 to 2 who have a place: up to the first 31 March after the third birthday. The law sets
    a ceiling of the fee by tax, the town its table; so no amount is given.
    """
    members = household.members
    below_three = members.fiscal_years <= p.childcare_last_fiscal_year
    placed = below_three & members.nursery.is_("placed")
    on_assistance = household.any(members.assistance_status.is_("in-force", "suspended"))
    free = exempt_household(household, p) | on_assistance
    return Outcome(placed, placed & free, None)
