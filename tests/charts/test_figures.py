"""Charts of visits and recommendations: valid, still, drawn without a page, in three languages."""

import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise, product
from typing import Any

import altair as alt
import polars as pl
import pytest
import vl_convert

from npm_data.charts import bands, bars, columns, curve, mandate, rates
from npm_data.charts.spec import Spec, finished, with_data
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words, words_for
from npm_data.reference import LANGUAGES
from tests.charts.vega_lite import is_vega_lite
from tests.extent import some

Chart = Callable[[Words, Look], Spec]
Rows = list[dict[str, Any]]
UNIT = {"label": "interior", "name": "МВД", "counts_text": "12", "order": 0}


def _of_kind(kind: bands.Kind) -> Chart:
    return lambda words, look: bands.share_bands(kind, words, look)


def _bands(kind: bands.Kind) -> Rows:
    parts = bands.PARTS[kind]
    share = 1 / len(parts)
    return [
        UNIT
        | {
            "part": part,
            "part_order": order,
            "share": share,
            "middle": (order + 0.5) * share,
            "count_text": "3",
        }
        for order, part in enumerate(parts)
    ]


_MONTHS = [
    {"month": f"2016-{month:02}", "visits": month, "before": 7, "visits_text": str(month)}
    for month in range(1, 13)
]
_LIMITS = {"low_998": 0.1, "low_95": 0.2, "high_95": 0.4, "high_998": 0.5}
_RATE = {"rate": 0.3, "low": 0.2, "high": 0.4}
_NO_RATE = dict.fromkeys((*_LIMITS, *_RATE))
_RATES = [
    UNIT | _RATE | _LIMITS | {"is_outside": True, "whole": 0.25},
    UNIT | _NO_RATE | {"label": "security", "order": 1, "is_outside": False, "whole": None},
]
_YEARS = [
    {"year": "2016", "rate_text": "30,0 %", "is_whole": True, "is_chosen": True, "is_named": True}
    | _RATE,
    {"year": "2017", "rate_text": "30,0 %", "is_whole": False, "is_chosen": False}
    | {"is_named": False}
    | _RATE,
    {"year": "2018", "rate_text": "", "is_whole": True, "is_chosen": False, "is_named": False}
    | dict.fromkeys(_RATE),
]
_LINES = [
    {
        "unit": unit,
        "name": name,
        "month": month,
        "cumulative_incidence": month / (60 + 30 * unit),
        "at_risk_text": str(99 - month),
        "label": name if month == 48 else "",
        "label_at": 0.8 - 0.3 * unit if month == 48 else None,
    }
    for unit, name in enumerate(("МВД", "КНБ"))
    for month in curve.HORIZONS
]
CHARTS: dict[str, tuple[Chart, Rows]] = {
    "rate_dots": (rates.rate_dots, _RATES),
    "rate_line": (rates.rate_line, _YEARS),
    "incidence_lines": (curve.incidence_lines, _LINES),
    "count_bars": (bars.count_bars, [UNIT | {"count": 12}, UNIT | {"label": "", "count": 0}]),
    "status_bands": (_of_kind("status"), _bands("status")),
    "reply_bands": (_of_kind("reply"), _bands("reply")),
    "claim_bands": (_of_kind("claim"), _bands("claim")),
    "clock_bands": (_of_kind("clock"), _bands("clock")),
    "said_bands": (_of_kind("said"), _bands("said")),
    "month_bars": (partial(columns.month_bars, is_long=False, has_before=True), _MONTHS),
    "month_bars_of_years": (partial(columns.month_bars, is_long=True, has_before=False), _MONTHS),
    **{
        f"compared_bars_of_{measure}": (
            partial(columns.compared_bars, measure=measure, has_before=True),
            [UNIT | {"count": 12, "before": 9}],
        )
        for measure in ("visits", "places_visited")
    },
    "year_columns": (
        columns.year_columns,
        [
            {"year": str(year), "count": 40 * (year - 2010), "label": str(40 * (year - 2010))}
            | {"is_chosen": year == 2016}
            for year in range(2014, 2026)
        ],
    ),
    "delay_bars": (
        columns.delay_bars,
        [{"band": band, "visits": 3, "visits_text": "3"} for band in columns.DELAY_BANDS],
    ),
}
_YEAR = {"label": "2016", "order": 2016}
CHARTS |= {
    "mandate_steps": (
        mandate.mandate_steps,
        [
            _YEAR | {"group": group, "group_order": order, "places": 9, "places_text": "9"}
            for order, group in enumerate(("2014-01-01", mandate.WHOLE))
        ],
    ),
    "needed_visits": (
        mandate.needed_visits,
        [
            _YEAR
            | {
                "needed": 756,
                "needed_text": "needed: 756",
                "every": 680,
                "periodic": 570,
                "periodic_text": "570",
            },
            {"label": "2017", "order": 2017, "every": 0, "periodic": 0, "periodic_text": "0"}
            | {"needed": 756, "needed_text": ""},
        ],
    ),
}
EVERY_CHART = pytest.mark.parametrize("name", CHARTS)
EVERY_PAGE = pytest.mark.parametrize(("language", "look"), list(product(LANGUAGES, Look)))


