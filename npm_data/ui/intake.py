"""The page on which the secretariat puts its files into the register, from top to bottom."""

import streamlit as st

from npm_data.register.storage.change import Prepared
from npm_data.ui import intake_apply, intake_files, intake_findings, intake_work
from npm_data.ui.difference_view import difference_view
from npm_data.ui.file_jobs import Job
from npm_data.ui.frame.register import Keeper, fault_text
from npm_data.ui.intake_work import Work

SECONDS_BETWEEN_LOOKS = 0.5


def draw(keeper: Keeper) -> None:
    """Template, files, what the check found with the next step, and what would change."""
    work = intake_work.current()
    if work and work.is_applied:
        intake_apply.done(keeper, work)
        return
    intake_files.template(keeper)
    # Drawn while it is applied as well: the field for files forgets them when it is not.
    intake_files.choose(keeper, is_locked=work is not None and work.is_applying)
    work = intake_work.current()
    if work and work.is_applying:
        intake_apply.going_on(keeper, work)
        return
    if work is None:
        return
    if work.language != keeper.words.language and work.checking.state == "ready":
        intake_work.begin_again(keeper)
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
        intake_findings.verdict(words, prepared)
        can_apply = prepared.difference is not None and intake_apply.told(keeper, work, prepared)
        with st.container(horizontal=True, key="intake.steps"):
            if can_apply:
                intake_apply.offered(keeper, work, prepared)
            intake_findings.marked(words, prepared)
        intake_findings.draw(keeper, prepared)
    intake_apply.ask_if_wanted(keeper, work, prepared)
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
