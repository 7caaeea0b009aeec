"""Long lists page by page; the page's number is in the address."""

from collections.abc import Hashable, Sequence
from typing import Protocol, TypeVar

import streamlit as st

from npm_data.i18n import Words
from npm_data.ui.frame import accessibility, state

ROWS_A_PAGE = 20
_STEPS = ("first", "previous", "next", "last")
_ICONS = {
    "first": ":material/first_page:",
    "previous": ":material/chevron_left:",
    "next": ":material/chevron_right:",
    "last": ":material/last_page:",
}


Row = TypeVar("Row")


class Worded(Protocol):
    """An `App`, or anything else that has a language."""

    @property
    def words(self) -> Words: ...


def page_here(key: str, choice: Hashable, rows: int) -> int:
    """The page to show of a list that nobody can link to: it is not in the address."""
    seen = f"{key}.choice"
    if st.session_state.get(seen, choice) != choice:
        st.session_state[key] = 1
    st.session_state[seen] = choice
    page = min(max(1, int(st.session_state.get(key, 1))), max(1, pages_of(rows)))
    st.session_state[key] = page
    return page


def slice_of(rows: Sequence[Row], page: int) -> Sequence[Row]:
    return rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]


def current_page(key: str, choice: Hashable, pages: int | None = None) -> int:
    """The page to show, from 1: the first again whenever the choice of rows or their order changes.

    `key` is the page's name with `.page`; of so many pages, when they are known, never one more.
    """
    seen = f"{key}.choice"
    called = state.called(key, ("1",))
    if called is not None:
        st.session_state[key] = int(called[-1]) if called[-1].isdecimal() else 1
    elif st.session_state.get(seen, choice) != choice:
        st.session_state[key] = 1
    st.session_state[seen] = choice
    page = max(1, int(st.session_state.get(key, 1)))
    page = page if pages is None else min(page, max(1, pages))
    st.session_state[key] = page
    state.write(key, (str(page),), ("1",))
    return page


def pages_of(rows: int) -> int:
    return -(-rows // ROWS_A_PAGE)


def pager(app: Worded, key: str, page: int, rows: int) -> None:
    """`21 to 40 of 3,100` and the buttons to the other pages, where there are any."""
    words, pages = app.words, pages_of(rows)
    if pages <= 1:
        return
    shown = rows_shown(words, page, rows)
    targets = dict(zip(_STEPS, (1, page - 1, page + 1, pages), strict=True))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with accessibility.said(key):
            st.markdown(shown, width="content")
        for step in _STEPS:
            is_back = step in ("first", "previous")
            st.button(
                words(f"frame.page_{step}"),
                key=f"{key}.{step}",
                help=words("help.pager"),
                icon=_ICONS[step],
                type="tertiary",
                on_click=_go_to,
                args=(key, targets[step]),
                disabled=page == 1 if is_back else page == pages,
            )


def rows_shown(words: Words, page: int, rows: int) -> str:
    """Of a page that holds one row, its number alone."""
    first, last = (page - 1) * ROWS_A_PAGE + 1, min(page * ROWS_A_PAGE, rows)
    numbers = {"last": words.number(last), "total": words.number(rows)}
    if first == last:
        return words("frame.row_shown", **numbers)
    return words("frame.rows_shown", first=words.number(first), **numbers)


def _go_to(key: str, page: int) -> None:
    st.session_state[key] = page
