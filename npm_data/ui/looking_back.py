"""An earlier version of the register is looked at: by this session alone, on every page.

The address says so (`?version=12`), so that it can be sent to somebody who may look as well.
"""

import streamlit as st

from npm_data.i18n import Words
from npm_data.questions.repository import DataSet
from npm_data.register.filters import Role
from npm_data.ui.page_list import PageEntry

NAME = "version"
_LOOKED_AT, _GONE = "looking_back.version", "looking_back.gone"
LEAST_ROLE = Role.COUNCIL
"""An earlier version can hold what was taken out of the register since."""


def asked(role: Role) -> int | None:
    """The version that this session looks at; None for the present one."""
    named = st.query_params.get(NAME, "")
    if named.isdecimal() and len(named) < 10 and role.may(LEAST_ROLE):
        st.session_state[_LOOKED_AT] = int(named)
    if not role.may(LEAST_ROLE):
        st.session_state.pop(_LOOKED_AT, None)
    version = st.session_state.get(_LOOKED_AT)
    return int(version) if version is not None else None


def look_at(version: int) -> None:
    """From the next run on; in a callback."""
    st.session_state[_LOOKED_AT] = version


def come_back() -> None:
    """To the present version; in a callback, or before the register is opened."""
    st.session_state.pop(_LOOKED_AT, None)
    if st.query_params.get(NAME, "").isdecimal():
        del st.query_params[NAME]


def say_it_is_gone(version: int) -> None:
    """The version asked for is not kept any more: the present one is shown, and that is said."""
    come_back()
    st.session_state[_GONE] = version


def settle_address(data_set: DataSet, page: PageEntry) -> None:
    """Make the address say which version is looked at; forum mode says its own."""
    if page.is_bare:
        return
    if data_set.present_version is not None:
        wanted = str(data_set.register_version)
        if st.query_params.get(NAME) != wanted:
            st.query_params[NAME] = wanted
    elif NAME in st.query_params:
        del st.query_params[NAME]


def draw(words: Words, data_set: DataSet) -> None:
    """The banner, with the way back; or that the version asked for is gone."""
    gone = st.session_state.pop(_GONE, None)
    if gone is not None:
        st.warning(words("history.gone", version=words.number(gone)), icon=":material/history:")
    # When it was made is nothing for the public, which cannot look back either.
    if data_set.present_version is None or data_set.imported_at is None:
        return
    with st.container(key="looking_back"):
        st.warning(
            words(
                "history.looking_back",
                version=words.number(data_set.register_version),
                date=words.date(data_set.imported_at.date()),
                present=words.number(data_set.present_version),
            ),
            icon=":material/history:",
        )
        st.button(
            words("history.come_back"),
            key="looking_back.come_back",
            icon=":material/undo:",
            help=words("help.history_come_back"),
            on_click=come_back,
        )
