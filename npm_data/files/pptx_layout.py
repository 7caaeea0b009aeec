"""Where the texts and tables of a slide stand in a presentation file, and how large."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from math import ceil

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as File
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide, SlideLayout, SlideMaster
from pptx.table import _Cell
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Cm, Pt

from npm_data.charts.theme import Look, palette
from npm_data.files.slides import Page, Table
from npm_data.i18n import Words

CM_OF_A_POINT = 2.54 / 72
LINE = 1.2
"""A line's height by the letters', as PowerPoint sets it."""

_REGULAR = {
    200: "'",
    250: "ijlі’‘",
    300: " !,./:;I[\\]ft|І\xa0",
    350: "()-\u2011`r{}“”„·",
    400: '"*гғ°',
    450: "кқ",
    500: "J^cksvxyzзстухұү",
    550: "ГвпчьэяҒ±≥≤",
    600: "#$+0123456789<=>?L_abdeghnopqu~КабдеийлнорцёәҚңөҰҮһ«»–−×€§",
    650: "FTZЗТУъ○",
    700: "&ABEKPSVXYАБВДЕЛРХЧЬжмЁҺ",
    750: "CDHNRUwИЙНПСЦЭЯыюҢ©",
    800: "GOQОФЪӘӨ",
    850: "MmМфшщ",
    900: "%Ы",
    950: "WЖШЩ",
    1000: "—…",
    1050: "@Ю",
    1100: "№",
}
_BOLD = {
    250: "'",
    300: " ,./I\\ijl|Іі\xa0’‘",
    350: "!()-\u2011:;[]`ft·",
    400: "*r{}°",
    450: "гғ",
    500: '"zзт“”„',
    550: "кқ±≥≤",
    600: "#$+0123456789<=>J^_aceksvxy~ГаесухчэяёәҒҰұҮү«»–−×€§",
    650: "?FLTZbdghnopquЗКТУбвдийлнопрцьҚңөһ○",
    700: "EPSVXYЕРХЁ",
    750: "&ABCDHKNRUАБВДИЙЛНПСЦЧЬЭЯжмъӘҢҺ©",
    800: "GOQwОӨ",
    850: "MМшщ",
    900: "%mФЪфыю",
    950: "WЖ",
    1000: "@Ы—…",
    1050: "ШЩЮ",
    1150: "№",
}
_WIDTHS = {
    is_bold: {letter: width for width, letters in widths.items() for letter in letters}
    for is_bold, widths in ((False, _REGULAR), (True, _BOLD))
}
_UNKNOWN = 1000


def known_letters() -> frozenset[str]:
    return frozenset(_WIDTHS[False])


def width_of(text: str, points: float, *, bold: bool = False) -> float:
    """Centimetres of a text in one line."""
    widths = _WIDTHS[bold]
    return sum(widths.get(letter, _UNKNOWN) for letter in text) / 1000 * points * CM_OF_A_POINT


def lines_of(text: str, points: float, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in so many centimetres; too long a word breaks into several."""
    lines, room = 1, width
    blank = width_of(" ", points, bold=bold)
    for word in text.split(" "):
        needed = width_of(word, points, bold=bold)
        if needed > room and room < width:
            lines, room = lines + 1, width
        if needed > width:
            more = ceil(needed / width) - 1
            lines, needed = lines + more, needed - more * width
        room -= needed + blank
    return lines


def height_of(
    texts: Sequence[str], points: float, width: float, *, bold: bool = False, gap: float = 0.0
) -> float:
    """Centimetres of paragraphs below each other; `gap` is the room above each but the first."""
    lines = sum(lines_of(text, points, width, bold=bold) for text in texts)
    return lines * points * LINE * CM_OF_A_POINT + gap * max(len(texts) - 1, 0)


def size_that_fits(
    texts: Sequence[str],
    sizes: Sequence[int],
    width: float,
    height: float,
    *,
    bold: bool = False,
    gap: float = 0.0,
) -> int:
    """The first of the sizes (points, large to small) at which the texts fit, else the last."""
    fitting = (
        size for size in sizes if height_of(texts, size, width, bold=bold, gap=gap) <= height
    )
    return next(fitting, sizes[-1])


