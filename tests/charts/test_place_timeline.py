"""A place's timeline: valid, still, drawn without a page, in three languages, few rows and many."""

from itertools import product

import polars as pl
import pytest
import vl_convert

from npm_data.charts.place_timeline import SHAPES, place_timeline
from npm_data.charts.spec import with_data
from npm_data.charts.theme import STATUSES, Look
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, reference
from tests.charts.vega_lite import is_vega_lite

YEAR = 365.25 * 24 * 3600 * 1000
START = 44 * YEAR
TYPES = reference().codes("visit_type")
LANE = {"kind": "lane"}
YEARS = [{"kind": "year", "at": START + number * YEAR} for number in range(1, 4)]
VISITS = [
    {"kind": "visit", "at": START + number * YEAR, "until": START + number * YEAR + YEAR / 12}
    | {"visit_type": code}
    for number, code in enumerate(TYPES)
]
SAID = [{"kind": "said", "at": START + YEAR / 10, "count": 7, "count_text": "7"}]
BANDS = [
    {"kind": "status", "at": START + YEAR / 10, "until": START + 4 * YEAR, "status": status}
    | {"low": order, "high": order + 1}
    for order, status in enumerate(STATUSES)
]
DAYS = [
    {"kind": "day", "at": START + 4 * YEAR, "label": "data", "line": 0, "side": "left"},
    {"kind": "day", "at": START + YEAR, "label": "due", "line": 1, "side": "right"},
]
KINDS = {
    "all": [LANE, *YEARS, *VISITS, *SAID, *BANDS, *DAYS],
    "one_visit": [LANE, VISITS[0], DAYS[0]],
    "no_visit": [LANE, *SAID, *BANDS, DAYS[0]],
}


@pytest.mark.parametrize(("language", "look"), list(product(LANGUAGES, Look)))
def test_the_specification_is_valid_stands_still_and_holds_no_rows(
    language: str, look: Look
) -> None:
    spec = place_timeline(words_for(language), look)
    assert is_vega_lite(spec)
    assert place_timeline(words_for(language), look) is spec
    assert "values" not in str(spec.get("data"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [340, 900])
def test_a_place_can_be_drawn_without_a_page(kind: str, width: int) -> None:
    frame = pl.DataFrame(KINDS[kind], infer_schema_length=None)
    spec = with_data(place_timeline(words_for("kk"), Look.LIGHT), frame, width=width)
    drawn = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    assert words_for("kk")("place.lane_visits") in drawn
    assert "NaN" not in drawn


def test_the_lanes_share_one_axis_of_time_and_no_other() -> None:
    spec = place_timeline(words_for("en"), Look.LIGHT)
    assert spec["resolve"]["scale"] == {
        "y": "independent",
        "color": "independent",
        "shape": "independent",
    }


def test_each_type_of_visit_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES)) == len(SHAPES) == len(TYPES)
