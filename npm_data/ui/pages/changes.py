"""What changed between two days: the choice of the days, the kinds of change, their records."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import streamlit as st

from npm_data.figures import changes, periods
from npm_data.figures.changes import Days
from npm_data.figures.figure import Figure
from npm_data.questions.places import Stretch
from npm_data.ui import paging
from npm_data.ui.card import card
from npm_data.ui.frame import state
from npm_data.ui.frame.app import App, address_of
from npm_data.ui.frame.switches import DAY_WIDTH, entered_text, pick, switch

YEAR, YEAR_END, TYPED = "year", "year-end", "typed"
_MONTHS = {YEAR: 12, "half-year": 6, "quarter": 3, "month": 1}
_NOTHING, _STATUSES = "none", "statuses"
_EARLIER, _LATER, _GOOD_DAYS = "changes.earlier", "changes.later", "changes.good_days"


def draw(app: App) -> None:
    """The days, what changed between them, and what was asked for of that."""
    days = _choose(app)
    kinds = changes.kinds(app, days)
    card(app, kinds)
    shown = _choose_records(app, kinds)
    if shown == _STATUSES:
        card(app, changes.statuses(app, days))
    elif shown != _NOTHING:
        _records(app, days, shown)


def presets(data_date: date) -> dict[str, Days]:
    """The days since which changes can be asked for without typing one, the furthest first.

    The last year's end is left out where it is a year ago.
    """
    since = {code: _months_before(data_date, months) for code, months in _MONTHS.items()}
    since[YEAR_END] = date(data_date.year - 1, 12, 31)
    if since[YEAR_END] == since[YEAR]:
        del since[YEAR_END]
    in_order = sorted(since, key=lambda code: (code != YEAR, since[code]))
    return {code: Days(since[code], data_date) for code in in_order}


def problem_of(before: date | None, after: date | None, data_date: date) -> str | None:
    """The message that says what is wrong with two typed days; none when they can be used."""
    if before is None or after is None:
        return "changes.days_incomplete"
    first = before + timedelta(days=1)
    if first < min(periods.FIRST_DAY, data_date) or max(before, after) > data_date:
        return "changes.days_outside"
    return "changes.days_inverted" if before >= after else None


def _months_before(data_date: date, months: int) -> date:
    """So many months earlier; of a month's last day the last day of the earlier month."""
    next_day = data_date + timedelta(days=1)
    if next_day.day == 1:
        return periods.months_before(next_day, months) - timedelta(days=1)
    return periods.months_before(data_date, months)


def _choose(app: App) -> Days:
    """The choice of the two days; what is wrong with typed ones is said."""
    words, data_date = app.words, app.data_set.data_date
    on_offer = presets(data_date)
    names = {
        code: words(f"changes.preset_{code.replace('-', '_')}", day=periods.day_text(days.before))
        for code, days in on_offer.items()
    }
    names[TYPED] = words("changes.preset_typed")
    preset = switch(app, "changes.between", words("changes.between"), names)
    days, problem = _typed(app) if preset == TYPED else (on_offer[preset], None)
    if problem:
        st.warning(words(problem), icon=":material/edit_calendar:")
    st.session_state[_GOOD_DAYS] = days
    return days


def _typed(app: App) -> tuple[Days, str | None]:
    """Two fields side by side, which begin with the days that were shown before.

    What is wrong with them is said, and the last good ones hold.
    """
    words, data_date = app.words, app.data_set.data_date
    shown = _good_days(data_date)
    read: list[date | None] = []
    with st.container(horizontal=True):
        for key, day in {_EARLIER: shown.before, _LATER: shown.after}.items():
            if key not in st.session_state:
                state.set_values(key, periods.day_text(day))
            pattern = words("filters.day_pattern")
            read.append(
                periods.day_in(entered_text(words, key, words(key), pattern, width=DAY_WIDTH))
            )
    before, after = read
    problem = problem_of(before, after, data_date)
    if problem or before is None or after is None:
        return _good_days(data_date), problem
    return Days(before, after), None


def _good_days(data_date: date) -> Days:
    kept = st.session_state.get(_GOOD_DAYS)
    if isinstance(kept, Days) and kept.after <= data_date:
        return kept
    return presets(data_date)[YEAR]


def _choose_records(app: App, kinds: Figure) -> str:
    """What stands below the table: nothing, until a row of it is asked for."""
    words = app.words
    names = {_NOTHING: words("changes.kind_none")}
    for row in kinds.rows.iter_rows(named=True):
        if row["total"]:
            count = words.number(row["total"])
            names[row["code"]] = words("changes.kind_of", kind=row["kind"], count=count)
    names[_STATUSES] = words("changes.view_statuses")
    return pick(app, "changes.kind", words("changes.kind"), names)


def _records(app: App, days: Days, kind: str) -> None:
    """A page of the records behind a row, each with the way to its own page."""
    key, count = "changes.page", changes.number_of_records(app, days, kind)
    page = paging.current_page(key, (kind, days, app.filters), paging.pages_of(count))
    stretch = Stretch(paging.ROWS_A_PAGE, (page - 1) * paging.ROWS_A_PAGE)

    def links(row: Mapping[str, Any]) -> dict[str, str]:
        found = {}
        if place := row.get("institution_id"):
            found["place"] = address_of(app, "place", place=place)
        if chain := row.get("chain_id"):
            found["chain_id"] = address_of(app, "follow_up", recommendation=chain)
        return found

    card(
        app,
        changes.records(app, days, kind, stretch),
        links=links,
        whole=lambda: changes.records(app, days, kind),
    )
    paging.pager(app, key, page, count)
