"""The register behind the pages: opened once for all sessions, anew when the file changes.

Which version of it a session looks at, what is to be said of that on every page, and who keeps it.
"""

import os
import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from npm_data.i18n import Words
from npm_data.questions.repository import DataSet, Repository, open_repository
from npm_data.reference import PROJECT
from npm_data.register.filters import Role
from npm_data.register.storage.change import history_as_known, usable_file, version_file
from npm_data.register.storage.connection import LAKE, DatabaseError, KeepingError
from npm_data.register.storage.log import UnforeseenError
from npm_data.register.storage.replica import database_at, follow_always, record_of
from npm_data.register.storage.versions import Version, versions_folder
from npm_data.ui.frame import accessibility
from npm_data.ui.frame.app import App
from npm_data.ui.frame.page_list import PageEntry, page_named
from npm_data.ui.server.access import LOCAL

Fingerprint = tuple[int, int, int]
"""Inode, time of the last change in nanoseconds, and size: an import changes at least the first."""

_NOT_THERE: Fingerprint = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Present:
    """The register as it is now. With a `fault` its own file is missing or damaged, and this is the
    newest version that was kept whole.
    """

    repository: Repository
    fault: DatabaseError | None


def database_path() -> Path:
    """The register's file: `NPM_DATABASE`, or `data/register.duckdb` of the project.

    Of a shared register it is the replica on this machine, which is followed from now on.
    """
    named = os.environ.get("NPM_DATABASE")
    if not named:
        return PROJECT / "data" / "register.duckdb"
    path = database_at(named)
    if named.startswith(LAKE):
        follow_always(path)
    return path


def present() -> Present:
    """The register of the file as it is now; a `DatabaseError` says why it cannot be had."""
    path = database_path()
    folder = file_state(versions_folder(path))
    return _present(str(path), file_state(path), folder)


def current_repository() -> Repository:
    """The repository of the register as it is now, with the same errors."""
    return present().repository


def history() -> tuple[tuple[Version, ...], bool]:
    """`history_as_known` of the file and the kept versions as they are now, with its errors.

    It reads the whole file, which no click is to wait for while nothing has changed.
    """
    path = database_path()
    return _history(str(path), file_state(path), file_state(versions_folder(path)))


def repository_of(version: int, present_version: int) -> Repository | None:
    """That of an earlier version; None where its file is gone or cannot be read."""
    try:
        path = version_file(database_path(), version)
        return _earlier(str(path), file_state(path), present_version)
    except (KeepingError, DatabaseError):
        return None


def file_state(path: Path) -> Fingerprint:
    """What tells whether a file is still the same, without reading it."""
    try:
        status = path.stat()
    except OSError:
        return _NOT_THERE
    return status.st_ino, status.st_mtime_ns, status.st_size


# Nobody closes them: what leaves the cache is closed by Python when the last run, or the last file
# that a page still has on offer, needs it no more.
@st.cache_resource(show_spinner=False, max_entries=2)
def _present(path: str, fingerprint: Fingerprint, versions: Fingerprint) -> Present:
    usable = usable_file(Path(path))
    return Present(open_repository(usable.path), usable.fault)


@st.cache_resource(show_spinner=False, max_entries=2)
def _history(
    path: str, fingerprint: Fingerprint, versions: Fingerprint
) -> tuple[tuple[Version, ...], bool]:
    return history_as_known(Path(path))


@st.cache_resource(show_spinner=False, max_entries=4)
def _earlier(path: str, fingerprint: Fingerprint, present_version: int) -> Repository:
    repository = open_repository(Path(path))
    repository.present_version = present_version
    return repository


FAULTS = (DatabaseError, KeepingError)
"""Why the register could not be changed; `fault_text` has a sentence for each reason."""
_TOLD = (
    "busy",
    "disk_full",
    "unwritable",
    "versions_unwritable",
    "damaged",
    "link_leads_nowhere",
    "format_newer",
    "old_and_unwritable",
    "lake_gone",
    "lake_refused",
)


