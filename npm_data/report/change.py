"""A difference in words."""

from dataclasses import dataclass
from typing import Literal

from npm_data.i18n import Words


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in words (`+153 (+29.0 %)`), its direction, and its base (`2015: 527`)."""

    text: str
    direction: Literal["up", "down", "none"]
    base: str


def change_of(words: Words, now: float, before: float, base: str) -> Change:
    """The change of a count; without a per cent when the earlier count is 0."""
    difference = now - before
    direction: Literal["up", "down", "none"] = "none"
    if difference:
        direction = "up" if difference > 0 else "down"
    text = words.signed(difference) if difference else words("frame.no_change")
    if difference and before:
        text += f" ({words.signed_percent(difference / before)})"
    return Change(text, direction, base)
