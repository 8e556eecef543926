"""Exemption from the resident tax (住民税非課税): 地方税法295条1項・3項. A status that other programmes build on."""

from __future__ import annotations

import datetime

from schemas.frame import Household, shared_by_year
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import HOUSEHOLD, Outcome, status, turning
from schemas.values import Bool, Num


@status(
    "resident-tax-exempt",
    "住民税非課税世帯",
    "household exempt from the resident tax",
    HOUSEHOLD,
    turning("assessment_turns_on"),
)
def resident_tax_exempt(household: Household, p: Parameters) -> Outcome:
    """Households all of whose members are exempt in the fiscal year after the income year."""
    return Outcome(household.each(), exempt_household(household, p), None)


@shared_by_year
def exempt_household(household: Household, p: Parameters) -> Bool:
    """Households all of whose members are exempt."""
    return household.all(exempt_members(household, p))


@shared_by_year
def exempt_members(household: Household, p: Parameters) -> Bool:
    """Members who owe no resident tax in the fiscal year after the income year."""
    members = household.members
    minor = members.age_on(day_of_residence(household)) < p.adult_for_tax
    special = minor | members.disabled | members.widow_or_lone_parent
    special_exempt = special & (members.income <= p.exempt_special_limit)
    low_income = members.income <= exemption_limit(household, p)
    return members.on_assistance | special_exempt | low_income


def exemption_limit(household: Household, p: Parameters) -> Num:
    """均等割の非課税限度額: base x (1 + dependants) + fixed part + an addition if there is any dependant."""
    dependants = household.members.dependants
    return dependants * p.exempt_base + (dependants >= 1) * p.exempt_add_on + p.exempt_base + p.exempt_fixed


def day_of_residence(household: Household) -> int:
    """賦課期日 (地方税法318条): 1 January of the fiscal year, as a proleptic ordinal."""
    month, day = (int(part) for part in household.facts.taxed_on.split("-"))
    return datetime.date((household.year or 0) + 1, month, day).toordinal()
