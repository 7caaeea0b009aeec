"""A register that is reached by a symbolic link: the file is changed, the link stays."""

from pathlib import Path

from npm_data.database.errors import DatabaseError


def behind_links(path: Path) -> Path:
    """The file that a link leads to at last; any other path as it is.

    Raises:
        DatabaseError: `link_leads_nowhere`, where the file is missing or links go in a circle.
    """
    if not path.is_symlink():
        return path
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):
        # Python before 3.13 has a RuntimeError for a circle.
        raise DatabaseError("link_leads_nowhere", path) from None
