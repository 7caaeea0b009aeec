"""The widgets of the frame and the address of the page, kept the same in both directions.

Streamlit's own binding writes a widget's label into the address. Labels change with the language
and, for ministries, with time, so the address here holds codes, and this module does the binding.
"""

import time
from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from npm_data.figures import periods
from npm_data.questions.disclosure import SEES_ALL
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Period, Role
from npm_data.ui.frame.address import (
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
    may_choose,
    query_of,
)

UNTIL = "until"
"""The widget of the last year. That of the first has the period's name: it offers all of them."""
END = "end"
"""What the last year is where the period is none of years: the day with which it ends."""
_YEARS = "address.years"
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
    years = periods.years_of(choice.period)
    st.session_state[PERIOD], st.session_state[UNTIL] = years or (choice.period, END)
    st.session_state.pop(_YEARS, None)
    if choice.custom is not None:
        _write_days(choice.custom)
        st.session_state[_GOOD_RANGE] = choice.custom
    for name in LISTS:
        st.session_state[name] = list(choice.codes(name))


def reset(data_date: date) -> None:
    choose(default_choice(data_date))


def follow_first_year() -> None:
    """The last year goes along with the first: always where they were the same, so that one click
    is one year, and else when it would be the earlier one. To be called when the first is chosen.
    """
    first = str(st.session_state[PERIOD])
    before, last = st.session_state.get(_YEARS) or (first, first)
    is_span = before < last and first <= last
    if first.isdecimal():
        st.session_state[UNTIL] = last if is_span else first


def follow_last_year() -> None:
    """The first year goes along with an earlier last one. To be called when the last is chosen."""
    st.session_state[PERIOD] = min(str(st.session_state[PERIOD]), str(st.session_state[UNTIL]))


def follow_days() -> None:
    """Days that are typed are the period. To be called when one of them was."""
    st.session_state[PERIOD] = periods.CUSTOM


def narrow(role: Role, data_date: date) -> None:
    """Let go of what a role is not told, wherever it came from; before the widgets are drawn."""
    if not may_choose(role, st.session_state[PERIOD], data_date):
        st.session_state[PERIOD] = st.session_state[UNTIL] = periods.default_preset(data_date)
    for name in (VISIT,) if not role.may(SEES_ALL) else ():
        st.session_state[name] = []
    for name in lists_off(role, st.session_state):
        st.session_state[name] = []


def chosen(data_date: date) -> tuple[Choice, str | None]:
    """What the widgets hold, and the message of what is wrong with the free range.

    The last good period stays as long as something is wrong. The widgets of years and days are
    made to say the same period, whichever of them it was chosen with.
    """
    period, custom, problem = str(st.session_state[PERIOD]), None, None
    if period == periods.CUSTOM:
        custom, problem = _custom(data_date)
        period = period if custom else periods.default_preset(data_date)
    elif period.isdecimal():
        last = max(str(st.session_state.get(UNTIL, "")), period)
        last = last if last.isdecimal() else period
        _set(UNTIL, last)
        st.session_state[_YEARS] = (period, last)
        period = periods.code_of_years(period, last)
    if not period[0].isdecimal():
        _set(UNTIL, END)
        st.session_state.pop(_YEARS, None)
    choice = Choice(
        period=period,
        custom=custom,
        regions=tuple(st.session_state[REGION]),
        ministries=tuple(st.session_state[MINISTRY]),
        institution_types=tuple(st.session_state[TYPE]),
        visit_types=tuple(st.session_state[VISIT]),
    )
    st.session_state[_GOOD_RANGE] = choice.filters(data_date).period
    if custom is None:
        _write_days(st.session_state[_GOOD_RANGE])
    return choice, problem


def _write_days(period: Period) -> None:
    _set(FROM, periods.day_text(period.from_on))
    _set(TO, periods.day_text(period.to_on))


def _set(key: str, value: str) -> None:
    """A widget that has the value already is left alone: its browser would be told it once more."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


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


Values = tuple[str, ...]
"""As they stand in the address; nothing chosen of several is one empty value."""

_OWN_WRITTEN = "page_values.written"
_SECONDS_ON_THE_WAY = 5.0
"""So long a click may still carry the address from before the last change."""


def page_value(name: str) -> str | None:
    """What the address says of the page's own object (`place=...`); None when it says nothing."""
    return st.query_params.get(name) or None


def name_of(key: str) -> str:
    """A widget's name in the address: `coverage.clock_unit` is `clock-unit`."""
    name = key.split(".", 1)[1].replace("_", "-")
    if name in NAMES:
        raise ValueError(f"{key!r} would take the name of a filter in the address")
    return name


def called(key: str, default: Values = ()) -> Values | None:
    """The values that the address sets, once after it was called; None when it sets nothing new.

    The browser's back to an address without them means the default.
    """
    raw = tuple(st.query_params.get_all(name_of(key)))
    written, before, at = _own_written().get(key, (None, None, 0.0))
    if not raw:
        return default if _is_back() and written is not None else None
    if raw == written:
        return None
    is_on_the_way = time.monotonic() - at < _SECONDS_ON_THE_WAY
    return None if is_on_the_way and raw == before and not _is_back() else raw


def write(key: str, values: Values, default: Values = ()) -> None:
    """Make the address say the values; the default needs no words."""
    name, said = name_of(key), () if values == default else values or ("",)
    written = _own_written()
    last = written.get(key, (None, None, 0.0))[0]
    if last != said:
        written[key] = (said, last, time.monotonic())
    if tuple(st.query_params.get_all(name)) == said:
        return
    if said:
        st.query_params[name] = list(said)
    else:
        del st.query_params[name]


def forget(*keys: str) -> None:
    """Take widgets back to their defaults; in a callback only."""
    for key in keys:
        st.session_state.pop(key, None)


def set_values(key: str, values: str | Sequence[str]) -> None:
    """Give a widget its value; in a callback, or before it is drawn."""
    st.session_state[key] = values if isinstance(values, str) else list(values)


def _own_written() -> dict[str, tuple[Values | None, Values | None, float]]:
    """By widget: what was written last, what before it, and when."""
    kept: dict[str, tuple[Values | None, Values | None, float]] = st.session_state.setdefault(
        _OWN_WRITTEN, {}
    )
    return kept


def _is_back() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
