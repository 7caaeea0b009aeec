"""A deck as a presentation file: text to edit, native tables, sharp pictures, speaker notes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as File
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.slide import Slide as SlideOfFile
from pptx.text.text import TextFrame
from pptx.util import Cm

from npm_data.charts.theme import Look, palette
from npm_data.figures.figure import Picture
from npm_data.files.pictures import slide_png
from npm_data.files.pptx_layout import (
    FOOT,
    INNER,
    LANGUAGES,
    MARGIN,
    NUMBER_WIDTH,
    PIXELS_OF_A_CM,
    Box,
    Layout,
    Sheet,
    add_run,
    blank_presentation,
    bytes_of,
    colour_of,
    draw_table,
    layout_of,
    place,
    sheets_of,
    write,
)
from npm_data.files.slides import Deck, Page, lowered, pages_of
from npm_data.i18n import Words
from npm_data.i18n.binding import UNBROKEN_HYPHEN, bound_title

_INKS = palette(Look.LIGHT)
_MARK = _INKS.clock["never_visited"]
_LONGEST_PROPERTY = 255
"""Letters that a property of a file may have."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A page with as much of its table as stands on one slide."""

    page: Page
    sheet: Sheet | None = None


def pptx_of(deck: Deck) -> bytes:
    """The presentation; a table too long for one slide goes on, headed anew, on the next."""
    words = deck.words
    file = blank_presentation(words)
    parts = [part for page in pages_of(deck) for part in _parts(page, words)]
    for number, part in enumerate(parts):
        _draw(file, part, words, number + 1, len(parts))
    _say_what_it_is(file, deck)
    return bytes_of(file)


def _parts(page: Page, words: Words) -> Iterator[_Part]:
    """The page; a table too long for it goes on, and stands apart from further sentences."""
    if page.table is None:
        yield _Part(page)
        return
    sheets = sheets_of(page.table, layout_of(page).body_height)
    if len(sheets) == 1:
        yield _Part(page, sheets[0])
        return
    first = [_Part(page)] if page.lines else []
    alone = replace(page, lines=())
    # The number of the part makes the title longer, and may leave less room below it.
    room = layout_of(_numbered(alone, words, 99, 99)).body_height
    parts = [*first, *(_Part(alone, sheet) for sheet in sheets_of(page.table, room))]
    for number, part in enumerate(parts, start=1):
        yield replace(part, page=_numbered(part.page, words, number, len(parts)))


def _numbered(page: Page, words: Words, part: int, parts: int) -> Page:
    said = {"part": words.number(part), "parts": words.number(parts)}
    title = words("export.part", title=page.title, **said)
    return replace(page, title=bound_title(title).replace("-", UNBROKEN_HYPHEN))


def _draw(file: File, part: _Part, words: Words, number: int, slides: int) -> None:
    """One slide; what is added first is also read first by who listens to it."""
    page, language = part.page, words.language
    layout = layout_of(page)
    slide = file.slides.add_slide(file.slide_layouts[0])
    title = slide.placeholders[0]
    place(title, MARGIN, layout.title.top, INNER, layout.title.height)
    _fill(title.text_frame, layout.title, language)
    _text(slide, "export.box_chapter", layout.chapter, words, colour=_INKS.muted)
    _text(slide, "export.box_lines", layout.lines, words)
    if page.picture:
        _draw_picture(slide, page.picture, layout, words)
    if part.sheet:
        table = draw_table(slide, part.sheet, layout.body_top, language)
        table.name = words("export.box_table")
        _describe(table, page.title)
    _text(slide, "export.box_caption", layout.caption, words)
    _draw_foot(slide, page, layout.foot, words)
    _draw_number(slide, layout.foot, words, number, slides)
    _write_notes(slide, page, language)


def _text(slide: SlideOfFile, name: str, box: Box, words: Words, colour: str | None = None) -> None:
    """A box of text; none where there is nothing to say."""
    if box.texts:
        shape = _new_box(slide, words(name), box)
        _fill(shape.text_frame, box, words.language, colour)


def _new_box(slide: SlideOfFile, name: str, box: Box) -> Shape:
    edges = (box.left, box.top, box.width, box.height)
    left, top, width, height = (Cm(edge) for edge in edges)
    shape = slide.shapes.add_textbox(left, top, width, height)
    shape.name = name
    return shape


def _fill(frame: TextFrame, box: Box, language: str, colour: str | None = None) -> None:
    write(frame, box.texts, box.points, language, bold=box.bold, colour=colour, gap=box.gap)


def _draw_picture(slide: SlideOfFile, picture: Picture, layout: Layout, words: Words) -> None:
    """As large as the room allows, in the middle of it; its own proportions hold."""
    room = layout.body_height * PIXELS_OF_A_CM
    shape = slide.shapes.add_picture(BytesIO(slide_png(lowered(picture, room))), Cm(0), Cm(0))
    shape.name = words("export.box_picture")
    _describe(shape, picture.alt)
    scale = min(INNER / shape.width.cm, layout.body_height / shape.height.cm)
    width, height = shape.width.cm * scale, shape.height.cm * scale
    place(shape, MARGIN + (INNER - width) / 2, layout.body_top, width, height)


def _describe(shape: BaseShape, alt: str) -> None:
    """What is said to who does not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _draw_foot(slide: SlideOfFile, page: Page, box: Box, words: Words) -> None:
    """Where the figures are from; that the records are made up stands out."""
    frame = _new_box(slide, words("export.box_foot"), box).text_frame
    _fill(frame, box, words.language, _INKS.muted)
    if page.mark:
        font = frame.paragraphs[-1].runs[0].font
        font.bold = True
        font.color.rgb = colour_of(_MARK)


def _draw_number(slide: SlideOfFile, foot: Box, words: Words, number: int, slides: int) -> None:
    """`3 / 12`, of which the first stays right when slides are moved."""
    height = 0.6
    box = Box((), FOOT, foot.bottom - height, height, NUMBER_WIDTH, MARGIN + INNER - NUMBER_WIDTH)
    frame = _new_box(slide, words("export.box_number"), box).text_frame
    _fill(frame, box, words.language)
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    paragraph._p.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">'
            f'<a:rPr lang="{LANGUAGES[words.language]}" sz="{FOOT * 100}"/>'
            f"<a:t>{number}</a:t></a:fld>"
        )
    )
    add_run(paragraph, f" / {slides}", FOOT, words.language)


def _write_notes(slide: SlideOfFile, page: Page, language: str) -> None:
    notes = slide.notes_slide
    for shape in list(notes.placeholders):
        if shape.placeholder_format.type not in (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.SLIDE_IMAGE):
            shape.element.getparent().remove(shape.element)
    if notes.notes_text_frame is not None:
        write(notes.notes_text_frame, page.notes, FOOT, language)


def _say_what_it_is(file: File, deck: Deck) -> None:
    """What the file says of itself; no day on which it was made, so that it stays the same."""
    about, told = file.core_properties, deck.provenance
    source = (told.data_date, told.register, told.demonstration or "")
    about.title = told.title[:_LONGEST_PROPERTY]
    about.subject = (told.filters or "")[:_LONGEST_PROPERTY]
    about.comments = " ".join(source).strip()[:_LONGEST_PROPERTY]
    about.author = deck.words("app.title")
    about.last_modified_by = deck.words("app.title")
    about.language = LANGUAGES[deck.words.language]
    about.keywords = ""
    for day in ("created", "modified"):
        for element in about._element.findall(f"{{*}}{day}"):
            about._element.remove(element)
