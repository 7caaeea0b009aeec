"""The row of filters above the content, which says by itself what is chosen.

One set of widgets serves all screens: `frame.css` shows them as a row, and where there is no room
for one as a list that opens below a line with the choice.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from npm_data.figures import periods
from npm_data.figures.periods import filter_line
from npm_data.i18n import Words, words_for
from npm_data.i18n.collation import in_order
from npm_data.questions.disclosure import SEES_ALL
from npm_data.reference import reference
from npm_data.register.filters import Role
from npm_data.ui.frame import accessibility, state
from npm_data.ui.frame.address import (
    FROM,
    LANGUAGE,
    LISTS,
    MINISTRY,
    PERIOD,
    REGION,
    TO,
    TYPE,
    VISIT,
    Choice,
    default_choice,
    known_codes,
    lists_off,
    periods_for,
)
from npm_data.ui.frame.app import App
from npm_data.ui.frame.page_list import PageEntry
from npm_data.ui.frame.state import END, UNTIL
from npm_data.ui.frame.switches import DAY_WIDTH

LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
"""What each language calls itself."""

FIRST_WIDTH, LAST_WIDTH = 206, 120
"""Pixels of the two fields of the period: for the longest name of a span, and for a day."""
MOST_NAMES = 2
"""So many ministries are named by their letters on the button; more are counted."""


def settle(words: Words, data_date: date, page: PageEntry, role: Role) -> tuple[Choice, str | None]:
    """What was chosen, before anything is drawn, and what is wrong with the days that were typed.

    The address says the choice. What a page does not show is kept for the others; what the role is
    not told is let go.
    """
    state.narrow(role, data_date)
    choice, problem = state.chosen(data_date)
    names_on = choice.filters(data_date).period.to_on
    state.keep_values((words.language, names_on, data_date), PERIOD, UNTIL, *LISTS)
    state.write_address(words.language, choice)
    return choice, problem if page.uses_period else None


def draw(app: App, problem: str | None) -> DeltaGenerator:
    """The row, to which more can be added; where there is none, the page has no filters."""
    words, names_on = app.words, app.filters.period.to_on
    said = filter_line(words, app.filters, has_period=app.page.has_period)
    row = st.container(key="filters", horizontal=True, gap="xsmall", vertical_alignment="center")
    with row:
        # For who prints the page or listens to it; a finger opens the row with the other.
        with accessibility.said("choice"):
            st.markdown(f"**{said}**")
        st.checkbox(
            words("filters.open", choice=said),
            key="filters.open",
            on_change="ignore",
            wrap=True,
        )
        if app.page.has_period:
            _period(app)
        _list(app, MINISTRY, names_on)
        _list(app, REGION, names_on)
        _more(app, names_on, problem)
    return row


def _period(app: App) -> None:
    words, data_date = app.words, app.data_set.data_date
    first = str(st.session_state[PERIOD])
    on_offer = [each for each in periods_for(app.role, data_date) if each != periods.CUSTOM]
    names = {
        each: each if each.isdecimal() else words(f"filters.period_{each.replace('-', '_')}")
        for each in on_offer
    }
    if first == periods.CUSTOM:
        names[first] = periods.day_text(app.filters.period.from_on)
    st.selectbox(
        words("filters.period"),
        tuple(names),
        format_func=_namer(names),
        key=PERIOD,
        placeholder=words("filters.choose"),
        label_visibility="collapsed",
        on_change=state.follow_first_year,
        persist_state="session",
        width=FIRST_WIDTH,
    )
    if first.isdecimal():
        last_day = periods.day_text(data_date)
        is_whole = data_date == date(data_date.year, 12, 31)
        years = [each for each in on_offer if each.isdecimal()]
        lasts = {
            each: each if is_whole or each != str(data_date.year) else last_day for each in years
        }
    else:
        lasts = {END: periods.day_text(app.filters.period.to_on)}
    st.selectbox(
        words("filters.until"),
        tuple(lasts),
        format_func=_namer(lasts),
        key=UNTIL,
        placeholder=words("filters.choose"),
        label_visibility="collapsed",
        disabled=not first.isdecimal(),
        on_change=state.follow_last_year,
        persist_state="session",
        width=LAST_WIDTH,
    )


def _list(app: App, key: str, names_on: date) -> None:
    """A button that says what is chosen, and opens to all that can be."""
    words, chosen = app.words, app.choice.codes(key)
    is_off = key in lists_off(app.role, st.session_state)
    names = options(app.language, key, names_on)
    said = _said_of(words, key, chosen, names_on)
    whole = ", ".join(names[code] for code in chosen)
    tip = words("help.filters_ministry_off") if is_off else whole
    with st.popover(
        said, key=f"filters.{key}", disabled=is_off, help=tip if tip not in {"", said} else None
    ):
        _pills(app, key, names_on, is_off=is_off)


def _said_of(words: Words, key: str, chosen: tuple[str, ...], names_on: date) -> str:
    if not chosen:
        return words(f"filters.all_{_MESSAGES[key]}")
    if key == MINISTRY and len(chosen) <= MOST_NAMES:
        return ", ".join(words.ministry(code, names_on, is_short=True) for code in chosen)
    if len(chosen) == 1:
        return words.region(chosen[0], on=names_on)
    return words.plural(f"filters.line_{_MESSAGES[key]}", len(chosen))


_MESSAGES = {
    MINISTRY: "ministries",
    REGION: "regions",
    TYPE: "institution_types",
    VISIT: "visit_types",
}


def _more(app: App, names_on: date, problem: str | None) -> None:
    """What is chosen less often; the button says how many of these filters are set."""
    words, sees_all = app.words, app.role.may(SEES_ALL)
    keys = (TYPE, VISIT) if sees_all else (TYPE,)
    count = sum(bool(app.choice.codes(key)) for key in keys)
    count += app.page.has_period and app.choice.custom is not None
    label = words("filters.more_set", count=words.number(count)) if count else words("filters.more")
    with st.popover(label, key="filters.more", icon=":material/tune:"):
        if app.page.has_period and sees_all:
            _days(words, problem)
        for key in reversed(keys):
            _pills(app, key, names_on)
        st.button(
            words("filters.reset"),
            key="filters.reset",
            help=words("help.filters_reset"),
            icon=":material/restart_alt:",
            type="tertiary",
            on_click=state.reset,
            args=(app.data_set.data_date,),
            disabled=app.choice == default_choice(app.data_set.data_date),
        )


def _days(words: Words, problem: str | None) -> None:
    """Fields for typing rather than calendars: a browser's calendar knows no Kazakh."""
    with st.container(horizontal=True):
        for name in (FROM, TO):
            st.text_input(
                words(f"filters.{name}"),
                key=name,
                help=words("help.filters_day"),
                placeholder=words("filters.day_pattern"),
                on_change=state.follow_days,
                persist_state="session",
                width=DAY_WIDTH,
            )
    if problem:
        st.warning(words(problem))


