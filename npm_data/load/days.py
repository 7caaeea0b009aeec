"""Days as offices write them."""

import re
from datetime import date, timedelta

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}")
_YEAR_WORD = r"(?:\s*[гГжЖ]\.?)?"
_WITH_DOTS = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}){_TIME}{_YEAR_WORD}")
_DAY_NUMBER = re.compile(r"(\d{5})(?:\.\d+)?")

FIRST_DAY, LAST_DAY = date(1700, 1, 1), date(2100, 12, 31)
"""Places may be old; what lies outside is a slip of the pen."""

_EMPTY_DATE_CELLS = (date(1899, 12, 30), date(1899, 12, 31))
"""What a spreadsheet makes of a zero, or of a time without a day, in a date cell."""


def read_day(text: str, epoch: date | None = None) -> date | None:
    """2016-12-31, 31.12.2016 (with or without a time of day), or None where it is no day.

    With an `epoch` also the number of days since then: a date cell that lost its format.
    """
    iso = _ISO.fullmatch(text)
    dots = _WITH_DOTS.fullmatch(text)
    number = _DAY_NUMBER.fullmatch(text) if epoch else None
    try:
        if iso:
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
        elif dots:
            day = date(int(dots[3]), int(dots[2]), int(dots[1]))
        elif number and epoch:
            day = epoch + timedelta(days=int(number[1]))
        else:
            return None
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY and day not in _EMPTY_DATE_CELLS else None
