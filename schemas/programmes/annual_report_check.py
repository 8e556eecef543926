"""Holding payment where the annual report is missing (現況届未提出による支払の差止め): 児童扶養手当法15条 *may* be used, and only
where there is no good reason (正当な理由), which is in no record. A mark, never a benefit.
"""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import RESIDENT, Outcome, programme


@programme("annual-report-check", unit=RESIDENT)
def annual_report_check(household: Household, p: Parameters) -> Outcome:
    """Who is in payment and has not sent the newest annual report. Nothing is said of whether they are still entitled;
    of the register it is read only that somebody lives here."""
    members = household.members
    in_payment = members.relation.is_any() & members.rearing_allowance_status.is_("full", "part")
    reports_missing = members.annual_report.is_("missing").number()
    return Outcome(in_payment, in_payment & (reports_missing >= p.reports_missing_for_hold), None)
