"""The template to take away, and the files to put in: how, up to which day, and which."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from npm_data.figures import periods
from npm_data.files.template import template_workbook
from npm_data.keeping import Mode
from npm_data.load.limits import MEBIBYTE, MOST_BYTES, MOST_FILES
from npm_data.ui import intake_work
from npm_data.ui.intake_work import Asked
from npm_data.ui.keeper import Keeper, today
from npm_data.ui.tiles import small
from npm_data.ui.uploads import open_field

MODES: tuple[Mode, ...] = ("update", "replace")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NARROW = 220
"""Pixels: so narrow, Streamlit leaves out its English hint."""


def template(keeper: Keeper) -> None:
    words = keeper.words
    with st.container(border=True, key="intake.template"):
        st.header(words("intake.template"), anchor=False)
        st.markdown(words("intake.template_about"))
        st.download_button(
            words("intake.template_download"),
            data=partial(template_workbook, words),
            file_name=f"{words('intake.template_file')}.xlsx",
            mime=XLSX,
            key="intake.template.xlsx",
            icon=":material/download:",
            on_click="ignore",
            help=words("help.intake_template"),
        )


def choose(keeper: Keeper, *, is_locked: bool = False) -> None:
    """The choice, and the button that has it checked; another choice drops what was checked."""
    words = keeper.words
    with st.container(border=True, key="intake.files"):
        st.header(words("intake.files"), anchor=False)
        mode = _mode(keeper, is_locked=is_locked)
        day, problem = _data_date(keeper, is_locked=is_locked)
        uploads = _uploads(keeper, is_locked=is_locked)
        asked = Asked(tuple(each.file_id for each in uploads), mode, day)
        work = intake_work.current()
        if work and work.asked != asked and not is_locked:
            work.checking.cancel()
            intake_work.forget()
        too_many = len(uploads) > MOST_FILES
        if too_many:
            st.error(words("intake.too_many", files=MOST_FILES), icon=":material/error:")
        st.button(
            words("intake.check"),
            key="intake.check",
            type="primary",
            icon=":material/fact_check:",
            help=words("help.intake_check"),
            on_click=_begin,
            args=(keeper, asked, uploads),
            disabled=is_locked or not uploads or too_many or problem,
        )
        if not uploads:
            st.markdown(small(words("intake.nothing_chosen")))


def _mode(keeper: Keeper, *, is_locked: bool) -> Mode:
    """Without records of the secretariat's own there is nothing to choose."""
    words = keeper.words
    if keeper.is_first:
        why = "intake.first_demonstration" if keeper.present else "intake.first"
        st.info(words(why), icon=":material/info:")
        return "replace"
    return st.radio(
        words("intake.mode"),
        MODES,
        format_func=lambda mode: words(f"intake.mode_{mode}"),
        captions=[words(f"intake.mode_{mode}_about") for mode in MODES],
        key="intake.mode",
        help=words("help.intake_mode"),
        persist_state="session",
        disabled=is_locked,
    )


def _data_date(keeper: Keeper, *, is_locked: bool) -> tuple[date | None, bool]:
    """The day typed, and whether something is wrong with what was typed."""
    words = keeper.words
    typed = st.text_input(
        words("intake.data_date"),
        key="intake.data_date",
        help=words("help.intake_data_date"),
        placeholder=words("filters.day_pattern"),
        width=_NARROW,
        disabled=is_locked,
    )
    if not (typed or "").strip():
        return None, False
    day = periods.day_in(typed)
    if day is None:
        st.error(words("intake.no_day"), icon=":material/error:")
    elif day > today():
        st.error(words("intake.day_to_come"), icon=":material/error:")
    return day, day is None or day > today()


def _uploads(keeper: Keeper, *, is_locked: bool) -> Sequence[UploadedFile]:
    words = keeper.words
    open_field()
    most = words.number(MOST_BYTES // MEBIBYTE)
    uploads = st.file_uploader(
        words("intake.upload", most=most, files=MOST_FILES),
        type=["xlsx", "ods", "csv", "txt", "tsv"],
        accept_multiple_files=True,
        key=intake_work.uploader_key(),
        help=words("help.intake_upload"),
        max_upload_size=MOST_BYTES // MEBIBYTE,
        disabled=is_locked,
    )
    intake_work.note_uploads(tuple(each.file_id for each in uploads))
    return uploads


def _begin(keeper: Keeper, asked: Asked, uploads: Sequence[UploadedFile]) -> None:
    intake_work.begin(keeper, asked, [(each.name, each.getvalue()) for each in uploads])
