"""What the page of a place shows without a place: why, a search, and the way back."""

from dataclasses import replace

import streamlit as st

from npm_data.questions.places import Stretch
from npm_data.ui.frame import state
from npm_data.ui.frame.app import App, page_link
from npm_data.ui.frame.switches import entered_text
from npm_data.ui.place_answers import NAME, asked_for
from npm_data.ui.register_text import as_text

_MOST_FOUND = 10
_SEARCH = "place.search"


def choose(app: App) -> None:
    """One sentence, the way back to the register of places, and a search for another."""
    words, unknown = app.words, asked_for()
    if unknown is None:
        st.info(words("place.no_place"), icon=":material/location_searching:")
    else:
        said = words("place.unknown", place=as_text(unknown))
        st.warning(said, icon=":material/location_off:")
    page_link(app, "places", words("place.back"))
    search = entered_text(words, _SEARCH, words("places.search"), words("places.search_hint"))
    if search:
        _found(app, search)


def _found(app: App, search: str) -> None:
    """The first places that the search finds in the whole register, each opened by a click.

    Buttons: Streamlit leaves the address as it is at a link to the page that one is on.
    """
    words = app.words
    everywhere = replace(app.filters, regions=(), ministries=(), institution_types=())
    found = app.repository.place_list(
        everywhere, search=search, with_outside=True, stretch=Stretch(_MOST_FOUND)
    )
    if found.is_empty():
        st.info(words("places.nothing_found"), icon=":material/search_off:")
        return
    for row in found.iter_rows(named=True):
        identifier = row["institution_id"]
        st.button(
            f"{as_text(row['name'])} ({as_text(identifier)})",
            key=f"place.found.{identifier}",
            help=words("help.place_found"),
            icon=":material/location_on:",
            type="tertiary",
            on_click=_open,
            args=(identifier,),
        )
    total = int(found["matches"][0])
    if total > _MOST_FOUND:
        st.caption(
            words("place.first_found", count=words.number(total), shown=words.number(_MOST_FOUND))
        )


def _open(institution_id: str) -> None:
    state.write(f"place.{NAME}", (institution_id,))
    state.write(_SEARCH, ("",), ("",))
    state.forget(_SEARCH)
