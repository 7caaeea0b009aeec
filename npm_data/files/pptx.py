"""A deck as a presentation file: native charts and tables in the layouts of a template.

The template (`data/deck.pptx`) settles where things stand, their letters and their colours; here
its places are filled. An office may put its own in its place.
"""

import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.exc import PythonPptxError
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as File
from pptx.shapes.placeholder import (
    ChartPlaceholder,
    PicturePlaceholder,
    SlidePlaceholder,
    TablePlaceholder,
)
from pptx.slide import Slide as SlideOfFile
from pptx.slide import SlideLayout
from pptx.table import _Cell
from pptx.text.layout import TextFitter
from pptx.text.text import TextFrame
from pptx.util import Cm, Length, Pt

from npm_data.charts.curve import CurveForm
from npm_data.charts.slide_shapes import width_of, wrapped
from npm_data.figures.figure import Picture
from npm_data.figures.periods import SEPARATOR
from npm_data.files.office import LANGUAGES, bytes_of
from npm_data.files.pictures import FONTS, slide_png
from npm_data.files.pptx_charts import draw_chart, plain
from npm_data.files.slides import Deck, Page, Table, pages_of
from npm_data.i18n import Words, words_for
from npm_data.i18n.formats import bound
from npm_data.reference import PROJECT

TEMPLATE = PROJECT / "data" / "deck.pptx"
LAYOUTS = {
    "title": "NPM title",
    "text": "NPM text",
    "chart": "NPM chart",
    "table": "NPM table",
    "picture": "NPM picture",
}
"""The layouts that a template must have, by what they are for."""
CHAPTER, NOTE, TEXT = "Chapter", "Note", "Text"
"""Names of the places for text in a layout; only that for text itself must be there."""

_Body = ChartPlaceholder | PicturePlaceholder | TablePlaceholder
_KINDS = {
    PP_PLACEHOLDER.TITLE: "title",
    PP_PLACEHOLDER.CENTER_TITLE: "title",
    PP_PLACEHOLDER.BODY: "text",
    PP_PLACEHOLDER.SUBTITLE: "text",
    PP_PLACEHOLDER.CHART: "chart",
    PP_PLACEHOLDER.TABLE: "table",
    PP_PLACEHOLDER.PICTURE: "picture",
    PP_PLACEHOLDER.FOOTER: "foot",
    PP_PLACEHOLDER.SLIDE_NUMBER: "number",
}
_SMALLEST_TITLE = 16
"""Points."""
_NARROWER = 0.9
"""Our letters, by which a title is measured, are so much narrower than those of offices."""
_LOWER = 0.72
"""And so much of a line's height is taken by its letters."""
_LONGEST_PROPERTY = 255
"""Letters that a property of a file may have."""


class TemplateError(Exception):
    """A template that no deck can be made in; `said` tells what is wrong in the reader's words."""

    def __init__(self, name: str, lacks: Sequence[tuple[str, str]] = ()) -> None:
        self._name, self._lacks = name, lacks
        super().__init__(self.said(words_for("en")))

    def said(self, words: Words) -> str:
        if not self._lacks:
            return words("deck.template_unreadable", file=self._name)
        lacks = "; ".join(
            f"{layout}: {words(f'export.box_{kind}')}" if kind else layout
            for layout, kind in self._lacks
        )
        return words("deck.template_lacks", file=self._name, lacks=lacks)


def read_template(path: Path) -> tuple[File, Mapping[str, SlideLayout]]:
    """The empty presentation and its layouts by what they are for; `TemplateError` if unusable."""
    try:
        file = Presentation(str(path))
        layouts = {
            each.name: each for master in file.slide_masters for each in master.slide_layouts
        }
    except (OSError, ValueError, KeyError, SyntaxError, PythonPptxError, zipfile.BadZipFile):
        raise TemplateError(path.name) from None
    lacks = [
        (name, kind) for key, name in LAYOUTS.items() for kind in _lacking(layouts.get(name), key)
    ]
    if lacks:
        raise TemplateError(path.name, lacks)
    _drop_slides(file)
    return file, {key: layouts[name] for key, name in LAYOUTS.items()}


