"""A mark stands where its number says: read off the drawn picture by its own axis, as people do.

The rows bear a number of its own for each mark, so that one drawn from another column is noticed.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
import vl_convert

from npm_data.charts import bands, bars, columns, curve, mandate, rates
from npm_data.charts.measures import coverage_over
from npm_data.charts.place_timeline import place_timeline
from npm_data.charts.slide_shapes import WIDTH
from npm_data.charts.spec import Spec, with_data
from npm_data.charts.theme import Look
from npm_data.i18n import words_for

Reading = list[tuple[float, ...]]
Drawn = Callable[..., Spec]
_NUMBER = r"(-?[\d.]+(?:e-?\d+)?)"
_RECT = re.compile(f"M{_NUMBER},{_NUMBER}h{_NUMBER}v{_NUMBER}h-?[\\d.e-]+Z")
_VERTEX = re.compile(f"[ML]{_NUMBER},{_NUMBER}")
_MOVED = re.compile(f"translate\\({_NUMBER},{_NUMBER}\\)")
_TICK = 3
"""Pixels of a tick across its number."""
_BASELINE = 4
"""Pixels of a label below the height it stands for."""


def read(chart: Drawn, rows: list[dict[str, Any]], axis: str) -> list[Reading]:
    """The numbers of each layer's marks but letters, by the labels of an axis, `x` or `y`."""
    words, frame = words_for("en"), pl.DataFrame(rows, infer_schema_length=None)
    spec = with_data(chart(words, Look.LIGHT), frame, width=900)
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    root = ElementTree.fromstring(re.sub(' xmlns="[^"]+"', "", svg))
    number_at = _scale(root, axis)
    layers = [
        [tuple(number_at(at) for at in places) for mark in layer for places in _places(mark, axis)]
        for layer in root.iter("g")
        if "role-mark" in layer.get("class", "") and "mark-text" not in layer.get("class", "")
    ]
    return [each for each in layers if each]


def _scale(root: ElementTree.Element, axis: str) -> Callable[[float], float]:
    """From pixels to the numbers of the axis, by its first and last label."""
    place, down = (0, 0) if axis == "x" else (1, _BASELINE)
    labels = [
        (_moved(text)[place] - down, float(str(text.text).replace("%", "").strip()))
        for group in root.iter("g")
        if "role-axis-label" in group.get("class", "")
        for text in group
        if (text.get("text-anchor") == "end" and _moved(text)[0] < 0) == (axis == "y")
        and re.fullmatch(r"\d+(\s%)?", str(text.text))
    ]
    (first, low), (last, high) = labels[0], labels[-1]
    return lambda at: round(low + (at - first) * (high - low) / (last - first), 2)


def _moved(mark: ElementTree.Element) -> tuple[float, float]:
    found = _MOVED.search(mark.get("transform", ""))
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _places(mark: ElementTree.Element, axis: str) -> Iterator[tuple[float, ...]]:
    """Both ends of a bar or a rule, the middle of a tick, the corners of a line, where a point is;
    nothing of a line across the axis' own direction.
    """
    place = 0 if axis == "x" else 1
    begun = _moved(mark)[place]
    if mark.tag == "line":
        yield begun, begun + float(mark.get(f"{axis}2", "0"))
    elif rect := _RECT.fullmatch(mark.get("d", "")):
        begun, long = (float(each) for each in rect.groups()[place::2])
        ends = (begun, begun + long) if axis == "x" else (begun + long, begun)
        yield ((begun + long / 2,) if long == _TICK else ends)
    elif _moved(mark) != (0.0, 0.0):
        yield (begun,)
    else:
        yield tuple(float(each[place]) for each in _VERTEX.findall(mark.get("d", "")))


UNIT = {"label": "one", "name": "One", "counts_text": "12", "order": 0}
AT_2015, YEAR = 1_420_070_400_000, 365 * 86_400_000
INTERVAL = {"rate": 0.3, "low": 0.2, "high": 0.4}
CHANCE = {"low_998": 0.05, "low_95": 0.15, "high_95": 0.45, "high_998": 0.55}


