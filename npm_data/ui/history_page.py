"""The page of the register's history: all versions, and mending what is damaged."""

import streamlit as st

from npm_data.register.storage.change import history_as_known
from npm_data.register.storage.connection import DatabaseError
from npm_data.ui import history_list, history_restore
from npm_data.ui.frame import register
from npm_data.ui.frame.register import Keeper, fault_text


def draw(keeper: Keeper) -> None:
    words = keeper.words
    st.markdown(words("history.about"))
    if history_restore.going_on_or_done(keeper):
        return
    present = register.present()
    number = present.repository.data_set.register_version
    if present.fault is not None:
        history_restore.offer_to_mend(keeper, number)
    try:
        versions, is_whole = history_as_known(keeper.database)
    except DatabaseError as fault:
        st.error(fault_text(words, fault), icon=":material/error:")
        return
    if not is_whole:
        st.warning(words("history.is_not_whole"), icon=":material/warning:")
    st.header(words.plural("history.versions", len(versions)), anchor=False)
    history_list.draw(keeper, versions, number)
    history_restore.ask_if_wanted(keeper, versions)