def _lacking(layout: SlideLayout | None, key: str) -> Iterator[str]:
    """The kinds of places that a layout has not; an empty one where there is no layout at all."""
    if layout is None:
        yield ""
        return
    body = "text" if key == "title" else key
    kinds = {_kind_of(each) for each in _places(layout)}
    has_text = any(each.name == TEXT for each in _places(layout))
    for kind in ("title", body, "foot", "number"):
        if kind not in kinds or (kind == "text" and not has_text):
            yield kind


def _places(page: SlideLayout | SlideOfFile) -> list[Any]:
    """The placeholders; python-pptx's types do not tell them apart."""
    return list(page.placeholders)


def _kind_of(place: SlidePlaceholder) -> str:
    return _KINDS.get(place.placeholder_format.type, "")


def _drop_slides(file: File) -> None:
    """An office's own template may still hold the slides that it was tried with."""
    listed = file.element.find(qn("p:sldIdLst"))
    for each in list(listed if listed is not None else ()):
        file.part.drop_rel(each.rId)
        listed.remove(each)
    for section in file.element.xpath(".//*[local-name()='sectionLst']"):
        section.getparent().getparent().remove(section.getparent())


def pptx_of(deck: Deck, template: Path = TEMPLATE) -> bytes:
    """The presentation: a slide of the file for a slide of the deck."""
    file, layouts = read_template(template)
    pages = pages_of(deck)
    times = Counter(page.title for page in pages)
    for page in pages:
        # Who listens to a list of slides tells them apart by their titles.
        is_alone = times[page.title] == 1
        title = plain(page.title if is_alone else f"{page.chapter}: {page.title}")
        _draw(file, layouts[_layout_of(page)], page, title, deck.words)
    for each in (file.element, file.notes_master.element, *_pages_of_template(file)):
        _speak(each, LANGUAGES[deck.words.language])
    _say_what_it_is(file, deck)
    return bytes_of(file)


def _layout_of(page: Page) -> str:
    if page.is_cover:
        return "title"
    if page.picture:
        return "chart" if page.picture.form else "picture"
    return "table" if page.table else "text"


def _pages_of_template(file: File) -> Iterator[BaseOxmlElement]:
    for master in file.slide_masters:
        yield master.element
        yield from (layout.element for layout in master.slide_layouts)


def _draw(file: File, layout: SlideLayout, page: Page, title: str, words: Words) -> None:
    """One slide; a place of the layout that has nothing to hold goes."""
    slide = file.slides.add_slide(layout)
    names = {each.placeholder_format.idx: each.name for each in _places(layout)}
    texts = {CHAPTER: (page.chapter,), TEXT: page.lines, NOTE: ()}
    body, note = None, None
    left: Sequence[str] = ()
    if page.picture or page.table:
        texts[NOTE] = (*_readings(page.picture), *page.lines)
    for place in _places(slide):
        kind, name = _kind_of(place), names[place.placeholder_format.idx]
        if kind == "title":
            _write_title(place, title, layout)
        elif kind in ("chart", "table", "picture") and body is None:
            body = place
        elif texts.get(name):
            place.text_frame.text = plain("\n".join(texts[name]))
            note = place if name == NOTE else note
        else:
            place.element.getparent().remove(place.element)
    if body is not None:
        if note is not None:
            _make_room(note, body)
        left = _fill(body, page, title, words)
    _write_end(slide, layout, page)
    _write_notes(slide, (*page.notes, *left))
    for each in (slide.element, slide.notes_slide.element):
        _speak(each, LANGUAGES[words.language])


def _readings(picture: Picture | None) -> Iterator[str]:
    """How many were still observed where a curve is read: a chart has no room for it."""
    if picture and isinstance(picture.form, CurveForm):
        read = picture.form.readings
        yield bound(SEPARATOR.join(f"{each.month_text} — {each.at_risk_text}" for each in read))


