"""The deck as a presentation: what stands in the file when it is opened again."""

import re
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Cm

from npm_data.files.pictures import slide_svg
from npm_data.files.pptx import pptx_of
from npm_data.files.pptx_layout import (
    INNER,
    PIXELS_OF_A_CM,
    height_of,
    known_letters,
    layout_of,
    lines_of,
    plain,
    width_of,
)
from npm_data.files.slides import lowered, pages_of
from npm_data.i18n import words_for
from npm_data.i18n.catalogues import catalogue, subjects
from npm_data.reference import LANGUAGES
from tests.extent import some
from tests.report.decks import ALL, YEAR_2016, worked_repository
from tests.report.decks import deck as worked_deck
from tests.report.decks import plain as plain_blanks
from tests.report.handmade import SENTENCE, deck

REGIONS = 30


@pytest.fixture(scope="module")
def content() -> bytes:
    return pptx_of(deck("kk", regions=REGIONS))


@pytest.fixture(scope="module")
def file(content: bytes) -> Any:
    return Presentation(BytesIO(content))


def texts_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def shapes_named(slide: Any, message: str) -> list[Any]:
    name = words_for("kk")(message)
    return [shape for shape in slide.shapes if shape.name == name]


def tables_of(file: Any) -> list[Any]:
    return [shape.table for slide in file.slides for shape in slide.shapes if shape.has_table]


def test_the_sentence_is_the_title_letter_for_letter(file):
    assert plain_blanks(file.slides[1].shapes.title.text) == SENTENCE["kk"]
    assert set("әғқңөұүһі") <= set(SENTENCE["kk"].lower())


def test_where_the_figures_are_from_stands_on_every_slide(file):
    words, told = words_for("kk"), deck("kk").provenance
    for number, slide in enumerate(file.slides, start=1):
        said = texts_of(slide)
        for line in (told.filters.partition(": ")[2], told.data_date, words("deck.mark")):
            assert plain(line) in said
        assert f"{number} / {len(file.slides)}" in said


def test_a_real_register_bears_no_mark():
    made = Presentation(BytesIO(pptx_of(deck("ru", is_demonstration=False, regions=1))))
    mark = words_for("ru")("deck.mark")
    assert not [slide for slide in made.slides if mark in texts_of(slide)]


def test_a_table_that_is_too_long_goes_on_with_its_heading(file):
    parts = [table for table in tables_of(file) if len(table.rows) > 4]
    assert len(parts) > 1
    heads = {tuple(cell.text for cell in table.rows[0].cells) for table in parts}
    assert len(heads) == 1
    values = [row.cells[1].text for table in parts for row in list(table.rows)[1:]]
    assert values == [str(number) for number in range(REGIONS)]


def test_the_figures_of_a_picture_follow_as_a_table(file):
    table = tables_of(file)[-1]
    cells = [[cell.text for cell in row.cells] for row in table.rows][1:]
    nothing = words_for("kk")("frame.no_value")
    assert cells == [
        ["А", "12", "10,0\u00a0%"],
        ["Ә", "1\u00a0262", "50,0\u00a0%"],
        ["Б", "3", nothing],
    ]


def test_the_figures_keep_what_their_slide_says_beside_the_sentence(file):
    assert deck("kk").slides[1].lines[0] in texts_of(file.slides[-1])


def test_a_picture_is_sharp_and_says_what_it_shows(file):
    (picture,) = shapes_named(file.slides[1], "export.box_picture")
    assert picture.image.size[0] >= 3200
    assert picture._element.xpath(".//p:cNvPr")[0].get("descr") == deck("kk").slides[1].picture.alt
    width, height = picture.image.size
    assert picture.width / picture.height == pytest.approx(width / height, rel=0.01)


