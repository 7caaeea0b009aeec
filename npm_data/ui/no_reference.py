"""What the page says where a file of the reference data is missing: nothing else can be shown."""

import sys
from typing import NoReturn

import streamlit as st

from npm_data.i18n import reference_is_missing, words_for
from npm_data.reference import LANGUAGES, ReferenceFileError


def say(error: ReferenceFileError) -> NoReturn:
    """In all languages, since none can be chosen; where the file lies is for the terminal."""
    sys.stderr.write(reference_is_missing(error) + "\n")
    # Without it Streamlit offers the files of the pages' folder, in English.
    st.navigation([st.Page(_nothing, default=True)], position="hidden")
    for language in LANGUAGES:
        said = words_for(language)("database.reference_missing", path=error.path.name)
        st.error(said, icon=":material/error:")
    st.stop()


def _nothing() -> None:
    """A page that is never run."""