@dataclass(frozen=True, slots=True)
class Keeper:
    """The secretariat at work. `present` is None where there is no register yet."""

    words: Words
    database: Path
    who: str
    present: DataSet | None

    @property
    def is_first(self) -> bool:
        """Whether nothing of the secretariat's own is there that could be added to."""
        return self.present is None or self.present.is_demonstration


def fault_text(words: Words, fault: BaseException | None) -> str:
    """Why it could not be done, in one sentence without the name of a file of the server."""
    if not isinstance(fault, FAULTS):
        reference = fault.reference if isinstance(fault, UnforeseenError) else "\u2013"
        return words("intake.fault_unforeseen", reference=reference)
    reason = fault.reason
    if isinstance(fault, DatabaseError) and reason not in _TOLD:
        reason = "unreadable"
    return words(f"intake.fault_{reason}")


def who_text(words: Words, who: str) -> str:
    """A person's address, the computer that the dashboard runs on, or that none is recorded."""
    if not who:
        return words("history.who_unknown")
    return words("history.who_local") if who == LOCAL else who


def moment_text(words: Words, at: datetime) -> str:
    """A moment that was noted in UTC, by the clock of the reader's browser."""
    here = at.replace(tzinfo=ZoneInfo("UTC")).astimezone(reader_zone())
    return f"{words.date(here.date())}, {here:%H:%M}"


def zone_text(words: Words) -> str:
    """That times are those of the reader's clock, and how far it is from UTC."""
    offset = datetime.now(reader_zone()).strftime("%z")
    return words("history.times_are", offset=f"UTC{offset[:3]}:{offset[3:]}")


def reader_zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def today() -> date:
    """The reader's today."""
    return datetime.now(reader_zone()).date()


INTAKE, HISTORY = "intake", "history"


def open_register(role: Role) -> Repository:
    """The present version, or the earlier one that this session looks at.

    Raises:
        DatabaseError: there is no register that can be read.
    """
    present = current_repository()
    version = asked(role)
    if version is None:
        return present
    if version == present.data_set.register_version:
        come_back()
        return present
    earlier = repository_of(version, present.data_set.register_version)
    if earlier is None:
        say_it_is_gone(version)
        return present
    return earlier


def banners(app: App) -> None:
    """That an earlier version is looked at, that another one has come, that the file is damaged."""
    _say_which_version(app.words, app.data_set)
    _say_a_newer_one_came(app.words, app.data_set)
    if present().fault is not None:
        _say_it_is_damaged(app)
    if app.role.may(Role.SECRETARIAT):
        _say_the_lake_is_silent(app)


def keeper_of(app: App) -> Keeper:
    """What the pages of keeping work on is the present version, whichever is looked at."""
    present = current_repository().data_set
    return Keeper(app.words, database_path(), app.who, present)


def first_keeper(words: Words, who: str) -> Keeper:
    """The secretariat where there is no register yet."""
    return Keeper(words, database_path(), who, None)


def _say_it_is_damaged(app: App) -> None:
    words = app.words
    version = words.number(current_repository().data_set.register_version)
    st.error(words("history.damaged", version=version), icon=":material/healing:")
    if app.role.may(Role.SECRETARIAT) and app.page.name != HISTORY:
        entry = page_named(HISTORY)
        st.page_link(entry.path, label=words("history.to_mend"), icon=entry.icon)


SECONDS_OF_SILENCE = 60.0
"""So long a lake may be silent before it is said: a short absence is in nobody's way."""
_WHY_NOT_FOLLOWED = ("format_newer", "disk_full", "lake_refused")


def _say_the_lake_is_silent(app: App) -> None:
    """To who keeps the register: nothing can be written, or a newer version is not seen here."""
    record = record_of(database_path())
    if record is None or record.heard_at is None:
        return
    words = app.words
    version = words.number(current_repository().data_set.register_version)
    silent = record.seconds_unheard() or 0.0
    if silent > SECONDS_OF_SILENCE:
        moment = moment_text(words, record.heard_at)
        said = words("history.lake_unheard", moment=moment, version=version)
    elif record.fault not in ("", "busy", "lake_gone"):
        why = record.fault if record.fault in _WHY_NOT_FOLLOWED else "other"
        reason = words(f"history.lake_reason_{why}")
        said = words("history.lake_not_followed", reason=reason, version=version)
    else:
        return
    st.warning(said, icon=":material/cloud_off:")


