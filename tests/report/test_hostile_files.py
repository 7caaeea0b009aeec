"""Every file that leaves holds as text what was written: nothing calculates, runs or links."""

import csv
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import openpyxl
import polars as pl
import pptx
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from npm_data.charts.bars import Bar, BarForm
from npm_data.charts.theme import Look
from npm_data.cli import export
from npm_data.figures.columns import Column
from npm_data.figures.figure import hall_picture
from npm_data.files.pdf import pdf_of
from npm_data.files.pictures import FONTS, in_our_letters, picture_makers
from npm_data.files.pptx import pptx_of
from npm_data.files.release import Provenance, Released
from npm_data.files.slides import Deck
from npm_data.files.tables import MAKERS
from npm_data.files.template import template_workbook
from npm_data.i18n import words_for
from npm_data.questions.repository import open_repository
from npm_data.reference import PROJECT
from npm_data.register.reading import read_files
from npm_data.register.rules import check
from npm_data.register.rules.marked_workbook import marked_workbook
from npm_data.register.storage.build import write_database
from npm_data.register.storage.connection import SourceFile
from npm_data.register.storage.versions import Origin
from npm_data.report.annex import annex_pdf, annex_xlsx
from npm_data.ui.downloads import KINDS
from tests.hostile import (
    ATTEMPTS,
    LINES,
    WORKBOOK,
    attempts_from,
    hostile_files,
    hostile_rows,
    hostile_workbook,
    parsed,
)
from tests.registers import register_of
from tests.report import annexes, handmade

WORDS = words_for("en")
TEXTS = ["\uff1dA1", "-1+1", "\t=1", "+cmd|' /C calc'!A0", LINES, *ATTEMPTS.values()]
ALL = attempts_from(0)
NAME = WORKBOOK.replace("\u202e", "\u6a94\U0001f600")
"""Also with letters that no font of ours has."""
SHAPES = {"svg", "title", "desc", "style", "rect", "text", "line", "g", "path", "defs", "clipPath"}
SIGNS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")

WRITERS = {
    "npm_data/cli/query.py",  # tests/cli/test_query.py
    "npm_data/register/storage/build.py",  # never leaves
    "npm_data/demo/__init__.py",  # made-up records, written to be imported
    "npm_data/files/workbook.py",
    "npm_data/files/tables.py",
    "npm_data/files/pptx_charts.py",
    "npm_data/files/template.py",
    "npm_data/register/rules/marked_workbook.py",
}
"""Where rows become a spreadsheet or CSV; a new one belongs into the tests of this file."""


def told() -> Provenance:
    return Provenance(
        f"=TITLE() {ALL}", f"@x {ALL}", ALL, (f"-1+1 {ALL}", ALL), *("=1+1",) * 2, None, None
    )


def released() -> Released:
    columns = {"name": Column("=HEADING()"), "count": Column("+n", "number")}
    frame = pl.DataFrame({"name": TEXTS, "count": [-1, *range(1, len(TEXTS))]})
    return Released(WORDS, "x", frame, columns, told())


def deck() -> Deck:
    """A slide of each kind, of which every text is an attempt; numbers stay."""
    made = handmade.deck("en", regions=3)
    slides = [
        replace(
            slide,
            chapter=attempts_from(number, 8),
            sentence=attempts_from(8 + number, 6),
            lines=tuple(attempts_from(16 + number, 5) for _ in slide.lines[:1]),
            counts=slide.counts and attempts_from(20, 4),
            definition=slide.definition and attempts_from(24, 5),
            notes=tuple(ALL for _ in slide.notes),
            frame=slide.frame.with_columns(name=pl.Series(TEXTS[: slide.frame.height]))
            if slide.frame is not None
            else None,
        )
        for number, slide in enumerate(made.slides)
    ]
    return replace(
        made,
        slides=tuple(slides),
        provenance=replace(told(), title="=TITLE()", filters="@x", definition=None, notes=()),
    )


@pytest.fixture(scope="module")
def annex(tmp_path_factory: pytest.TempPathFactory) -> Iterator[annexes.Report]:
    path = tmp_path_factory.mktemp("hostile") / "register.duckdb"
    file = SourceFile(NAME, "0" * 64, 1)
    write_database(register_of(**hostile_rows()), path, Origin((file,), date(2018, 6, 30), False))
    repository = open_repository(path)
    yield annexes.report(repository)
    repository.close()


@pytest.fixture(scope="module")
def workbooks(annex: annexes.Report) -> dict[str, bytes]:
    """Each kind of spreadsheet there is."""
    rows = hostile_rows()
    rows["visits"][0]["institution_id"] = "=2+2"
    rows["institutions"][1]["region"] = "@SUM(A1)"
    made = {
        "table": MAKERS["xlsx"][1](released()),
        "annex": annex_xlsx(annex),
        "template": template_workbook(WORDS),
        "chart": chart_workbook(),
    }
    sources = {
        "marked workbook": read_files([(WORKBOOK, hostile_workbook(rows))]),
        "marked csv": read_files(list(hostile_files(rows))),
    }
    for name, source in sources.items():
        made[name] = marked_workbook(source, check(source, "en").findings, WORDS)
    return made


