"""The brief: one page, the deck's sentences, three pictures, and a table that the query command
gives as well.
"""

import json
import zipfile
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as File
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from npm_data.cli import main
from npm_data.figures.subject import Report
from npm_data.files.brief import brief_docx, brief_pdf
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Filters, Period, Role
from npm_data.report.brief import FINDINGS, brief_of
from npm_data.report.deck import deck_of
from tests.registers import register_of, repository_of, worked_rows

YEAR = Filters(Period.of_year(2016))
BODY = Filters(Period.of_year(2016), ministries=("interior",))
BEFORE = Filters(Period.of_year(2010))
YEARS = Filters(Period(date(2014, 1, 1), date(2017, 12, 31)))
FIRST_TERMS_ENDED = Filters(Period(date(2014, 1, 1), date(2018, 6, 30)))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief")
    made = register_of(**worked_rows())
    repository_of(made, folder, date(2018, 6, 30), is_demonstration=True).close()
    return folder / "register.duckdb"


@pytest.fixture(scope="module")
def repository(database: Path) -> Iterator[Repository]:
    opened = open_repository(database)
    yield opened
    opened.close()


def said(text: str) -> str:
    """Without blanks, which a page's text has at each end of a line."""
    return "".join(text.replace("\u2060", "").split())


def written(report: Report) -> File:
    return Document(BytesIO(brief_docx(brief_of(report))))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filters", [YEAR, BODY], ids=["year", "body"])
def test_one_page_has_every_sentence_of_the_deck_in_both_files(
    filters: Filters, language: str, repository: Repository
) -> None:
    report = Report(words_for(language), filters, repository)
    page = PdfReader(BytesIO(brief_pdf(brief_of(report))))
    assert len(page.pages) == 1
    printed = said(page.pages[0].extract_text())
    edited = said("".join(each.text for each in written(report).paragraphs))
    findings = [each for each in deck_of(report).slides if each.key in FINDINGS]
    assert len(findings) >= 5
    for slide in findings:
        assert said(slide.sentence) in printed
        assert said(slide.sentence) in edited
    mark = words_for(language)("frame.demonstration")
    assert said(mark) in printed
    assert said(mark) in edited


def test_the_table_is_what_the_query_command_says(
    repository: Repository, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = words_for("en")
    table = written(Report(words, YEAR, repository)).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    heads = rows[0]
    by_name = {row[0]: dict(zip(heads, row, strict=True)) for row in rows[1:]}
    period = ("--from", "2016-01-01", "--to", "2016-12-31")
    asked = ("--database", str(database), *period, "--by", "ministry", "--format", "json")

    def answer(query: str) -> dict[str, dict[str, float]]:
        assert main(["query", query, *asked]) == 0
        found = json.loads(capsys.readouterr().out)
        return {words.ministry(row["ministry"], date(2016, 12, 31)): row for row in found}

    covered, recommended = answer("coverage"), answer("recommendations")
    assert {*by_name} == {*covered, *recommended, words("annex.whole")}
    for name, row in covered.items():
        assert by_name[name][words("definition.coverage")] == words.percent(row["coverage"])
        places = words.number(row["places_in_mandate"])
        assert by_name[name][words("definition.places_in_mandate")] == places
    for name, row in recommended.items():
        count = words.number(row["recommendations"])
        assert by_name[name][words("recommendations.column_count")] == count


def test_pictures_say_what_they_show_and_the_file_does_not_say_when_it_was_made(
    repository: Repository, tmp_path: Path
) -> None:
    report = Report(words_for("ru"), YEARS, repository)
    brief = brief_of(report)
    content = brief_docx(brief)
    assert content == brief_docx(brief)
    path = tmp_path / "brief.docx"
    path.write_bytes(content)
    assert not OpenXmlValidator().validate(path).errors
    drawn = [shape._inline.docPr for shape in Document(BytesIO(content)).inline_shapes]
    assert [each.get("descr") for each in drawn] == [each.alt for _, each in brief.pictures]
    assert len(drawn) >= 2
    with zipfile.ZipFile(BytesIO(content)) as file:
        core = file.read("docProps/core.xml").decode()
        assert 'w:val="ru-RU"' in file.read("word/styles.xml").decode()
    assert "dcterms" not in core.split(">", 2)[2]
    assert "python-docx" not in core


def test_the_public_is_told_no_terms(repository: Repository) -> None:
    words = words_for("en")
    report = Report(words, YEARS, repository.seen_by(Role.PUBLIC, "en"))
    told, all_told = brief_of(report), brief_of(Report(words, FIRST_TERMS_ENDED, repository))
    assert told.table is not None
    assert all_told.table is not None
    assert words("overview.past_due") in all_told.table.head
    assert words("overview.past_due") not in told.table.head


def test_a_choice_with_nothing_is_one_sentence(repository: Repository) -> None:
    brief = brief_of(Report(words_for("kk"), BEFORE, repository))
    assert len(brief.findings) == 1
    assert not brief.pictures
    assert brief.table is None
    assert len(PdfReader(BytesIO(brief_pdf(brief))).pages) == 1
