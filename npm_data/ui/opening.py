"""Which version of the register a run is on, and what is to be said of that on every page."""

import streamlit as st

from npm_data.i18n import Words
from npm_data.questions.repository import DataSet, Repository
from npm_data.register.filters import Role
from npm_data.ui import data, history_restore, intake_work, looking_back, newer_version, uploads
from npm_data.ui.app import App
from npm_data.ui.keeper import Keeper
from npm_data.ui.page_list import PageEntry, page_named

INTAKE, HISTORY = "intake", "history"


def open_register(role: Role) -> Repository:
    """The present version, or the earlier one that this session looks at.

    Raises:
        DatabaseError: there is no register that can be read.
    """
    present = data.current_repository()
    asked = looking_back.asked(role)
    if asked is None:
        return present
    if asked == present.data_set.register_version:
        looking_back.come_back()
        return present
    earlier = data.repository_of(asked, present.data_set.register_version)
    if earlier is None:
        looking_back.say_it_is_gone(asked)
        return present
    return earlier


def settle(data_set: DataSet, page: PageEntry) -> None:
    """Once the register is open: the address, what is new, and what of other pages must go."""
    looking_back.settle_address(data_set, page)
    for made in (intake_work.version_made(), history_restore.version_made()):
        if made is not None:
            newer_version.note_seen(made)
    if not page.is_bare:
        newer_version.settle(data_set)
    if page.name != INTAKE:
        intake_work.leave()
        uploads.close_field()
    if page.name != HISTORY:
        history_restore.forget()


def banners(app: App) -> None:
    """That an earlier version is looked at, that another one has come, that the file is damaged."""
    looking_back.draw(app.words, app.data_set)
    newer_version.draw(app.words, app.data_set)
    if data.present().fault is not None:
        _say_it_is_damaged(app)


def keeper_of(app: App) -> Keeper:
    """What the pages of keeping work on is the present version, whichever is looked at."""
    present = data.current_repository().data_set
    return Keeper(app.words, data.database_path(), app.who, present)


def first_keeper(words: Words, who: str) -> Keeper:
    """The secretariat where there is no register yet."""
    return Keeper(words, data.database_path(), who, None)


def _say_it_is_damaged(app: App) -> None:
    words = app.words
    version = words.number(data.current_repository().data_set.register_version)
    st.error(words("history.damaged", version=version), icon=":material/healing:")
    if app.role.may(Role.SECRETARIAT) and app.page.name != HISTORY:
        entry = page_named(HISTORY)
        st.page_link(entry.path, label=words("history.to_mend"), icon=entry.icon)
