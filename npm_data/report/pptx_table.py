"""Tables on slides: how wide each column is, how many rows a slide holds, and the table itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Cm

from npm_data.report.deck_pages import Table
from npm_data.report.letter_widths import CM_OF_A_POINT, LINE, lines_of, width_of
from npm_data.report.pptx_frame import INNER, MARGIN, plain, write

_SIZES, _SMALLER = (20, 18), (16, 14, 12)
"""Points. The smaller ones are for tables so wide that words would break."""
_SIDE, _ABOVE = 0.25, 0.1
"""Centimetres within a cell beside and above its text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it is drawn: size of the letters, and centimetres of each column and line."""

    table: Table
    points: int
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def fits_in_width(self) -> bool:
        return sum(self.widths) <= INNER + 0.01


def sheets_of(table: Table, height: float) -> tuple[Sheet, ...]:
    """The table in parts that fit into so many centimetres, in the largest letters that serve."""
    large = [_sheet(table, points) for points in _SIZES]
    fitting = (each for each in large if each.fits_in_width and sum(each.heights) <= height)
    whole = next(fitting, None)
    if whole:
        return (whole,)
    smaller = (_sheet(table, points) for points in (_SIZES[-1], *_SMALLER))
    chosen = next((each for each in smaller if each.fits_in_width), None)
    return tuple(_parts(chosen or _sheet(table, _SMALLER[-1]), height))


def draw_table(slide: Slide, sheet: Sheet, top: float, language: str) -> GraphicFrame:
    """A native table, which can be edited and is read cell by cell; gives back its shape."""
    table = sheet.table
    size = (len(table.lines), len(table.head))
    place = (MARGIN, top, sum(sheet.widths), sum(sheet.heights))
    shape = slide.shapes.add_table(*size, *(Cm(each) for each in place))
    for column, width in enumerate(sheet.widths):
        shape.table.columns[column].width = Cm(width)
    for number, line in enumerate(table.lines):
        shape.table.rows[number].height = Cm(sheet.heights[number])
        for column, text in enumerate(line):
            cell = shape.table.cell(number, column)
            _fill(cell, text, sheet.points, language, is_head=number == 0)
            side = PP_ALIGN.RIGHT if table.are_numbers[column] else PP_ALIGN.LEFT
            cell.text_frame.paragraphs[0].alignment = side
    return shape


def _fill(cell: _Cell, text: str, points: int, language: str, *, is_head: bool) -> None:
    colour = "#FFFFFF" if is_head else None
    write(cell.text_frame, [text], points, language, bold=is_head, colour=colour)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Cm(_SIDE)
    cell.margin_top = cell.margin_bottom = Cm(_ABOVE)


def _parts(sheet: Sheet, height: float) -> Iterator[Sheet]:
    """On as few parts as there is room for, and about as much on each, the heading above it."""
    head, rows = sheet.heights[0], sheet.heights[1:]
    fewest = len(_breaks(rows, height - head, height - head))
    breaks = _breaks(rows, height - head, sum(rows) / fewest)
    for first, after in zip((0, *breaks), breaks, strict=False):
        yield _rows_of(sheet, first, after)


def _breaks(rows: Sequence[float], room: float, enough: float) -> list[int]:
    """The rows after which a part ends: it is full, or what stands on it is enough."""
    breaks, used = [], 0.0
    for row, needed in enumerate(rows):
        if row and (used + needed > room or used >= enough):
            breaks.append(row)
            used = 0.0
        used += needed
    return [*breaks, len(rows)]


def _rows_of(sheet: Sheet, first: int, after: int) -> Sheet:
    table = replace(sheet.table, rows=sheet.table.rows[first:after])
    return replace(
        sheet, table=table, heights=(sheet.heights[0], *sheet.heights[first + 1 : after + 1])
    )


def _sheet(table: Table, points: int) -> Sheet:
    widths = _widths(table, points)
    line_height = points * LINE * CM_OF_A_POINT
    heights = (
        2 * _ABOVE
        + line_height
        * max(
            lines_of(plain(text), points, width - 2 * _SIDE, bold=number == 0)
            for text, width in zip(line, widths, strict=True)
        )
        for number, line in enumerate(table.lines)
    )
    return Sheet(table, points, widths, tuple(heights))


def _widths(table: Table, points: int) -> tuple[float, ...]:
    """Each column as wide as its longest word at least; what is left goes where lines are long."""
    columns = list(zip(*table.lines, strict=True))
    least = [_widest([text.split(" ") for text in texts], points) for texts in columns]
    wanted = [_widest([[text] for text in texts], points) for texts in columns]
    missing = sum(wanted) - sum(least)
    share = min(max((INNER - sum(least)) / missing, 0.0), 1.0) if missing else 0.0
    return tuple(
        small + (large - small) * share for small, large in zip(least, wanted, strict=True)
    )


def _widest(pieces_of: Sequence[Sequence[str]], points: int) -> float:
    """Centimetres of the longest piece of a column's lines, of which the first is bold."""
    widths = (
        width_of(plain(piece), points, bold=number == 0)
        for number, pieces in enumerate(pieces_of)
        for piece in pieces
    )
    return max(widths) + 2 * _SIDE + 0.05
