"""Map, tiles, matrices and trend: valid, still, drawn without a page, in three languages."""

import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from itertools import product
from typing import Any

import polars as pl
import pytest
import vl_convert

from npm_data.charts.matrix import count_matrix
from npm_data.charts.measures import NEVER_VISITED, PAST_DUE, coverage_over, with_measure
from npm_data.charts.regions import region_base, region_frame, region_map, tile_grid
from npm_data.charts.spec import ROWS, Spec, topology, with_data, with_outlines
from npm_data.charts.theme import Look, palette
from npm_data.i18n import words_for
from npm_data.reference import BORDER_SETS, LANGUAGES
from tests.charts import samples
from tests.charts.vega_lite import is_vega_lite
from tests.extent import some

COVERAGE = coverage_over(1)
CHARTS: dict[str, tuple[Any, Any]] = {
    "map": (
        partial(region_map, measure=COVERAGE, border_set="2022"),
        partial(samples.regions, measure=COVERAGE, border_set="2022"),
    ),
    "map_of_2016": (
        partial(region_map, measure=PAST_DUE, border_set="2016"),
        partial(samples.regions, measure=PAST_DUE, border_set="2016"),
    ),
    "tiles": (
        partial(tile_grid, measure=NEVER_VISITED),
        partial(samples.regions, measure=NEVER_VISITED, border_set="2022"),
    ),
    "types": (
        partial(count_matrix, measure=NEVER_VISITED, are_rows_named_above=True),
        partial(samples.matrix, measure=NEVER_VISITED),
    ),
    "pairs": (
        partial(count_matrix, measure=COVERAGE),
        partial(samples.matrix, measure=COVERAGE),
    ),
}
EVERY_CHART = pytest.mark.parametrize("name", CHARTS)
EVERY_PAGE = pytest.mark.parametrize(("language", "look"), list(product(LANGUAGES, Look)))


def _spec(name: str, language: str, look: Look = Look.LIGHT) -> Spec:
    return CHARTS[name][0](words_for(language), look)


def _drawn(name: str, kind: str, language: str = "kk", width: int = 360) -> str:
    frame = CHARTS[name][1](kind)(words_for(language))
    whole = with_data(_spec(name, language), frame, width=width)
    return vl_convert.vegalite_to_svg(whole, allowed_base_urls=[])


