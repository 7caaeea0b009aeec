"""Forum mode: the deck of a session over the whole window, with its words and keys."""

import logging
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from npm_data.charts.theme import Look
from npm_data.figures.periods import SEPARATOR
from npm_data.figures.subject import Report, looked_back_on
from npm_data.files.pictures import begin_to_draw, slide_svg
from npm_data.files.release import FINGERPRINT_LETTERS
from npm_data.files.slides import Deck, Page, Slide, Table, pages_of
from npm_data.i18n import Words, words_for
from npm_data.questions.disclosure import SEES_ALL
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Role
from npm_data.report.deck import deck_of
from npm_data.ui.frame.address import LANGUAGE, Choice
from npm_data.ui.frame.app import App, address_of, page_link
from npm_data.ui.frame.filters import LANGUAGE_NAMES
from npm_data.ui.frame.page_list import FORUM, HOME, PAGES, PageEntry
from npm_data.ui.frame.state import page_value

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
    "notes_anew": "forum.notes_anew",
    "notes_blocked": "forum.notes_blocked",
    "notes_last": "forum.notes_last",
    "notes_next": "forum.notes_next",
    "notes_time": "forum.notes_time",
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
    (("F", "F5"), "forum.key_fullscreen"),
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


Sent = dict[str, Any]
"""A deck as the screen wants it: text, and pictures as SVG."""

_HELD = "forum.held"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """What a session presents: nothing of it changes while it does, but language and look."""

    choice: Choice
    role: Role
    as_of: date | None
    report: Report
    sent: dict[tuple[str, Look], Sent] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        return self.report.data_set.fingerprint

    @property
    def version(self) -> str:
        """The same content can come back under another number, which the slides name."""
        data_set = self.report.data_set
        register = f"{data_set.register_version} {self.fingerprint} {data_set.present_version}"
        return f"{register} {data_set.data_date}"

    def has(self, language: str, look: Look) -> bool:
        """Whether the deck in a language is made already."""
        return (language, look) in self.sent

    def deck(self, words: Words, look: Look) -> Sent:
        """The deck in a language; once made it stays, whatever becomes of the register's file."""
        asked = (words.language, look)
        if asked not in self.sent:
            report = replace(self.report, words=words, look=look)
            self.sent[asked] = _made(
                (self.version, self.role.value),
                repr(report.filters),
                words.language,
                look.value,
                report,
            )
        return self.sent[asked]


def held(app: App) -> Held:
    """What this session presents; other filters begin anew, on the register as it is then."""
    kept, as_of = st.session_state.get(_HELD), _as_of()
    asked = (app.choice, app.role, as_of)
    if isinstance(kept, Held) and (kept.choice, kept.role, kept.as_of) == asked:
        return kept
    report = Report(app.words, app.filters, app.repository, app.look)
    if as_of is not None:
        report = looked_back_on(report, as_of)
    st.session_state[_HELD] = made = Held(*asked, report)
    return made


def _as_of() -> date | None:
    """The day that the address names, with what was known on which the slides are made."""
    try:
        return date.fromisoformat(page_value(AS_OF) or "")
    except ValueError:
        return None


def let_go() -> None:
    """The next deck is made on the register as it is then."""
    st.session_state.pop(_HELD, None)


# One deck for all of a role who present the same; the report is what the other arguments name.
@st.cache_resource(show_spinner=False, max_entries=48)
def _made(
    register: tuple[str, str], filters: str, language: str, look: str, _report: Report
) -> Sent:
    return sent(deck_of(_report), _report)


def sent(deck: Deck, report: Report) -> Sent:
    """What the screen is given; `id` changes whenever anything else does."""
    words, fingerprint = deck.words, report.data_set.fingerprint
    present, earlier = report.data_set.present_version, _earlier(words, report)
    register = f"{deck.register_version} {fingerprint} {present}"
    day = report.data_set.data_date
    said = f"{register} {day} {report.filters} {words.language} {report.look}"
    return {
        "id": sha256(said.encode()).hexdigest(),
        "language": words.language,
        "languages": languages(),
        "look": report.look.value,
        "words": screen_words(words),
        "keys": keys(words),
        "version": f"{deck.register_version}-{fingerprint[:FINGERPRINT_LETTERS]}",
        "register": deck.provenance.register,
        "slides": [
            _slide(slide, page, earlier)
            for slide, page in zip(deck.slides, pages_of(deck), strict=False)
        ],
    }


