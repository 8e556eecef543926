"""Overpayment check (過払い照合): the tax office's income of a year, averaged, against the earnings of a month. A mark,
never a benefit. The averaging is wrong for whoever does not earn the same every month: that is what it shows.
"""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import RESIDENT, Outcome, programme, turning
from schemas.values import Bool, Num


@programme("overpayment-check", unit=RESIDENT, tax_year=turning("assessment_turns_on"))
def overpayment_check(household: Household, p: Parameters) -> Outcome:
    """Payees of public assistance or the child-rearing allowance whose averaged income of the year exceeds the earnings
    on record for a month by more than the tolerance. Who has no earnings on record is not compared.
    """
    monthly_record = earnings_on_record(household)
    compared = monthly_record >= 1
    averaged_income = household.members.income // p.overpayment_months
    exceeds = averaged_income > monthly_record + p.overpayment_tolerance
    payee = payees(household)
    return Outcome(payee, payee & compared & exceeds, None)


def payees(household: Household) -> Bool:
    """Members no longer children who receive public assistance (生活保護) or the child-rearing allowance (児童扶養手当)."""
    members = household.members
    on_assistance = members.assistance_status.is_("in-force")
    in_payment = members.rearing_allowance_status.is_("full", "part")
    return (on_assistance | in_payment) & ~members.child


def earnings_on_record(household: Household) -> Num:
    """The greater of what was last recognised (就労収入認定) and last reported with the annual report, yen a month."""
    members = household.members
    return members.recognised_earnings.at_least(members.reported_earnings)
