"""The two days that the page of changes lies between: presets, the last sitting, or typed.

A change belongs to the days after the earlier one and up to the later one, so that two spans that
follow each other count nothing twice.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from npm_data.figures import periods
from npm_data.i18n import Words
from npm_data.report.changes import Days
from npm_data.ui.frame import state
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import DAY_WIDTH, entered_text, pick

QUARTER, YEAR = "last-quarter", "last-year"
SITTING, TYPED = "sitting", "typed"
_CALENDAR = {"calendar-quarter": 3, "calendar-year": 12}
PRESETS = (QUARTER, YEAR, *_CALENDAR, SITTING, TYPED)
_UP_TO_DATA_DATE = {QUARTER: 3, YEAR: 12, SITTING: 6, TYPED: 3}
"""Months. The register does not know when the Council sat; until a person says so, half a year is
shown, and until two days are typed, a quarter."""

_EARLIER, _LATER, _SITTING = "changes.earlier", "changes.later", "changes.sitting"
_GOOD_DAYS = "changes.good_days"


def choose(app: App) -> Days:
    """Draw the choice of the two days and give it; what is wrong with typed ones is said."""
    words, data_date = app.words, app.data_set.data_date
    names = {code: words(f"changes.preset_{code.replace('-', '_')}") for code in PRESETS}
    which, typed = st.columns(2, vertical_alignment="top")
    with which:
        preset = pick(app, "changes.between", words("changes.between"), names)
    with typed:
        days, problem = _days(words, preset, data_date)
    if problem:
        st.warning(words(problem), icon=":material/edit_calendar:")
    st.session_state[_GOOD_DAYS] = days
    return days


def days_of(preset: str, data_date: date) -> Days:
    """The days of a preset, or those that stand in for days not yet typed."""
    if preset in _CALENDAR:
        return _last_whole(_CALENDAR[preset], data_date)
    return Days(periods.months_before(data_date, _UP_TO_DATA_DATE[preset]), data_date)


def problem_of(before: date | None, after: date | None, data_date: date) -> str | None:
    """The message that says what is wrong with two typed days; none when they can be used."""
    if before is None or after is None:
        return "changes.days_incomplete"
    first = before + timedelta(days=1)
    if first < min(periods.FIRST_DAY, data_date) or max(before, after) > data_date:
        return "changes.days_outside"
    return "changes.days_inverted" if before >= after else None


def _days(words: Words, preset: str, data_date: date) -> tuple[Days, str | None]:
    if preset == SITTING:
        return _since_the_sitting(words, data_date)
    if preset == TYPED:
        return _typed(words, data_date)
    return days_of(preset, data_date), None


def _since_the_sitting(words: Words, data_date: date) -> tuple[Days, str | None]:
    text = entered_text(words, _SITTING, words("changes.sitting_day"), words("filters.day_pattern"))
    if not text:
        days = days_of(SITTING, data_date)
        st.caption(words("changes.sitting_unknown", date=words.date(days.before)))
        return days, None
    return _checked(periods.day_in(text), data_date, data_date, SITTING)


def _typed(words: Words, data_date: date) -> tuple[Days, str | None]:
    """Two fields side by side, which begin with the days that were shown before."""
    shown = _good_days(TYPED, data_date)
    read: list[date | None] = []
    beginnings: Mapping[str, date] = {_EARLIER: shown.before, _LATER: shown.after}
    with st.container(horizontal=True):
        for key, day in beginnings.items():
            if key not in st.session_state:
                state.set_values(key, periods.day_text(day))
            label = words("changes.earlier" if key == _EARLIER else "changes.later")
            pattern = words("filters.day_pattern")
            read.append(periods.day_in(entered_text(words, key, label, pattern, width=DAY_WIDTH)))
    return _checked(read[0], read[1], data_date, TYPED)


def _checked(
    before: date | None, after: date | None, data_date: date, preset: str
) -> tuple[Days, str | None]:
    """The days, or the last good ones with the message of what is wrong."""
    problem = problem_of(before, after, data_date)
    if problem or before is None or after is None:
        return _good_days(preset, data_date), problem
    return Days(before, after), None


def _good_days(preset: str, data_date: date) -> Days:
    kept = st.session_state.get(_GOOD_DAYS)
    return (
        kept if isinstance(kept, Days) and kept.after <= data_date else days_of(preset, data_date)
    )


def _last_whole(months: int, data_date: date) -> Days:
    """The last calendar quarter or year that the records describe to its end."""
    tomorrow = data_date + timedelta(days=1)
    begun = (tomorrow.month - 1) // months * months + 1
    first_after = date(tomorrow.year, begun, 1)
    day = timedelta(days=1)
    return Days(periods.months_before(first_after, months) - day, first_after - day)
