"""The deck as a presentation: what stands in the file when it is opened again."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.oxml.ns import qn

from npm_data.cli import main
from npm_data.files.office import LANGUAGES as TAGS
from npm_data.files.office import bytes_of
from npm_data.files.pptx import LAYOUTS, TEMPLATE, TemplateError, pptx_of, read_template
from npm_data.files.pptx_charts import plain
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from scripts.deck_template import template
from tests.registers import register_of, repository_of, worked_rows
from tests.report.decks import ALL, DATA_DATE, worked_repository
from tests.report.decks import deck as worked_deck
from tests.report.decks import plain as plain_blanks
from tests.report.handmade import SENTENCE, deck

REGIONS = 40
WORDS = words_for("kk")
TABLE, MAP, BARS, COUNTS, COLUMNS, BAND, PAIRS, BANDS, CURVE = 2, 1, *range(4, 11)


@pytest.fixture(scope="module")
def content() -> bytes:
    return pptx_of(deck("kk", regions=REGIONS))


@pytest.fixture(scope="module")
def file(content: bytes) -> Any:
    return Presentation(BytesIO(content))


def texts_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def notes_of(slide: Any) -> list[str]:
    return slide.notes_slide.notes_text_frame.text.split("\n")


def chart_of(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart).chart


def sheet_of(chart: Any) -> list[tuple[Any, ...]]:
    """The rows of the workbook behind a chart."""
    book = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert len(book.worksheets) == 1
    return list(book.worksheets[0].values)


def placeholder(slide: Any, kind: str) -> Any:
    return next(each for each in slide.placeholders if kind in str(each.placeholder_format.type))


def described(slide: Any) -> str:
    """The text for who does not see the picture, chart or table of a slide."""
    bodies = [shape for shape in slide.shapes if not shape.has_text_frame]
    (body,) = bodies
    return body._element.xpath(".//p:cNvPr")[0].get("descr")


def test_a_slide_is_one_slide_with_its_sentence_as_its_title(file):
    slides = deck("kk").slides
    titles = [plain_blanks(slide.shapes.title.text) for slide in file.slides]
    assert len(titles) == len(slides)
    assert titles[1] == SENTENCE["kk"]
    assert set("әғқңөұүһі") <= set(SENTENCE["kk"].lower())
    for slide, made in zip(file.slides, slides, strict=True):
        assert plain_blanks(made.sentence) in plain_blanks(slide.shapes.title.text)


def test_equal_sentences_are_told_apart_by_their_chapters(file):
    titles = [slide.shapes.title.text for slide in file.slides]
    assert len(set(titles)) == len(titles)
    assert plain_blanks(titles[TABLE]) == f"{WORDS('visits.title')}: {WORDS('app.title')}"


def test_the_footer_is_one_line_and_the_notes_say_the_rest(file):
    told = deck("kk").provenance
    mark, chosen = WORDS("deck.mark"), plain(told.filters.partition(": ")[2])
    for slide in file.slides:
        foot = placeholder(slide, "FOOTER").text_frame.text
        assert foot.startswith(f"{mark} · {chosen} · {plain(told.data_date)}")
        assert "\n" not in foot
        assert plain(told.register) not in texts_of(slide)
        assert plain(told.register) in notes_of(slide)
        number = placeholder(slide, "SLIDE_NUMBER")._element.find(f".//{qn('a:fld')}")
        assert number.get("type") == "slidenum"


def test_a_real_register_bears_no_mark():
    made = Presentation(BytesIO(pptx_of(deck("ru", is_demonstration=False, regions=1))))
    mark = words_for("ru")("deck.mark")
    assert not [slide for slide in made.slides if mark in texts_of(slide)]


def test_everything_stands_in_a_place_of_a_layout_and_none_is_empty(file):
    wanted = ["title", "picture", "table", "text", *["chart"] * 7]
    assert [slide.slide_layout.name for slide in file.slides] == [LAYOUTS[each] for each in wanted]
    for slide in file.slides:
        for shape in slide.shapes:
            assert shape.is_placeholder
            assert not shape.has_text_frame or shape.text_frame.text
            assert shape.left >= 0
            assert shape.left + shape.width <= file.slide_width
            assert shape.top + shape.height <= file.slide_height


def test_who_listens_hears_the_title_first_and_the_number_last(file):
    for slide in file.slides:
        kinds = [str(shape.placeholder_format.type) for shape in slide.shapes]
        assert "TITLE" in kinds[0]
        assert [kind.split()[0] for kind in kinds[-2:]] == ["FOOTER", "SLIDE_NUMBER"]


def test_charts_hold_the_numbers_in_order_and_no_row_more(file):
    slides, names = list(file.slides), WORDS("coverage.title")
    drawn = (BARS, COUNTS, COLUMNS, BAND, PAIRS, BANDS)
    sheets = [sheet_of(chart_of(slides[n])) for n in (*drawn, CURVE)]
    assert sheets == [
        [(None, names), ("Ә\n1 / 8", 0.125), ("Б\nx", 0.5)],
        [(None, names), ("Ғ\n99,8 %", 1262), ("Һ", 3)],
        [(None, names), ("2015", 0.25), ("2016", 0.3)],
        [(None, "Ү: 3"), (names, 3)],
        # Of a share that may not be told the cell is empty.
        [(None, "Ө", "Қ"), ("Ң\n1 / 2 · 1 / 3", 0.5, None), ("Ұ\n1 / 4 · 0 / 9", 0.25, 0)],
        [(None, "Ү", "Ұ"), ("2015\n1 · 2", 1, 2), ("2016\n3 (60 %) · 2 (40 %)", 3, 2)],
        [(None, names), (0, 0), (1, 0.1), (6, 0.25)],
    ]
    for number, sheet in zip(drawn, sheets, strict=False):
        (plot,) = chart_of(slides[number]).plots
        assert list(plot.categories) == [row[0] for row in sheet[1:]]
        for place, series in enumerate(plot.series, start=1):
            assert [series.name, *series.values] == [row[place] for row in sheet]
    (line,) = chart_of(slides[CURVE]).plots[0].series
    assert list(line.values) == [0, 0.1, 0.25]


def test_numbers_are_written_as_the_language_does(file):
    slides = list(file.slides)
    forms = [
        chart_of(slides[n]).plots[0].data_labels.number_format for n in (BARS, COUNTS, COLUMNS)
    ]
    assert forms == ['[$-43F]0.0" "%', "[$-43F]#,##0", '[$-43F]0.0" "%']
    assert "6\u00a0ай\u00a0— қалғаны: 12" in texts_of(slides[CURVE])


def test_colours_and_letters_are_the_theme_s(content):
    with zipfile.ZipFile(BytesIO(content)) as package:
        drawn = [
            name for name in package.namelist() if re.match(r"ppt/(slides|charts)/\w+\.xml", name)
        ]
        for name in drawn:
            text = package.read(name).decode()
            assert "srgbClr" not in text, name
            assert "<a:latin" not in text, name
        assert len(drawn) > len(deck("kk").slides)


def test_a_map_is_a_sharp_picture_and_its_table_stands_in_the_notes(file):
    slide = list(file.slides)[MAP]
    picture = placeholder(slide, "PICTURE")
    assert picture.image.size[0] >= 3200
    assert not any((picture.crop_left, picture.crop_right, picture.crop_top, picture.crop_bottom))
    width, height = picture.image.size
    assert picture.width / picture.height == pytest.approx(width / height, rel=0.01)
    nothing = WORDS("frame.no_value")
    assert notes_of(slide)[-3:] == [
        "А\t12\t10,0\u00a0%",
        "Ә\t1\u00a0262\t50,0\u00a0%",
        f"Б\t3\t{nothing}",
    ]


def test_what_is_drawn_says_its_finding_to_who_does_not_see_it(file):
    for number in (MAP, TABLE, BARS, COUNTS, COLUMNS, BAND, PAIRS, BANDS, CURVE):
        slide = list(file.slides)[number]
        assert described(slide) == slide.shapes.title.text


def test_the_notes_have_definition_counts_and_choice_once(file):
    notes = notes_of(list(file.slides)[MAP])
    slide, told = deck("kk").slides[MAP], deck("kk").provenance
    assert notes[: len(slide.notes)] == list(slide.notes)
    for line in (slide.definition, slide.counts, told.filters, told.register):
        assert notes.count(plain(line)) == 1


def test_rows_without_room_are_counted_on_the_slide_and_stand_in_the_notes(file):
    slide = list(file.slides)[TABLE]
    frame = next(shape for shape in slide.shapes if shape.has_table)
    rows = [[cell.text for cell in row.cells] for row in frame.table.rows]
    shown = len(rows) - 2
    assert [row[1] for row in rows[1:-1]] == [str(number) for number in range(shown)]
    assert rows[-1][0] == plain(WORDS.plural("export.more_rows", REGIONS - shown))
    left = [line.split("\t")[1] for line in notes_of(slide) if "\t" in line]
    assert left == [str(number) for number in range(shown, REGIONS)]
    assert (
        frame.top + sum(row.height for row in frame.table.rows) <= placeholder(slide, "FOOTER").top
    )


def test_a_short_table_is_whole_and_large():
    made = Presentation(BytesIO(pptx_of(deck("ru", regions=2))))
    slide = list(made.slides)[TABLE]
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    assert len(table.rows) == 3
    runs = [
        run
        for row in table.rows
        for cell in row.cells
        for run in cell.text_frame.paragraphs[0].runs
    ]
    assert {run.font.size.pt for run in runs} == {20}
    assert not [line for line in notes_of(slide) if "\t" in line]


def test_letters_are_14_points_or_more_and_those_of_the_footer_10(content):
    with zipfile.ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            if not re.match(r"ppt/(slides|charts|slideLayouts|slideMasters)/\w+\.xml", name):
                continue
            text = package.read(name).decode()
            for shape in re.findall(r"<p:sp>.*?</p:sp>", text, re.DOTALL) or [text]:
                least = 1000 if re.search('type="(ftr|sldNum)"', shape) else 1400
                sizes = [int(size) for size in re.findall(r'<a:\w+ [^>]*?sz="(\d+)"', shape)]
                assert min(sizes, default=least) >= least, (name, shape[:300])


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_know_their_language(language):
    made = pptx_of(deck(language, regions=1))
    assert Presentation(BytesIO(made)).core_properties.language == TAGS[language]
    with zipfile.ZipFile(BytesIO(made)) as package:
        for name in package.namelist():
            tags = set(
                re.findall(r'\blang="([^"]+)"', package.read(name).decode("utf-8", "replace"))
            )
            assert tags <= {TAGS[language]}, name
            if re.match(r"ppt/(slides|charts)/\w+\.xml", name):
                assert tags, name


def test_the_same_deck_is_the_same_file(content):
    assert pptx_of(deck("kk", regions=REGIONS)) == content


def faults(made: bytes, folder: Path) -> list[str]:
    """What the rules of the format say against a file, and relations that lead nowhere."""
    path = folder / "deck.pptx"
    path.write_bytes(made)
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
    doubled = [name for name in names if names.count(name) > 1]
    return doubled + [str(error) for error in OpenXmlValidator().validate(path).errors]


def test_the_file_keeps_the_rules_of_its_format(content, tmp_path):
    assert not faults(content, tmp_path)
    assert not faults(TEMPLATE.read_bytes(), tmp_path)
    other = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(other, "w") as broken:
        for name in source.namelist():
            part = source.read(name)
            broken.writestr(name, part.replace(b"<c:plotArea>", b"<c:plotArea><c:odd/>"))
    assert faults(other.getvalue(), tmp_path)


def test_the_deck_of_a_register_keeps_the_rules_of_its_format(tmp_path):
    repository = worked_repository(tmp_path)
    made = worked_deck(repository, ALL, "kk")
    repository.close()
    assert not faults(pptx_of(made), tmp_path)
    kinds = {type(slide.picture.form) for slide in made.slides if slide.picture}
    assert len(kinds) > 3


# -- the template ---------------------------------------------------------------------------------


def test_the_template_is_what_the_script_makes():
    def parts(made: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(BytesIO(made)) as package:
            return {name: package.read(name) for name in package.namelist()}

    assert parts(template()) == parts(TEMPLATE.read_bytes())
    about = Presentation(str(TEMPLATE)).core_properties
    assert not any((about.author, about.last_modified_by, about.comments))


def of_an_office(path: Path, change: Any) -> Path:
    """A template as somebody changed it."""
    file = Presentation(str(TEMPLATE))
    change(file)
    path.write_bytes(bytes_of(file))
    return path


def test_an_office_s_template_gives_its_look_and_none_of_its_slides(tmp_path):
    def change(file: Any) -> None:
        file.slides.add_slide(file.slide_layouts[0]).shapes.title.text = "X"
        title = next(each for each in file.slide_layouts[1].placeholders if each.name == "Title")
        title.left, title.top, title.width, title.height = 1000, 2000, 9_000_000, 900_000

    path = of_an_office(tmp_path / "office.pptx", change)
    made = Presentation(BytesIO(pptx_of(deck("ru", regions=1), path)))
    assert len(made.slides) == len(deck("ru").slides)
    words = next(slide for slide in made.slides if slide.slide_layout.name == LAYOUTS["text"])
    assert (words.shapes.title.left, words.shapes.title.top) == (1000, 2000)
    assert not faults(pptx_of(deck("ru", regions=1), path), tmp_path)


def without_chart(file: Any) -> None:
    file.slide_layouts.get_by_name(LAYOUTS["chart"]).name = "Mine"


def without_place(file: Any) -> None:
    layout = file.slide_layouts.get_by_name(LAYOUTS["chart"])
    place = next(each for each in layout.placeholders if each.name == "Chart")
    place.element.getparent().remove(place.element)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without_chart, "lacks: NPM chart."),
        (without_place, "lacks: NPM chart: a place for a chart."),
    ],
)
def test_what_a_template_lacks_is_said(tmp_path, change, said):
    path = of_an_office(tmp_path / "office.pptx", change)
    with pytest.raises(TemplateError, match=re.escape(said)) as problem:
        pptx_of(deck("ru", regions=1), path)
    assert len({problem.value.said(words_for(language)) for language in LANGUAGES}) == 3


@pytest.mark.parametrize("content", [None, b"", b"PK", b"no presentation"])
def test_a_template_that_cannot_be_read_is_said_without_its_folder(tmp_path, content):
    path = tmp_path / "deck.pptx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TemplateError, match=r"\(deck\.pptx\) cannot be read"):
        read_template(path)


def test_the_command_says_it_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("npm_data.files.pptx.pptx_of.__defaults__", (tmp_path / "no.pptx",))
    repository_of(register_of(**worked_rows()), tmp_path, DATA_DATE).close()
    database, output = str(tmp_path / "register.duckdb"), str(tmp_path / "deck.pptx")
    given = ["--database", database, "--output", output, "--year", "2016", "--language", "ru"]
    assert main(["export", "deck", *given]) == 2
    assert capsys.readouterr().err.strip().endswith(TemplateError("no.pptx").said(words_for("ru")))
    assert not Path(output).exists()
