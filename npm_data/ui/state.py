"""The widgets of the frame and the address of the page, kept the same in both directions.

Streamlit's own binding writes a widget's label into the address. Labels change with the language
and, for ministries, with time, so the address here holds codes, and this module does the binding.
"""

import time
from collections.abc import Iterable
from datetime import date

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from npm_data.figures import periods
from npm_data.questions.disclosure import SEES_ALL
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Period, Role
from npm_data.ui.address import (
    FROM,
    LANGUAGE,
    LISTS,
    MINISTRY,
    NAMES,
    PERIOD,
    REGION,
    TO,
    TYPE,
    VISIT,
    Choice,
    choice_in,
    default_choice,
    language_in,
    lists_off,
    periods_for,
    query_of,
)

_WRITTEN, _GOOD_RANGE, _LABELS = "address.written", "address.good_range", "address.labels"
_SECONDS_ON_THE_WAY = 5.0
"""So long a click may still carry the address from before the last change."""


def settle_language() -> str:
    """The language: as chosen, else as the address says, else a guess from the browser."""
    named = language_in(_query())
    if LANGUAGE not in st.session_state:
        st.session_state[LANGUAGE] = named or guess(st.context.locale)
    elif named and _was_called():
        st.session_state[LANGUAGE] = named
    return str(st.session_state[LANGUAGE])


def guess(locale: str | None) -> str:
    """Kazakh, Russian or English after the browser's language; English for any other."""
    prefix = (locale or "").replace("_", "-").split("-")[0].lower()
    return prefix if prefix in LANGUAGES else "en"


def settle_choice(data_date: date) -> None:
    """Give the widgets their values when a session begins and when another address is called."""
    if PERIOD not in st.session_state or _was_called():
        choose(choice_in(_query(), data_date))


def choose(choice: Choice) -> None:
    """Set the widgets, as a link or a button does; only before they are drawn, or in a callback."""
    st.session_state[PERIOD] = choice.period
    if choice.custom is not None:
        st.session_state[FROM] = periods.day_text(choice.custom.from_on)
        st.session_state[TO] = periods.day_text(choice.custom.to_on)
        st.session_state[_GOOD_RANGE] = choice.custom
    for name in LISTS:
        st.session_state[name] = list(choice.codes(name))


def reset(data_date: date) -> None:
    choose(default_choice(data_date))


def narrow(role: Role, data_date: date) -> None:
    """Let go of what a role is not told, wherever it came from; before the widgets are drawn."""
    if st.session_state[PERIOD] not in periods_for(role, data_date):
        st.session_state[PERIOD] = periods.default_preset(data_date)
    for name in (VISIT,) if not role.may(SEES_ALL) else ():
        st.session_state[name] = []
    for name in lists_off(role, st.session_state):
        st.session_state[name] = []


def prepare_range(data_date: date) -> None:
    """A free range begins as the period that was chosen before it."""
    period = st.session_state.get(_GOOD_RANGE) or periods.period_of(
        periods.default_preset(data_date), data_date
    )
    for name, day in ((FROM, period.from_on), (TO, period.to_on)):
        if name not in st.session_state:
            st.session_state[name] = periods.day_text(day)


def chosen(data_date: date) -> tuple[Choice, str | None]:
    """What the widgets hold, and the message of what is wrong with the free range.

    The last good period stays as long as something is wrong.
    """
    preset = str(st.session_state[PERIOD])
    custom, problem = _custom(data_date) if preset == periods.CUSTOM else (None, None)
    if custom is None and preset == periods.CUSTOM:
        preset = periods.default_preset(data_date)
    choice = Choice(
        period=preset,
        custom=custom,
        regions=tuple(st.session_state[REGION]),
        ministries=tuple(st.session_state[MINISTRY]),
        institution_types=tuple(st.session_state[TYPE]),
        visit_types=tuple(st.session_state[VISIT]),
    )
    st.session_state[_GOOD_RANGE] = choice.filters(data_date).period
    return choice, problem


def choose_codes(name: str, codes: Iterable[str]) -> None:
    """Set one list of filters (`region`, ...); in a callback only."""
    st.session_state[name] = list(codes)


def keep_values(labels: object, *keys: str) -> None:
    """Carry chosen codes over to new labels, when the language or a ministry's name changes.

    A browser sends labels back; they can be read only with the options they came from, which is
    here, before the widgets are drawn with the new ones.
    """
    slot = f"{_LABELS}.{keys[0]}"
    if st.session_state.get(slot, labels) != labels:
        for key in keys:
            if key in st.session_state:
                st.session_state[key] = st.session_state[key]
    st.session_state[slot] = labels


def write_address(language: str, choice: Choice) -> None:
    """Make the page's address say the choice; what else stands in it (`embed`) stays."""
    query = query_of(language, choice)
    earlier = st.session_state.get(_WRITTEN)
    if earlier is None or earlier[0] != query:
        previous = earlier[0] if earlier else None
        st.session_state[_WRITTEN] = (query, previous, time.monotonic())
    if _query() != query:
        others = {name: st.query_params.get_all(name) for name in st.query_params}
        kept = {name: values for name, values in others.items() if name not in NAMES}
        st.query_params.from_dict(query | kept)


def _custom(data_date: date) -> tuple[Period | None, str | None]:
    from_on, to_on = (periods.day_in(st.session_state.get(name)) for name in (FROM, TO))
    problem = periods.problem_of(from_on, to_on, data_date)
    if problem or from_on is None or to_on is None:
        return st.session_state.get(_GOOD_RANGE), problem
    return Period(from_on, to_on), None


def _query() -> dict[str, list[str]]:
    """The frame's part of the page's address."""
    return {name: st.query_params.get_all(name) for name in NAMES if name in st.query_params}


def _was_called() -> bool:
    """Whether somebody called this address (a link, the browser's back), rather than a widget.

    An address without filters says nothing, and so changes nothing: the menu's links are such. An
    address from just before the last change came with a click that was made in between.
    """
    query = _query()
    written = st.session_state.get(_WRITTEN)
    if not query or written is None or query == written[0]:
        return False
    context = get_script_run_ctx()
    if context is not None and context.is_history_navigation:
        return True
    on_the_way = time.monotonic() - written[2] < _SECONDS_ON_THE_WAY
    return not (on_the_way and query == written[1])
