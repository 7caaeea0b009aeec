"""The last step of an import: what is to be known before, how far it is, and what came of it."""

from functools import partial

import streamlit as st

from npm_data.i18n import Words
from npm_data.keeping import KeepingError, Prepared
from npm_data.reference import reference
from npm_data.ui import intake_work
from npm_data.ui.file_jobs import Job
from npm_data.ui.intake_work import Work
from npm_data.ui.keeper import Keeper, fault_text
from npm_data.ui.page_list import page_named

_SECONDS_BETWEEN_LOOKS = 0.5


def offered(keeper: Keeper, work: Work, prepared: Prepared) -> None:
    """The button, with what would surprise somebody who has not read everything above."""
    words = keeper.words
    has_new_day = _about_the_data_date(keeper, prepared)
    if prepared.difference is not None and prepared.difference.is_empty and not has_new_day:
        st.info(words("intake.nothing_changes"), icon=":material/check:")
        return
    failed = work.applying if work.applying and work.applying.state == "failed" else None
    if failed is not None:
        st.error(fault_text(words, failed.error), icon=":material/error:")
    is_outdated = (
        failed is not None
        and isinstance(failed.error, KeepingError)
        and failed.error.reason == "changed_meanwhile"
    )
    if is_outdated:
        st.button(
            words("intake.check_again"),
            key="intake.check_again",
            type="primary",
            icon=":material/refresh:",
            help=words("help.intake_check_again"),
            on_click=intake_work.begin_again,
            args=(keeper,),
        )
        return
    st.button(
        words("intake.apply"),
        key="intake.apply",
        type="primary",
        icon=":material/publish:",
        help=words("help.intake_apply"),
        on_click=_apply_or_ask,
        args=(keeper, work, prepared),
    )
    # As long as it is asked: a run that comes between must not close the question.
    if work.is_asking:
        dialog = st.dialog(
            words("intake.asks_again"), width="medium", on_dismiss=partial(_stop_asking, work)
        )
        dialog(_ask_again)(keeper, work, prepared)


def _apply_or_ask(keeper: Keeper, work: Work, prepared: Prepared) -> None:
    if prepared.asks_again:
        work.is_asking = True
        work.times_asked += 1
    else:
        intake_work.begin_to_apply(keeper)


def _stop_asking(work: Work) -> None:
    work.is_asking = False


def going_on(keeper: Keeper, work: Work) -> None:
    """The new version in the making."""
    if work.applying is not None:
        with st.container(border=True, key="intake.applying"):
            st.header(keeper.words("intake.applying_title"), anchor=False)
            _watched(keeper.words, work.applying)


def done(keeper: Keeper, work: Work) -> None:
    """That the new version is there; nothing else of the upload is."""
    words, version = keeper.words, (work.applying.made if work.applying else None) or 0
    intake_work.forget_files()
    with st.container(border=True, key="intake.done"):
        number = words.number(version)
        st.success(words("intake.applied", version=number), icon=":material/check_circle:")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                page_named("history").path,
                label=words("intake.to_history"),
                icon=page_named("history").icon,
            )
            st.button(
                words("intake.another"),
                key="intake.another",
                icon=":material/upload_file:",
                help=words("help.intake_another"),
                on_click=intake_work.drop,
            )


def _about_the_data_date(keeper: Keeper, prepared: Prepared) -> bool:
    """Says what becomes of the data date; whether it changes."""
    words, day = keeper.words, prepared.checked.data_date
    if day is None or keeper.present is None or keeper.present.is_demonstration:
        return True
    before = keeper.present.data_date
    if day == before:
        st.markdown(words("intake.data_date_stays", date=words.date(day)))
        return False
    said = {"before": words.date(before), "after": words.date(day)}
    if day < before:
        st.warning(words("intake.data_date_goes_back", **said), icon=":material/warning:")
    else:
        st.markdown(words("intake.data_date_moves", **said))
    return True


def _ask_again(keeper: Keeper, work: Work, prepared: Prepared) -> None:
    """Names the rows that would be gone, and wants a yes of its own."""
    words = keeper.words
    st.markdown(words("intake.asks_again_about"))
    difference = prepared.difference
    tables = difference.tables.items() if difference else ()
    for sheet, table in tables:
        if table.drops_much:
            gone = words(
                "intake.rows_gone",
                sheet=reference().sheets[sheet][words.language],
                missing=words.number(table.rows_missing),
                before=words.number(table.before),
                share=words.percent(table.rows_missing / table.before),
            )
            st.markdown(f"- **{gone}**")
    # A key of its own each time: the browser still has the yes of the last time for a moment.
    is_sure = st.checkbox(
        words("intake.is_sure"),
        key=f"intake.is_sure_{work.times_asked}",
        help=words("help.intake_is_sure"),
    )
    with st.container(horizontal=True):
        if st.button(
            words("intake.apply_anyway"),
            key="intake.apply_anyway",
            type="primary",
            disabled=not is_sure,
            help=words("help.intake_apply_anyway"),
        ):
            work.is_asking = False
            intake_work.begin_to_apply(keeper, confirmed=True)
            st.rerun()
        if st.button(words("intake.do_not"), key="intake.do_not", help=words("help.intake_do_not")):
            work.is_asking = False
            st.rerun()


@st.fragment(run_every=_SECONDS_BETWEEN_LOOKS)
def _watched(words: Words, job: Job[int]) -> None:
    job.look()
    if job.state != "running":
        st.rerun()
    st.progress(job.share, words("intake.applying", share=words.percent(job.share, 0)))
