"""A follow-up is entered below the story of its recommendation, as a version like any other."""

from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from npm_data.figures import periods
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.filters import Role
from npm_data.register.rules import Finding
from npm_data.register.storage.follow_up import FollowUpEntry, enter_follow_up
from npm_data.ui.frame import register
from npm_data.ui.frame.app import App
from npm_data.ui.frame.register import FAULTS, database_path, fault_text, today
from npm_data.ui.register_text import as_text

_OPEN, _NUMBER, _DONE = "entry.open", "entry.number", "entry.done"
_LISTS = {"reply": "reply_status", "implementation": "implementation_status"}
_NARROW = 220
"""Pixels: so narrow, Streamlit leaves out its English hint."""
_LONGEST_NOTE = 1000


def draw(app: App, row: Row, statements: list[Row], place: str) -> None:
    """The button that opens the form, or the form; for the secretariat, on the present version."""
    if not app.role.may(Role.SECRETARIAT) or app.data_set.present_version is not None:
        return
    chain = row["chain_id"]
    _said(app.words, chain)
    if st.session_state.get(_OPEN) == (place, chain):
        _form(app, chain, statements, place)
        return
    st.button(
        app.words("entry.open"),
        key=f"entry.open.{place}.{chain}",
        icon=":material/edit_note:",
        help=app.words("help.entry_open"),
        on_click=_open,
        args=(place, chain),
    )


def _said(words: Words, chain: str) -> None:
    """That the entry was stored: once, in the run that shows it in the story."""
    done = st.session_state.get(_DONE)
    if done and done[0] == chain:
        said = words("entry.done", version=words.number(done[1]))
        st.success(said, icon=":material/check_circle:")


def _open(place: str, chain: str) -> None:
    st.session_state.pop(_DONE, None)
    st.session_state[_OPEN] = (place, chain)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _form(app: App, chain: str, statements: list[Row], place: str) -> None:
    """Its number is in the keys: a second click on the same form finds none to send."""
    words = app.words
    number = st.session_state.get(_NUMBER, 0)
    key = f"entry.{place}.{chain}.{number}"
    with st.form(key, enter_to_submit=False):
        st.subheader(words("entry.title"), anchor=False)
        named = _statement(words, key, statements)
        status = _status(words, key)
        typed = st.text_input(
            words("entry.day"),
            key=f"{key}.day",
            help=words("help.entry_day"),
            placeholder=words("filters.day_pattern"),
            width=_NARROW,
        )
        judge = st.radio(
            words("entry.judge"),
            reference().codes("judge"),
            index=None,
            format_func=lambda code: words.code("judge", code),
            key=f"{key}.judge",
            help=words("help.entry_judge"),
            horizontal=True,
        )
        note = st.text_area(
            words("entry.note"),
            key=f"{key}.note",
            help=words("help.entry_note"),
            max_chars=_LONGEST_NOTE,
        )
        with st.container(horizontal=True):
            is_sent = st.form_submit_button(
                words("entry.store"),
                key=f"{key}.store",
                type="primary",
                icon=":material/save:",
                help=words("help.entry_store"),
            )
            st.form_submit_button(
                words("entry.cancel"),
                key=f"{key}.cancel",
                help=words("help.entry_cancel"),
                on_click=_close,
            )
        wrong = st.container(key=f"said.{key}")
    if not is_sent:
        return
    day = periods.day_in(typed)
    missing = _missing(words, status, day, judge)
    if missing or status is None or day is None:
        _tell(wrong, missing)
        return
    axis = _axis(status)
    entry = FollowUpEntry(named, day, axis, status, judge or "authority", (note or "").strip())
    with wrong, st.spinner(words("entry.storing")):
        problems = _stored(app, chain, entry)
    _tell(wrong, problems)
    if not problems:
        st.rerun()


def _statement(words: Words, key: str, statements: list[Row]) -> str:
    """Which of the statements that repeat each other it is about: the latest, unless chosen."""
    names = {
        each["recommendation_id"]: words(
            "entry.statement_of",
            recommendation=each["recommendation_id"],
            date=words.date(each["happened_on"]),
        )
        for each in reversed(statements)
    }
    if len(names) == 1:
        return str(next(iter(names)))
    return str(
        st.selectbox(
            words("entry.statement"),
            tuple(names),
            format_func=lambda code: names.get(code, code),
            key=f"{key}.statement",
            help=words("help.entry_statement"),
            placeholder=words("filters.choose"),
        )
    )


def _status(words: Words, key: str) -> str | None:
    """Every status says its axis by itself: a reply, or what became of the recommendation."""
    names = {
        status: f"{words.code('axis', axis)}: {words.code(list_name, status)}"
        for axis, list_name in _LISTS.items()
        for status in reference().codes(list_name)
    }
    return st.selectbox(
        words("entry.status"),
        tuple(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        key=f"{key}.status",
        help=words("help.entry_status"),
        placeholder=words("filters.choose"),
    )


def _axis(status: str) -> str:
    return "reply" if status in reference().codes("reply_status") else "implementation"


def _missing(
    words: Words, status: str | None, day: date | None, judge: str | None
) -> tuple[str, ...]:
    """A sentence for each field that is empty or cannot be read."""
    wrong = []
    if status is None:
        wrong.append(words("entry.no_status"))
    if day is None:
        wrong.append(words("intake.no_day"))
    if judge is None and (status is None or _axis(status) != "reply"):
        wrong.append(words("entry.no_judge"))
    return tuple(wrong)


def _stored(app: App, chain: str, entry: FollowUpEntry) -> tuple[str, ...]:
    """Store it by the rules of an import; a sentence for each rule that it breaks."""
    words = app.words
    try:
        answer = enter_follow_up(
            database_path(), entry, who=app.who, language=app.language, today=today()
        )
    except FAULTS as fault:
        return (fault_text(words, fault),)
    if not isinstance(answer, int):
        return tuple(_sentence(each) for each in answer)
    register.note_seen(answer)
    st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1
    st.session_state[_DONE] = (chain, answer)
    _close()
    return ()


def _sentence(finding: Finding) -> str:
    return as_text(finding.message)


def _tell(place: DeltaGenerator, sentences: tuple[str, ...]) -> None:
    for sentence in sentences:
        place.error(sentence, icon=":material/error:")
