"""The language to answer in when none is asked for."""

import os

from npm_data.reference import LANGUAGES


def language_of_environment() -> str:
    """Kazakh or Russian where the system speaks it, English otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            language = os.environ[name][:2].casefold()
            return language if language in LANGUAGES else "en"
    return "en"
