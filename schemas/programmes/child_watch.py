"""Child watch (こどもの見守り): a simplification of 箕面市's three judgments (domain 3.6). A mark, never a benefit."""

from __future__ import annotations

from schemas.frame import Household
from schemas.programmes.parameters import Parameters
from schemas.programmes.programme import CHILD, Outcome, programme, turning
from schemas.programmes.resident_tax_exempt import exempt_household
from schemas.values import Bool


@programme("child-watch", unit=CHILD, tax_year=turning("assessment_turns_on"))
def child_watch(household: Household, p: Parameters) -> Outcome:
    """Children with two of three points: hardship, school achievement, absence or counselling."""
    child = household.members.child
    points = household.lift(hardship(household, p)) + achievement(household, p) + behaviour(household, p)
    return Outcome(child, child & (points >= p.watch_points), None)


def hardship(household: Household, p: Parameters) -> Bool:
    """生活困窮判定: a household exempt from the resident tax, on public assistance, or with a child on school aid."""
    members = household.members
    on_assistance = household.any(members.assistance_status.is_("in-force"))
    on_school_aid = household.any(members.school_aid_status.is_("granted"))
    return exempt_household(household, p) | on_assistance | on_school_aid


def achievement(household: Household, p: Parameters) -> Bool:
    """学力判定: a low standard score, or a fall within a year; who is not at school is not tested."""
    members = household.members
    pupil = members.school_year.between(1, 9)
    low_score = members.standard_score < p.watch_low_score
    fell = members.standard_score_fall >= p.watch_fall
    return pupil & (low_score | fell)


def behaviour(household: Household, p: Parameters) -> Bool:
    """非認知能力等判定: many absences in one month, or a record of counselling, at school (教育相談) or at the town (児童相談)."""
    members = household.members
    often_absent = members.most_absences_in_a_month >= p.watch_absences
    consulted = members.consultations >= 1
    return often_absent | members.counselled | consulted
