"""The last step of an import: what is to be known before, how far it is, and what came of it."""

from collections.abc import Iterator
from functools import partial

import streamlit as st

from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.storage.change import Prepared
from npm_data.register.storage.connection import KeepingError
from npm_data.report.other_records_text import count_of, other_record_lines
from npm_data.ui import intake_work
from npm_data.ui.difference_view import difference_sentence
from npm_data.ui.file_jobs import Job
from npm_data.ui.frame.page_list import page_named
from npm_data.ui.frame.register import Keeper, fault_text
from npm_data.ui.intake_work import Work
from npm_data.ui.register_text import as_text

_SECONDS_BETWEEN_LOOKS = 0.5
_NEXT = ("overview", "changes", "quality")
"""What is worth a look once there is a new version: its figures, what moved, what is lacking."""


def told(keeper: Keeper, work: Work, prepared: Prepared) -> bool:
    """What is to be known before the step is taken; whether there is one to take."""
    words, difference = keeper.words, prepared.difference
    if difference is None:
        return False
    has_new_day = _about_the_data_date(keeper, prepared)
    if difference.is_empty and not has_new_day:
        st.info(words("intake.nothing_changes"), icon=":material/check:")
        return False
    if prepared.others:
        said = words.plural("difference.others", count_of(prepared.others))
        st.warning(f"**{said}**", icon=":material/swap_horiz:")
    else:
        st.markdown(f"**{difference_sentence(words, difference)}**")
    if work.applying and work.applying.state == "failed":
        st.error(fault_text(words, work.applying.error), icon=":material/error:")
    return True


def offered(keeper: Keeper, work: Work, prepared: Prepared) -> None:
    """The button that takes the step, or has the files checked again where another was faster."""
    words, error = keeper.words, work.applying.error if work.applying else None
    if isinstance(error, KeepingError) and error.reason == "changed_meanwhile":
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


def ask_if_wanted(keeper: Keeper, work: Work, prepared: Prepared) -> None:
    """The question, as long as it is asked: a run that comes between must not close it."""
    if work.is_asking and prepared.reasons_to_ask:
        title = keeper.words(f"intake.asks_again_{prepared.reasons_to_ask[-1]}")
        dialog = st.dialog(title, width="medium", on_dismiss=partial(_stop_asking, work))
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
        st.markdown(words("intake.look_next"))
        with st.container(horizontal=True, vertical_alignment="center", key="intake.next"):
            for name in _NEXT:
                page = page_named(name)
                st.page_link(page.path, label=words(page.title), icon=page.icon)
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
    """Names the rows that would be gone or overwritten, and wants a yes of its own."""
    words, reasons = keeper.words, prepared.reasons_to_ask
    for reason in reasons:
        st.markdown(words(f"intake.about_{reason}"))
        lines = _rows_gone(words, prepared) if reason == "drops" else _overwritten(words, prepared)
        st.markdown("\n".join(f"- {line}" for line in lines))
    # A key of its own each time: the browser still has the yes of the last time for a moment.
    is_sure = st.checkbox(
        words(f"intake.is_sure_{reasons[-1]}"),
        key=f"intake.is_sure_{work.times_asked}",
        help=words("help.intake_is_sure"),
    )
    with st.container(horizontal=True):
        if st.button(
            words(f"intake.apply_anyway_{reasons[-1]}"),
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


def _rows_gone(words: Words, prepared: Prepared) -> Iterator[str]:
    tables = prepared.difference.tables.items() if prepared.difference else ()
    for sheet, table in tables:
        if table.drops_much:
            gone = words(
                "intake.rows_gone",
                sheet=reference().sheets[sheet][words.language],
                missing=words.number(table.rows_missing),
                before=words.number(table.before),
                share=words.percent(table.rows_missing / table.before),
            )
            yield f"**{gone}**"


def _overwritten(words: Words, prepared: Prepared) -> Iterator[str]:
    return map(as_text, other_record_lines(prepared.others, words))


@st.fragment(run_every=_SECONDS_BETWEEN_LOOKS)
def _watched(words: Words, job: Job[int]) -> None:
    job.look()
    if job.state != "running":
        st.rerun()
    st.progress(job.share, words("intake.applying", share=words.percent(job.share, 0)))
