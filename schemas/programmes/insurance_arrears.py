"""Measures on unpaid premiums of the national health insurance (国保): a short-term card (短期被保険者証, 国保法9条10項) until
2024-12-01, since then the special medical expenses (特別療養費, 国保法54条の3). A mark, never a benefit.
"""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import RESIDENT, Outcome, programme
from schemas.values import Bool


@programme("insurance-arrears", unit=RESIDENT)
def insurance_arrears(household: Household, p: Parameters) -> Outcome:
    """The insured of a household that owes premiums, once the collection has come as far as the law of the day asks,
    but for those whom it spares for their age.
    """
    insured_member = household.members.insurance.is_("national-health")
    measure = far_enough(household, p) & ~spared(household, p)
    return Outcome(insured_member, insured_member & measure, None)


def far_enough(household: Household, p: Parameters) -> Bool:
    """Households in which collection has come to the step that the law asks for: 1 overdue (滞納), 2 demanded (督促),
    3 a chance to talk given (納付相談の機会).
    """
    collection_step = household.members.premium_arrears.coded({"overdue": 1, "demanded": 2, "talk-offered": 3})
    return household.any(collection_step >= p.premium_step_needed)


def spared(household: Household, p: Parameters) -> Bool:
    """Members up to the 31 March after the birthday that the law names; nobody where it names none (-1)."""
    return household.members.fiscal_years <= p.premium_spared_until
