"""The page of versions: what each is, what changed in it, and bringing one back."""

from collections.abc import Sequence

import streamlit as st

from npm_data.figures.periods import SEPARATOR
from npm_data.files.release import FINGERPRINT_LETTERS
from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.storage.change import restore, usable_file, version_file
from npm_data.register.storage.connection import DatabaseError
from npm_data.register.storage.current_version import read_register
from npm_data.register.storage.difference import Difference, difference_of
from npm_data.register.storage.versions import Version
from npm_data.report.storage_text import action_text
from npm_data.ui import paging
from npm_data.ui.difference_view import counts_table, difference_view
from npm_data.ui.file_jobs import Job, Progress
from npm_data.ui.frame import register
from npm_data.ui.frame.register import FAULTS, Keeper, fault_text, moment_text, who_text, zone_text
from npm_data.ui.register_text import as_text, small

_BYTES_OF_A_KILOBYTE = 1024


def _listed(keeper: Keeper, versions: Sequence[Version], present: int) -> None:
    """The newest first, a page at a time; a row opens what is known of its version."""
    words = keeper.words
    st.markdown(small(zone_text(words)))
    page = paging.page_here("history.page", present, len(versions))
    with st.container(gap="xxsmall", key="history.rows"):
        for version in paging.slice_of(versions, page):
            _row(keeper, version, present)
    paging.pager(keeper, "history.page", page, len(versions))


def _row(keeper: Keeper, version: Version, present: int) -> None:
    key = f"history.row.{version.number}"
    opened = st.expander(_label(keeper.words, version, present), key=key, on_change="rerun")
    if opened.open:
        with opened:
            _told(keeper, version)
            # Above the table, which the browser draws a moment later: below it the buttons would
            # jump, and a press that began at their first place would be lost.
            _offered(keeper, version, present)
            _counted(keeper, version)


def _label(words: Words, version: Version, present: int) -> str:
    """Number, moment, what was done and by whom; its marks; what it changed."""
    number = words("history.version", version=words.number(version.number))
    about = [
        f"**{number}**",
        moment_text(words, version.at),
        action_text(words, version),
        as_text(who_text(words, version.who)),
    ]
    marks = []
    if version.number == present:
        marks.append(f":blue-badge[{words('history.is_present')}]")
    elif not version.is_kept:
        marks.append(f":gray-badge[{words('history.not_kept')}]")
    return f"{SEPARATOR.join(about)} {' '.join(marks)}  \n{changes_text(words, version)}"


def changes_text(words: Words, version: Version) -> str:
    """`12 new, 3 changed, none missing`; that it is not known, or that nothing was changed."""
    if version.difference is None:
        return words("history.difference_unknown")
    sums = [sum(part) for part in zip(*version.difference.values(), strict=True)]
    if not any(sums):
        return words("difference.none")
    kinds = ("new", "changed", "missing")
    parts = [words.plural(f"difference.{kind}", n) for kind, n in zip(kinds, sums, strict=True)]
    return "; ".join(parts)


def _told(keeper: Keeper, version: Version) -> None:
    words = keeper.words
    lines = [words("history.data_date", date=words.date(version.data_date))]
    if version.clock_went_back:
        lines.append(words("history.clock_went_back"))
    if version.is_reconstructed:
        lines.append(words("history.is_reconstructed"))
    lines.append(words("history.fingerprint", hash=version.fingerprint[:FINGERPRINT_LETTERS]))
    for source in version.sources:
        size = words.number(-(-source.size // _BYTES_OF_A_KILOBYTE))
        said = {"name": as_text(source.name), "size": size}
        lines.append(words("history.source", hash=source.sha256[:FINGERPRINT_LETTERS], **said))
    st.markdown("  \n".join(lines))


def _counted(keeper: Keeper, version: Version) -> None:
    changes = version.difference or {}
    counts = {
        sheet: {"rows": version.counts.get(sheet, 0)}
        | (changes[sheet]._asdict() if sheet in changes else {})
        for sheet in reference().sheets
    }
    st.table(counts_table(keeper.words, counts), hide_index=True, width="content")


def _offered(keeper: Keeper, version: Version, present: int) -> None:
    """Looking at it and bringing it back, where its file is still there."""
    words = keeper.words
    if version.number == present:
        return
    if not version.is_kept:
        st.markdown(small(words("history.not_kept_about")))
        return
    with st.container(horizontal=True):
        st.button(
            words("history.look"),
            key=f"history.look.{version.number}",
            icon=":material/visibility:",
            help=words("help.history_look"),
            on_click=register.look_at,
            args=(version.number,),
        )
        offer(keeper, version)


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

    register.come_back()
    st.session_state[_DONE] = number
    st.session_state[_JOB] = Job(make, "restoring", must_end=True, expected=FAULTS)


@st.fragment(run_every=_SECONDS_BETWEEN_LOOKS)
def _watched(words: Words, job: Job[int]) -> None:
    job.look()
    if job.state != "running":
        st.rerun()
    st.progress(job.share, words("history.restoring", share=words.percent(job.share, 0)))


def draw(keeper: Keeper) -> None:
    words = keeper.words
    st.markdown(words("history.about"))
    if going_on_or_done(keeper):
        return
    present = register.present()
    number = present.repository.data_set.register_version
    if present.fault is not None:
        offer_to_mend(keeper, number)
    try:
        versions, is_whole = register.history()
    except DatabaseError as fault:
        st.error(fault_text(words, fault), icon=":material/error:")
        return
    if not is_whole:
        st.warning(words("history.is_not_whole"), icon=":material/warning:")
    st.header(words.plural("history.versions", len(versions)), anchor=False)
    _listed(keeper, versions, number)
    ask_if_wanted(keeper, versions)