VERSION = "version"
_LOOKED_AT, _GONE = "looking_back.version", "looking_back.gone"
LEAST_ROLE = Role.COUNCIL
"""An earlier version can hold what was taken out of the register since."""


def asked(role: Role) -> int | None:
    """The version that this session looks at; None for the present one."""
    named = st.query_params.get(VERSION, "")
    if named.isdecimal() and len(named) < 10 and role.may(LEAST_ROLE):
        st.session_state[_LOOKED_AT] = int(named)
    if not role.may(LEAST_ROLE):
        st.session_state.pop(_LOOKED_AT, None)
    version = st.session_state.get(_LOOKED_AT)
    return int(version) if version is not None else None


def look_at(version: int) -> None:
    """From the next run on; in a callback."""
    st.session_state[_LOOKED_AT] = version


def come_back() -> None:
    """To the present version; in a callback, or before the register is opened."""
    st.session_state.pop(_LOOKED_AT, None)
    if st.query_params.get(VERSION, "").isdecimal():
        del st.query_params[VERSION]


def say_it_is_gone(version: int) -> None:
    """The version asked for is not kept any more: the present one is shown, and that is said."""
    come_back()
    st.session_state[_GONE] = version


def settle_version(data_set: DataSet, page: PageEntry) -> None:
    """Make the address say which version is looked at; forum mode says its own."""
    if page.is_bare:
        return
    if data_set.present_version is not None:
        wanted = str(data_set.register_version)
        if st.query_params.get(VERSION) != wanted:
            st.query_params[VERSION] = wanted
    elif VERSION in st.query_params:
        del st.query_params[VERSION]


def _say_which_version(words: Words, data_set: DataSet) -> None:
    """The banner, with the way back; or that the version asked for is gone."""
    gone = st.session_state.pop(_GONE, None)
    if gone is not None:
        st.warning(words("history.gone", version=words.number(gone)), icon=":material/history:")
    # When it was made is nothing for the public, which cannot look back either.
    if data_set.present_version is None or data_set.imported_at is None:
        return
    with st.container(key="looking_back"):
        st.warning(
            words(
                "history.looking_back",
                version=words.number(data_set.register_version),
                date=words.date(data_set.imported_at.date()),
                present=words.number(data_set.present_version),
            ),
            icon=":material/history:",
        )
        st.button(
            words("history.come_back"),
            key="looking_back.come_back",
            icon=":material/undo:",
            help=words("help.history_come_back"),
            on_click=come_back,
        )


_SEEN, _TOLD_UNTIL = "newer_version.seen", "newer_version.told_until"
SECONDS_TOLD = 60.0
"""So long the sentence stays on the page, whatever is clicked meanwhile."""


def settle_newer(data_set: DataSet) -> None:
    """Compare with the version of the run before; an earlier one that is looked at is none."""
    if data_set.present_version is not None:
        return
    seen = st.session_state.get(_SEEN)
    st.session_state[_SEEN] = data_set.register_version
    if seen is not None and seen != data_set.register_version:
        st.session_state[_TOLD_UNTIL] = time.monotonic() + SECONDS_TOLD


def note_seen(version: int) -> None:
    """The session has made the version itself, and is told so elsewhere."""
    st.session_state[_SEEN] = version
    st.session_state.pop(_TOLD_UNTIL, None)


def _say_a_newer_one_came(words: Words, data_set: DataSet) -> None:
    """The sentence, which screen readers say as well."""
    with accessibility.said("newer_version"):
        if time.monotonic() < st.session_state.get(_TOLD_UNTIL, 0.0):
            version = words.number(data_set.register_version)
            st.markdown(f":material/update: **{words('history.newer', version=version)}**")
