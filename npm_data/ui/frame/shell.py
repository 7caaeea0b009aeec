"""The frame round every page: page settings, language, filters, menu, notices and errors."""

import logging
import runpy
import shlex
from copy import copy
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from npm_data.charts.spec import ensure_static
from npm_data.charts.theme import Look
from npm_data.figures.periods import SEPARATOR, day_text
from npm_data.i18n import Words, words_for
from npm_data.questions.repository import DataSet
from npm_data.reference import PROJECT
from npm_data.register.filters import Role
from npm_data.register.storage.connection import DatabaseError
from npm_data.ui.frame import accessibility, filters, register, state, tour
from npm_data.ui.frame.address import LANGUAGE
from npm_data.ui.frame.app import App, framed, page_link
from npm_data.ui.frame.page_list import FORUM, PAGES, PageEntry, Section
from npm_data.ui.frame.register import database_path
from npm_data.ui.pages import forum, history, intake, intake_steps
from npm_data.ui.register_text import as_text, small
from npm_data.ui.server import access, failures, traffic
from npm_data.ui.server.access import LOCAL, Visitor

ICON = Path(__file__).with_name("icon.svg")
_NO_ADDRESS = "start"
"""Streamlit asks for one even of the start page, whose address is the bare one."""


def settle() -> Words:
    """The icon and the language: what is needed before anything can be drawn."""
    # Before the menu: a window without an icon of its own takes the page's, from the internet.
    st.set_page_config(page_icon=ICON, layout="wide")
    words = words_for(state.settle_language())
    accessibility.draw()
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
        entry.path if may_see else partial(_refused, words, visitor, entry.role),
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


def show(words: Words, visitor: Visitor, page: Page, entry: PageEntry) -> None:
    """The page in its frame; without a register, a page that says so.

    A change within the filters or the page runs these alone: menu and head stay as they are, unless
    what they say has changed meanwhile.
    """
    try:
        app = _open(words, entry, visitor)
    except DatabaseError as error:
        _say_there_is_no_register(words, error, visitor)
        return
    _sign_in_line(words, visitor)
    if entry.is_bare:
        _bare_head(app)
    else:
        _head(words, words(entry.title), app.data_set)
        tour.draw(app)
    if not entry.has_filters:
        _run(app, page)
        return
    opened = [app]

    @st.fragment
    def filters_and_page() -> None:
        _run(opened.pop() if opened else _opened_again(app), page)

    filters_and_page()


def _open(words: Words, entry: PageEntry, visitor: Visitor) -> App:
    """The register and what was chosen of it; a `DatabaseError` without a register."""
    if not visitor.role.may(Role.SECRETARIAT):
        traffic.close_field()
    repository = register.open_register(visitor.role).seen_by(visitor.role, words.language)
    data_set = repository.data_set
    _settle_register(data_set, entry)
    state.settle_choice(data_set.data_date)
    choice, problem = filters.settle(words, data_set.data_date, entry, visitor.role)
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
        problem=problem,
    )


def _opened_again(before: App) -> App:
    """For a run of filters and page alone; all runs again where the frame says what is no more."""
    visitor = access.visitor()
    if visitor != before.visitor:
        st.rerun()
    try:
        app = _open(before.words, before.page, visitor)
    except DatabaseError:
        st.rerun()
    if app.data_set != before.data_set:
        st.rerun()
    return app


def _settle_register(data_set: DataSet, page: PageEntry) -> None:
    """Once the register is open: the address, what is new, and what of other pages must go."""
    register.settle_version(data_set, page)
    for made in (intake_steps.version_made(), history.version_made()):
        if made is not None:
            register.note_seen(made)
    if not page.is_bare:
        register.settle_newer(data_set)
    if page.name != register.INTAKE:
        intake_steps.leave()
        traffic.close_field()
    if page.name != register.HISTORY:
        history.forget()


def _run(app: App, page: Page) -> None:
    """What stands below the head; a page's failure is one sentence, not a traceback."""
    if app.page.has_filters:
        with filters.draw(app, app.problem):
            _forum_link(app)
    if not app.page.is_bare:
        _notices(app)
    token = framed.set(app)
    try:
        # A page runs once; its copy can again, when only filters and page do.
        copy(page).run()
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


