"""An earlier version is made the present one again, after a look at what that changes."""

from collections.abc import Sequence

import streamlit as st

from npm_data.database.errors import DatabaseError
from npm_data.database.reading import read_register
from npm_data.i18n import Words
from npm_data.keeping import (
    Difference,
    Version,
    difference_of,
    restore,
    usable_file,
    version_file,
)
from npm_data.ui import looking_back
from npm_data.ui.difference_view import difference_view
from npm_data.ui.file_jobs import Job, Progress
from npm_data.ui.keeper import FAULTS, Keeper, fault_text, moment_text

_JOB, _DONE, _ASKED = "history.job", "history.done", "history.asked"
_WHOLE = 100
_SECONDS_BETWEEN_LOOKS = 0.5


def offer(keeper: Keeper, version: Version) -> None:
    st.button(
        keeper.words("history.restore"),
        key=f"history.restore.{version.number}",
        icon=":material/settings_backup_restore:",
        help=keeper.words("help.history_restore"),
        on_click=_open,
        args=(version.number,),
    )


def ask_if_wanted(keeper: Keeper, versions: Sequence[Version]) -> None:
    """The question, for as long as it is open: a run that comes between must not close it."""
    wanted = st.session_state.get(_ASKED)
    version = next((each for each in versions if each.number == wanted), None)
    if version is None:
        return
    title = keeper.words("history.restore_title", version=keeper.words.number(version.number))
    st.dialog(title, width="large", on_dismiss=_close)(_ask)(keeper, version)


def _open(number: int) -> None:
    st.session_state[_ASKED] = number


def _close() -> None:
    st.session_state.pop(_ASKED, None)


def offer_to_mend(keeper: Keeper, version: int) -> None:
    """The register's own file is damaged: the version that is shown can take its place."""
    words = keeper.words
    st.button(
        words("history.mend", version=words.number(version)),
        key="history.mend",
        type="primary",
        icon=":material/healing:",
        help=words("help.history_mend"),
        on_click=_begin,
        args=(keeper, version),
    )


def going_on_or_done(keeper: Keeper) -> bool:
    """The restoring under way; what came of the last one. Whether one is under way."""
    words, job = keeper.words, st.session_state.get(_JOB)
    if not isinstance(job, Job):
        return False
    if job.state == "running":
        with st.container(border=True, key="history.restoring"):
            _watched(words, job)
        return True
    if job.made is None:
        st.error(fault_text(words, job.error), icon=":material/error:")
    else:
        restored, made = st.session_state.get(_DONE, 0), words.number(job.made)
        st.success(
            words("history.was_restored", version=words.number(restored), present=made),
            icon=":material/check_circle:",
        )
    return False


def version_made() -> int | None:
    """The version that this session has brought back."""
    job = st.session_state.get(_JOB)
    return job.made if isinstance(job, Job) else None


def forget() -> None:
    """What came of a restoring is told until the page is left."""
    _close()
    job = st.session_state.get(_JOB)
    if isinstance(job, Job) and job.state != "running":
        del st.session_state[_JOB]


def _ask(keeper: Keeper, version: Version) -> None:
    """What changes against the present version, and the button that does it."""
    words = keeper.words
    number = words.number(version.number)
    st.markdown(
        words("history.restore_about", version=number, moment=moment_text(words, version.at))
    )
    with st.spinner(words("history.comparing")):
        difference = _against_the_present(keeper, version)
    if isinstance(difference, Difference):
        difference_view(words, difference, f"history.{version.number}")
    elif difference is not None:
        st.error(fault_text(words, difference), icon=":material/error:")
        return
    if st.button(
        words("history.restore_now", version=number),
        key="history.restore_now",
        type="primary",
        icon=":material/settings_backup_restore:",
        help=words("help.history_restore_now"),
    ):
        _close()
        _begin(keeper, version.number)
        st.rerun()


def _against_the_present(keeper: Keeper, version: Version) -> Difference | Exception | None:
    """What restoring would change; the fault where that version cannot be read.

    None where nothing can be told because the present file cannot be read: then restoring mends it.
    """
    try:
        wanted, _ = read_register(version_file(keeper.database, version.number))
    except FAULTS as fault:
        return fault
    try:
        present = usable_file(keeper.database)
        return difference_of(read_register(present.path)[0], wanted)
    except DatabaseError:
        return None


def _begin(keeper: Keeper, number: int) -> None:
    running = st.session_state.get(_JOB)
    if isinstance(running, Job) and running.state == "running":
        return
    database, who = keeper.database, keeper.who

    def make(progress: Progress) -> int:
        def tell(_step: str, share: float) -> None:
            progress(int(share * _WHOLE), _WHOLE)

        return restore(database, number, who=who, on_progress=tell)

    looking_back.come_back()
    st.session_state[_DONE] = number
    st.session_state[_JOB] = Job(make, "restoring", must_end=True, expected=FAULTS)


@st.fragment(run_every=_SECONDS_BETWEEN_LOOKS)
def _watched(words: Words, job: Job[int]) -> None:
    job.look()
    if job.state != "running":
        st.rerun()
    st.progress(job.share, words("history.restoring", share=words.percent(job.share, 0)))
