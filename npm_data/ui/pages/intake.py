"""The page that brings a register in: a template, files, then the steps of what was handed over."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from npm_data.figures import periods
from npm_data.files.template import template_workbook
from npm_data.register.reading.source import MEBIBYTE, MOST_BYTES, MOST_FILES
from npm_data.register.storage.change import Prepared
from npm_data.register.storage.versions import Mode
from npm_data.ui.difference_view import difference_view
from npm_data.ui.file_jobs import Job
from npm_data.ui.frame.register import Keeper, fault_text, today
from npm_data.ui.pages import intake_steps
from npm_data.ui.pages.intake_steps import Asked, Work
from npm_data.ui.register_text import small
from npm_data.ui.server.traffic import open_field

MODES: tuple[Mode, ...] = ("update", "replace")
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
            mime=intake_steps.XLSX,
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
        work = intake_steps.current()
        if work and work.asked != asked and not is_locked:
            work.checking.cancel()
            intake_steps.forget()
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
        key=intake_steps.uploader_key(),
        help=words("help.intake_upload"),
        max_upload_size=MOST_BYTES // MEBIBYTE,
        disabled=is_locked,
    )
    intake_steps.note_uploads(tuple(each.file_id for each in uploads))
    return uploads


def _begin(keeper: Keeper, asked: Asked, uploads: Sequence[UploadedFile]) -> None:
    intake_steps.begin(keeper, asked, [(each.name, each.getvalue()) for each in uploads])


SECONDS_BETWEEN_LOOKS = 0.5


def draw(keeper: Keeper) -> None:
    """Template, files, what the check found with the next step, and what would change."""
    work = intake_steps.current()
    if work and work.is_applied:
        intake_steps.done(keeper, work)
        return
    template(keeper)
    # Drawn while it is applied as well: the field for files forgets them when it is not.
    choose(keeper, is_locked=work is not None and work.is_applying)
    work = intake_steps.current()
    if work and work.is_applying:
        intake_steps.going_on(keeper, work)
        return
    if work is None:
        return
    if work.language != keeper.words.language and work.checking.state == "ready":
        intake_steps.begin_again(keeper)
        st.rerun()
    _checked(keeper, work)


def _checked(keeper: Keeper, work: Work) -> None:
    """How far the check is, or what came of it."""
    words, job = keeper.words, work.checking
    if job.state == "running":
        with st.container(border=True, key="intake.checking"):
            _watched(keeper, job)
    elif job.state == "cancelled":
        st.info(words("intake.cancelled"), icon=":material/cancel:")
    elif job.made is None:
        st.error(fault_text(words, job.error), icon=":material/error:")
    else:
        _shown(keeper, work, job.made)


def _shown(keeper: Keeper, work: Work, prepared: Prepared) -> None:
    words = keeper.words
    if not any(table.rows.height for table in prepared.source.tables.values()) and not any(
        each.severity == "error" for each in prepared.source.problems
    ):
        st.info(words("intake.no_rows"), icon=":material/inbox:")
        return
    with st.container(border=True, key="intake.findings"):
        st.header(words("intake.findings"), anchor=False)
        intake_steps.verdict(words, prepared)
        can_apply = prepared.difference is not None and intake_steps.told(keeper, work, prepared)
        with st.container(horizontal=True, key="intake.steps"):
            if can_apply:
                intake_steps.offered(keeper, work, prepared)
            intake_steps.marked(words, prepared)
        intake_steps.draw(keeper, prepared)
    intake_steps.ask_if_wanted(keeper, work, prepared)
    if prepared.difference is None:
        return
    with st.container(border=True, key="intake.preview"):
        st.header(words("intake.preview"), anchor=False)
        difference_view(words, prepared.difference, "intake", prepared.others)


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _watched(keeper: Keeper, job: Job[Prepared]) -> None:
    """How far it is; hands over to the page when there is news."""
    job.look()
    if job.state != "running":
        st.rerun()
    words = keeper.words
    st.progress(job.share, words("intake.checking", share=words.percent(job.share, 0)))
    st.button(
        words("intake.cancel"),
        key="intake.cancel",
        icon=":material/cancel:",
        on_click=job.cancel,
        help=words("help.intake_cancel"),
    )