@EVERY_CHART
@EVERY_PAGE
def test_a_specification_is_valid_stands_still_and_holds_no_rows(
    name: str, language: str, look: Look
) -> None:
    chart = CHARTS[name][0]
    spec = chart(words_for(language), look)
    assert is_vega_lite(spec)
    assert chart(words_for(language), look) is spec
    assert "values" not in str(spec.get("data"))
    assert "title" not in spec


def test_what_is_no_mark_and_no_setting_is_no_specification() -> None:
    spec = CHARTS["count_bars"][0](words_for("en"), Look.LIGHT)
    assert not is_vega_lite(spec | {"layer": [{"mark": "barr"}]})
    assert not is_vega_lite(spec | {"config": spec["config"] | {"axis": {"grid": "no"}}})


@EVERY_CHART
@pytest.mark.parametrize("rows", some(["one", "all"], 1))
def test_a_chart_can_be_drawn_without_a_page(name: str, rows: str) -> None:
    chart, sample = CHARTS[name]
    shown = sample if rows == "all" else sample[:1]
    frame = pl.DataFrame(shown, infer_schema_length=None)
    whole = with_data(chart(words_for("kk"), Look.LIGHT), frame, width=360)
    drawn = vl_convert.vegalite_to_svg(whole, allowed_base_urls=[])
    # A mark of the first row: text, or the bar it stands for.
    assert "<svg" in drawn
    assert "aria-roledescription" in drawn
    assert "NaN" not in drawn


@pytest.mark.smoke
@EVERY_CHART
@pytest.mark.parametrize(("language", "foreign"), [("kk", "en"), ("kk", "ru"), ("ru", "en")])
def test_no_word_of_another_language_stands_in_a_chart(
    name: str, language: str, foreign: str
) -> None:
    def words_in(node: Any) -> set[str]:
        if isinstance(node, dict):
            return set().union(
                *(words_in(each) for key, each in node.items() if key not in ("config", "expr"))
            )
        if isinstance(node, list):
            return set().union(*(words_in(each) for each in node))
        return {node} if isinstance(node, str) and " " in node else set()

    chart = CHARTS[name][0]
    own = words_in(chart(words_for(language), Look.LIGHT))
    other = words_in(chart(words_for(foreign), Look.LIGHT))
    shared = {text for text in own & other if "datum" not in text and "width" not in text}
    assert not shared


def test_every_part_of_a_bar_has_a_colour_of_its_own_in_the_order_of_the_parts() -> None:
    for kind, parts in bands.PARTS.items():
        spec = bands.share_bands(kind, words_for("en"), Look.LIGHT)
        scale = spec["layer"][0]["encoding"]["color"]["scale"]
        assert tuple(scale["domain"]) == parts
        assert len(set(scale["range"])) == len(parts)


