"""What a viewer sees of a failure: one sentence and a reference, which the log has as well."""

import logging
import sys
from typing import NoReturn

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from npm_data.i18n import Words, reference_is_missing, words_for
from npm_data.reference import LANGUAGES, ReferenceFileError
from npm_data.register.storage.log import new_reference
from npm_data.ui.frame.address import LANGUAGE

_LOG = logging.getLogger(__name__)
_REFUSALS = {
    403: "http.not_asked_for",
    404: "http.nothing_here",
    413: "http.too_large",
    429: "http.too_many",
}
"""Answers of the server with a sentence of their own."""


def say_it_failed(words: Words, error: Exception, page: str = "") -> None:
    """Logs a failure of a page and says on the page how to find it in the log."""
    reference = log_failure(error, page)
    st.error(words("frame.error", reference=reference), icon=":material/error:")


def log_failure(
    error: Exception,
    page: str = "",
    message: str = "A page failed",
    level: int = logging.ERROR,
) -> str:
    """The reference under which the log has it."""
    reference = new_reference()
    _LOG.log(level, message, exc_info=error, extra={"reference": reference, "page": page})
    return reference


def take_failure(error: Exception) -> bool:
    """What fails outside a page, in the frame or a callback: logged, and said in one sentence.

    Streamlit would show its own, in English; true tells it that this was done.
    """
    language = st.session_state.get(LANGUAGE)
    say_it_failed(words_for(language if language in LANGUAGES else "en"), error)
    return True


def answer_refusal(_request: Request, error: Exception) -> PlainTextResponse:
    """An address that is not there, a file too large: nothing of what Streamlit says of it."""
    return answer(error.status_code if isinstance(error, HTTPException) else 400)


def answer(status: int) -> PlainTextResponse:
    """A refusal with the sentence that its status has."""
    return PlainTextResponse(in_all_languages(_REFUSALS.get(status, "http.refused")), status)


def answer_failure(_request: Request, error: Exception) -> PlainTextResponse:
    """A failure of the server itself."""
    reference = log_failure(error, message="A request failed")
    return PlainTextResponse(in_all_languages("http.failed", reference=reference), 500)


HANDLERS = {HTTPException: answer_refusal, Exception: answer_failure}


def in_all_languages(message: str, **values: str) -> str:
    """Who asks is not known well enough to choose a language for."""
    lines = [words_for(language)(message, **values) for language in LANGUAGES]
    return "\n".join(lines) + "\n"


def say_reference_is_missing(error: ReferenceFileError) -> NoReturn:
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