FONT = "Arial"
WIDTH, HEIGHT = 33.867, 19.05
"""Centimetres of a slide: 16 to 9, as PowerPoint's own."""
PIXELS_OF_A_CM = 1920 / WIDTH
"""On the screen of a hall."""
MARGIN = 1.41
INNER = WIDTH - 2 * MARGIN
LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
"""As PowerPoint names them, for its spelling and for who listens to a slide."""

_TITLE_ONLY = 5
_TITLE_SIZE = 32
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP archive knows: the same deck is the same file, whenever it is made."""


def blank_presentation(words: Words) -> File:
    """A presentation without slides whose one layout has a title and nothing else."""
    file = Presentation()
    file.slide_width, file.slide_height = Cm(WIDTH), Cm(HEIGHT)
    layouts = file.slide_layouts
    kept = layouts[_TITLE_ONLY]
    for layout in [each for each in layouts if each is not kept]:
        layouts.remove(layout)
    kept.name = words("export.layout")
    for page in (file.slide_master, kept):
        _keep_the_title(page, words)
    _set_theme(file)
    for element in (file.element, file.slide_master.element, kept.element):
        _set_language(element, LANGUAGES[words.language])
    return file


def place(shape: BaseShape, left: float, top: float, width: float, height: float) -> None:
    """Puts a shape where it belongs, in centimetres."""
    shape.left, shape.top, shape.width, shape.height = (
        Cm(value) for value in (left, top, width, height)
    )


def write(
    frame: TextFrame,
    texts: Sequence[str],
    points: float,
    language: str,
    *,
    bold: bool = False,
    colour: str | None = None,
    gap: float = 0.0,
    anchor: MSO_ANCHOR = MSO_ANCHOR.TOP,
) -> None:
    """Fills a box with paragraphs; `gap` is the room above each but the first, in centimetres."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Cm(0)
    frame.word_wrap = True
    frame.vertical_anchor = anchor
    for number, text in enumerate(texts):
        if number:
            frame.add_paragraph()  # type: ignore[no-untyped-call]  # python-pptx
        paragraph = frame.paragraphs[-1]
        paragraph.space_before = Cm(gap) if number else Pt(0)
        add_run(paragraph, text, points, language, bold=bold, colour=colour)


def add_run(
    paragraph: _Paragraph,
    text: str,
    points: float,
    language: str,
    *,
    bold: bool = False,
    colour: str | None = None,
) -> None:
    """Letters of one kind, which know their language."""
    run = paragraph.add_run()
    run.text = plain(text)
    run.font.size = Pt(points)
    run.font.bold = bold
    if colour:
        run.font.color.rgb = colour_of(colour)
    run._r.get_or_add_rPr().set("lang", LANGUAGES[language])


