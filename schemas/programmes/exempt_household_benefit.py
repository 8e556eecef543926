"""Benefit for households exempt from the resident tax (住民税非課税世帯給付金): 特定公的給付, 口座登録法10条."""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import HOUSEHOLD, Outcome, programme
from schemas.programmes.resident_tax_exempt import exempt_household
from schemas.values import choose


def income_year(day: int, p: Parameters) -> int:
    """The year before the fiscal year that the benefit names."""
    return p.benefit_fiscal_year - 1


@programme("exempt-household-benefit", unit=HOUSEHOLD, per="once", tax_year=income_year)
def exempt_household_benefit(household: Household, p: Parameters) -> Outcome:
    """Households all of whose members are exempt in the benefit's fiscal year: a sum each, and one for each who is a
    child in that year (so for FY2024 born since 2006-04-02, also when it is paid after March).
    """
    exempt = exempt_household(household, p)
    children = household.count(household.members.child_in(p.benefit_fiscal_year))
    benefit = children * p.benefit_per_child + p.benefit_per_household
    return Outcome(household.each(), exempt, choose(exempt, benefit, 0))
