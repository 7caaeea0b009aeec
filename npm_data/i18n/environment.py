"""What is said in a terminal before anything is asked for."""

import os

from npm_data.i18n.words import words_for
from npm_data.reference import LANGUAGES
from npm_data.reference_files import ReferenceFileError


def language_of_environment() -> str:
    """Kazakh or Russian where the system speaks it, English otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            language = os.environ[name][:2].casefold()
            return language if language in LANGUAGES else "en"
    return "en"


def reference_is_missing(error: ReferenceFileError) -> str:
    """The program without its reference data is none: one sentence, not a traceback."""
    return words_for(language_of_environment())("database.reference_missing", path=error.path)
