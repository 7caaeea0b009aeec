"""A page of A4 to take home: sentences, pictures in a row and a table, as PDF/UA-1 and as DOCX."""

import json
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import typst
from docx import Document
from docx.document import Document as File
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as TableOfFile
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from npm_data.charts.theme import Look, palette
from npm_data.figures.figure import Picture
from npm_data.figures.periods import SEPARATOR
from npm_data.files.office import LANGUAGES, bytes_of
from npm_data.files.pdf import FOR_EVERYBODY
from npm_data.files.pictures import in_our_letters, slide_png, slide_svg
from npm_data.files.release import Provenance
from npm_data.files.slides import Table
from npm_data.i18n import Words
from npm_data.i18n.formats import bound
from npm_data.reference import PROJECT

TEMPLATE = PROJECT / "npm_data" / "files" / "typst" / "brief.typ"
_PICTURE_WIDTH = 330
"""Pixels of a picture that is a third of the page wide: its letters are then 6 to 7 points."""
_INKS = palette(Look.LIGHT)
_WIDTH, _HEIGHT, _MARGIN = 21.0, 29.7, 1.6
"""Centimetres of the sheet."""
_INNER = _WIDTH - 2 * _MARGIN
_NAMES = 3.6
"""Of the table's first column."""
_TITLE, _TEXT, _SMALL, _HEAD, _FOOT = 18.0, 11.0, 9.0, 7.0, 7.0
"""Points of letters."""
_LETTERS = "Arial"
"""What every office has, with all letters of Kazakh."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands on the page.

    Args:
        words: its language.
        provenance: whose title is the page's, and whose lines are its foot.
        choice: period and filters, below the title.
        findings: what each is about, in a word or two, and the sentence.
        pictures: at most three, each below what it shows.
        table: none where there is nothing to show.
    """

    words: Words
    provenance: Provenance
    choice: str
    findings: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, Picture], ...]
    table: Table | None

    @property
    def foot(self) -> str:
        """Where the figures are from."""
        told = self.provenance
        lines = (told.data_date, told.register, told.attribution)
        return SEPARATOR.join(each for each in lines if each)


def _narrow(picture: Picture) -> Picture:
    return replace(picture, width=_PICTURE_WIDTH)


def brief_pdf(brief: Brief) -> bytes:
    """The page, with a title, a language and a text for each picture; its texts are handed over as
    data, never as source.
    """
    said = in_our_letters(json.dumps(_told(brief), ensure_ascii=False))
    return bytes(
        typst.compile(
            str(TEMPLATE),
            sys_inputs={"brief": said},
            **FOR_EVERYBODY,
        )
    )


def _told(brief: Brief) -> dict[str, Any]:
    table = brief.table
    return {
        "language": brief.words.language,
        "body": brief.words("app.title"),
        "title": brief.provenance.title,
        "choice": bound(brief.choice),
        "mark": brief.provenance.demonstration,
        "findings": [(chapter, bound(sentence)) for chapter, sentence in brief.findings],
        "pictures": [
            {"name": name, "svg": slide_svg(_narrow(picture)), "alt": picture.alt}
            for name, picture in brief.pictures
        ],
        "table": table
        and {
            "head": table.head,
            "rows": table.rows,
            "numbers": table.are_numbers,
            "has_total": table.has_total,
        },
        "foot": brief.foot,
        "inks": {"text": _INKS.text, "muted": _INKS.muted, "grid": _INKS.grid, "mark": _MARK},
    }


_MARK = _INKS.clock["never_visited"]


def brief_docx(brief: Brief) -> bytes:
    """The page to edit: headings, a list, pictures with their texts, a table with a headed row."""
    file = Document()
    _lay_out(file, brief)
    _write(file.add_heading(level=1), brief.provenance.title)
    _write(file.add_paragraph(style="Subtitle"), bound(brief.choice))
    if brief.provenance.demonstration:
        line = file.add_paragraph()
        _write(line, brief.provenance.demonstration, bold=True, ink=_MARK)
    for chapter, sentence in brief.findings:
        point = file.add_paragraph(style="List Bullet")
        _write(point, f"{chapter}: ", bold=True)
        _write(point, bound(sentence))
    if brief.pictures:
        _draw(file, brief)
    if brief.table is not None:
        _tabulate(file, brief.table)
    _write(file.sections[0].footer.paragraphs[0], brief.foot, size=_FOOT, ink=_INKS.muted)
    _say_what_it_is(file, brief)
    return bytes_of(file)


