"""Choosing the types of a scenario: one by one, or one of three mandates at once."""

from dataclasses import replace
from datetime import date

import streamlit as st

from npm_data.figures.units import codes_in_order
from npm_data.register.filters import CHILDRENS_TYPES, types_by_law
from npm_data.ui import page_values
from npm_data.ui.app import App
from npm_data.ui.switches import pick_many

KEY = "mandate.types"
_BY_LAW = "mandate.by_law"
"""The law's types when the page was last drawn: a choice that was these follows the law."""

_FIRST_YEAR_ENDS = date(2014, 12, 31)


def without_types(app: App) -> App:
    """The page asks of all types of places and visits; it says so where the sidebar chose some."""
    chosen = app.filters
    if chosen.institution_types or chosen.visit_types:
        st.info(app.words("mandate.types_are_chosen_here"), icon=":material/filter_alt_off:")
    return replace(app, filters=replace(chosen, institution_types=(), visit_types=()))


def choose(app: App) -> tuple[str, ...]:
    """The types of the scenario; those of the law until a person chooses others."""
    words, by_law = app.words, types_by_law(app.as_of)
    _follow_the_law(by_law)
    chosen = pick_many(
        app,
        KEY,
        words("mandate.types"),
        {code: words.institution_type(code) for code in codes_in_order("institution_type")},
        default=by_law,
        placeholder=words("mandate.no_types"),
    )
    _buttons(app, chosen)
    return chosen


def presets(data_date: date) -> dict[str, tuple[str, ...]]:
    """Mandates to begin with: `mandate.preset_<name>` and their types in the order of the law."""
    of_2014 = types_by_law(_FIRST_YEAR_ENDS)
    with_children = {*of_2014, *CHILDRENS_TYPES}
    return {
        "of_2014": of_2014,
        "with_children": tuple(
            code for code in codes_in_order("institution_type") if code in with_children
        ),
        "of_today": types_by_law(data_date),
    }


def _buttons(app: App, chosen: tuple[str, ...]) -> None:
    with st.container(horizontal=True, gap="small"):
        for name, codes in presets(app.data_set.data_date).items():
            st.button(
                app.words(f"mandate.preset_{name}"),
                key=f"mandate.preset_{name}",
                help=app.words("help.mandate_presets"),
                on_click=page_values.set_values,
                args=(KEY, codes),
                disabled=chosen == codes,
            )


def _follow_the_law(by_law: tuple[str, ...]) -> None:
    """Another period can have another law; who chose nothing of their own goes along with it."""
    before = st.session_state.get(_BY_LAW)
    if before not in (None, by_law) and set(st.session_state.get(KEY, ())) == set(before):
        page_values.set_values(KEY, by_law)
    st.session_state[_BY_LAW] = by_law
