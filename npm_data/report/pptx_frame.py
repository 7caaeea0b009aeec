"""An empty presentation of our own look: one layout, wide, with letters that every computer has."""

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as File
from pptx.shapes.base import BaseShape
from pptx.slide import SlideLayout, SlideMaster
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Cm, Pt

from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

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
