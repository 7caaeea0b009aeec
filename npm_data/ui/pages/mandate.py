"""The page of the mandate: its growth, and below it types, another mandate and medical care."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from npm_data.figures import mandate
from npm_data.figures.units import codes_in_order
from npm_data.questions.disclosure import SEES_ALL
from npm_data.register.filters import CHILDRENS_TYPES, MEDICAL_CARE_MOVED_ON, types_by_law
from npm_data.ui.card import card
from npm_data.ui.frame import state
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import pick_many, switch

TYPES = "mandate.types"
_BY_LAW = "mandate.by_law"
"""The law's types when the page was last drawn: a choice that was these follows the law."""

_FIRST_YEAR_ENDS = date(2014, 12, 31)


def draw(app: App) -> None:
    app = _without_types(app)
    card(app, mandate.growth(app))
    # What follows rests on the four-year term of types of places, and on single addressees.
    if not app.role.may(SEES_ALL):
        return
    views: dict[str, Callable[[App], None]] = {
        "types": lambda app: card(app, mandate.types(app)),
        "scenario": _scenario,
        "medical": _medical,
    }
    names = {name: app.words(f"mandate.view_{name}") for name in views}
    views[switch(app, "mandate.view", app.words("mandate.view"), names)](app)


def _scenario(app: App) -> None:
    st.markdown(app.words("mandate.scenario_text", date=app.words.date(app.as_of)))
    card(app, mandate.scenario(app, _choose(app)))


def _medical(app: App) -> None:
    days = {code: app.words.date(day) for code, day in MEDICAL_CARE_MOVED_ON.items()}
    card(app, mandate.medical(app))
    st.markdown(app.words("mandate.medical_text", **days))


def _without_types(app: App) -> App:
    """The page asks of all types of places and visits; it says so where the filters chose some."""
    chosen = app.filters
    if chosen.institution_types or chosen.visit_types:
        st.info(app.words("mandate.types_are_chosen_here"), icon=":material/filter_alt_off:")
    return replace(app, filters=replace(chosen, institution_types=(), visit_types=()))


def _choose(app: App) -> tuple[str, ...]:
    """The types of the scenario; those of the law until a person chooses others."""
    words, by_law = app.words, types_by_law(app.as_of)
    _follow_the_law(by_law)
    chosen = pick_many(
        app,
        TYPES,
        words("mandate.types"),
        {code: words.institution_type(code) for code in codes_in_order("institution_type")},
        default=by_law,
        placeholder=words("mandate.no_types"),
    )
    with st.container(horizontal=True, gap="small"):
        for name, codes in presets(app.data_set.data_date).items():
            st.button(
                words(f"mandate.preset_{name}"),
                key=f"mandate.preset_{name}",
                help=words("help.mandate_presets"),
                on_click=state.set_values,
                args=(TYPES, codes),
                disabled=chosen == codes,
            )
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


def _follow_the_law(by_law: tuple[str, ...]) -> None:
    """Another period can have another law; who chose nothing of their own goes along with it."""
    before = st.session_state.get(_BY_LAW)
    if before not in (None, by_law) and set(st.session_state.get(TYPES, ())) == set(before):
        state.set_values(TYPES, by_law)
    st.session_state[_BY_LAW] = by_law