def chart_workbook() -> bytes:
    """What lies behind a chart whose names are attempts."""
    bars = tuple(Bar(text, 1, "1", beside=ALL) for text in TEXTS)
    made = deck()
    picture = hall_picture(WORDS, Look.HALL, BarForm(bars), ALL)
    slide = replace(made.slides[1], picture=picture, chapter="=1+1")
    file = pptx.Presentation(io.BytesIO(pptx_of(replace(made, slides=(slide,)))))
    chart = next(shape.chart for shape in file.slides[0].shapes if shape.has_chart)
    content: bytes = chart.part.chart_workbook.xlsx_part.blob
    return content


def test_every_way_out_is_tested_here() -> None:
    writes = re.compile(
        r"xlsxwriter\.Workbook\(|openpyxl\.Workbook\(|csv\.(?:Dict)?[wW]riter\(|write_csv\("
    )
    found = {
        str(path.relative_to(PROJECT))
        for path in (PROJECT / "npm_data").rglob("*.py")
        if writes.search(path.read_text("utf-8"))
    }
    assert found == WRITERS
    assert set(MAKERS) == {"csv", "xlsx"}
    kinds = {f"{kind}_{form}" for kind, forms in export.MAKERS.items() for form in forms}
    assert (
        kinds
        == {kind.name for kind in KINDS}
        == {"deck_pptx", "deck_pdf", "brief_docx", "brief_pdf", "annex_xlsx", "annex_pdf"}
    )


def test_no_cell_of_any_workbook_is_a_formula_and_texts_are_whole(
    workbooks: dict[str, bytes],
) -> None:
    for name, content in workbooks.items():
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}, name
        links = [cell.hyperlink for cell in cells if cell.hyperlink]
        assert all(each.target is None for each in links), name
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.namelist():
                text = package.read(part).decode("utf-8", "replace")
                assert "<f>" not in text, (name, part)
                assert "<f " not in text, (name, part)
                assert 'TargetMode="External"' not in text, (name, part)
        said = "\n".join(str(cell.value) for cell in cells if cell.value is not None)
        assert not parsed(said), name
        if name != "template":
            assert "npmbold" in said, name


def test_numbers_of_a_table_stay_numbers(workbooks: dict[str, bytes]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbooks["table"])).active
    assert [row[1] for row in sheet.values if isinstance(row[1], int)] == [
        -1,
        *range(1, len(TEXTS)),
    ]
    texts = {row[0] for row in sheet.values}
    assert {each.replace("\r", "\n") for each in TEXTS} <= texts


def test_no_cell_of_a_csv_file_is_a_formula() -> None:
    content = MAKERS["csv"][1](released()).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(SIGNS)] == ["-1"]
    assert not parsed(content.replace('""', '"'))


def test_a_presentation_says_what_was_written() -> None:
    file = pptx.Presentation(io.BytesIO(pptx_of(deck())))
    for slide in file.slides:
        assert not [each for each in slide.part.rels.values() if each.is_external]
        assert b"hlinkClick" not in slide.part.blob
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        texts += [cell.text for table in tables for row in table.rows for cell in row.cells]
        texts.append(slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "")
        assert not parsed("\n".join(texts))
    titles = [slide.shapes.title.text_frame.text for slide in file.slides]
    assert attempts_from(9, 6) in titles


@pytest.mark.parametrize("kind", ["deck", "annex"])
def test_a_document_says_what_was_written_and_links_nowhere(
    kind: str, annex: annexes.Report
) -> None:
    content = pdf_of(deck()) if kind == "deck" else annex_pdf(annex)
    reader = PdfReader(io.BytesIO(content))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for name in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile"):
        assert name not in content
    written = attempts_from(9, 6) if kind == "deck" else NAME
    assert in_our_letters("".join(written.split())) in text


def test_every_letter_of_a_document_is_one_of_our_fonts() -> None:
    fonts = [TTFont(FONTS / f"NPMSans-{weight}.ttf") for weight in ("Regular", "Bold")]
    ours = set.intersection(*(set(font.getBestCmap()) for font in fonts))
    kept = {each for each in range(0x20, 0x30000) if in_our_letters(chr(each)) == chr(each)}
    unseen = {*range(0x200C, 0x2010), *range(0x2060, 0x2065), 0xFEFF}
    assert kept <= ours | unseen
    assert ours - {ord("?")} <= kept | {0x340, 0x341, 0x37E, 0x387}


def test_a_drawing_is_made_of_shapes_and_texts_alone() -> None:
    picture = next(slide.picture for slide in deck().slides if slide.picture)
    rows = picture.frame.with_columns(name=pl.Series([ALL, LINES, "=1+1"]))
    makers = picture_makers(replace(picture, frame=rows, alt=ALL), Look.LIGHT)
    tree = ET.fromstring(makers["svg"][1](released()))
    for element in tree.iter():
        tag = element.tag.rpartition("}")[2]
        assert tag in {
            "svg",
            "title",
            "desc",
            "style",
            "rect",
            "text",
            "line",
            "g",
            "path",
            "defs",
        } | {"clipPath"}
        for name, value in element.attrib.items():
            assert not name.casefold().startswith("on")
            assert "href" not in name
            assert "javascript" not in value or name.endswith("label")
    assert ALL in " ".join(tree.itertext())
