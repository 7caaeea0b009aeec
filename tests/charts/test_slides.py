"""Pictures for a hall: large letters, few marks, nothing cut and nothing on top of another."""

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO

import polars as pl
import pytest
import vl_convert
from PIL import Image, ImageFont

from npm_data.charts.bands import Part, slide_band, slide_bands
from npm_data.charts.bars import Bar, slide_bars, slide_pairs
from npm_data.charts.columns import Column, slide_columns
from npm_data.charts.curve import Reading, slide_curve
from npm_data.charts.measures import coverage_over
from npm_data.charts.regions import region_frame, slide_map, slide_map_rows
from npm_data.charts.slide_shapes import (
    HEIGHT,
    MOST_MARKS,
    WIDTH,
    inks_of,
    slide_shapes,
    wrapped,
)
from npm_data.charts.spec import Spec, with_data
from npm_data.charts.theme import STATUSES, Look, contrast, palette
from npm_data.i18n import Words, words_for
from npm_data.reference import BORDER_SETS, LANGUAGES, PROJECT, reference
from tests.charts.samples import regions
from tests.charts.vega_lite import is_vega_lite

MEASURE = coverage_over(1)

SMALLEST = 28
Rows = Callable[[Words], pl.DataFrame]


def _columns(words: Words) -> pl.DataFrame:
    visits = [90 * each for each in range(MOST_MARKS)]
    return slide_columns(
        [
            Column(str(2010 + each), count, words.number(count), each == 6)
            for each, count in enumerate(visits)
        ]
    )


def _two_periods(words: Words) -> pl.DataFrame:
    name = f"{words.date(DAY)} – {words.date(DAY)}"
    return slide_columns([Column(name, 0, "0", is_chosen=False), Column(name, 12_345, "12 345")])


def _longest_names(words: Words) -> pl.DataFrame:
    names = sorted(
        (words.institution_type(each.code) for each in reference().institution_types), key=len
    )[-6:]
    text, note = "2 852 ішінен 2 616 (91,6 %)", "18 ішінен 18"
    return slide_bars([Bar(name, 0.9, text, note) for name in names], whole=1)


def _counts(words: Words) -> pl.DataFrame:
    themes = [words.code("theme", code) for code in reference().codes("theme")[:MOST_MARKS]]
    return slide_bars(
        [Bar(name, 10 * each, f"{10 * each} (12,3 %)") for each, name in enumerate(themes)]
    )


def _band(shares: tuple[int, ...]) -> Rows:
    def rows(words: Words) -> pl.DataFrame:
        parts = [
            Part(status, words(f"figures.status_{status}"), count, words.number(count), "12,3 %")
            for status, count in zip(STATUSES, shares, strict=True)
        ]
        return slide_band(parts)

    return rows


def _bands(shares: tuple[int, int, int], name: str = "2023") -> Rows:
    def rows(words: Words) -> pl.DataFrame:
        names = (
            words("figures.status_verified"),
            words("figures.status_claimed"),
            words("implementation.part_not"),
        )
        parts = [
            Part(status, text, count, words.number(count), "12,3 %")
            for status, text, count in zip(STATUSES, names, shares, strict=False)
        ]
        span = name or f"{words.date(DAY)} – {words.date(DAY)}"
        return slide_bands([(span, parts), (span, parts)])

    return rows


def _pairs(words: Words) -> pl.DataFrame:
    bodies = [words.ministry(code, DAY, is_short=True) for code in reference().portfolios]
    text = "22 852 ішінен 2 616 (91,6 %)"
    heads = words("past_due.column_past_due"), words("past_due.column_overdue")
    names = [*bodies, words("annex.whole")]
    return slide_pairs(heads, [(Bar(name, 0.9, text), Bar(name, 0.2, text)) for name in names])


