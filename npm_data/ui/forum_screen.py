"""Forum mode's screen: a component over the whole window, and what it asks of the session.

Slides change in the browser alone. The server is asked for another language, for a look at the
register, and to leave.
"""

from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui import forum_deck
from npm_data.ui.frame.address import LANGUAGE
from npm_data.ui.frame.app import App, address_of, page_link
from npm_data.ui.frame.page_list import FORUM, HOME, PAGES, PageEntry
from npm_data.ui.frame.state import page_value

BACK = "back"
"""The name in the address of the page that the presenter came from."""

_KEY, _LEAVES = "forum.screen", "forum.leaves"
_FOLDER = Path(__file__).with_name("forum")
_PARTS = ("slides", "screen", "keys", "auto", "panels", "mount")

_screen = component(
    "npm_forum",
    css=(_FOLDER / "forum.css").read_text("utf-8"),
    js="\n".join((_FOLDER / f"{part}.js").read_text("utf-8") for part in _PARTS),
)


def draw(app: App) -> None:
    """The deck for the filters of the address; without a single place, one sentence instead."""
    back = _page_to_go_back_to()
    if st.session_state.pop(_LEAVES, False):
        st.switch_page(back.path)
    if app.data_set.is_empty:
        st.info(app.words("frame.register_is_empty"), icon=":material/inbox:")
        page_link(app, back.name, app.words("forum.leave"))
        return
    st.markdown(app.words("forum.preparing"))
    held = forum_deck.held(app)
    _screen(
        key=_KEY,
        data=held.deck(app.words, app.look)
        | {"newer": _newer(app, held), "back": address_of(app, back.name)},
        on_language_change=_speak,
        on_check_change=_look_again,
        on_renew_change=forum_deck.let_go,
        on_leave_change=_leave,
    )
    # While the first slide is looked at; then a change of language waits for nothing.
    for language in LANGUAGES:
        st.empty()
        held.deck(words_for(language), app.look)


def _page_to_go_back_to() -> PageEntry:
    """The page that the address names; the start page where it names none."""
    named = page_value(BACK)
    return next((each for each in PAGES if each.name == named and each != FORUM), HOME)


def _newer(app: App, held: forum_deck.Held) -> str | None:
    """That the register has been renewed since, in one sentence; None when it has not."""
    if app.data_set.fingerprint == held.fingerprint:
        return None
    return app.words("forum.newer", version=app.words.number(app.data_set.register_version))


def _speak() -> None:
    asked = st.session_state[_KEY].language
    if asked in LANGUAGES:
        st.session_state[LANGUAGE] = asked


def _look_again() -> None:
    """The run that follows looks at the register by itself."""


def _leave() -> None:
    st.session_state[_LEAVES] = True
