"""The page of files: prepare, watch, cancel, download; a made file belongs to its choice."""

from collections.abc import Hashable
from functools import partial
from math import ceil

import streamlit as st

from npm_data.ui.downloads import file_name
from npm_data.ui.export_files import KINDS, FileKind, report_of
from npm_data.ui.file_jobs import Job
from npm_data.ui.frame.app import App
from npm_data.ui.tiles import small

FileJob = Job[bytes]
_JOBS = "exports.jobs"
_SECONDS_BETWEEN_LOOKS = 0.5
_BYTES_OF_A_KILOBYTE = 1024


def files(app: App) -> None:
    """A box for each kind of file, with what can be done about it now; nothing comes of nothing."""
    if app.data_set.is_empty:
        return
    jobs = _jobs_of(app)
    is_busy = any(job.state == "running" for job in jobs.values())
    for kind in KINDS:
        with st.container(border=True, key=f"exports-{kind.name}"):
            _told(app, kind)
            _offered(app, kind, jobs.get(kind.name), is_busy=is_busy)


def _told(app: App, kind: FileKind) -> None:
    words = app.words
    st.header(words(f"exports.{kind.name}"), anchor=False)
    st.markdown(words(f"exports.{kind.name}_what"))
    st.markdown(small(words.plural(f"exports.size_{kind.unit}", kind.size(report_of(app)))))


def _offered(app: App, kind: FileKind, job: FileJob | None, *, is_busy: bool) -> None:
    """What there is to do: prepare it, wait or cancel, download it."""
    words = app.words
    if job is not None and job.state == "running":
        _watched(app, kind, job)
        return
    if job is not None and job.state == "ready":
        _ready(app, kind, job)
        return
    if job is not None:
        _ended(app, job)
    st.button(
        words("exports.prepare"),
        key=f"exports.{kind.name}.prepare",
        icon=":material/build:",
        on_click=partial(_begin, app, kind),
        disabled=is_busy,
        help=words("exports.prepare_help"),
    )


def _ready(app: App, kind: FileKind, job: FileJob) -> None:
    """The file, for as long as the choice stays as it is."""
    words, made = app.words, job.made or b""
    st.success(
        words("exports.ready", size=words.number(ceil(len(made) / _BYTES_OF_A_KILOBYTE))),
        icon=":material/check:",
    )
    st.download_button(
        words("exports.download"),
        data=made,
        file_name=file_name(app, f"{kind.subject}.{app.language}", kind.extension),
        mime=kind.mime,
        key=f"exports.{kind.name}.download",
        icon=":material/download:",
        on_click="ignore",
        type="primary",
        help=words("exports.download_help"),
    )


def _ended(app: App, job: FileJob) -> None:
    """Why there is no file."""
    if job.state == "failed":
        st.error(app.words("exports.failed"), icon=":material/error:")
    else:
        st.info(app.words("exports.cancelled"), icon=":material/cancel:")


@st.fragment(run_every=_SECONDS_BETWEEN_LOOKS)
def _watched(app: App, kind: FileKind, job: FileJob) -> None:
    """How far it is; it looks again by itself, and hands over to the page when there is news."""
    job.look()
    if job.state != "running":
        st.rerun()
    words = app.words
    st.progress(job.share, words("exports.preparing", share=words.percent(job.share, 0)))
    st.button(
        words("exports.cancel"),
        key=f"exports.{kind.name}.cancel",
        icon=":material/cancel:",
        on_click=job.cancel,
        help=words("exports.cancel_help"),
    )


def _begin(app: App, kind: FileKind) -> None:
    report = report_of(app)
    job = Job(lambda progress: kind.make(report, progress), kind.name)
    _jobs_of(app)[kind.name] = job


def _jobs_of(app: App) -> dict[str, FileJob]:
    """The jobs of this role, choice and register; those of any other are ended and forgotten."""
    belongs_to: Hashable = (
        app.role,
        app.language,
        app.filters,
        app.data_set.register_version,
        app.data_set.fingerprint,
    )
    kept = st.session_state.get(_JOBS)
    if kept is None or kept[0] != belongs_to:
        for job in kept[1].values() if kept else ():
            job.cancel()
        kept = (belongs_to, {})
        st.session_state[_JOBS] = kept
    jobs: dict[str, FileJob] = kept[1]
    return jobs
