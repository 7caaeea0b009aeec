"""A short tour for a first visitor: offered once, opened again from the foot of the sidebar."""

import streamlit as st

from npm_data.i18n import Words
from npm_data.questions.disclosure import SEES_ALL
from npm_data.register.filters import Role
from npm_data.ui.frame.app import App
from npm_data.ui.frame.page_list import HOME

STEPS = ("filters", "findings", "map", "recommendations", "leaving")
PUBLIC_STEPS = ("filters", "map", "recommendations")
PUBLIC_HEADINGS = {"map": "tour.map_public"}
_STEP, _IS_OFFERED = "tour.step", "tour.is_offered"


def note_arrival() -> None:
    """Who comes to the bare address comes for the first time; a link was sent by somebody.

    To be called before the frame writes the address.
    """
    if _IS_OFFERED not in st.session_state:
        st.session_state[_IS_OFFERED] = not st.query_params


def draw(app: App) -> None:
    """The button at the foot of the sidebar, and on the start page the offer, until it is taken."""
    words, is_asked = app.words, False
    if app.page is HOME and st.session_state.get(_IS_OFFERED):
        with st.container(horizontal=True, gap="small", key="tour.offer"):
            is_asked = st.button(
                words("tour.offer"), key="tour.first", icon=":material/explore:", type="tertiary"
            )
            st.button(words("tour.no"), key="tour.no", type="tertiary", on_click=_decline)
    with st.sidebar:
        is_asked |= st.button(
            words("tour.title"), key="tour.again", icon=":material/explore:", type="tertiary"
        )
    if is_asked:
        _decline()
        st.session_state[_STEP] = 0
        st.dialog(words("tour.title"), width="medium")(_step)(words, app.role)


def _decline() -> None:
    st.session_state[_IS_OFFERED] = False


def _step(words: Words, role: Role) -> None:
    """One step in the dialog, which runs by itself when its buttons are clicked."""
    step = int(st.session_state.get(_STEP, 0))
    name = STEPS[step]
    position = words("tour.step_of", step=words.number(step + 1), steps=words.number(len(STEPS)))
    st.markdown(f":gray[:small[{position}]]")
    heading, text = _said(role, name)
    st.subheader(words(heading), anchor=False)
    st.markdown(words(text, **_names(words)))
    is_last = step == len(STEPS) - 1
    with st.container(horizontal=True, gap="small"):
        st.button(
            words("tour.back"),
            key="tour.back",
            icon=":material/arrow_back:",
            on_click=_go_to,
            args=(step - 1,),
            disabled=step == 0,
        )
        if not is_last:
            st.button(
                words("tour.next"),
                key="tour.next",
                icon=":material/arrow_forward:",
                on_click=_go_to,
                args=(step + 1,),
            )
        elif st.button(words("tour.close"), key="tour.close"):
            st.rerun()


def _said(role: Role, name: str) -> tuple[str, str]:
    """The messages of a step's heading and text.

    The public is shown no places and no list of recommendations, so some steps say less.
    """
    heading, text = f"tour.{name}", f"tour.{name}_text"
    if role.may(SEES_ALL) or name not in PUBLIC_STEPS:
        return heading, text
    return PUBLIC_HEADINGS.get(name, heading), f"tour.{name}_text_public"


def _names(words: Words) -> dict[str, str]:
    """What the texts speak of, by the names it has on the screen."""
    return {
        "as_table": words("frame.as_table"),
        "what_is_this": words("frame.what_is_this"),
        "coverage": words("coverage.title"),
        "follow_up": words("follow_up.title"),
        "implementation": words("implementation.title"),
        "methodology": words("methodology.title"),
        "more": words("filters.more"),
    }


def _go_to(step: int) -> None:
    st.session_state[_STEP] = step
