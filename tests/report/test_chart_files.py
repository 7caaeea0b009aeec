"""Charts as files: what stands above and below them, in three languages."""

import io
import re
from datetime import date

import polars as pl
import pytest
from PIL import Image

from npm_data.charts import bands
from npm_data.charts.theme import Look, palette
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure, Picture
from npm_data.figures.subject import Report
from npm_data.files.pictures import MARGIN, ROOM, WIDTH, chart_png, chart_svg, picture_makers
from npm_data.files.release import release
from npm_data.i18n import words_for
from npm_data.model.filters import Filters, Period
from npm_data.reference import LANGUAGES
from npm_data.report.band_rows import band_rows
from tests.registers import register_of, repository_of, worked_rows
from tests.report.decks import plain

LONG = "A finding that says so much about the places of one ministry that it needs two lines <&>"
COUNTS = {"on_time": 3, "due_soon": 2, "overdue": 1, "never_visited": 4}


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    folder = tmp_path_factory.mktemp("charts")
    register = register_of(**worked_rows())
    made = repository_of(register, folder, date(2018, 6, 30), is_demonstration=True)
    yield made
    made.close()


def drawn(repository, language, look=Look.LIGHT, **more):
    words = words_for(language)
    filters = Filters(Period.of_year(2016), ministries=("interior",))
    subject = Report(words, filters, repository, look)
    frame = pl.DataFrame(band_rows(words, "clock", 0, words("definition.clock"), COUNTS))
    columns = {"part_name": Column("part"), "count": Column("count", "number")}
    released = release(
        subject,
        Figure("overview.clock", "", frame, columns, "clock", LONG, ("n = 10",), **more),
    )
    picture = Picture(bands.share_bands("clock", words, look), frame, "four classes", width=ROOM)
    return released, picture


def texts_of(svg: bytes) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_there_is_to_say_stands_with_the_chart(repository, language):
    released, picture = drawn(repository, language, has_map=True)
    said = " ".join(texts_of(chart_svg(released, picture, Look.LIGHT)))
    words = words_for(language)
    parts = [
        LONG.replace("<&>", "&lt;&amp;&gt;"),
        words.ministry("interior", date(2016, 12, 31)),
        words("definition.clock_short"),
        "n = 10",
        words.date(date(2018, 6, 30)),
        repository.data_set.fingerprint[:12],
        words("frame.demonstration"),
        words("charts.attribution"),
    ]
    assert [part for part in parts if plain(part) not in plain(said)] == []


def test_a_long_finding_takes_two_lines_and_nothing_lies_outside_the_picture(repository):
    released, picture = drawn(repository, "kk")
    svg = chart_svg(released, picture, Look.LIGHT).decode()
    own = re.findall(r'<text x="32" y="([\d.]+)"[^>]* font-weight="(\w+)"', svg)
    bold = [float(y) for y, weight in own if weight == "bold"]
    height = int(re.search(r'height="(\d+)"', svg)[1])
    assert len(bold) == 2
    assert sorted(float(y) for y, _ in own) == [float(y) for y, _ in own]
    assert float(own[-1][0]) <= height - MARGIN / 2


@pytest.mark.parametrize("look", Look)
def test_a_png_is_as_wide_as_it_says_on_the_ground_of_its_look(repository, look):
    released, picture = drawn(repository, "ru", look)
    image = Image.open(io.BytesIO(chart_png(released, picture, look))).convert("RGB")
    ground = tuple(int(palette(look).background[at : at + 2], 16) for at in (1, 3, 5))
    assert image.width == 2 * WIDTH
    assert image.getpixel((2, 2)) == ground
    # The finding is there: letters in the strip of the title.
    strip = image.crop((2 * MARGIN, 2 * MARGIN, image.width // 2, 2 * MARGIN + 60))
    assert len(set(strip.get_flattened_data())) > 10


def test_a_drawing_brings_its_letters_along_and_names_nothing_on_the_internet(repository):
    released, picture = drawn(repository, "kk")
    svg = picture_makers(picture, Look.LIGHT)["svg"][1](released).decode()
    assert svg.count("@font-face") == 2
    assert set(re.findall(r"https?://[^\s\"']+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "<desc>four classes</desc>" in svg


def test_a_picture_is_made_of_nothing_but_its_rows(repository):
    released, picture = drawn(repository, "en")
    makers = picture_makers(picture, Look.LIGHT)
    assert {kind: mime for kind, (mime, _) in makers.items()} == {
        "png": "image/png",
        "svg": "image/svg+xml",
    }
    assert makers["png"][1](released).startswith(b"\x89PNG")
    assert makers["svg"][1](released) == makers["svg"][1](released)


def test_no_word_of_a_long_finding_stands_alone(repository):
    released, picture = drawn(repository, "en")
    own = re.findall(
        r'font-weight="bold"[^>]*>([^<]+)</text>', chart_svg(released, picture, Look.LIGHT).decode()
    )
    first, second = own
    assert f"{first} {second}" == LONG.replace("<&>", "&lt;&amp;&gt;")
    assert len(second) > len(first) / 2
