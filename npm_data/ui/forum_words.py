"""The words of forum mode's screen, and the keys that its help lists."""

from npm_data.i18n import Words
from npm_data.reference import LANGUAGES
from npm_data.ui.frame.filters import LANGUAGE_NAMES

_MESSAGES = {
    "title": "forum.title",
    "controls": "forum.controls",
    "previous": "forum.previous",
    "next": "forum.next",
    "overview": "forum.overview",
    "auto": "forum.auto",
    "black": "forum.black",
    "notes": "forum.notes",
    "help": "forum.help",
    "fullscreen": "forum.fullscreen",
    "leave": "forum.leave",
    "language": "frame.language",
    "close": "forum.close",
    "slide": "forum.slide",
    "failed": "forum.failed",
    "no_notes": "forum.no_notes",
    "is_black": "forum.is_black",
    "auto_next": "forum.auto_next",
    "auto_every": "forum.auto_every",
    "auto_paused": "forum.auto_paused",
    "take_newer": "forum.take_newer",
    "other_version": "forum.other_version",
    "unknown_slide": "forum.unknown_slide",
    "letter_keys": "forum.letter_keys",
}
"""By the name that the screen's own code uses."""

_SPACE = "forum.key_space"
_KEYS = (
    (("→", "PageDown", _SPACE), "forum.key_next"),
    (("←", "PageUp"), "forum.key_previous"),
    (("Home", "End"), "forum.key_ends"),
    (("1", "2", "…", "0"), "forum.key_number"),
    (("O",), "forum.key_overview"),
    (("A",), "forum.key_auto"),
    (("+", "−"), "forum.key_speed"),
    (("B", "."), "forum.key_black"),
    (("N",), "forum.key_notes"),
    (("L",), "forum.key_language"),
    (("F",), "forum.key_fullscreen"),
    (("?",), "forum.key_help"),
    (("Esc",), "forum.key_leave"),
)


def screen_words(words: Words) -> dict[str, str]:
    """By name; the screen itself puts values into `{braces}`."""
    return {name: words(message) for name, message in _MESSAGES.items()}


def keys(words: Words) -> list[list[object]]:
    """Which keys do what, in the order of the help."""
    return [
        [[words(key) if key == _SPACE else key for key in pressed], words(does)]
        for pressed, does in _KEYS
    ]


def languages() -> list[list[str]]:
    """Each language's code and what it calls itself."""
    return [[code, LANGUAGE_NAMES[code]] for code in LANGUAGES]