def _lay_out(file: File, brief: Brief) -> None:
    """A sheet of A4 in our letters and the brief's language."""
    page = file.sections[0]
    page.page_width, page.page_height = Cm(_WIDTH), Cm(_HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = Cm(_MARGIN)
    page.bottom_margin, page.footer_distance = Cm(1.4), Cm(0.7)
    sizes = {"Normal": _TEXT, "Heading 1": _TITLE, "Subtitle": 11.0, "List Bullet": _TEXT}
    for name, size in sizes.items():
        style = file.styles[name]
        font, spacing = style.font, style.paragraph_format
        font.name, font.size, font.italic = _LETTERS, Pt(size), False
        font.color.rgb = _ink(_INKS.text)
        properties = style.element.get_or_add_rPr()
        for spaced in properties.findall(qn("w:spacing")):
            properties.remove(spaced)
        letters = properties.get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            letters.attrib.pop(qn(f"w:{kind}"), None)
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            letters.set(qn(f"w:{kind}"), _LETTERS)
        spacing.space_before, spacing.space_after = Pt(0), Pt(3)
    # python-docx's template has the styles of Word 2010 a second time, which must not differ.
    for name, relation in list(file.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            file.part.drop_rel(name)
    language = LANGUAGES[brief.words.language]
    for element in file.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)


def _draw(file: File, brief: Brief) -> None:
    """Side by side, each below what it shows."""
    grid = file.add_table(rows=2, cols=len(brief.pictures))
    room = _INNER / len(brief.pictures)
    for number, (name, picture) in enumerate(brief.pictures):
        head, body = grid.cell(0, number), grid.cell(1, number)
        for each in (head, body):
            each.width = Cm(room)
        _write(_only(head), name, bold=True, size=_SMALL)
        png = slide_png(_narrow(picture), scale=3.0)
        drawn = _only(body).add_run().add_picture(BytesIO(png), width=Cm(room - 0.4))
        # python-docx has no name for the text that is read instead of a picture.
        drawn._inline.docPr.set("descr", picture.alt)
        drawn._inline.docPr.set("title", name)


def _tabulate(file: File, table: Table) -> None:
    file.add_paragraph().paragraph_format.space_after = Pt(0)
    grid = file.add_table(rows=len(table.lines), cols=len(table.head), style="Table Grid")
    grid.autofit = False
    last = len(table.rows)
    room = (_INNER - _NAMES) / (len(table.head) - 1)
    for number, column in enumerate(grid.columns):
        column.width = Cm(room if number else _NAMES)
    for number, line in enumerate(table.lines):
        is_bold = number == 0 or (table.has_total and number == last)
        for column, text in enumerate(line):
            cell = grid.cell(number, column)
            cell.width = Cm(room if column else _NAMES)
            said = _only(cell)
            _write(said, text, bold=is_bold, size=_SMALL if number else _HEAD)
            if table.are_numbers[column]:
                said.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _head(grid)


def _head(grid: TableOfFile) -> None:
    """Its first row is read as the columns' headings, and said again on a further sheet."""
    properties = grid.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _only(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    return paragraph


def _write(
    paragraph: Paragraph, text: str, *, bold: bool = False, size: float = 0, ink: str = ""
) -> None:
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if ink:
        run.font.color.rgb = _ink(ink)


def _ink(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#"))


def _say_what_it_is(file: File, brief: Brief) -> None:
    """What the file says of itself."""
    about, told = file.core_properties, brief.provenance
    about.title = told.title
    about.subject = brief.choice
    about.comments = told.demonstration or ""
    about.author = about.last_modified_by = brief.words("app.title")
    about.language = LANGUAGES[brief.words.language]