def test_the_speaker_has_notes_with_definition_counts_and_choice(file):
    notes = file.slides[1].notes_slide.notes_text_frame.text.split("\n")
    slide, told = deck("kk").slides[1], deck("kk").provenance
    assert notes[: len(slide.notes)] == list(slide.notes)
    for line in (slide.definition, slide.counts, told.filters, told.register):
        assert notes.count(plain(line)) == 1


def test_no_place_waits_to_be_filled_and_no_layout_is_left_over(file):
    assert len(file.slide_layouts) == 1
    for slide in file.slides:
        assert all(shape.text_frame.text for shape in slide.placeholders)


def test_nothing_overflows_its_box_or_the_slide(file):
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= file.slide_width
            assert shape.top + shape.height <= file.slide_height
            if shape.has_text_frame and shape.text_frame.text:
                assert height_needed(shape) <= shape.height.cm + 0.01
            if shape.has_table:
                foot = shapes_named(slide, "export.box_foot")[0].top
                assert shape.top + sum(row.height for row in shape.table.rows) <= foot


def height_needed(shape: Any) -> float:
    """By the size of each paragraph's own letters."""
    needed = 0.0
    for paragraph in shape.text_frame.paragraphs:
        font = paragraph.runs[0].font
        gap = paragraph.space_before.cm if paragraph.space_before else 0
        text = [paragraph.text]
        needed += gap + height_of(text, font.size.pt, shape.width.cm, bold=bool(font.bold))
    return needed


def test_only_the_foot_has_letters_below_18_points(file):
    small = {words_for("kk")(f"export.box_{name}") for name in ("foot", "caption", "number")}
    for slide in file.slides:
        for shape in slide.shapes:
            least = 12 if shape.name in small else 18
            frames = [shape.text_frame] if shape.has_text_frame else []
            if shape.has_table:
                frames = [cell.text_frame for row in shape.table.rows for cell in row.cells]
            runs = [run for frame in frames for each in frame.paragraphs for run in each.runs]
            assert all(run.font.size.pt >= least for run in runs)


def test_letters_know_their_language(file):
    runs = [run for slide in file.slides for run in slide._element.iter("{*}rPr")]
    assert {run.get("lang") for run in runs} == {"kk-KZ"}
    assert file.core_properties.language == "kk-KZ"


def test_the_same_deck_is_the_same_file(content):
    assert pptx_of(deck("kk", regions=REGIONS)) == content


def test_every_letter_of_the_messages_has_a_width():
    said = {
        letter
        for language in LANGUAGES
        for subject in subjects(language)
        for message in catalogue(language, subject)
        for text in ([message.string] if isinstance(message.string, str) else message.string)
        for letter in plain(text)
    }
    assert said - known_letters() <= {"\n"}


def test_lines_break_between_words_and_within_too_long_ones():
    width = width_of("слово слово", 20)
    assert lines_of("слово слово", 20, width + 0.01) == 1
    assert lines_of("слово слово слово", 20, width + 0.01) == 2
    assert lines_of("слово" * 5, 20, width_of("слово" * 2, 20)) == 3
    assert lines_of("", 20, width) == 1
    assert Cm(width_of("WWWW", 72)).cm == pytest.approx(4 * 0.95 * 2.54, abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filters", some([ALL, YEAR_2016], 1))
def test_letters_in_a_picture_can_be_read_from_the_tenth_row(filters, language, tmp_path):
    """At least 24 px on a slide of 1920, whatever the slide says above and below the picture."""
    repository = worked_repository(tmp_path)
    pages = [page for page in pages_of(worked_deck(repository, filters, language)) if page.picture]
    repository.close()
    assert len(pages) >= 7
    for page in pages:
        layout = layout_of(page)
        room = layout.body_height * PIXELS_OF_A_CM
        picture = lowered(page.picture, room)
        scale = min(INNER * PIXELS_OF_A_CM / picture.width, room / picture.height)
        letters = re.findall(r'font-size="([\d.]+)px"', slide_svg(picture))
        assert min(map(float, letters)) * scale >= 24, page.key
        assert layout.lines.points < layout.title.points, page.key
