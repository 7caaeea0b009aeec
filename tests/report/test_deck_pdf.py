"""The deck as a document: its own text, its letters, its pages."""

from io import BytesIO
from math import hypot

import pytest
from pypdf import PageObject, PdfReader

from npm_data.files.pdf import pdf_of
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from tests.extent import some
from tests.report.decks import ALL, YEAR_2016, worked_repository
from tests.report.decks import deck as worked_deck
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
    mark = words_for("kk")("deck.mark")
    for number, page in enumerate(file.pages, start=1):
        text = said(page.extract_text())
        for line in (told.filters.partition(": ")[2], told.data_date, mark):
            assert said(line) in text
        assert f"{number}/{len(file.pages)}" in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filters", some([ALL, YEAR_2016], 1))
def test_letters_in_a_picture_can_be_read_from_the_tenth_row(filters, language, tmp_path):
    """14 points on a page of 960 are 28 px on a screen of 1920; the footer has 10 and 12."""
    repository = worked_repository(tmp_path)
    made = PdfReader(BytesIO(pdf_of(worked_deck(repository, filters, language))))
    repository.close()
    for number, page in enumerate(made.pages, start=1):
        assert page.mediabox.width == pytest.approx(960, abs=0.1)
        sizes = {round(size, 1) for size in sizes_on(page)}
        assert 10 in sizes
        assert min(sizes - {10, 12}) >= 14, number


def sizes_on(page: PageObject) -> set[float]:
    """Points of the letters of all texts, as they are seen."""
    sizes = set()

    def see(text: str, outer: list[float], inner: list[float], _font: object, size: float) -> None:
        if text.strip():
            across = inner[2] * outer[0] + inner[3] * outer[2]
            up = inner[2] * outer[1] + inner[3] * outer[3]
            sizes.add(size * hypot(across, up))

    page.extract_text(visitor_text=see)
    return sizes


def test_a_picture_stays_on_the_page_of_its_sentence(file):
    short = PdfReader(BytesIO(pdf_of(deck("ru", regions=2, is_demonstration=False))))
    assert len(short.pages) == len(deck("ru").slides)
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


def test_a_picture_says_its_finding_to_who_does_not_see_it(file):
    """Once each in the tree of what the pages hold."""
    texts: list[str] = []

    def look(node: object) -> None:
        each = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(each, list):
            for child in each:
                look(child)
        elif isinstance(each, dict):
            if "/Alt" in each:
                texts.append(said(each["/Alt"]))
            look(each.get("/K", []))

    look(file.trailer["/Root"]["/StructTreeRoot"]["/K"])
    drawn = [slide.sentence for slide in deck("kk").slides if slide.picture]
    assert texts == [said(sentence) for sentence in drawn]


def test_the_deck_of_a_register_is_a_page_a_slide(tmp_path):
    repository = worked_repository(tmp_path)
    for language in LANGUAGES:
        made = worked_deck(repository, ALL, language)
        assert len(PdfReader(BytesIO(pdf_of(made))).pages) == len(made.slides), language
    repository.close()


def test_the_same_deck_is_the_same_file(content):
    assert pdf_of(deck("kk")) == content