def _curve(words: Words) -> pl.DataFrame:
    months = [(month, min(1.0, month / 30)) for month in range(49)]
    readings = [
        Reading(
            month,
            dict(months)[month],
            words.percent(dict(months)[month]),
            words.plural("implementation.months", month),
            words("implementation.still_open", count=words.number(12_345)),
        )
        for month in (3, 12, 24, 48)
    ]
    return slide_curve(months, readings, (words.percent(0, 0), words.percent(1, 0)))


DAY = reference().institution_types[0].mandate_from
PICTURES: dict[str, Rows] = {
    "columns": _columns,
    "two periods": _two_periods,
    "bars of shares": _longest_names,
    "bars of counts": _counts,
    "band of equals": _band((1, 1, 1, 1, 1, 1, 1)),
    "band of slivers": _band((1, 1, 1, 990, 1, 1, 1)),
    "band of two": _band((600, 0, 0, 0, 400, 0, 0)),
    "bands below each other": _bands((100, 900, 2000)),
    "bands of slivers": _bands((3, 3, 994)),
    "bands of days": _bands((100, 900, 2000), ""),
    "pairs of bars": _pairs,
    "curve": _curve,
}
EVERY_PICTURE = pytest.mark.parametrize("name", PICTURES)
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@cache
def _font(size: int, weight: str) -> ImageFont.FreeTypeFont:
    face = "Bold" if weight == "bold" else "Regular"
    return ImageFont.truetype(PROJECT / "data" / "fonts" / f"NPMSans-{face}.ttf", size)


def _boxes(rows: pl.DataFrame) -> list[tuple[str, float, float, float, float]]:
    """Each text with left, top, right and bottom, as wide as its letters are."""
    boxes = []
    for row in rows.filter(shape="text").iter_rows(named=True):
        wide = _font(int(row["size"]), row["weight"]).getlength(row["text"])
        left = row["x"] - {"left": 0, "center": wide / 2, "right": wide}[row["align"]]
        half = row["size"] * 0.45
        boxes.append((row["text"], left, row["y"] - half, left + wide, row["y"] + half))
    return boxes


@EVERY_PICTURE
@EVERY_LANGUAGE
def test_no_text_is_cut_or_lies_on_another(name, language):
    boxes = _boxes(PICTURES[name](words_for(language)))
    for text, left, top, right, bottom in boxes:
        assert left >= 0, text
        assert top >= 0, text
        assert right <= WIDTH, text
        assert bottom <= HEIGHT, text
    for number, (text, left, top, right, bottom) in enumerate(boxes):
        for other, other_left, other_top, other_right, other_bottom in boxes[number + 1 :]:
            is_apart = (
                right <= other_left
                or other_right <= left
                or bottom <= other_top
                or other_bottom <= top
            )
            assert is_apart, (text, other)


@EVERY_PICTURE
@EVERY_LANGUAGE
def test_there_is_no_more_than_can_be_read_from_the_tenth_row(name, language):
    rows = PICTURES[name](words_for(language))
    assert rows.filter(pl.col("shape").is_in(["bar", "point"])).height <= MOST_MARKS * (
        1 + (name == "pairs of bars")
    )
    assert rows.filter(shape="text")["size"].min() >= SMALLEST
    assert set(rows["ink"]) <= set(inks_of(palette(Look.LIGHT)))


@pytest.mark.parametrize("look", Look)
def test_a_picture_is_drawn_in_its_size_with_large_letters(look):
    words = words_for("kk")
    spec = slide_shapes(words, look)
    assert slide_shapes(words, look) is spec
    svg = _svg(spec, _band((600, 10, 0, 0, 400, 0, 0))(words))
    assert _sizes(svg)
    assert min(_sizes(svg)) >= SMALLEST
    assert f'width="{WIDTH}" height="{HEIGHT}"' in svg
    inks = palette(look).statuses
    assert inks["verified"] in svg
    assert inks["claimed"] in svg


