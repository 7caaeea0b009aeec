"""The register behind the pages: opened once for all sessions, anew when the file changes."""

import os
from pathlib import Path

import streamlit as st

from npm_data.database.errors import DatabaseError
from npm_data.reference import PROJECT
from npm_data.repository import Repository, open_repository

Fingerprint = tuple[int, int, int]
"""Inode, time of the last change in nanoseconds, and size: an import changes at least the first."""


def database_path() -> Path:
    """The register's file: `NPM_DATABASE`, or `data/register.duckdb` of the project."""
    named = os.environ.get("NPM_DATABASE")
    return Path(named) if named else PROJECT / "data" / "register.duckdb"


def current_repository() -> Repository:
    """The repository of the file as it is now; a `DatabaseError` says why it cannot be had."""
    path = database_path()
    try:
        status = path.stat()
    except OSError as error:
        raise DatabaseError("missing", path) from error
    return _repository(str(path), (status.st_ino, status.st_mtime_ns, status.st_size))


# Two are kept, so that a run that began before an import can end on the register it began with.
@st.cache_resource(show_spinner=False, max_entries=2, on_release=Repository.close)
def _repository(path: str, fingerprint: Fingerprint) -> Repository:
    return open_repository(Path(path))
