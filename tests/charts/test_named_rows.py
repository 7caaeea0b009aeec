"""Names above their marks: whole at every width, in three languages, and never one on another."""

import re

import polars as pl
import pytest
import vl_convert
from PIL import ImageFont

from npm_data.charts import named_rows, rates
from npm_data.charts.spec import PADDING, with_data
from npm_data.charts.theme import LABEL_SIZE, Look
from npm_data.files.pictures import FONTS, know_the_letters
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, reference

COUNTS = "1\u202f569 из 12\u202f878, 54,5\u00a0%"
PHONE, HALF, FILE = 260, 480, 1000
_TEXT = re.compile(
    r'<text aria-hidden="true" text-anchor="(\w+)"'
    r' transform="translate\([\d.]+,([\d.-]+)\)"(.*?)</text>'
)
_LINE = re.compile(r">([^<>]*)(?:</tspan>|$)")


def drawn(names: list[str], width: int, language: str = "ru") -> str:
    """The chart of rates as SVG, with orders that leave numbers out."""
    rows = [
        {"label": name, "name": name, "counts_text": COUNTS, "order": 3 * order, "whole": None}
        | {"rate": 0.5, "low": 0.4, "high": 0.6}
        for order, name in enumerate(names)
    ]
    know_the_letters()
    spec = with_data(
        rates.rate_dots(words_for(language), Look.LIGHT), pl.DataFrame(rows), width=width
    )
    spec["config"] |= {"font": "NPM Sans"}
    return vl_convert.vegalite_to_svg(spec)


def texts(svg: str, side: str) -> list[tuple[float, list[str]]]:
    """Height of the first line and all lines of the texts at a side, halos left out."""
    found = [
        (float(y), [line for line in _LINE.findall(rest) if line])
        for anchor, y, rest in _TEXT.findall(svg)
        if anchor == side and "stroke=" not in rest
    ]
    return [each for each in found if each[1]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [PHONE, HALF, FILE])
def test_a_name_is_whole_within_the_picture_and_beside_its_counts(width: int, language: str):
    names = [each.names[language] for each in reference().institution_types]
    svg = drawn(names, width, language)
    said = [lines for _, lines in texts(svg, "start")]
    assert [" ".join(lines) for lines in said if " ".join(lines) in names] == names
    font = ImageFont.truetype(FONTS / "NPMSans-Regular.ttf", LABEL_SIZE)
    room = width - PADDING["left"] - PADDING["right"]
    assert max(font.getlength(line) for lines in said for line in lines) <= room
    beside = {y: font.getlength(lines[0]) for y, lines in texts(svg, "end")}
    for y, lines in texts(svg, "start"):
        if " ".join(lines) in names:
            last = y + named_rows.LINE * (len(lines) - 1)
            assert font.getlength(lines[-1]) + beside.get(last, 0) < room


def test_rows_grow_by_the_lines_of_the_longest_name_and_no_more():
    def height(width: int) -> float:
        return float(re.search(r'height="([\d.]+)"', drawn(["А", "слово " * 12], width))[1])

    assert height(FILE) == height(900)
    # Its 71 letters and 28 of the counts are three lines of 35 letters, and two of 66.
    assert height(PHONE) - height(FILE) == 2 * 2 * named_rows.LINE
    assert height(HALF) - height(FILE) == 2 * named_rows.LINE


def test_a_row_grows_for_a_name_that_only_its_counts_push_into_a_second_line():
    letters = 66  # Of a line, at that width.
    name = ("слово " * letters)[: letters - len(COUNTS) - 1].strip() + "я"
    svg = drawn(["А", name], HALF)
    heights = [y for y, _ in texts(svg, "end") if y]
    assert heights[1] - heights[0] == named_rows.ROW_STEP + named_rows.LINE