CHARTS: dict[str, tuple[Drawn, str, list[dict[str, Any]], list[Reading]]] = {
    # What chance leaves at 99.8 and at 95 %, the rate of all, the interval, the rate.
    "rate_dots": (
        rates.rate_dots,
        "x",
        [UNIT | INTERVAL | CHANCE | {"whole": 0.25, "is_outside": False}],
        [[(5, 55)], [(15, 45)], [(25, 25)], [(20, 40)], [(30,)]],
    ),
    # The band goes along the lower limits and back along the upper ones.
    "rate_line": (
        rates.rate_line,
        "y",
        [
            {"year": year, "rate": rate, "low": rate - 0.1, "high": rate + 0.2, "rate_text": ""}
            | {"is_whole": is_whole, "is_chosen": False, "is_named": False}
            for year, rate, is_whole in (
                ("2016", 0.3, True),
                ("2017", 0.5, True),
                ("2018", 0.4, False),
            )
        ],
        [[(20, 40, 70, 50)], [(30, 50)], [(30,), (50,), (40,)]],
    ),
    "share_bars": (
        partial(bars.share_bars, measure=coverage_over(1)),
        "x",
        [UNIT | {"value": 0.6, "class": "5"}],
        [[(0, 60)], [(25, 25)]],
    ),
    # A share holds until the month in which it grows.
    "incidence_lines": (
        curve.incidence_lines,
        "y",
        [
            {"unit": 0, "name": "One", "month": month, "cumulative_incidence": share}
            | {"at_risk_text": "", "label": "One" if month == 48 else "", "label_at": at}
            for month, share, at in ((0, 0.0, None), (24, 0.25, None), (48, 0.5, 0.75))
        ],
        [[(0, 0, 25, 25, 50)], [(50, 75)]],
    ),
    "share_bands": (
        partial(bands.share_bands, "reply"),
        "x",
        [
            UNIT
            | {"part": part, "part_order": order, "share": share, "middle": 0.5, "count_text": ""}
            for order, (part, share) in enumerate(
                zip(bands.PARTS["reply"], (0.5, 0.2, 0.3), strict=True)
            )
        ],
        [[(0, 50), (50, 70), (70, 100)]],
    ),
    "month_bars": (
        partial(columns.month_bars, is_long=False, has_before=True),
        "y",
        [
            {"month": f"2016-{month:02}", "visits": month, "before": 20 - month}
            | {"visits_text": ""}
            for month in range(1, 13)
        ],
        [[(0, month) for month in range(1, 13)], [(20 - month,) for month in range(1, 13)]],
    ),
    "compared_bars": (
        partial(columns.compared_bars, measure="visits", has_before=True),
        "x",
        [UNIT | {"count": 12, "before": 9}],
        [[(0, 12)], [(9,)]],
    ),
    "delay_bars": (
        columns.delay_bars,
        "y",
        [
            {"band": band, "visits": order + 1, "visits_text": ""}
            for order, band in enumerate(columns.DELAY_BANDS)
        ],
        [[(0, number) for number in range(1, 6)]],
    ),
    # The parts lie on each other; the number of all stands above them and is no bar.
    "mandate_steps": (
        mandate.mandate_steps,
        "y",
        [
            {"label": "2019", "order": 2019, "group": group, "group_order": order}
            | {"places": places, "places_text": str(places)}
            for order, (group, places) in enumerate(
                (("2014-01-01", 9), ("2019-04-01", 4), (mandate.WHOLE, 13))
            )
        ],
        [[(0, 9), (9, 13)]],
    ),
    # The first days of years, a status as long as it holds, a day that matters, what was said on a
    # day, a visit up to its report and the visit itself.
    "place_timeline": (
        place_timeline,
        "x",
        [
            {"kind": "lane"},
            {"kind": "year", "at": AT_2015},
            {"kind": "year", "at": AT_2015 + 4 * YEAR},
            {
                "kind": "status",
                "status": "verified",
                "at": AT_2015 + YEAR,
                "until": AT_2015 + 3 * YEAR,
            }
            | {"low": 2, "high": 5},
            {"kind": "day", "at": AT_2015 + 4 * YEAR, "label": "due", "line": 0, "side": "left"},
            {"kind": "said", "at": AT_2015 + 2 * YEAR, "count": 3, "count_text": "3"},
            {"kind": "visit", "at": AT_2015, "until": AT_2015 + 2 * YEAR, "visit_type": "special"},
        ],
        [
            *[[(2015, 2015), (2019, 2019)], [(2016, 2018)], [(2019, 2019)], [(2017, 2017)]],
            *[[(2015, 2017)], [(2015,)]],
        ],
    ),
    # Periodic visits stand in front of all, not upon them.
    "needed_visits": (
        mandate.needed_visits,
        "y",
        [
            {"label": "2016", "order": 0, "every": 68, "periodic": 57, "periodic_text": "57"}
            | {"needed": 75, "needed_text": "needed: 75"}
        ],
        [[(0, 68), (0, 57)], [(75, 75)]],
    ),
}


@pytest.mark.parametrize("name", CHARTS)
def test_each_mark_reads_as_its_number(name: str) -> None:
    chart, axis, rows, wanted = CHARTS[name]
    assert read(chart, rows, axis) == wanted


def test_a_status_of_a_place_is_as_high_as_its_recommendations() -> None:
    _, _, rows, _ = CHARTS["place_timeline"]
    assert [(2, 5)] in read(place_timeline, rows, "y")


@pytest.mark.parametrize(
    ("chart", "rows", "along"),
    [
        (bars.count_bars, [UNIT | {"count": 12}, UNIT | {"label": "two", "count": 3}], 2),
        (
            columns.year_columns,
            [
                {"year": year, "count": count, "label": "", "is_chosen": False}
                for year, count in (("2016", 12), ("2017", 3))
            ],
            3,
        ),
    ],
)
def test_bars_without_an_axis_are_as_long_as_their_counts(
    chart: Drawn, rows: list[dict[str, Any]], along: int
) -> None:
    frame = pl.DataFrame(rows)
    spec = with_data(chart(words_for("en"), Look.LIGHT), frame, width=900)
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    bars_drawn = re.search(r"mark-rect role-mark.*?</g>", svg, re.DOTALL)[0]
    long, short = (float(each[along]) for each in _RECT.findall(bars_drawn))
    assert long / short == pytest.approx(4)


