"""Where Chromium is on this machine: asked before any package is installed as well."""

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
