"""The deck that a session presents, on the version of the register that it began with."""

import logging
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import streamlit as st

from npm_data.charts.theme import Look
from npm_data.figures.filter_line import SEPARATOR
from npm_data.figures.subject import Report
from npm_data.files.pictures import slide_svg
from npm_data.files.release import FINGERPRINT_LETTERS
from npm_data.files.slides import Deck, Page, Slide, Table, pages_of
from npm_data.i18n import Words
from npm_data.model.roles import Role
from npm_data.report.deck import deck_of
from npm_data.ui.address import Choice
from npm_data.ui.app import App
from npm_data.ui.forum_words import keys, languages, screen_words

Sent = dict[str, Any]
"""A deck as the screen wants it: text, and pictures as SVG."""

_HELD = "forum.held"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """What a session presents: nothing of it changes while it does, but language and look."""

    choice: Choice
    role: Role
    report: Report
    sent: dict[tuple[str, Look], Sent] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        return self.report.data_set.fingerprint

    @property
    def version(self) -> str:
        """The same content can come back under another number, which the slides name."""
        data_set = self.report.data_set
        return f"{data_set.register_version} {self.fingerprint} {data_set.present_version}"

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
    kept = st.session_state.get(_HELD)
    if isinstance(kept, Held) and (kept.choice, kept.role) == (app.choice, app.role):
        return kept
    report = Report(app.words, app.filters, app.repository, app.look)
    st.session_state[_HELD] = made = Held(app.choice, app.role, report)
    return made


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
    said = f"{register} {report.filters} {words.language} {report.look}"
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
        "counts": slide.counts,
        "definition": slide.definition,
        "foot": SEPARATOR.join(page.foot),
        "mark": SEPARATOR.join(filter(None, (earlier, page.mark))),
        "notes": slide.notes,
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
