"""The members of households, as a formula sees them: every attribute of the catalogue by its name, and what follows
from birth.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from schemas.ages import ages_by_month, ages_on, fiscal_years_on
from schemas.attributes import ATTRIBUTES
from schemas.causes import ABSENT, bit
from schemas.choice import Choice
from schemas.values import Bool, Column, Num

if TYPE_CHECKING:
    from schemas.frame import Household

C = TypeVar("C", bound=Column)
LAST_YEAR_OF_A_CHILD = 18
"""A child is one up to the 31 March after the 18th birthday: the fiscal year in which the 18th year is completed."""
NO_FILING_BELOW = 16
"""年少者: nobody files a return for who is under 16 on 31 December of the income year. Who is and has no tax record is
taken to have nothing that it would say: no income, no dependants, no deductions.
"""
RETURN = "tax.income"
"""The fact that a return makes."""
NO_RECORD = bit("local-tax", ABSENT)


def end_of(year: int) -> int:
    """31 December of a year, as a proleptic ordinal."""
    return datetime.date(year, 12, 31).toordinal()


class Members:
    """Columns over the members. An attribute is read when it is first named, and kept."""

    relation: Choice
    sex: Choice
    birth: Num
    total_income: Num
    dependants: Num
    dependants_16_22: Num
    dependants_70: Num
    deductions: Num
    pay_or_pension: Bool
    disabled: Bool
    widow_or_lone_parent: Bool
    on_assistance: Bool
    assistance_status: Choice
    rearing_allowance_status: Choice
    school_aid_status: Choice
    recognised_earnings: Num
    reported_earnings: Num
    annual_report: Choice
    premium_arrears: Choice
    child_support_yen: Num
    handbook: Choice
    handbook_grade: Num
    nursery: Choice
    insurance: Choice
    standard_score: Num
    standard_score_fall: Num
    most_absences_in_a_month: Num
    counselled: Bool

    def __init__(self, household: Household) -> None:
        self._household = household

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        column: Any = self._household.frame.column(name, self._household.year)
        if column.why is not None and ATTRIBUTES[name].fact.id == RETURN:
            column = column.presumed_none(self._too_young_to_file(), NO_RECORD)
        setattr(self, name, column)
        return column

    def _kept(self, key: Hashable, make: Callable[[], C]) -> C:
        cache = self._household.frame.cache
        if key not in cache:
            cache[key] = make()
        found: C = cache[key]
        return found

    def age_on(self, day: int) -> Num:
        """Full years of age on a day (年齢計算ニ関する法律)."""
        return self._kept(("age", day), lambda: self.birth.years_since(ages_on(day)))

    @cached_property
    def age(self) -> Num:
        """Full years of age on the day."""
        return self.age_on(self._household.day)

    @cached_property
    def age_by_month(self) -> Num:
        """Full years of age, each counted from the month after the birthday's."""
        day = self._household.day
        return self._kept(("age_by_month", day), lambda: self.birth.years_since(ages_by_month(day)))

    @cached_property
    def fiscal_years(self) -> Num:
        """Fiscal years (年度) begun since the one in which they were born: 0 for who was born in this one."""
        day = self._household.day
        return self._kept(("fiscal_years", day), lambda: self.birth.years_since(fiscal_years_on(day)))

    @cached_property
    def school_year(self) -> Num:
        """School year (学年): 1 to 6 in primary, 7 to 9 in junior high school, 10 and on after it, 0 and less before
        it.
        """
        return self._kept("school_year", lambda: self.fiscal_years - 6)

    @cached_property
    def child(self) -> Bool:
        """Up to the 31 March after the 18th birthday (18歳に達する日以後の最初の3月31日まで)."""
        return self._kept("child", lambda: self.fiscal_years <= LAST_YEAR_OF_A_CHILD)

    def child_in(self, year: int) -> Bool:
        """Who is a child in a fiscal year (年度), whatever the day; also who is born later."""
        first = datetime.date(year, 4, 1).toordinal()
        return self._kept(
            ("child_in", year), lambda: self.birth.years_since(fiscal_years_on(first)) <= LAST_YEAR_OF_A_CHILD
        )

    @property
    def income(self) -> Num:
        """Total income (合計所得金額) of the duty's year."""
        return self.total_income

    def _too_young_to_file(self) -> Bool:
        return self.age_on(end_of(self._household.year or 0)) < NO_FILING_BELOW
