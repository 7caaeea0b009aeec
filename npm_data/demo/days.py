"""Working days: when visits begin and end, and when offices answer."""

from datetime import date, timedelta
from functools import cache

from npm_data.demo.chance import Weighted
from npm_data.demo.plan import DATA_DATE, FIRST_VISIT_DAY, SEASONS, USUAL_SEASON

HOLIDAYS = frozenset(
    {(1, 1), (1, 2), (1, 7), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1), (5, 7), (5, 9)}
    | {(7, 6), (8, 30), (12, 16)}
)
"""Month and day of the holidays with a fixed date."""


def is_working(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, days: int) -> date:
    """The working day that lies so many working days after `day`."""
    for _ in range(days):
        day = working_day(day + timedelta(days=1))
    return day


@cache
def visit_days(year: int) -> Weighted[date]:
    """The working days of a year, weighted by season, early enough to end within the data."""
    first = max(date(year, 1, 1), FIRST_VISIT_DAY)
    last = min(date(year, 12, 31), DATA_DATE - timedelta(days=5))
    season = SEASONS.get(year, USUAL_SEASON)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return Weighted({day: season[day.month - 1] for day in days if is_working(day)})