@pytest.mark.parametrize("look", Look)
def test_what_has_no_information_is_hollow_as_on_the_pages(look):
    words = words_for("ru")
    inks = palette(look)
    svg = _svg(slide_shapes(words, look), _band((600, 10, 0, 0, 0, 0, 400))(words))
    dashed = re.findall(r"<path[^>]*stroke-dasharray[^>]*>", svg)
    hollow = [path for path in dashed if f'stroke="{inks.outline}"' in path]
    assert len(hollow) == 1
    assert f'fill="{inks.background}"' in hollow[0]
    assert inks.statuses["no_information"] not in svg


@pytest.mark.parametrize("border_set", BORDER_SETS)
def test_the_map_has_its_key_and_large_letters(border_set):
    words = words_for("ru")
    frame = regions("usual", MEASURE, border_set)(words)
    named = frame.with_columns(is_named=pl.int_range(pl.len()) < MOST_MARKS)
    shown = slide_map_rows(words, named, MEASURE)
    spec = slide_map(words, Look.DARK, MEASURE, border_set)
    assert is_vega_lite(spec)
    svg = _svg(spec, shown)
    assert min(_sizes(svg)) >= SMALLEST
    assert "NaN" not in svg
    assert f'width="{WIDTH}" height="{HEIGHT}"' in svg
    for label in ("0–10", "35–100"):
        assert label in svg
    for name, value, is_named in named.select("label", "value_label", "is_named").iter_rows():
        if "\n" not in name and value:
            assert (f">{name}</text>" in svg) is is_named, name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("border_set", BORDER_SETS)
def test_no_name_on_the_map_is_cut_at_its_edge(border_set, language):
    """The northernmost name has two lines: its first was cut through."""
    words = words_for(language)
    frame = regions("usual", MEASURE, border_set)(words).with_columns(is_named=pl.lit(True))
    whole = with_data(
        slide_map(words, Look.LIGHT, MEASURE, border_set), slide_map_rows(words, frame, MEASURE)
    )
    drawn = vl_convert.vegalite_to_png(whole, scale=1, allowed_base_urls=[])
    picture = Image.open(BytesIO(drawn)).convert("L")
    assert picture.size == (WIDTH, HEIGHT)
    for edge in ((0, 0, WIDTH, 1), (0, HEIGHT - 1, WIDTH, HEIGHT), (0, 0, 1, HEIGHT)):
        assert picture.crop(edge).getextrema() == (255, 255)


def test_the_key_counts_the_regions_of_each_class_and_has_six_steps_where_all_are_known():
    words = words_for("en")
    codes = [region.code for region in reference().regions_of("2022")]
    values = pl.DataFrame({"region": codes, "part": [1] * len(codes), "whole": [10] * len(codes)})
    rows = slide_map_rows(words, region_frame(words, values, MEASURE, "2022"), MEASURE)
    key = rows.filter(kind="key")
    assert key["key_count"].to_list() == ["0 regions", "20 regions", *["0 regions"] * 4]
    only_one = slide_map_rows(words, regions("one", MEASURE, "2022")(words), MEASURE).filter(
        kind="key"
    )
    assert only_one.height == 7
    assert only_one["key_count"][-1] == "19 regions"


@pytest.mark.parametrize("look", Look)
def test_letters_on_a_part_and_beside_it_can_be_read(look):
    inks = inks_of(palette(look))
    for name, ink in inks.items():
        if name.startswith("on_"):
            assert contrast(ink, inks[name.removeprefix("on_")]) >= 4.5, name
    for name in ("text", "muted"):
        assert contrast(inks[name], palette(look).background) >= 6.5


def test_a_name_is_wrapped_between_words_into_even_lines():
    name = "Министерство здравоохранения и социального развития"
    lines = wrapped(name, 600, 30)
    assert lines == ["Министерство здравоохранения", "и социального развития"]
    assert wrapped("Қызылорда", 10, 30) == ["Қызылорда"]


def _svg(spec: Spec, rows: pl.DataFrame) -> str:
    return str(vl_convert.vegalite_to_svg(with_data(spec, rows), allowed_base_urls=[]))


def _sizes(svg: str) -> list[float]:
    return [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
