"""Charts of visits and recommendations: valid, still, drawn without a page, in three languages."""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import altair as alt
import polars as pl
import pytest
import vl_convert

from npm_data.charts import bands, rates, visits
from npm_data.charts.spec import Spec, with_data
from npm_data.charts.theme import Look
from npm_data.i18n import Words, words_for
from npm_data.reference import LANGUAGES, reference

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
_RATES = [
    UNIT | {"rate": 0.3, "low": 0.2, "high": 0.4, "whole": 0.25},
    UNIT | {"label": "security", "order": 1, "rate": None, "low": None, "high": None},
]
CHARTS: dict[str, tuple[Chart, Rows]] = {
    "rate_dots": (rates.rate_dots, _RATES),
    "cumulative_incidence": (
        rates.cumulative_incidence,
        [
            {"month": month, "cumulative_incidence": month / 96, "at_risk_text": str(99 - month)}
            for month in rates.HORIZONS
        ],
    ),
    "status_bands": (_of_kind("status"), _bands("status")),
    "reply_bands": (_of_kind("reply"), _bands("reply")),
    "clock_bands": (_of_kind("clock"), _bands("clock")),
    "visits_by_type": (
        visits.visits_by_type,
        [
            {"year": "2016", "visit_type": code, "type_order": order, "visits": 9, "total": 36}
            | {"total_text": "36" if order == 0 else ""}
            for order, code in enumerate(reference().codes("visit_type"))
        ],
    ),
    "month_bars": (partial(visits.month_bars, is_long=False), _MONTHS),
    "month_bars_of_years": (partial(visits.month_bars, is_long=True), _MONTHS),
    "calendar_heat_map": (
        visits.calendar_heat_map,
        [
            {"year": "2016", "month": month, "visits": month, "visits_text": str(month)}
            | {"is_dark": month > 6}
            for month in range(1, 13)
        ],
    ),
    "compared_bars": (visits.compared_bars, [UNIT | {"visits": 12, "before": 9}]),
    "delay_bars": (
        visits.delay_bars,
        [{"band": band, "visits": 3, "visits_text": "3"} for band in visits.DELAY_BANDS],
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
    alt.LayerChart.from_dict({key: spec[key] for key in spec if key != "config"})
    assert chart(words_for(language), look) is spec
    assert "values" not in str(spec.get("data"))
    assert "title" not in spec


@EVERY_CHART
@pytest.mark.parametrize("rows", ["all", "one"])
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


@EVERY_CHART
@pytest.mark.parametrize(("language", "foreign"), [("kk", "en"), ("kk", "ru"), ("ru", "en")])
def test_no_word_of_another_language_stands_in_a_chart(
    name: str, language: str, foreign: str
) -> None:
    def words_in(node: Any) -> set[str]:
        if isinstance(node, dict):
            return set().union(*(words_in(each) for key, each in node.items() if key != "config"))
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
