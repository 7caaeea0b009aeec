"""The implementation page: its answer, and below it one view at a time, all by one unit."""

from collections.abc import Callable

import streamlit as st

from npm_data.charts.curve import LAST_MONTH
from npm_data.figures import implementation, rates
from npm_data.figures.figure import Figure
from npm_data.figures.subject import Subject
from npm_data.questions.disclosure import SEES_ALL
from npm_data.ui.card import card, definition_link, plain_table
from npm_data.ui.downloads import file_buttons
from npm_data.ui.frame.app import App, address_of
from npm_data.ui.frame.switches import switch
from npm_data.ui.register_text import small

UNITS = ("ministry", "addressee_level", "theme", "institution_type", "region")
VIEWS: dict[str, tuple[str, Callable[[Subject, str], Figure]]] = {
    "times": ("time_to_implementation", implementation.how_fast),
    "units": ("implementation", rates.rates),
    "claims": ("claims", implementation.claims),
    "repeats": ("repeats", implementation.repeats),
}
"""The question that each rests on, and what makes its figure."""


def answer(app: App) -> None:
    """What the rate is, the rate by year, and where the recommendations of each body stand."""
    short = app.words("definition.rate_cohort_short")
    st.markdown(small(f"{short} {definition_link(app, 'rate_cohort')}"))
    left, right = st.columns(2)
    with left:
        card(app, rates.by_year(app))
    with right:
        card(app, implementation.statuses(app, _unit_of_statuses(app)))


def _unit_of_statuses(app: App) -> str:
    """The bodies; of one alone its themes, and of regions or types of places what is told."""
    told = _told(app, "units")
    has_one_body = len(app.filters.ministries) == 1
    return "theme" if has_one_body and "theme" in told else told[0]


def choose_view(app: App) -> tuple[str, str] | None:
    """The view and the unit, of those that the reader is told; the others are not asked for."""
    words, told = app.words, {view: _told(app, view) for view in VIEWS}
    names = {view: words(f"implementation.view_{view}") for view, units in told.items() if units}
    if not names:
        return None
    with st.container(horizontal=True, gap="small"):
        view = switch(app, "implementation.view", words("implementation.view"), names)
        units = {unit: words(f"recommendations.unit_{unit}") for unit in told[view]}
        unit = switch(app, "implementation.unit", words("recommendations.broken_down"), units)
    return view, unit


def detail(app: App, view: str, unit: str) -> None:
    card(app, VIEWS[view][1](app, unit))
    if view == "repeats" and app.role.may(SEES_ALL):
        _longest(app)


def _told(app: App, view: str) -> list[str]:
    question, _ = VIEWS[view]
    more = {"horizons": tuple(range(LAST_MONTH + 1))} if view == "times" else {}
    return [
        unit for unit in UNITS if app.repository.may_ask(question, app.filters, (unit,), **more)
    ]


def _longest(app: App) -> None:
    """The most often repeated ones, each with a way to its story."""
    words, figure = app.words, implementation.longest(app)
    if figure.rows.is_empty():
        st.info(figure.empty)
        return
    rows = [
        (
            f"[{row['theme']}]({address_of(app, 'follow_up', recommendation=row['chain_id'])})",
            row["addressee"],
            words.date(row["issued_on"]),
            words.date(row["last_said_on"]),
            words.number(row["times"]),
            row["status"],
        )
        for row in figure.rows.iter_rows(named=True)
    ]
    with st.container(border=True):
        st.header(figure.finding, anchor=False)
        heads = [column.label for column in figure.columns.values()]
        st.table(plain_table(heads, rows), hide_index=True, width="content")
        st.markdown(small(" ".join(figure.counts)))
        file_buttons(app, figure)
