"""The frame round every page: page settings, language, filters, menu, notices and errors."""

import contextlib
import logging
import runpy
import shlex
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from npm_data.charts.geometry import ensure_static
from npm_data.charts.theme import Look
from npm_data.figures.filter_line import SEPARATOR, filter_line
from npm_data.i18n import Words, words_for
from npm_data.reference import PROJECT
from npm_data.register.filters import Role
from npm_data.register.storage.connection import DatabaseError
from npm_data.ui import (
    access_line,
    failures,
    filter_widgets,
    for_everyone,
    forum_link,
    intake,
    opening,
    state,
    tour,
    uploads,
)
from npm_data.ui.access import LOCAL, Visitor
from npm_data.ui.app import App, framed
from npm_data.ui.data import database_path
from npm_data.ui.page_list import PAGES, PageEntry, Section
from npm_data.ui.register_text import as_text

ICON = Path(__file__).with_name("icon.svg")
_NO_ADDRESS = "start"
"""Streamlit asks for one even of the start page, whose address is the bare one."""


def settle() -> Words:
    """The icon and the language: what is needed before anything can be drawn."""
    # Before the menu: a window without an icon of its own takes the page's, from the internet.
    st.set_page_config(page_icon=ICON, layout="wide")
    words = words_for(state.settle_language())
    for_everyone.draw(words)
    tour.note_arrival()
    return words


def navigation(words: Words, visitor: Visitor) -> tuple[Page, PageEntry]:
    """The menu in the chosen language, the page that is asked for, and its title in the browser.

    A page that the visitor may not see is not in the menu; its address says so.
    """
    pages = {entry: _page(words, entry, visitor) for entry in PAGES}
    # Streamlit knows the start page by the bare address only; by its name it is there as well.
    start = PAGES[0]
    by_name = st.Page(
        _run_start_page, title=words(start.title), url_path=start.name, visibility="hidden"
    )
    menu: dict[str, list[Page]] = {}
    for each, page in pages.items():
        menu.setdefault(_heading(words, each.section), []).append(page)
    menu[_heading(words, start.section)].append(by_name)
    # All of it: what Streamlit hides of a long menu, it names in English.
    asked = st.navigation(menu, expanded=True)
    entry = next((entry for entry, page in pages.items() if page == asked), start)
    if not visitor.role.may(entry.role):
        entry = replace(entry, has_filters=False, is_bare=False)
    title = f"{words(entry.title)}{SEPARATOR}{words('app.title')}"
    st.set_page_config(page_title=title)
    return asked, entry


def _page(words: Words, entry: PageEntry, visitor: Visitor) -> Page:
    may_see = visitor.role.may(entry.role)
    return st.Page(
        entry.path if may_see else partial(access_line.refused, words, visitor, entry.role),
        title=words(entry.title),
        icon=entry.icon,
        url_path=entry.name if entry is not PAGES[0] else _NO_ADDRESS,
        default=entry is PAGES[0],
        visibility="visible" if entry.is_listed and may_see else "hidden",
    )


def _heading(words: Words, section: Section) -> str:
    return "" if section == PAGES[0].section else words(f"frame.section_{section}")


def _run_start_page() -> None:
    runpy.run_path(str(PAGES[0].path), run_name="__main__")


def open_app(words: Words, entry: PageEntry, visitor: Visitor) -> App:
    """The register, and the filters in the sidebar; without a register, says so and stops."""
    if not visitor.role.may(Role.SECRETARIAT):
        uploads.close_field()
    try:
        repository = opening.open_register(visitor.role).seen_by(visitor.role, words.language)
        data_set = repository.data_set
    except DatabaseError as error:
        _say_there_is_no_register(words, error, visitor)
        st.stop()
    opening.settle(data_set, entry)
    state.settle_choice(data_set.data_date)
    choice = filter_widgets.draw(words, data_set.data_date, entry, visitor.role)
    access_line.draw(words, visitor)
    return App(
        words=words,
        look=Look.DARK if st.context.theme.type == "dark" else Look.LIGHT,
        choice=choice,
        filters=choice.filters(data_set.data_date),
        repository=repository,
        data_set=data_set,
        page=entry,
        visitor=visitor,
        maps_are_inline=not _maps_are_served(),
    )


