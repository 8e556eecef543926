"""School aid (就学援助, 準要保護): 学校教育法19条, by the town's own rule."""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.minimum_living_cost import minimum_living_cost
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import CHILD, Outcome, programme, turning


@programme("school-aid", unit=CHILD, tax_year=turning("assessment_turns_on"))
def school_aid(household: Household, p: Parameters) -> Outcome:
    """Pupils whose household's income of the year is at most the minimum living cost of a year times the town's factor,
    or is in receipt of the child-rearing allowance."""
    members = household.members
    pupil = members.school_year.between(1, 9)
    household_income = household.total(members.income)
    yearly_limit = minimum_living_cost(household, p) * 12 * p.school_aid_factor_permille // 1000
    low_income = household_income <= yearly_limit
    rearing_allowance = household.any(members.rearing_allowance_status.is_("full", "part"))
    return Outcome(members.child, pupil & (low_income | rearing_allowance), None)