def _pills(app: App, key: str, names_on: date, *, is_off: bool = False) -> None:
    names = options(app.language, key, names_on)
    st.pills(
        app.words(f"filters.{_MESSAGES[key]}"),
        tuple(names),
        selection_mode="multi",
        format_func=_namer(names),
        key=key,
        help=app.words(f"help.filters_{key.replace('-', '_')}"),
        disabled=is_off,
        persist_state="session",
    )


def _namer(names: Mapping[str, str]) -> Callable[[str], str]:
    """A code's name; what is none of the codes stands for itself, and is dropped by the widget."""
    return lambda code: names.get(code, code)


@lru_cache(maxsize=256)
def options(language: str, key: str, names_on: date) -> dict[str, str]:
    """A list's codes with their names, in the order in which they are offered.

    Ministries and institution types follow the law's report chapters, regions the alphabet.
    """
    words = words_for(language)
    if key == MINISTRY:
        return {code: words.ministry(code, names_on) for code in known_codes(key)}
    if key == REGION:
        by_name = {words.region(code, on=names_on): code for code in known_codes(key)}
        return {by_name[name]: name for name in in_order(words, by_name)}
    if key == TYPE:
        in_chapters = sorted(
            reference().institution_types,
            key=lambda each: (each.report_chapter, each.display_order),
        )
        return {each.code: words.institution_type(each.code) for each in in_chapters}
    return {code: words.code("visit_type", code) for code in known_codes(VISIT)}


def draw_language(words: Words) -> None:
    """The switch between the three languages, each named in itself."""
    st.segmented_control(
        words("frame.language"),
        tuple(LANGUAGE_NAMES),
        format_func=_namer(LANGUAGE_NAMES),
        key=LANGUAGE,
        help=words("help.frame_language"),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
