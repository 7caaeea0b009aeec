"""Where Chromium and PostgreSQL are on this machine: asked before any package is installed."""

import os
import shutil
from pathlib import Path

CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
"""The first is the same engine without a window and menus of its own: a sixth less work."""


def installed_chromium() -> Path | None:
    """CHROMIUM in the environment, or the first of the usual names on the path."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return Path(found) if found else None


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest: Debian's are not on the path."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda each: int(each.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).parent if found else None
