"""The annex's files, read back: a workbook that a spreadsheet understands, a document to print."""

import io
import re
from datetime import date, datetime

import openpyxl
import pypdf
import pytest

from npm_data.figures.columns import Column
from npm_data.files.pdf import _text
from npm_data.files.workbook import MOST_LETTERS, sheet_name
from npm_data.i18n import words_for
from npm_data.report.annex import annex_pdf, annex_xlsx
from tests.report.annexes import EVER, empty, report, worked
from tests.report.decks import plain

LANGUAGES = ("kk", "ru", "en")


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    opened = worked(tmp_path_factory.mktemp("annex"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def books(repository):
    return {
        language: openpyxl.load_workbook(io.BytesIO(annex_xlsx(report(repository, language, EVER))))
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def document(repository):
    """The document in Kazakh and what each of its pages says."""
    read = pypdf.PdfReader(io.BytesIO(annex_pdf(report(repository, "kk", EVER))))
    return read, [page.extract_text() for page in read.pages]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_have_names_that_a_spreadsheet_takes(books, language, repository):
    names = books[language].sheetnames
    assert len(names) == len(set(map(str.lower, names)))
    assert all(len(name) <= MOST_LETTERS for name in names)
    assert not [name for name in names if re.search(r"[\[\]:*?/\\']", name)]
    words = words_for(language)
    assert (names[0], names[-1]) == (words("annex.contents"), words("annex.sheet_notes"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_linked_from_the_contents_and_back(books, language):
    book = books[language]
    contents = book.worksheets[0]
    linked = {
        cell.hyperlink.location
        for row in contents.iter_rows()
        for cell in row
        if cell.hyperlink is not None
    }
    assert linked == {f"'{name}'!A1" for name in book.sheetnames[1:]}
    for sheet in book.worksheets[1:-1]:
        back = [cell.hyperlink for row in sheet.iter_rows(max_col=1) for cell in row]
        assert f"'{contents.title}'!A1" in {each.location for each in back if each}


def test_the_contents_count_the_rows_that_stand_below_each_heading(books):
    book = books["en"]
    counted = {row[0]: row[2] for row in book.worksheets[0].iter_rows(values_only=True) if row[2:]}
    for sheet in book.worksheets[1:-1]:
        head = int(sheet.auto_filter.ref.split(":")[0].strip("$A"))
        rows = [row for row in sheet.iter_rows(min_row=head + 1, values_only=True) if any(row)]
        is_empty = [row[0] for row in rows] == [words_for("en")("annex.empty")]
        assert counted[sheet.title.split()[0]] == (0 if is_empty else len(rows)), sheet.title


def test_no_cell_is_merged_and_every_sheet_is_ready_to_print(books):
    for sheet in books["ru"].worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0
        assert "30\u00a0июня\u00a02018" in sheet.oddFooter.left.text
        assert words_for("ru")("frame.demonstration") in sheet.oddFooter.left.text
    for sheet in books["ru"].worksheets[1:-1]:
        assert sheet.freeze_panes
        assert sheet.print_title_rows
        assert sheet.auto_filter.ref


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_says_where_it_comes_from(books, language):
    words = words_for(language)
    for sheet in books[language].worksheets:
        said = [row[0] for row in sheet.iter_rows(max_col=1, max_row=14, values_only=True)]
        assert words("frame.demonstration") in said
        assert words("frame.data_date", date=words.date(date(2018, 6, 30))) in said


def last_row(sheet):
    return [row for row in sheet.iter_rows() if row[0].value is not None][-1]


def test_numbers_shares_and_days_are_what_they_are(books):
    book = books["kk"]
    coverage = next(sheet for sheet in book if sheet.title.startswith("2.1 "))
    *_, share = last_row(coverage)
    assert isinstance(share.value, float)
    assert share.number_format == '[$-43F]0.0" "%'
    assert share.font.bold
    never = next(sheet for sheet in book if sheet.title.startswith("2.8 "))
    *_, due = last_row(never)
    assert isinstance(due.value, datetime)
    assert due.number_format.endswith("dd.mm.yyyy")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_reads_as_a_number_is_one(books, language):
    """Numbers of chapters and tables are names: 1.1 and 1.10 are not the same."""
    as_text = [
        (sheet.title, cell.coordinate)
        for sheet in books[language].worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and re.fullmatch(r"[-+\u2212\d\s.,]*\d\s*%?", cell.value)
    ]
    assert as_text == []
    years = next(sheet for sheet in books[language] if sheet.title.startswith("1.5 "))
    year = next(row[0] for row in years.iter_rows() if row[0].value == 2017)
    assert year.number_format.endswith("]0")


def test_the_workbook_says_who_made_it_of_what(books):
    told = books["ru"].properties
    assert told.title.startswith("Приложение к консолидированному докладу")
    assert told.creator == words_for("ru")("annex.body")
    assert words_for("ru")("frame.demonstration") in told.description


def test_a_long_name_of_a_sheet_ends_with_a_whole_word():
    assert sheet_name("2.3", "Доля: по [видам] учреждений и регионам") == (
        "2.3 Доля: по видам учреждений".replace(":", "")
    )


def test_the_document_has_its_chapters_in_their_order(document):
    words, (_, pages) = words_for("kk"), document
    text = "\n".join(pages[2:])
    parts = ("visits", "coverage", "recommendations", "implementation", "completeness", "notes")
    starts = [text.index(words(f"annex.part_{part}")) for part in parts]
    assert starts == sorted(starts)


def test_kazakh_letters_are_in_the_documents_own_text(document):
    _, pages = document
    text = "\n".join(pages)
    assert "Қазақстанның ұлттық превентивтік тетігі" in text
    assert set("әғқңөұүіӘҒҚӨҰҮІ") <= set(text)


def test_every_page_says_choice_data_date_register_and_its_number(document):
    words, (read, pages) = words_for("kk"), document
    for number, page in enumerate(pages, start=1):
        flat = " ".join(page.split())
        assert words("frame.csv_filters") in flat
        assert plain(words("frame.data_date", date=words.date(date(2018, 6, 30)))) in flat
        assert words("frame.demonstration") in flat
        assert words("annex.page_of", page=number, pages=len(read.pages)) in flat


def test_the_document_has_title_language_and_embedded_letters(document):
    read, _ = document
    assert read.metadata.title.startswith("Жинақталған баяндамаға қосымша")
    assert read.trailer["/Root"]["/Lang"] == "kk"
    assert len(read.outline) > 0
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in read.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("NPMSans" in font for font in fonts)


def test_an_empty_register_makes_files_that_say_so(tmp_path):
    repository = empty(tmp_path)
    words = words_for("en")
    book = openpyxl.load_workbook(io.BytesIO(annex_xlsx(report(repository))))
    sheet = next(each for each in book if each.title.startswith("1.1 "))
    assert words("annex.empty") in [row[0] for row in sheet.iter_rows(values_only=True)]
    read = pypdf.PdfReader(io.BytesIO(annex_pdf(report(repository))))
    assert words("annex.empty") in " ".join(read.pages[2].extract_text().split())
    repository.close()


def test_a_share_that_is_hidden_says_why_in_the_document():
    words, share = words_for("en"), Column("Share", "percent", of="due")
    few, none = words("annex.few"), words("frame.no_value")
    for row, said in (
        ({"due": 4, "share": None}, few),
        ({"due": 0, "share": None}, none),
        ({"share": None}, few),
        ({"due": 8, "share": 0.5}, words.percent(0.5)),
    ):
        assert _text(words, row, "share", share) == said
