"""Slides and numbered tables as documents that everybody can read: PDF/UA-1, set by Typst."""

import json
from collections.abc import Sequence
from math import ceil
from typing import Any

import typst

from npm_data.charts.theme import Look, palette
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column, cell
from npm_data.figures.figure import Picture
from npm_data.figures.periods import SEPARATOR
from npm_data.figures.units import Row
from npm_data.files.pictures import FONTS, in_our_letters, slide_svg
from npm_data.files.slides import Deck, Page, pages_of
from npm_data.files.workbook import Annex, Chapter, Table
from npm_data.i18n import Words
from npm_data.i18n.formats import bound, bound_title
from npm_data.reference import PROJECT

FOR_EVERYBODY: dict[str, Any] = {
    "font_paths": [str(FONTS)],
    "ignore_system_fonts": True,
    "pdf_standards": ["ua-1"],
}
"""How Typst sets each document: in our letters alone, as PDF/UA-1."""
DECK_TEMPLATE = PROJECT / "npm_data" / "files" / "typst" / "deck.typ"


def pdf_of(deck: Deck) -> bytes:
    """The document as PDF/UA-1: with a title, a language, an order and a text for each picture."""
    told = [_page(page) for page in pages_of(deck)]
    said = in_our_letters(json.dumps(_about(deck) | {"pages": told}, ensure_ascii=False))
    return bytes(typst.compile(str(DECK_TEMPLATE), sys_inputs={"deck": said}, **FOR_EVERYBODY))


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
    picture, table = page.picture, page.table
    return {
        "chapter": page.chapter,
        "title": page.title,
        "lines": page.lines,
        "picture": picture and {"svg": slide_svg(picture), "alt": page.title},
        "table": table and {"head": table.head, "rows": table.rows, "numbers": table.are_numbers},
        "foot": SEPARATOR.join(page.foot),
        "mark": page.mark,
        "cover": page.is_cover,
    }


ANNEX_TEMPLATE = PROJECT / "npm_data" / "files" / "typst" / "annex.typ"
_POINTS = 750
"""Of a page's width, between its margins."""
_POINTS_OF_A_LETTER = 4.4
_LETTERS_OF_A_CELL = 46
"""So wide a column of text may be before its lines break."""
MOST_ROWS = 400
"""A longer list is left to the workbook: nobody reads it on paper."""
_LETTERS_OF_A_STORY = 250
"""A text as long as this has twice the room."""
_LINES_OF_A_PAGE = 22


def document(annex: Annex) -> bytes:
    """PDF/UA-1 with letters embedded; the tables are handed over as data, never as source."""
    said = in_our_letters(json.dumps(_annex(annex), ensure_ascii=False))
    return bytes(
        typst.compile(
            str(ANNEX_TEMPLATE),
            sys_inputs={"annex": said},
            **FOR_EVERYBODY,
        )
    )


def _annex(annex: Annex) -> dict[str, Any]:
    words, told = annex.words, annex.provenance
    foot = (told.filters, " \u00b7 ".join((told.data_date, told.register)), told.demonstration)
    return {
        "language": words.language,
        "title": told.title,
        "body": words("annex.body"),
        "lines": told.lines()[1:],
        "foot": [line for line in foot if line],
        "page_of": words("annex.page_of", page="{page}", pages="{pages}"),
        "contents": words("annex.contents"),
        "chapters": [_chapter(words, chapter) for chapter in annex.chapters],
    }


def _chapter(words: Words, chapter: Chapter) -> dict[str, Any]:
    return {
        "name": f"{chapter.number} {chapter.name}",
        "picture": None if chapter.picture is None else _picture(chapter.picture),
        "tables": [_table(words, table) for table in chapter.tables],
    }


def _picture(picture: Picture) -> dict[str, Any]:
    return {"svg": slide_svg(picture), "alt": picture.alt, "points": _POINTS}


def _table(words: Words, table: Table) -> dict[str, Any]:
    """A table as texts; its filters and its data date stand in the foot of every page."""
    released = table.released
    told = released.provenance
    is_long = released.frame.height > MOST_ROWS
    rows = [
        [_text(words, row, name, column) for name, column in released.columns.items()]
        for row in released.frame.head(0 if is_long else MOST_ROWS).iter_rows(named=True)
    ]
    return {
        "title": bound_title(told.title),
        "lines": [bound(line) for line in (told.definition, *told.notes) if line] if rows else [],
        "columns": _columns(list(released.columns.values()), rows),
        "rows": rows,
        "has_total": table.has_total,
        "fits_a_page": _lines(rows) <= _LINES_OF_A_PAGE,
        "empty": _instead(words, released.frame.height),
    }


def _instead(words: Words, rows: int) -> str:
    """What stands where no row does: there is none, or there are too many for paper."""
    return words("annex.in_the_workbook", rows=words.number(rows)) if rows else words("annex.empty")


def _text(words: Words, row: Row, name: str, column: Column) -> str:
    """A cell as it is read; a share that is not told says that there were too few of them."""
    # What it is a share of is some, where it is no column of its own.
    if row[name] is None and column.of and 0 < row.get(column.of, 1) < FEWEST_FOR_A_RATE:
        return words("annex.few")
    if name == "change" and row[name] is not None:
        return words.signed(row[name])
    return bound(cell(words, row[name], column.kind))


def _columns(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Each as wide as its longest word or cell; where that is too much, texts share the rest."""
    letters = [_letters(column, [row[n] for row in rows]) for n, column in enumerate(columns)]
    fits = sum(letters) * _POINTS_OF_A_LETTER <= _POINTS
    return [
        {
            "label": column.label,
            "is_number": column.kind not in ("text", "date", "year"),
            "share": count,
            "points": round(count * _POINTS_OF_A_LETTER) if fits or column.kind != "text" else None,
        }
        for column, count in zip(columns, letters, strict=True)
    ]


def _lines(rows: Sequence[Sequence[str]]) -> int:
    """About as many lines as the rows will take."""
    return sum(max(ceil(len(each) / _LETTERS_OF_A_CELL) for each in row) for row in rows)


def _letters(column: Column, cells: Sequence[str]) -> int:
    longest = max(map(len, cells), default=0)
    word = max(map(len, column.label.split()))
    most = _LETTERS_OF_A_CELL if longest < _LETTERS_OF_A_STORY else 2 * _LETTERS_OF_A_CELL
    return max(min(longest, most), word, 6) + 3
