"""What can go wrong with the database file, as codes that the interface turns into sentences."""

from pathlib import Path


class DatabaseError(Exception):
    """A fault of the file at `path`; `reason` is a message of the catalogue `database`.

    Reasons: `missing`, `unreadable`, `no_permission`, `foreign` (not a register), `format` (of an
    older version of the program), `format_newer` (of a newer one), `busy` (another import is
    running), `unwritable`, `disk_full`, `damaged` (the check after building failed),
    `old_and_unwritable` (of an older version, and cannot be brought up to date where it lies),
    `versions_unwritable` (the version that stands there could not be kept), `link_leads_nowhere`.
    """

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(f"{reason}: {path}")
        self.reason = reason
        self.path = path


class DatabaseBusyError(DatabaseError):
    """Another import holds the file's lock."""

    def __init__(self, path: Path) -> None:
        super().__init__("busy", path)


class ChangedMeanwhileError(DatabaseError):
    """Another version has come since the one that the change was worked out upon."""

    def __init__(self, path: Path) -> None:
        super().__init__("changed_meanwhile", path)
