"""What nobody foresaw, wherever it happens: a person gets a reference, and the log has the rest."""

import logging

from polars.exceptions import PanicException

from npm_data.keeping.log_lines import JsonLines, new_reference

FAILURES: tuple[type[BaseException], ...] = (Exception, PanicException)
"""What work on a register can end by. A fault within Polars is no `Exception`."""

_LOG = logging.getLogger(__name__)


class UnforeseenError(Exception):
    """Some work failed by a fault of the program; `reference` is what the log has it under."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


def unforeseen(error: BaseException, work: str) -> UnforeseenError:
    """Logs the failure of a work, by the name that the program has for it."""
    reference = new_reference()
    _LOG.error("The work %s failed", work, exc_info=error, extra={"reference": reference})
    return UnforeseenError(reference)


def log_to_standard_error() -> None:
    """In a terminal, where no server has set up a log: one line for a failure, as in the server."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(JsonLines())