# -- for a hall, whose marks are worked out in pixels ---------------------------------------------


def marks(frame: pl.DataFrame, shape: str) -> list[dict[str, Any]]:
    return frame.filter(shape=shape).to_dicts()


def test_columns_of_a_slide_are_as_high_as_their_numbers_which_stand_above_them() -> None:
    numbers = {"2016": 40, "2017": 100, "2018": 0}
    frame = columns.slide_columns(
        [columns.Column(label, count, f"n{count}") for label, count in numbers.items()]
    )
    drawn, ground = marks(frame, "bar"), marks(frame, "guide")[0]["y"]
    highest = ground - min(row["y"] for row in drawn)
    texts = {row["text"]: row for row in marks(frame, "text")}
    for row, (label, count) in zip(drawn, numbers.items(), strict=True):
        assert row["y2"] == ground
        assert ground - row["y"] == pytest.approx(highest * count / 100)
        middle = (row["x"] + row["x2"]) / 2
        assert texts[f"n{count}"]["x"] == texts[label]["x"] == pytest.approx(middle)
        assert texts[f"n{count}"]["y"] < row["y"] <= ground < texts[label]["y"]


@pytest.mark.parametrize(("whole", "longest"), [(1, 1.0), (None, 0.8)])
def test_bars_of_a_slide_are_as_long_as_their_numbers_which_stand_beside_them(
    whole: float | None, longest: float
) -> None:
    numbers = {"One": 0.8, "Two": 0.2}
    scale = 1 if whole else 10
    frame = bars.slide_bars(
        [bars.Bar(name, scale * value, f"n{value}") for name, value in numbers.items()],
        whole=whole,
    )
    drawn = marks(frame, "bar")
    full = marks(frame, "guide") if whole else [drawn[0]] * 2
    texts = {row["text"]: row for row in marks(frame, "text")}
    for row, track, (name, value) in zip(drawn, full, numbers.items(), strict=True):
        long, room = row["x2"] - row["x"], track["x2"] - track["x"]
        assert row["x"] == track["x"]
        assert long == pytest.approx(room * value / longest)
        middle = pytest.approx((row["y"] + row["y2"]) / 2)
        assert texts[f"n{value}"]["y"] == texts[name]["y"] == middle
        assert texts[name]["x"] < row["x"] < row["x2"] < texts[f"n{value}"]["x"]


def test_parts_of_a_slides_band_are_as_wide_as_their_counts_which_stand_on_them_or_below() -> None:
    counts = {"verified": 60, "claimed": 39, "not_started": 0, "in_progress": 1}
    frame = bands.slide_band(
        [bands.Part(ink, ink, count, f"n{count}", f"{count} %") for ink, count in counts.items()]
    )
    drawn = marks(frame, "bar")
    texts = {row["text"]: row for row in marks(frame, "text")}
    begun = 0.0
    for row, (ink, count) in zip(drawn, [each for each in counts.items() if each[1]], strict=True):
        assert row["ink"] == ink
        assert row["x"] == pytest.approx(begun * WIDTH / 100)
        begun += count
        assert row["x2"] == pytest.approx(begun * WIDTH / 100, abs=4)
        if count > 1:
            assert row["x"] < texts[f"n{count}"]["x"] < texts[f"{count} %"]["x"] + 1 < row["x2"]
    (patch,) = marks(frame, "guide")
    assert (patch["ink"], texts["n1 (1 %)"]["y"], texts["in_progress"]["y"]) == (
        "in_progress",
        *[(patch["y"] + patch["y2"]) / 2] * 2,
    )
    assert "n0" not in texts


def test_the_curve_of_a_slide_holds_a_share_until_it_grows_and_is_read_where_it_stands() -> None:
    months = [(0, 0.0), (24, 0.25), (48, 0.5)]
    readings = [
        curve.Reading(month, share, f"{share} said", f"{month} months", "open")
        for month, share in months[1:]
    ]
    frame = curve.slide_curve(months, readings, ("none", "all"))
    none, all_of_it = (row["y"] for row in marks(frame, "text") if row["text"] in ("none", "all"))
    line = marks(frame, "line")
    begin, end = line[0]["x"], line[-1]["x"]

    def read_off(row: dict[str, Any]) -> tuple[float, float]:
        return (
            round(48 * (row["x"] - begin) / (end - begin), 2),
            round((none - row["y"]) / (none - all_of_it), 4),
        )

    assert [read_off(row) for row in line] == [(0, 0), (24, 0), (24, 0.25), (48, 0.25), (48, 0.5)]
    assert [read_off(row) for row in marks(frame, "point")] == [(24, 0.25), (48, 0.5)]
    texts = {row["text"]: row for row in marks(frame, "text")}
    for (month, share), point in zip(months[1:], marks(frame, "point"), strict=True):
        assert texts[f"{month} months"]["x"] == point["x"]
        assert texts[f"{share} said"]["y"] < point["y"]
