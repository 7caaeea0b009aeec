"""The register is changed here and nowhere else: prepare, apply, versions, restore."""

from npm_data.database.history import Mode, RowsChanged, Version
from npm_data.keeping.change import Prepared, Progress, apply, prepare
from npm_data.keeping.difference import Difference, TableDifference, difference_of
from npm_data.keeping.errors import KeepingError
from npm_data.keeping.follow_up import FollowUpEntry, enter_follow_up
from npm_data.keeping.versions import (
    Usable,
    history,
    history_as_known,
    restore,
    upgrade,
    usable_file,
    version_file,
)

__all__ = [
    "Difference",
    "FollowUpEntry",
    "KeepingError",
    "Mode",
    "Prepared",
    "Progress",
    "RowsChanged",
    "TableDifference",
    "Usable",
    "Version",
    "apply",
    "difference_of",
    "enter_follow_up",
    "history",
    "history_as_known",
    "prepare",
    "restore",
    "upgrade",
    "usable_file",
    "version_file",
]
