"""Ages by Japanese law: a year of life is complete at the end of the day before the birthday."""

from __future__ import annotations

import datetime

import pytest
from household_cases import household_of
from hypothesis import given
from hypothesis import strategies as st

dates = st.dates(datetime.date(1930, 1, 1), datetime.date(2025, 12, 31))


def member(birth: str | datetime.date, day: str | datetime.date):
    """The columns of one member on a day."""
    on = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    return household_of([{"birth": birth, "relation": "child"}], day=on).members


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2010-05-10", "2025-05-08", 14),
        ("2010-05-10", "2025-05-09", 15),
        ("2007-01-02", "2025-01-01", 18),
        ("2007-01-03", "2025-01-01", 17),
        ("2008-02-29", "2025-02-27", 16),
        ("2008-02-29", "2025-02-28", 17),
        ("2008-02-29", "2024-02-27", 15),
        ("2008-02-29", "2024-02-28", 16),
        ("2008-03-01", "2025-02-28", 17),
        ("2025-04-14", "2025-04-14", 0),
        ("1880-01-01", "2025-04-14", 130),
    ],
)
def test_an_age_is_complete_on_the_day_before_the_birthday(birth: str, day: str, age: int) -> None:
    assert member(birth, day).age.lo[0] == age


@pytest.mark.parametrize(
    ("birth", "day", "school_year"),
    [
        ("2018-04-01", "2024-04-01", 1),
        ("2018-04-02", "2024-04-01", 0),
        ("2018-04-02", "2025-04-01", 1),
        ("2018-04-01", "2025-03-31", 1),
        ("2010-03-31", "2024-11-01", 9),
        ("2009-04-01", "2024-11-01", 10),
        ("2009-04-02", "2024-11-01", 9),
    ],
)
def test_who_is_born_on_the_first_of_april_belongs_to_the_earlier_school_year(
    birth: str, day: str, school_year: int
) -> None:
    assert member(birth, day).school_year.lo[0] == school_year


@pytest.mark.parametrize(
    ("birth", "day", "child"),
    [
        ("2007-04-01", "2025-03-31", True),
        ("2007-04-01", "2025-04-01", False),
        ("2007-04-02", "2025-04-01", True),
        ("2007-04-02", "2026-03-31", True),
        ("2007-04-02", "2026-04-01", False),
        ("2025-04-01", "2025-04-01", True),
    ],
)
def test_a_child_is_one_up_to_the_end_of_march_after_the_eighteenth_birthday(birth: str, day: str, child: bool) -> None:
    assert bool(member(birth, day).child.lo[0]) is child


@given(dates, dates)
def test_age_and_school_year_agree_with_counting_birthdays(birth: datetime.date, day: datetime.date) -> None:
    if birth > day:
        birth, day = day, birth
    eve, tomorrow = birth - datetime.timedelta(1), day + datetime.timedelta(1)
    birthdays = tomorrow.year - birth.year - ((tomorrow.month, tomorrow.day) < (birth.month, birth.day))
    fiscal = [d.year - (d.month < 4) for d in (eve, day)]
    found = member(birth, day)
    assert (found.age.lo[0], found.fiscal_years.lo[0]) == (birthdays, max(fiscal[1] - fiscal[0], 0))
