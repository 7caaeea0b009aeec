"""An upload on its way into the register: read and checked, shown, made a version.

It lies in the session alone and goes when it has become a version or the page is left.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from npm_data.keeping import Mode, Prepared, apply, prepare
from npm_data.load import read_files
from npm_data.ui.file_jobs import Job, Progress
from npm_data.ui.keeper import FAULTS, Keeper, today

UPLOADER = "intake.uploader"
"""The field's key goes on with a number: a new number is an empty field."""

_WORK, _NUMBER, _UPLOADS = "intake.work", "intake.number", "intake.uploads"
_READ, _WHOLE = 20, 100
"""Hundredths of the work after which the files are read, and all of it."""

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be checked; another choice is another check."""

    uploads: tuple[str, ...]
    mode: Mode
    data_date: date | None


@dataclass(slots=True)
class Work:
    """A check, and what came of it; `applying` makes it a version."""

    asked: Asked
    language: str
    files: tuple[File, ...]
    checking: Job[Prepared]
    applying: Job[int] | None = None
    is_asking: bool = False
    """Whether the question is open that a replacement which drops much begs."""
    times_asked: int = 0

    @property
    def prepared(self) -> Prepared | None:
        return self.checking.made

    @property
    def is_applying(self) -> bool:
        return self.applying is not None and self.applying.state == "running"

    @property
    def is_applied(self) -> bool:
        return self.applying is not None and self.applying.state == "ready"


def current() -> Work | None:
    work = st.session_state.get(_WORK)
    return work if isinstance(work, Work) else None


def begin(keeper: Keeper, asked: Asked, files: Sequence[File]) -> None:
    """Check the files, in a thread; what was checked before is thrown away."""
    _cancel()
    language, database, kept, day = keeper.words.language, keeper.database, tuple(files), today()

    def make(progress: Progress) -> Prepared:
        progress(0, _WHOLE)
        source = read_files(kept)
        progress(_READ, _WHOLE)
        return prepare(
            source,
            database,
            mode=asked.mode,
            language=language,
            data_date=asked.data_date,
            today=day,
            on_progress=_told(progress, _READ),
        )

    job = Job(make, "check of an upload", expected=FAULTS)
    st.session_state[_WORK] = Work(asked, language, kept, job)


def begin_again(keeper: Keeper) -> None:
    """The same files once more: another language, or another version has come meanwhile."""
    work = current()
    if work:
        begin(keeper, work.asked, work.files)


def begin_to_apply(keeper: Keeper, *, confirmed: bool = False) -> None:
    """Make it a version; a second click while that goes on does nothing."""
    work = current()
    if work is None or work.is_applying or work.is_applied or work.prepared is None:
        return
    prepared, database, who = work.prepared, keeper.database, keeper.who

    def make(progress: Progress) -> int:
        progress(0, _WHOLE)
        tell = _told(progress, 0)
        return apply(prepared, database, who=who, on_progress=tell, confirmed=confirmed)

    work.applying = Job(make, "new version", must_end=True, expected=FAULTS)


def version_made() -> int | None:
    """The version that this session's upload has become."""
    work = current()
    return work.applying.made if work and work.applying else None


def uploader_key() -> str:
    return f"{UPLOADER}.{st.session_state.get(_NUMBER, 0)}"


def note_uploads(ids: tuple[str, ...]) -> None:
    """Which files the server holds for this session."""
    st.session_state[_UPLOADS] = ids


def drop() -> None:
    """Forget the upload: what was checked, the files, and what the field held."""
    _cancel()
    _free_uploads()
    st.session_state.pop(_WORK, None)
    st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1


def forget() -> None:
    """Another choice was made: what was checked holds no more, the files stay."""
    st.session_state.pop(_WORK, None)


def forget_files() -> None:
    """What was applied needs its files no more; that it was applied stays to be told."""
    work = current()
    if work and work.files:
        work.files, work.checking.made = (), None
        _free_uploads()
        st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1


def leave() -> None:
    """Another page is shown: nothing stays of an upload that was not applied."""
    if _WORK in st.session_state or st.session_state.get(_UPLOADS):
        drop()


def _cancel() -> None:
    work = current()
    if work:
        work.checking.cancel()


def _free_uploads() -> None:
    """Streamlit keeps the bytes of a file until the session ends unless it is told otherwise."""
    ids, context = st.session_state.pop(_UPLOADS, ()), get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for each in ids:
            context.uploaded_file_mgr.remove_file(context.session_id, each)


def _told(progress: Progress, begun: int) -> Callable[[str, float], None]:
    """Steps as `keeping` tells them, as the rest of the whole work."""

    def tell(_step: str, share: float) -> None:
        progress(begun + int(share * (_WHOLE - begun)), _WHOLE)

    return tell