def _earlier(words: Words, report: Report) -> str | None:
    """That these are not the present figures; None where they are."""
    data_set = report.data_set
    if data_set.present_version is None:
        return None
    numbers = words.number(data_set.register_version), words.number(data_set.present_version)
    return words("forum.earlier", version=numbers[0], present=numbers[1])


def _slide(slide: Slide, page: Page, earlier: str | None) -> Sent:
    svg, has_failed = _drawn(slide)
    return {
        "key": slide.key,
        "chapter": slide.chapter,
        "sentence": page.title,
        "svg": svg,
        "alt": slide.picture.alt if slide.picture else "",
        "failed": has_failed,
        "table": _table(page.table) if page.table else None,
        "lines": page.lines,
        "foot": SEPARATOR.join(page.foot),
        "mark": SEPARATOR.join(filter(None, (earlier, page.mark))),
        "notes": page.notes,
    }


def _drawn(slide: Slide) -> tuple[str, bool]:
    """The picture, and whether there should be one and is not: that must not end a presentation."""
    if slide.picture is None:
        return "", False
    try:
        return slide_svg(slide.picture), False
    except Exception:
        _LOG.exception("The picture of the slide %s failed", slide.key)
        return "", True


def _table(table: Table) -> Sent:
    return {"heads": table.head, "is_number": table.are_numbers, "rows": table.rows}


BACK, AS_OF = "back", "as-of"
"""Names in the address: the page that the presenter came from, and the day of what was known."""

_KEY, _LEAVES = "forum.screen", "forum.leaves"
_FOLDER = Path(__file__).parents[1] / "forum"
_PARTS = ("slides", "screen", "keys", "auto", "notes", "panels", "mount")

_screen = component(
    "npm_forum",
    css=(_FOLDER / "forum.css").read_text("utf-8"),
    js="\n".join((_FOLDER / f"{part}.js").read_text("utf-8") for part in _PARTS),
)


def draw(app: App) -> None:
    """The deck for the filters of the address; without a single place, one sentence instead."""
    back = _page_to_go_back_to()
    if st.session_state.pop(_LEAVES, False):
        st.switch_page(back.path)
    if app.data_set.is_empty:
        st.info(app.words("frame.register_is_empty"), icon=":material/inbox:")
        page_link(app, back.name, app.words("forum.leave"))
        return
    st.markdown(app.words("forum.preparing"))
    begin_to_draw()
    shown = held(app)
    others = [each for each in LANGUAGES if each != app.language]
    made = [shown.deck(words_for(each), app.look) for each in others if shown.has(each, app.look)]
    _screen(
        key=_KEY,
        data=shown.deck(app.words, app.look)
        | {
            "others": made,
            "newer": _newer(app, shown),
            "back": address_of(app, back.name),
            "known": _other_knowledge(app, shown),
        },
        on_check_change=_look_again,
        on_renew_change=let_go,
        on_leave_change=_leave,
    )
    if len(made) == len(others):
        return
    # While the first slide is looked at; then a change of language waits for nothing, and whoever
    # loses the server has all that there is.
    for language in others:
        st.empty()
        shown.deck(words_for(language), app.look)
    st.rerun()


def _other_knowledge(app: App, held: Held) -> dict[str, list[str]] | None:
    """By language, words and address of the same period with what was known at its end or, of a
    look back, with all that is known today; None where both are the same.
    """
    last, values = app.filters.period.to_on, {BACK: _page_to_go_back_to().name}
    if held.report.data_set.is_looked_back_on:
        name, day = "known_today", app.data_set.data_date
    elif last < app.data_set.data_date and app.role.may(SEES_ALL):
        name, day, values = "known_then", last, values | {"as_of": last.isoformat()}
    else:
        return None
    address = address_of(app, FORUM.name, **values)
    return {
        language: [words(f"forum.{name}", date=words.date(day)), address]
        for language in LANGUAGES
        for words in (words_for(language),)
    }


def _page_to_go_back_to() -> PageEntry:
    """The page that the address names; the start page where it names none."""
    named = page_value(BACK)
    return next((each for each in PAGES if each.name == named and each != FORUM), HOME)


def _newer(app: App, held: Held) -> str | None:
    """That the register has been renewed since, in one sentence; None when it has not."""
    if app.data_set.fingerprint == held.fingerprint:
        return None
    return app.words("forum.newer", version=app.words.number(app.data_set.register_version))


def _look_again() -> None:
    """The run that follows looks at the register by itself."""


def _leave() -> None:
    """In the language that was spoken last."""
    spoken = st.session_state[_KEY].leave
    if spoken in LANGUAGES:
        st.session_state[LANGUAGE] = spoken
    st.session_state[_LEAVES] = True
