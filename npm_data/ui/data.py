"""The register behind the pages: opened once for all sessions, anew when the file changes."""

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import PROJECT
from npm_data.register.storage.change import usable_file, version_file
from npm_data.register.storage.connection import DatabaseError, KeepingError
from npm_data.register.storage.versions import versions_folder

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
    """The register's file: `NPM_DATABASE`, or `data/register.duckdb` of the project."""
    named = os.environ.get("NPM_DATABASE")
    return Path(named) if named else PROJECT / "data" / "register.duckdb"


def present() -> Present:
    """The register of the file as it is now; a `DatabaseError` says why it cannot be had."""
    path = database_path()
    folder = _fingerprint(versions_folder(path))
    return _present(str(path), _fingerprint(path), folder)


def current_repository() -> Repository:
    """The repository of the register as it is now, with the same errors."""
    return present().repository


def repository_of(version: int, present_version: int) -> Repository | None:
    """That of an earlier version; None where its file is gone or cannot be read."""
    try:
        path = version_file(database_path(), version)
        return _earlier(str(path), _fingerprint(path), present_version)
    except (KeepingError, DatabaseError):
        return None


def _fingerprint(path: Path) -> Fingerprint:
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


@st.cache_resource(show_spinner=False, max_entries=4)
def _earlier(path: str, fingerprint: Fingerprint, present_version: int) -> Repository:
    repository = open_repository(Path(path))
    repository.present_version = present_version
    return repository