def _texts(svg: str) -> list[str]:
    # A text in two lines is two spans.
    plain = re.sub(r"</?tspan[^>]*>", " ", svg)
    return [unescape(text).strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", plain)]


@EVERY_CHART
@EVERY_PAGE
def test_a_specification_is_valid_stands_still_and_holds_no_rows(
    name: str, language: str, look: Look
) -> None:
    spec = _spec(name, language, look)
    assert is_vega_lite(spec)
    assert _spec(name, language, look) is spec
    assert spec["data"] == {"name": ROWS}
    assert "title" not in spec
    assert len(str(spec)) < 30_000


@EVERY_CHART
@pytest.mark.parametrize("kind", some(samples.KINDS[::-1], 1))
def test_a_chart_can_be_drawn_without_a_page(name: str, kind: str) -> None:
    drawn = _drawn(name, kind)
    assert _texts(drawn)
    assert "NaN" not in drawn


@EVERY_CHART
def test_drawing_with_rows_leaves_the_shared_specification_as_it_was(name: str) -> None:
    before = str(_spec(name, "ru"))
    _drawn(name, "usual", "ru")
    assert str(_spec(name, "ru")) == before


@EVERY_CHART
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_word_stands_in_a_drawn_chart(name: str, language: str) -> None:
    frame = CHARTS[name][1]("usual")(words_for(language))
    given = {str(value) for column in ("column",) if column in frame for value in frame[column]}
    found = [text for text in _texts(_drawn(name, "usual", language)) if text not in given]
    assert not [text for text in found if re.search("[A-Za-z]{2,}", text)]


@pytest.mark.parametrize("border_set", BORDER_SETS)
def test_the_map_draws_every_region_of_its_set(border_set: str) -> None:
    words = words_for("en")
    frame = samples.regions("usual", COVERAGE, border_set)(words)
    spec = region_map(words, Look.LIGHT, COVERAGE, border_set)
    drawn = vl_convert.vegalite_to_svg(with_data(spec, frame), allowed_base_urls=[])
    layers = re.findall(r'<g class="mark-shape[^>]*>(.*?)</g>', drawn, re.DOTALL)
    shapes = [shape for layer in layers for shape in re.findall("<path", layer)]
    # The two chosen ones have an outline more.
    assert len(shapes) == frame.height + frame.filter("is_chosen", ~pl.col("is_city")).height + (
        frame.filter("is_chosen", "is_city").height
    )


def test_the_map_finds_its_outlines_in_a_file_or_carries_them() -> None:
    words = words_for("en")
    assert "app/static/kz_regions_2018.topojson" in str(
        region_map(words, Look.LIGHT, COVERAGE, "2018")
    )
    whole = with_outlines(region_map(words, Look.LIGHT, COVERAGE, "2018"))
    assert "url" not in whole["layer"][0]["transform"][0]["from"]["data"]
    inside = whole["layer"][0]["transform"][0]["from"]["data"]["values"]
    assert inside["objects"].keys() == topology("2018")["objects"].keys()


@EVERY_CHART
def test_who_points_at_a_mark_is_told_its_name_its_share_and_its_counts(name: str) -> None:
    words = words_for("en")
    frame = CHARTS[name][1]("usual")(words)
    row = frame.filter(pl.col("part") > 0).row(0, named=True)
    told = list(_tooltips(_spec(name, "en")))
    assert told
    for fields in told:
        *names, share, counts = (row[each["field"]] for each in fields)
        assert names == [row[each] for each in ("label", "column", "name") if each in _NAMES[name]]
        assert (share, counts) == (
            words.percent(row["part"] / row["whole"], 0),
            f"{row['part']} of {row['whole']}",
        )
        title = {each["field"]: each["title"] for each in fields}
        assert (title["value_label"], title["count_label"]) == (_MEASURES[name], "Counts")


@pytest.mark.parametrize(("name", "label"), [("tiles", "value_label"), ("pairs", "cell_label")])
def test_each_cell_has_its_own_number_on_the_ink_of_its_class(name: str, label: str) -> None:
    frame = CHARTS[name][1]("usual")(words_for("kk")).filter(pl.col("class") != "no_place")
    known = frame.filter(pl.col("class") != "no_data")[label].to_list()
    drawn = _drawn(name, "usual", width=1200)
    measure = NEVER_VISITED if name == "tiles" else COVERAGE
    inks = dict(
        zip((*measure.classes, "no_data"), measure.fills(palette(Look.LIGHT)), strict=False)
    )
    rects = re.search(r'<g class="mark-rect role-mark.*?</g>', drawn, re.DOTALL)
    assert rects is not None
    fills = re.findall(r'<path[^>]* fill="([^"]+)"', rects[0])
    assert fills == [inks[each] for each in frame["class"]]
    assert [text for text in _texts(drawn) if text in known] == known


_NAMES = dict.fromkeys(CHARTS, ("name",)) | dict.fromkeys(("types", "pairs"), ("label", "column"))
_MEASURES = {
    **dict.fromkeys(("map", "pairs"), "Share of places visited"),
    **dict.fromkeys(("tiles", "types"), "Share of places without a periodic visit"),
    "map_of_2016": "Share of places past their term",
}


def _tooltips(part: Any) -> Iterator[list[dict[str, str]]]:
    """The fields of each mark that has any to tell, wherever the specification says them."""
    if isinstance(part, dict):
        if part.get("tooltip"):
            yield part["tooltip"]
        for each in part.values():
            yield from _tooltips(each)
    elif isinstance(part, list):
        for each in part:
            yield from _tooltips(each)


def test_cities_of_republican_significance_are_points_with_their_names() -> None:
    texts = _texts(_drawn("map", "usual", "ru", width=900))
    assert {"Астана", "Алматы", "Шымкент"} <= set(texts)


def test_a_region_and_a_city_of_one_name_are_told_apart() -> None:
    for language, names in {
        "kk": {"Алматы обл.", "Алматы қ."},
        "ru": {"Алматинская", "Алматы"},
        "en": {"Almaty\nRegion", "Almaty\n(city)"},
    }.items():
        labels = region_base(words_for(language), "2022")["label"].to_list()
        assert names <= set(labels)
        assert len(set(labels)) == len(labels) == 20


def test_a_share_is_not_rounded_to_what_the_round_needs() -> None:
    counts = pl.DataFrame({"part": [246, 244, 250, 99, 1], "whole": [1000, 1000, 1000, 1000, 2]})
    shown = with_measure(words_for("en"), counts, COVERAGE)
    assert [label.replace("\u00a0", " ") for label in shown["value_label"]] == [
        *("24.6 %", "24 %", "25 %"),
        *("10 %", "50 %"),
    ]
    assert shown["class"].to_list() == ["3", "3", "4", "0", "5"]


def test_no_such_place_and_no_data_are_drawn_apart() -> None:
    words = words_for("en")
    frame = samples.regions("usual", COVERAGE, "2022")(words)
    by_class = {row["class"]: row for row in frame.iter_rows(named=True)}
    assert by_class["no_data"]["value_label"] == words("charts.no_data")
    assert by_class["no_place"]["value_label"] == ""
    assert by_class["no_data"]["count_label"] != by_class["no_place"]["count_label"]
    assert 'stroke-dasharray="4,3"' in _drawn("map", "usual")


def test_every_class_has_its_rows_and_its_words() -> None:
    words = words_for("ru")
    for measure in (COVERAGE, coverage_over(0.5), coverage_over(4), NEVER_VISITED, PAST_DUE):
        frame = samples.regions("usual", measure, "2022")(words)
        labels = measure.class_labels(words)
        assert set(frame["class"]) <= set(labels)
        assert len(set(labels.values())) == len(measure.bounds) + 3
    shares = samples.regions("usual", COVERAGE, "2022")(words)
    assert set(shares["class"]) == {"0", "4", "5", "no_data", "no_place"}


@pytest.mark.parametrize(
    ("part", "kind"), [(0, "0"), (9, "0"), (10, "1"), (24, "3"), (25, "4"), (35, "5"), (100, "5")]
)
def test_a_class_holds_its_lower_bound(part: int, kind: str) -> None:
    counts = pl.DataFrame({"region": ["KZ-71"], "part": [part], "whole": [100]})
    frame = region_frame(words_for("en"), counts, COVERAGE, "2022")
    assert frame.filter(region="KZ-71")["class"].item() == kind


def test_the_legend_says_the_bounds_and_what_the_round_needs() -> None:
    words = words_for("en")
    labels = COVERAGE.class_labels(words)
    said = [labels[kind].replace("\u00a0", " ") for kind in COVERAGE.classes]
    assert said == ["0–10 %", "10–15 %", "15–20 %", "20–25 %", "25–35 %", "35–100 %"]
    four = coverage_over(4).class_labels(words)
    assert four["4"].replace("\u00a0", " ") == "100 %"
    title = COVERAGE.title(words).replace("\u00a0", " ")
    assert title == "Share of places visited; a four-year round needs 25 %"
    assert PAST_DUE.title(words) == "Share of places past their term"
