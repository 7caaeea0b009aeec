"""A place's timeline: valid, still, drawn without a page, in three languages, few rows and many."""

import re
from itertools import product

import polars as pl
import pytest
import vl_convert

from npm_data.charts.place_timeline import SHAPES, place_timeline
from npm_data.charts.spec import with_data
from npm_data.charts.theme import HOLLOW, STATUSES, Look, palette
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


@pytest.mark.parametrize("look", Look)
def test_what_is_not_known_is_hollow_below_an_edge(look: Look) -> None:
    """Its grey and that of "not implemented", to who sees no red, stood upon each other."""

    def drawn(status: str) -> str:
        rows = [LANE, *(band for band in BANDS if band["status"] == status)]
        frame = pl.DataFrame(rows, infer_schema_length=None)
        spec = with_data(place_timeline(words_for("en"), look), frame, width=900)
        return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])

    band = re.compile(r'<g class="mark-rect [^>]*><path [^>]* fill="([^"]+)"/></g>')
    inks, known = palette(look), "not_started"
    assert band.findall(drawn(HOLLOW)) == [inks.background]
    assert band.findall(drawn(known)) == [inks.statuses[known]]
    assert edges_of(drawn(known), look) == []
    (left, top, right) = edges_of(drawn(HOLLOW), look)
    assert left[2:] == (0, pytest.approx(right[3])), "both ends stand upon what is known"
    assert top[3] == 0


def test_the_edge_of_what_is_not_known_steps_and_ends_where_it_does() -> None:
    """Two months side by side, a gap, and one more."""
    months = [(1, 2, 5), (2, 3, 8), (6, 7, 4)]
    rows = [
        {"kind": "status", "status": HOLLOW, "at": START + at * YEAR, "until": START + to * YEAR}
        | {"low": 2, "high": high}
        for at, to, high in months
    ]
    frame = pl.DataFrame([LANE, *rows])
    spec = with_data(place_timeline(words_for("en"), Look.LIGHT), frame, width=900)
    lines = edges_of(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]), Look.LIGHT)
    one = max(abs(down) for *_, down in lines) / 6
    steps = [round(down / one) for *_, across, down in lines if not across]
    assert sorted(map(abs, steps)) == [0, 2, 2, 3, 3, 6]


def edges_of(svg: str, look: Look) -> list[tuple[float, float, float, float]]:
    """Where each line of an edge begins, and how far it goes across and down."""
    line = (
        r'translate\(([\d.]+),([\d.]+)\)" x2="(-?[\d.]+)" y2="(-?[\d.]+)" stroke="{}" '
        r'stroke-width="1.5"'
    )
    found = re.findall(line.format(palette(look).outline), svg)
    return [(float(x), float(y), float(across), float(down)) for x, y, across, down in found]
