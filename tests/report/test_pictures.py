"""Charts drawn without a browser: our letters, their size, nothing from outside."""

import io
import re
from datetime import date

import polars as pl
import pytest
from PIL import Image

from npm_data.charts import bands
from npm_data.charts.theme import Look
from npm_data.figures.figure import Picture
from npm_data.files.pictures import FONT, slide_png, slide_svg
from npm_data.i18n import words_for
from npm_data.report.band_rows import band_rows

COUNTS = {"on_time": 3, "due_soon": 2, "overdue": 1, "never_visited": 4}


@pytest.fixture(scope="module")
def picture() -> Picture:
    words = words_for("kk")
    frame = pl.DataFrame(band_rows(words, "clock", 0, words("definition.clock"), COUNTS))
    return Picture(bands.share_bands("clock", words, Look.LIGHT), frame, "four classes", width=600)


def test_letters_stay_text_in_our_own_font(picture: Picture) -> None:
    drawn = slide_svg(picture)
    families = set(re.findall(r'font-family="([^"]+)"', drawn))
    assert families
    assert {family.split(",")[0].strip("' ") for family in families} == {FONT}
    assert set("әғқңөұүһі") & set("".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn)))


def test_a_png_has_the_size_of_the_drawing_times_its_scale(picture: Picture) -> None:
    found = re.search(r'width="([\d.]+)" height="([\d.]+)"', slide_svg(picture))
    assert found
    for scale in (1.0, 2.0):
        image = Image.open(io.BytesIO(slide_png(picture, scale)))
        wanted = [float(each) * scale for each in found.groups()]
        assert image.size == pytest.approx(wanted, abs=1)
    assert float(found[1]) == pytest.approx(picture.width, abs=1)


def test_a_picture_is_not_changed_by_being_drawn(picture: Picture) -> None:
    assert slide_svg(picture) == slide_svg(picture)
    assert "data" not in picture.spec or "values" not in picture.spec["data"]


def test_days_are_drawn_as_the_days_they_are() -> None:
    """A day is not moved by the place of the machine."""
    spec = {
        "data": {"name": "source"}, "mark": "text", "config": {},
        "encoding": {"text": {"field": "on", "type": "temporal", "format": "%d.%m.%Y"}},
    }  # fmt: skip
    drawn = slide_svg(Picture(spec, pl.DataFrame({"on": [date(2016, 1, 1)]}), "a day", width=200))
    assert "01.01.2016" in drawn