def _fill(place: _Body, page: Page, title: str, words: Words) -> Sequence[str]:
    """What the page shows, in its place; the lines for which that has no room."""
    match place:
        case ChartPlaceholder() if page.picture and page.picture.form:
            draw_chart(place, page.picture.form, page.chapter, title, words)
        case PicturePlaceholder() if page.picture:
            _draw_picture(place, page.picture, title)
        case TablePlaceholder() if page.table:
            return _draw_table(place, page.table, title, words)
    return ()


def _write_title(place: SlidePlaceholder, title: str, layout: SlideLayout) -> None:
    """As large as the layout has it, and smaller only where it would not fit."""
    place.text_frame.text = title
    usual = _title_size(layout)
    room = Length(int(place.width * _NARROWER)), Length(int(place.height * _LOWER))
    fitting = TextFitter.best_fit_font_size(title, room, usual, str(FONTS / "NPMSans-Bold.ttf"))
    if (fitting or 0) < usual:
        size = Pt(max(fitting or 0, _SMALLEST_TITLE))
        for run in place.text_frame.paragraphs[0].runs:
            run.font.size = size


def _title_size(layout: SlideLayout) -> int:
    """Points, as the layout says, or the master."""
    own = layout.element.xpath(".//p:sp[.//p:ph[contains(@type, 'itle')]]//a:lvl1pPr/a:defRPr/@sz")
    whole = layout.slide_master.element.xpath("p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr/@sz")
    return int([*own, *whole, "2800"][0]) // 100


def _make_room(note: SlidePlaceholder, body: SlidePlaceholder) -> None:
    """What stands below a picture grows upwards, at the picture's cost."""
    said = note.text_frame.text.split("\n")
    missing = int(sum(_high(_SIZES[-1], text, note.width) for text in said)) - note.height
    if missing > 0:
        left, top, width, height = note.left, note.top, note.width, note.height
        note.left, note.width = left, width
        note.top, note.height = Length(top - missing), Length(height + missing)
        left, top, width, height = body.left, body.top, body.width, body.height
        body.left, body.top, body.width = left, top, width
        body.height = Length(height - missing)