def test_a_claim_has_the_colour_of_the_status_that_it_leads_to() -> None:
    scale = bands.share_bands("claim", words_for("en"), Look.LIGHT)["layer"][0]["encoding"]["color"]
    inks = palette(Look.LIGHT).statuses
    wanted = [inks[status] for status in ("verified", "claimed", "not_implemented")]
    assert scale["scale"]["range"] == wanted


def test_the_lines_of_a_picture_differ_in_colour_or_dash() -> None:
    steps = curve.incidence_lines(words_for("en"), Look.DARK)["layer"][0]["encoding"]
    colours, dashes = steps["color"]["scale"]["range"], steps["strokeDash"]["scale"]["range"]
    looks = {(colour, tuple(dash)) for colour, dash in zip(colours, dashes, strict=True)}
    assert len(looks) == curve.MOST_LINES


@pytest.mark.parametrize(("most", "labels"), [(1, ["0", "1"]), (2, ["0", "1", "2"])])
def test_an_axis_of_few_counts_names_no_number_twice(most, labels):
    words = words_for("en")
    rows = UNIT | {"count": most, "before": 0}
    chart = columns.compared_bars(words, Look.LIGHT, measure="visits", has_before=True)
    spec = with_data(chart, pl.DataFrame([rows]), width=600)
    said = re.findall(r"<text[^>]*>([^<]*)</text>", vl_convert.vegalite_to_svg(spec))
    assert said[: said.index(words("figures.visits_axis"))] == labels


def test_layers_that_share_rows_steps_and_channels_say_them_once():
    rows, kept = {"name": "source"}, {"filter": "datum.kept"}
    layers = [
        {"mark": "bar", "data": rows, "encoding": {"x": {"field": "n"}, "y": {"field": "name"}}},
        {"mark": "text", "data": rows, "transform": [kept], "encoding": {"x": {"field": "n"}}},
        {"mark": "rule", "data": rows, "transform": [kept], "encoding": {"x": {"field": "n"}}},
    ]
    chart = alt.LayerChart.from_dict({"layer": layers}, validate=False)
    spec = finished(chart, words_for("en"), Look.LIGHT)
    assert spec["data"] == rows
    assert spec["encoding"] == {"x": {"field": "n"}}
    assert spec["layer"] == [
        {"mark": "bar", "encoding": {"y": {"field": "name"}}},
        {"layer": [{"mark": "text"}, {"mark": "rule"}], "transform": [kept]},
    ]
    assert "legend" not in spec["config"]
    assert "time" not in spec["config"]["locale"]


@pytest.mark.parametrize("ends", [[0.5] * 8, [0.0] * 8, [1.0] * 8, [0.2, 0.9, 0.21, 0.89]])
def test_names_at_the_ends_of_lines_do_not_touch(ends: list[float]) -> None:
    lines = [2] * len(ends)
    heights = sorted(curve.spread(ends, lines))
    gaps = [high - low for low, high in pairwise(heights)]
    assert min(gaps) >= 2 * curve.LINE_HEIGHT / curve.HEIGHT
    assert heights[-1] <= 1


def test_a_name_stays_at_the_end_of_its_line_where_it_has_room() -> None:
    assert curve.spread([0.2, 0.8], [1, 1]) == [0.2, 0.8]


def test_the_numbers_below_the_curve_are_those_of_the_last_line() -> None:
    lines = [
        (name, [{"month": month, "at_risk": many - month, "cumulative_incidence": month / 24}])
        for name, many, month in (("A", 30, 0), ("All", 90, 12))
    ]
    frame = curve.incidence_rows(words_for("en"), lines)
    assert frame["at_risk_text"].to_list() == ["", "78"]
    assert frame["label"].to_list() == ["A", "All"]
    assert frame["cumulative_incidence"].to_list() == [0.0, 0.5]