def _head(words: Words, title: str, data_set: DataSet | None = None) -> None:
    """Title and data date, and at the other end the language."""
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        if data_set:
            _data_line(words, data_set)
        filters.draw_language(words)


def _data_line(words: Words, data_set: DataSet) -> None:
    """The day of the records, and that they are made up where they are."""
    line = small(words("frame.data_date", date=day_text(data_set.data_date)))
    if data_set.is_demonstration:
        badge = f":orange-badge[{words('frame.demonstration_short')}]"
        st.markdown(f"{badge} {line}", help=words("frame.demonstration"), width="content")
    else:
        st.markdown(line, width="content")


def _bare_head(app: App) -> None:
    """What stands there until the page has filled the screen."""
    st.title(app.words(app.page.title), anchor=False)
    if app.data_set.is_demonstration:
        st.markdown(f":orange-background[{app.words('frame.demonstration')}]")


def _notices(app: App) -> None:
    _access_note(app.words, app.visitor)
    register.banners(app)
    if app.data_set.is_empty:
        st.info(app.words("frame.register_is_empty"), icon=":material/inbox:")


def _say_there_is_no_register(words: Words, error: DatabaseError, visitor: Visitor) -> None:
    """Where the file lies and what to type is for the person at this computer."""
    st.query_params[LANGUAGE] = words.language
    _head(words, words("frame.no_register"))
    reference = failures.log_failure(
        error, message="The register cannot be opened", level=logging.WARNING
    )
    if visitor.who != LOCAL:
        said = words("frame.register_unavailable", reference=reference)
        st.error(said, icon=":material/database_off:")
        if error.reason == "missing" and visitor.role.may(Role.SECRETARIAT):
            intake.draw(register.first_keeper(words, visitor.who))
        return
    st.error(
        words(f"database.{error.reason}", path=as_text(str(error.path))),
        icon=":material/database_off:",
    )
    if error.reason == "missing":
        if visitor.role.may(Role.SECRETARIAT):
            intake.draw(register.first_keeper(words, visitor.who))
            st.markdown(words("intake.or_in_a_terminal"))
        st.markdown(words("frame.make_demonstration"))
        st.code(f"python -m npm_data demo --database {_as_typed()}", language=None)
        st.markdown(words("frame.import_register"))
        st.code(f"python -m npm_data import PATH --database {_as_typed()}", language=None)


def _as_typed() -> str:
    """The register's file as a person types it in the project's folder."""
    path = database_path()
    return shlex.quote(str(path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path))


def _sign_in_line(words: Words, visitor: Visitor) -> None:
    """At the foot of the sidebar: who has signed in, in which role, and the button for it."""
    if not access.can_sign_in():
        return
    with st.sidebar, st.container(key="access"):
        if visitor.who:
            role = words(f"access.role_{visitor.role.value}")
            st.markdown(small(words("access.who", who=as_text(visitor.who), role=role)))
        _sign_in_button(words, visitor)


def _sign_in_button(words: Words, visitor: Visitor, key: str = "access") -> None:
    """Signs in, or out; nothing where no sign-in is configured."""
    if not access.can_sign_in():
        return
    is_in = bool(visitor.who)
    st.button(
        words("access.sign_out" if is_in else "access.sign_in"),
        key=f"{key}.sign",
        help=words("help.access_sign_out" if is_in else "help.access_sign_in"),
        icon=":material/logout:" if is_in else ":material/login:",
        type="tertiary",
        on_click=st.logout if is_in else st.login,
    )


def _access_note(words: Words, visitor: Visitor) -> None:
    """One line on what the public sees, and why it is no more."""
    if visitor.note is None:
        return
    if visitor.note in {"no_role", "expired"}:
        st.warning(words(f"access.{visitor.note}"), icon=":material/person_off:")
    st.markdown(small(f":material/public: {words('access.public')}"))


def _refused(words: Words, visitor: Visitor, needed: Role) -> None:
    """Instead of a page that the visitor's role may not see."""
    st.warning(words(f"access.refused_{needed.value}"), icon=":material/lock:")
    _sign_in_button(words, visitor, "access.refused")


def _forum_link(app: App) -> None:
    """Opens the deck of these filters; who stands on a page presents none at the moment."""
    forum.let_go()
    page_link(app, FORUM.name, app.words("forum.title"), back=app.page.name)
