"""The server's log: what is logged in its process goes to standard error, a JSON object a line."""

import logging
import sys
import threading
from types import TracebackType
from typing import TextIO

import streamlit.logger

from npm_data.register.storage.log import OURS, JsonLines


def set_up(stream: TextIO) -> None:
    """Everything that is logged in this process goes there as JSON lines."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    # Streamlit gives each of its loggers a handler of its own, now and whenever it makes one.
    streamlit.logger.setup_formatter = _hand_on
    for name in list(logging.root.manager.loggerDict):
        _hand_on(logging.getLogger(name))
    sys.excepthook = _take
    threading.excepthook = _take_of_a_thread


def _hand_on(logger: logging.Logger) -> None:
    """The logger writes nothing itself: its records go up to the one handler."""
    logger.handlers.clear()
    logger.propagate = True


def _take(
    kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(OURS).critical("The process ends by a failure", exc_info=error)


def _take_of_a_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
        logging.getLogger(OURS).error("A thread failed", exc_info=told.exc_value)