def colour_of(ink: str) -> RGBColor:
    """An ink of the palette, as a presentation wants it."""
    red, green, blue = bytes.fromhex(ink.removeprefix("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]  # python-pptx


def plain(text: str) -> str:
    """A text without the narrow blank and the joiner of words, for which some fonts draw a box."""
    return text.replace("\u202f", "\u00a0").replace("\u2060", "")


def bytes_of(file: File) -> bytes:
    """The file, without the time at which it was made."""
    saved, written = BytesIO(), BytesIO()
    file.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            target.writestr(
                zipfile.ZipInfo(name, _NO_TIME), source.read(name), zipfile.ZIP_DEFLATED
            )
    return written.getvalue()


def _keep_the_title(page: SlideMaster | SlideLayout, words: Words) -> None:
    """Day, foot and number are written on each slide: the places for them only ask to be filled."""
    for shape in list(page.placeholders):
        if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
            place(shape, MARGIN, 2.2, INNER, 2.6)
            shape.text_frame.clear()
            write(
                shape.text_frame, [words("export.layout")], _TITLE_SIZE, words.language, bold=True
            )
        else:
            shape.element.getparent().remove(shape.element)


def _set_theme(file: File) -> None:
    """Our inks and letters stand in the theme, so that whoever edits the file meets them there."""
    inks = palette(Look.LIGHT)
    theme = file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    for number, ink in enumerate((*inks.categories, inks.statuses["claimed"], inks.muted), 1):
        name = f"a:accent{number}"
        ink_of = f'<{name}><a:srgbClr val="{ink.removeprefix("#")}"/></{name}>'
        text = re.sub(rf"<{name}>.*?</{name}>", ink_of, text, flags=re.DOTALL)
    text = re.sub(r'<a:latin typeface="[^"+]*"', f'<a:latin typeface="{FONT}"', text)
    theme._blob = text.encode("utf-8")
    title = file.slide_master.element.find(".//{*}titleStyle/{*}lvl1pPr")
    title.set("algn", "l")


def _set_language(element: BaseOxmlElement, language: str) -> None:
    for tagged in element.iter():
        if tagged.get("lang"):
            tagged.set("lang", language)


CHAPTER, CAPTION, FOOT = 18, 14, 12
"""Points of a chapter's name, of definition and counts, and of the lines at the bottom."""
GAP = 0.35
"""Centimetres between what belongs to different things; half of it between paragraphs."""
NUMBER_WIDTH = 3.0
_CHAPTER_TOP, _TITLE_TOP, _BOTTOM = 0.9, 1.85, HEIGHT - 0.55
_TITLES, _LINES = (32, 30, 28, 26, 24, 22, 20), (24, 22, 20, 18)
_LINES_ABOVE_A_PICTURE = _LINES[-1:]
"""The room is the picture's, whose letters shrink with it; its title is two steps smaller, too."""
_COVER_TITLES = (48, 44, 40, 36, 32)
_TITLE_HEIGHT, _COVER_HEIGHT, _LINES_HEIGHT = 2.8, 7.0, 4.5
_COVER_TOP = 4.6


@dataclass(frozen=True, slots=True)
class Box:
    """A text and its place: centimetres, and points of its letters."""

    texts: tuple[str, ...]
    points: int
    top: float
    height: float
    width: float = INNER
    left: float = MARGIN
    bold: bool = False
    gap: float = 0.0

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes of a slide, and the room that is left for a picture or a table."""

    chapter: Box
    title: Box
    lines: Box
    caption: Box
    foot: Box
    body_top: float
    body_height: float


def layout_of(page: Page) -> Layout:
    """From the top: chapter, title, lines, body; from the bottom: foot, caption."""
    foot_texts = (*page.foot, *((page.mark,) if page.mark else ()))
    foot = _above(_BOTTOM, foot_texts, FOOT, INNER - NUMBER_WIDTH, bold=True)
    caption = _above(foot.top - GAP, page.caption, CAPTION, INNER)
    chapter = _below(_CHAPTER_TOP, (page.chapter,), (CHAPTER,), 1.0)
    sizes, top, room = (
        (_COVER_TITLES, _COVER_TOP, _COVER_HEIGHT)
        if page.is_cover
        else (_TITLES, _TITLE_TOP, _TITLE_HEIGHT)
    )
    title = _below(top, (page.title,), sizes[2:] if page.picture else sizes, room, bold=True)
    has_body = page.picture is not None or page.table is not None
    left = caption.top - title.bottom - 2 * GAP
    smaller = _LINES_ABOVE_A_PICTURE if page.picture else _LINES
    room = min(_LINES_HEIGHT, left) if has_body else left
    lines = _below(title.bottom + GAP, page.lines, smaller, room)
    body_top = lines.bottom + GAP if page.lines else title.bottom + GAP
    return Layout(chapter, title, lines, caption, foot, body_top, caption.top - GAP - body_top)


def _below(
    top: float, texts: Sequence[str], sizes: Sequence[int], room: float, *, bold: bool = False
) -> Box:
    """A box as high as its text, in the largest of the sizes that keeps it within the room."""
    said = tuple(plain(text) for text in texts if text)
    points = size_that_fits(said, sizes, INNER, room, bold=bold, gap=GAP)
    height = height_of(said, points, INNER, bold=bold, gap=GAP)
    return Box(said, points, top, height, bold=bold, gap=GAP)


def _above(
    bottom: float, texts: Sequence[str], points: int, width: float, *, bold: bool = False
) -> Box:
    """A box that ends at `bottom`; `bold` when some of its text may be."""
    said = tuple(plain(text) for text in texts)
    height = height_of(said, points, width, bold=bold)
    return Box(said, points, bottom - height, height, width)


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
