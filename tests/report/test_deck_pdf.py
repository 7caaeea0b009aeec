"""The deck as a document: its own text, its letters, its pages."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from npm_data.i18n import words_for
from npm_data.report.deck_pdf import pdf_of
from npm_data.report.progress import Cancelled
from tests.report.handmade import SENTENCE, deck


@pytest.fixture(scope="module")
def content() -> bytes:
    return pdf_of(deck("kk"))


@pytest.fixture(scope="module")
def file(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def said(text: str) -> str:
    """Without blanks, which a page's text has at each end of a line."""
    return "".join(text.replace("\u2060", "").split())


def test_the_kazakh_sentence_can_be_read_and_searched_in_the_file(file):
    assert set("әғқңөұүһі") <= set(SENTENCE["kk"].lower())
    assert said(SENTENCE["kk"]) in said(file.pages[1].extract_text())


def test_where_the_figures_are_from_stands_on_every_page(file):
    told = deck("kk").provenance
    mark = words_for("kk")("frame.demonstration")
    for number, page in enumerate(file.pages, start=1):
        text = said(page.extract_text())
        for line in (told.filters, told.data_date, told.register, mark):
            assert said(line) in text
        assert f"{number}/{len(file.pages)}" in text


def test_a_picture_stays_on_the_page_of_its_sentence(file):
    short = PdfReader(BytesIO(pdf_of(deck("ru", regions=2, is_demonstration=False))))
    assert len(short.pages) == len(deck("ru").slides) + 1
    assert said(SENTENCE["ru"]) in said(short.pages[1].extract_text())
    assert len(file.pages) > len(short.pages), "the long table goes on overleaf"


def test_all_letters_are_inside(file):
    fonts = {
        font.get_object()["/BaseFont"]: font.get_object()
        for page in file.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    for name, font in fonts.items():
        assert "NPMSans" in name
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_it_can_be_listened_to(file):
    root = file.trailer["/Root"]
    assert root["/Lang"].startswith("kk")
    assert root["/MarkInfo"]["/Marked"]
    assert file.metadata.title == deck("kk").provenance.title
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_the_same_deck_is_the_same_file(content):
    assert pdf_of(deck("kk")) == content


def test_whoever_does_not_wait_ends_it():
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        pdf_of(deck("en"), stop)
