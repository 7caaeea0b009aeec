"""The filters in the sidebar."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache

import streamlit as st

from npm_data.figures import periods
from npm_data.i18n import Words, words_for
from npm_data.i18n.collation import in_order
from npm_data.questions.disclosure import SEES_ALL
from npm_data.reference import reference
from npm_data.register.filters import Role
from npm_data.ui import state
from npm_data.ui.address import (
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
from npm_data.ui.page_list import PageEntry
from npm_data.ui.switches import DAY_WIDTH

LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
"""What each language calls itself."""


def draw(words: Words, data_date: date, page: PageEntry, role: Role) -> Choice:
    """Draw the filters that hold on a page, make the address say them, and give what was chosen.

    What a page does not show is kept for the others; what the role is not told is let go.
    """
    state.narrow(role, data_date)
    names_on = _names_on(data_date)
    state.keep_values((words.language, names_on, data_date), PERIOD, *LISTS)
    if page.has_filters:
        with st.sidebar:
            choice = _widgets(words, data_date, names_on, page, role)
    else:
        choice, _ = state.chosen(data_date)
    state.write_address(words.language, choice)
    return choice


def _widgets(words: Words, data_date: date, names_on: date, page: PageEntry, role: Role) -> Choice:
    if page.has_period:
        _period(words, st.session_state[PERIOD], data_date, role)
    problem_place = st.container()
    _lists(words, names_on, role)
    choice, problem = state.chosen(data_date)
    if problem and page.has_period:
        problem_place.warning(words(problem))
    st.button(
        words("filters.reset"),
        key="filters.reset",
        help=words("help.filters_reset"),
        icon=":material/restart_alt:",
        type="tertiary",
        on_click=state.reset,
        args=(data_date,),
        disabled=choice == default_choice(data_date),
    )
    return choice


def _names_on(data_date: date) -> date:
    """The day whose names the ministries bear: the end of the chosen period."""
    preset = str(st.session_state[PERIOD])
    if preset == periods.CUSTOM:
        return periods.day_in(st.session_state.get(TO)) or data_date
    return periods.period_of(preset, data_date).to_on


def _period(words: Words, preset: str, data_date: date, role: Role) -> None:
    on_offer = periods_for(role, data_date)
    names = _preset_names(words.language, data_date)
    st.selectbox(
        words("filters.period"),
        on_offer,
        format_func=_namer(names),
        key=PERIOD,
        help=words("help.filters_period"),
        placeholder=words("filters.choose"),
        persist_state="session",
    )
    if preset != periods.CUSTOM:
        return
    state.prepare_range(data_date)
    # Fields for typing rather than calendars: a browser's calendar knows no Kazakh. So narrow, they
    # leave no room for Streamlit's English hint, and both stand within the sidebar: columns are
    # never narrower than 128 pixels.
    with st.container(horizontal=True):
        for name in (FROM, TO):
            st.text_input(
                words(f"filters.{name}"),
                key=name,
                help=words("help.filters_day"),
                placeholder=words("filters.day_pattern"),
                persist_state="session",
                width=DAY_WIDTH,
            )


def _lists(words: Words, names_on: date, role: Role) -> None:
    messages = {
        MINISTRY: "filters.ministries",
        TYPE: "filters.institution_types",
        REGION: "filters.regions",
        VISIT: "filters.visit_types",
    }
    off = lists_off(role, st.session_state)
    for key, message in messages.items():
        if key == VISIT and not role.may(SEES_ALL):
            continue
        names = options(words.language, key, names_on)
        st.multiselect(
            words(message),
            tuple(names),
            format_func=_namer(names),
            key=key,
            help=words("help.filters_ministry_off" if key in off else _help_of(key)),
            placeholder=words("filters.all"),
            disabled=key in off,
            select_all=False,
            filter_mode="contains",
            persist_state="session",
        )


def _help_of(key: str) -> str:
    return f"help.filters_{key.replace('-', '_')}"


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


@cache
def _preset_names(language: str, data_date: date) -> dict[str, str]:
    words = words_for(language)
    return {
        code: periods.preset_name(code, words, data_date) for code in periods.presets(data_date)
    }


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