def _draw_picture(place: PicturePlaceholder, picture: Picture, title: str) -> None:
    """As large as its place allows, whole, in the middle of it."""
    left, top, width, height = place.left, place.top, place.width, place.height
    shape = place.insert_picture(BytesIO(slide_png(picture)))
    shape.crop_left = shape.crop_right = shape.crop_top = shape.crop_bottom = 0
    across, down = shape.image.size
    scale = min(width / across, height / down)
    shape.width, shape.height = Length(int(across * scale)), Length(int(down * scale))
    shape.left = Length(left + (width - shape.width) // 2)
    shape.top = Length(top + (height - shape.height) // 2)
    shape._element.xpath(".//p:cNvPr")[0].set("descr", title)


_SIZES = (20, 18, 16, 14)
"""Points of a table's letters: nothing but the footer is smaller than the last."""
_SIDE, _ABOVE = Cm(0.25), Cm(0.06)
"""Within a cell beside and above its text."""
_LINE = 1.2
"""A line's height by its letters'."""


def _draw_table(place: TablePlaceholder, table: Table, title: str, words: Words) -> Sequence[str]:
    """A table of the file in the largest letters that serve; the lines that have no room."""
    width, height = place.width, place.height
    points = next((each for each in _SIZES if sum(_heights(table, each, width)) <= height), 14)
    heights = _heights(table, points, width)
    lines = list(table.lines)
    while sum(heights[: len(lines)]) > height:
        lines.pop()
    if len(lines) < len(table.lines):
        lines.pop()
        left = words.plural("export.more_rows", len(table.lines) - len(lines))
        lines.append((left, *[""] * (len(table.head) - 1)))
    frame = place.insert_table(len(lines), len(table.head))
    frame._element.xpath(".//p:cNvPr")[0].set("descr", title)
    for column, across in zip(frame.table.columns, _widths(table, points, width), strict=True):
        column.width = Length(int(across))
    for row, down, line in zip(frame.table.rows, heights, lines, strict=False):
        row.height = Length(int(down))
        for cell, text, is_number in zip(row.cells, line, table.are_numbers, strict=True):
            _fill_cell(cell, text, points, is_number=is_number)
    shown = len(lines) if len(lines) == len(table.lines) else len(lines) - 1
    return ["\t".join(line) for line in table.lines[shown:]]


def _fill_cell(cell: _Cell, text: str, points: int, *, is_number: bool) -> None:
    cell.margin_left = cell.margin_right = _SIDE
    cell.margin_top = cell.margin_bottom = _ABOVE
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text, run.font.size = plain(text), Pt(points)


def _widths(table: Table, points: int, room: float) -> list[float]:
    """Each column as wide as its longest word at least; what is left goes where lines are long."""
    columns = list(zip(*table.lines, strict=True))
    least = [
        _widest([word for text in texts for word in text.split(" ")], points) for texts in columns
    ]
    wanted = [_widest(texts, points) for texts in columns]
    missing = sum(wanted) - sum(least)
    share = min(max((room - sum(least)) / missing, 0.0), 1.0) if missing else 0.0
    return [small + (large - small) * share for small, large in zip(least, wanted, strict=True)]


def _widest(texts: Sequence[str], points: int) -> float:
    return max(width_of(plain(text), Pt(points), bold=True) for text in texts) + 2 * _SIDE


def _heights(table: Table, points: int, room: float) -> list[float]:
    """Of each line with the heading, in columns of their widths."""
    widths = [each - 2 * _SIDE for each in _widths(table, points, room)]
    return [2 * _ABOVE + max(map(partial(_high, points), line, widths)) for line in table.lines]


def _high(points: int, text: str, width: float) -> float:
    """Of a text in lines of a width."""
    return len(wrapped(plain(text), width, Pt(points))) * Pt(points) * _LINE


def _write_end(slide: SlideOfFile, layout: SlideLayout, page: Page) -> None:
    """The footer, in which the mark of made-up records stands out, and the slide's number."""
    for each in _places(layout):
        if _kind_of(each) in ("foot", "number"):
            slide.shapes.clone_placeholder(each)
    places = {_kind_of(each): each for each in _places(slide)}
    paragraph = places["foot"].text_frame.paragraphs[0]
    if page.mark:
        mark = paragraph.add_run()
        mark.text, mark.font.bold = plain(page.mark), True
    foot = SEPARATOR.join(page.foot)
    paragraph.add_run().text = plain(f"{SEPARATOR}{foot}" if page.mark else foot)
    _number(places["number"].text_frame)


def _number(frame: TextFrame) -> None:
    """A field, which stays right when slides are moved."""
    frame.paragraphs[0]._p.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">'
            "<a:rPr/><a:t>‹#›</a:t></a:fld>"
        )
    )


def _write_notes(slide: SlideOfFile, said: Sequence[str]) -> None:
    notes = slide.notes_slide
    for shape in list(notes.placeholders):
        if shape.placeholder_format.type not in (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.SLIDE_IMAGE):
            shape.element.getparent().remove(shape.element)
    if notes.notes_text_frame is not None:
        notes.notes_text_frame.text = plain("\n".join(said))


def _speak(element: BaseOxmlElement, language: str) -> None:
    """Letters know their language."""
    for run in element.iter(qn("a:r"), qn("a:fld")):
        run.get_or_add_rPr().set("lang", language)
    for each in element.iter():
        if each.get("lang"):
            each.set("lang", language)


def _say_what_it_is(file: File, deck: Deck) -> None:
    """What the file says of itself."""
    about, told = file.core_properties, deck.provenance
    source = (told.data_date, told.register, told.demonstration or "")
    about.title = told.title[:_LONGEST_PROPERTY]
    about.subject = (told.filters or "")[:_LONGEST_PROPERTY]
    about.comments = " ".join(source).strip()[:_LONGEST_PROPERTY]
    about.author = about.last_modified_by = deck.words("app.title")
    about.language = LANGUAGES[deck.words.language]
    about.keywords = ""
