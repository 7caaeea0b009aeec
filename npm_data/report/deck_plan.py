"""Which slides a deck has, and in what order: `data/deck.toml`, read and checked."""

import tomllib
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from npm_data.i18n import Words, words_for
from npm_data.reference import PROJECT

PLAN_FILE = PROJECT / "data" / "deck.toml"


class DeckPlanError(Exception):
    """A plan that no deck can be made of; `said` tells what is wrong in the reader's language."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(words_for("en")(message, **values))
        self._message = message
        self._values = values

    def said(self, words: Words) -> str:
        return words(self._message, **self._values)


def read_plan(known: Collection[str], path: Path = PLAN_FILE) -> tuple[str, ...]:
    """The slides of the file in their order; a `DeckPlanError` when it cannot be used."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DeckPlanError("deck.plan_unreadable", file=path.name) from error
    listed = content.get("slides")
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise DeckPlanError("deck.plan_unreadable", file=path.name)
    return checked(listed, known)


def checked(listed: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """The same keys, when each is known and stands once; a `DeckPlanError` when not."""
    if not listed:
        raise DeckPlanError("deck.plan_empty")
    unknown = [key for key in listed if key not in known]
    if unknown:
        raise DeckPlanError(
            "deck.plan_unknown", names=", ".join(unknown), known=", ".join(sorted(known))
        )
    doubled = [key for key, times in Counter(listed).items() if times > 1]
    if doubled:
        raise DeckPlanError("deck.plan_doubled", names=", ".join(doubled))
    return tuple(listed)