@contextlib.contextmanager
def frame(app: App) -> Iterator[None]:
    """Everything round the page that runs inside; its failure is one sentence, not a traceback."""
    if app.page.is_bare:
        _bare_head(app)
    else:
        _head(app.words, app.words(app.page.title), app)
        _lines(app)
        tour.draw(app)
    token = framed.set(app)
    try:
        yield
    except Exception as error:
        failures.say_it_failed(app.words, error, app.page.name)
    finally:
        framed.reset(token)


def enter() -> App:
    """The first line of every page: what it is given.

    A page that Streamlit runs alone (a fresh server asked for `/coverage`) runs again in its frame.
    """
    app = framed.get()
    if app is None:
        runpy.run_path(str(PROJECT / "dashboard.py"), run_name="__main__")
        st.stop()
    return app


@cache
def _maps_are_served() -> bool:
    """Whether the server can hand out the regions' outlines as files; else maps carry them."""
    return ensure_static(PROJECT / "static")


def _head(words: Words, title: str, app: App | None = None) -> None:
    """Title, the way into forum mode where there are filters to take along, and the language."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.title(title, anchor=False, width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            if app and app.page.has_filters:
                forum_link.draw(app)
            filter_widgets.draw_language(words)


def _bare_head(app: App) -> None:
    """What stands there until the page has filled the screen."""
    st.title(app.words(app.page.title), anchor=False)
    if app.data_set.is_demonstration:
        _demonstration(app.words)


def _lines(app: App) -> None:
    words = app.words
    parts = [words("frame.data_date", date=words.date(app.data_set.data_date))]
    if app.page.has_filters:
        said = filter_line(words, app.filters, has_period=app.page.has_period)
        parts.insert(0, f"**{said}**")
    with for_everyone.said("choice"):
        st.markdown(SEPARATOR.join(parts))
    access_line.note(words, app.visitor)
    opening.banners(app)
    if app.data_set.is_demonstration:
        _demonstration(words)
    if app.data_set.is_empty:
        st.info(words("frame.register_is_empty"), icon=":material/inbox:")


def _demonstration(words: Words) -> None:
    st.markdown(f":orange-background[{words('frame.demonstration')}]")


def _say_there_is_no_register(words: Words, error: DatabaseError, visitor: Visitor) -> None:
    """Where the file lies and what to type is for the person at this computer."""
    _head(words, words("frame.no_register"))
    reference = failures.log_failure(
        error, message="The register cannot be opened", level=logging.WARNING
    )
    if visitor.who != LOCAL:
        said = words("frame.register_unavailable", reference=reference)
        st.error(said, icon=":material/database_off:")
        if error.reason == "missing" and visitor.role.may(Role.SECRETARIAT):
            intake.draw(opening.first_keeper(words, visitor.who))
        return
    st.error(
        words(f"database.{error.reason}", path=as_text(str(database_path()))),
        icon=":material/database_off:",
    )
    if error.reason == "missing":
        if visitor.role.may(Role.SECRETARIAT):
            intake.draw(opening.first_keeper(words, visitor.who))
            st.markdown(words("intake.or_in_a_terminal"))
        st.markdown(words("frame.make_demonstration"))
        st.code(f"python -m npm_data demo --database {_as_typed()}", language=None)
        st.markdown(words("frame.import_register"))
        st.code(f"python -m npm_data import PATH --database {_as_typed()}", language=None)


def _as_typed() -> str:
    """The register's file as a person types it in the project's folder."""
    path = database_path()
    return shlex.quote(str(path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path))
