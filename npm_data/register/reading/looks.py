"""What a workbook shows of its cells beside their values: merged areas, struck-out cells, formats.

A sheet's part says of each cell by a number how it looks; what the numbers mean stands in others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from npm_data.register.reading.limits import MEBIBYTE
from npm_data.register.reading.number_formats import tokens_of
from npm_data.register.reading.package import Package, Tag

_STRIKE = re.compile(rb"<(?:\w{1,20}:)?strike\b(?![^<>]*\bval\s*=\s*[\"'](?:0|false))")
_START_OF_A_TEXT = re.compile(rb"<(?:\w{1,20}:)?si(?=[\s/>])")


@dataclass(frozen=True, slots=True)
class Area:
    """Merged cells, by rows and columns of the spreadsheet from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Looks:
    """Of one sheet: merged `areas`, `struck` cells, and those whose number has a code's `format`.

    Cells are given as `row` of the spreadsheet (from 1) and `position` of its column (from 0, as
    the frame of the cells names it).
    """

    areas: tuple[Area, ...]
    struck: pl.DataFrame
    formatted: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Styles:
    """What is said by number: styles that are struck out, those that format a code, struck texts.

    Numbers are kept as they stand in a sheet's part.
    """

    struck: frozenset[str] = frozenset()
    formats: tuple[tuple[str, str], ...] = ()
    struck_texts: frozenset[str] = frozenset()


def is_struck(part: bytes) -> bool:
    """Whether something in this piece of a part is struck out."""
    return b"strike" in part and _STRIKE.search(part) is not None


def styles_of(package: Package, workbook: str) -> Styles:
    """Those of the workbook whose main part this is."""
    related = dict(package.relations(workbook).values())
    tags = package.tags(related.get("styles", ""))
    codes = {
        each.attributes.get("numFmtId", ""): each.attributes.get("formatCode", "")
        for each in tags
        if each.name == "numFmt"
    }
    struck_fonts, cell_formats = _struck_fonts(tags), _cell_formats(tags)
    is_code = {number: code for number, code in codes.items() if tokens_of(code)}
    texts = related.get("sharedStrings", "")
    return Styles(
        frozenset(str(at) for at, (font, _) in enumerate(cell_formats) if font in struck_fonts),
        tuple(
            (str(at), is_code[number])
            for at, (_, number) in enumerate(cell_formats)
            if number in is_code
        ),
        frozenset(map(str, _struck_texts(package, texts))),
    )


def _struck_fonts(tags: list[Tag]) -> set[str]:
    """By their numbers; a list of tags has what stands in a font before the font itself."""
    struck: set[str] = set()
    number, is_out = 0, False
    for each in tags:
        if each.name == "fonts":
            break
        if each.name == "strike":
            is_out = each.attributes.get("val", "1") not in ("0", "false")
        elif each.name == "font":
            struck |= {str(number)} if is_out else set()
            number, is_out = number + 1, False
    return struck


def _cell_formats(tags: list[Tag]) -> list[tuple[str, str]]:
    """The font and the number format of each style that a cell may bear."""
    formats: list[tuple[str, str]] = []
    for each in tags:
        if each.name == "xf":
            formats.append((each.attributes.get("fontId", ""), each.attributes.get("numFmtId", "")))
        elif each.name == "cellStyleXfs":
            formats.clear()
        elif each.name == "cellXfs":
            return formats
    return []


def _struck_texts(package: Package, part: str) -> Iterator[int]:
    """The numbers of the shared texts with something in them that is struck out."""
    number, rest = 0, b""
    for piece in package.chunks(part) if part in package.names else ():
        *whole, rest = _START_OF_A_TEXT.split(rest + piece)
        if number == 0 and whole:
            whole[0] = b""
        yield from (number + at - 1 for at, text in enumerate(whole) if is_struck(text))
        number += len(whole)
        rest = rest if len(rest) < MEBIBYTE else b""  # no cell holds so much
    if number and is_struck(rest):
        yield number - 1
