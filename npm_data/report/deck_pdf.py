"""A deck as a document: a page a slide, pictures as vectors, letters inside, in reading order."""

import json
from typing import Any

import typst

from npm_data.charts.theme import Look, palette
from npm_data.reference import PROJECT
from npm_data.report.deck_pages import Page, lowered, pages_of
from npm_data.report.letters import in_our_letters
from npm_data.report.pictures import FONTS, slide_svg
from npm_data.report.pptx_frame import PIXELS_OF_A_CM
from npm_data.report.pptx_layout import layout_of
from npm_data.report.progress import Progress, silent
from npm_data.report.slides import Deck

_LINES_HIGHER_BY = 0.4
"""Centimetres at most, of title, lines, caption and foot together."""
TEMPLATE = PROJECT / "npm_data" / "report" / "typst" / "deck.typ"


def pdf_of(deck: Deck, progress: Progress = silent) -> bytes:
    """The document as PDF/UA-1: with a title, a language, an order and a text for each picture.

    Raises:
        Cancelled: `progress` says that nobody waits for it any more.
    """
    pages = pages_of(deck)
    steps = len(pages) + 1
    told = []
    for number, page in enumerate(pages):
        progress(number, steps)
        told.append(_page(page))
    progress(len(pages), steps)
    said = in_our_letters(json.dumps(_about(deck) | {"pages": told}, ensure_ascii=False))
    made = typst.compile(
        str(TEMPLATE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"deck": said},
        pdf_standards=["ua-1"],
    )
    progress(steps, steps)
    return made


def _about(deck: Deck) -> dict[str, Any]:
    """What the template reads of the whole."""
    inks = palette(Look.LIGHT)
    return {
        "title": deck.provenance.title,
        "author": deck.words("app.title"),
        "language": deck.words.language,
        "inks": {
            "text": inks.text,
            "muted": inks.muted,
            "grid": inks.grid,
            "mark": inks.clock["never_visited"],
        },
    }


def _page(page: Page) -> dict[str, Any]:
    # The page is laid out as a slide of the presentation; its lines may be a little higher.
    room = (layout_of(page).body_height - _LINES_HIGHER_BY) * PIXELS_OF_A_CM
    picture, table = page.picture and lowered(page.picture, room), page.table
    return {
        "chapter": page.chapter,
        "title": page.title,
        "lines": page.lines,
        "picture": picture and {"svg": slide_svg(picture), "alt": picture.alt},
        "table": table and {"head": table.head, "rows": table.rows, "numbers": table.are_numbers},
        "caption": page.caption,
        "foot": page.foot,
        "mark": page.mark,
        "cover": page.is_cover,
    }
