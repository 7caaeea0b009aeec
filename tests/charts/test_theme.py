"""Colours that can be told from the page and from each other, on a light page and a dark one."""

import math
import tomllib
from collections.abc import Sequence
from itertools import combinations, pairwise, product

import pytest

from npm_data.charts.theme import CLOCK, HOLLOW, REPLIES, STATUSES, Look, contrast, palette
from npm_data.reference import PROJECT

EACH_LOOK = pytest.mark.parametrize("look", list(Look))
GRAPHICS, TEXT, HALL = 3, 4.5, 7


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


@EACH_LOOK
def test_text_reads_in_a_hall_and_remarks_on_a_screen(look: Look) -> None:
    inks = palette(look)
    assert contrast(inks.text, inks.background) >= HALL
    assert contrast(inks.muted, inks.background) >= TEXT
    assert contrast(inks.outline, inks.background) >= GRAPHICS


@EACH_LOOK
def test_each_category_stands_out_from_the_page_and_from_its_neighbour(look: Look) -> None:
    inks = palette(look)
    for colour in inks.categories:
        assert contrast(colour, inks.background) >= GRAPHICS
    for one, next_one in pairwise(inks.categories):
        assert contrast(one, next_one) >= GRAPHICS


def test_every_status_stands_out_from_the_dark_page() -> None:
    inks = palette(Look.DARK)
    for colours in (inks.statuses, inks.clock, inks.replies):
        for colour in colours.values():
            assert contrast(colour, inks.background) >= GRAPHICS


@EACH_LOOK
def test_letters_read_on_every_fill(look: Look) -> None:
    inks = palette(look)
    fills = [inks.no_data, inks.background, *inks.statuses.values(), *inks.clock.values()]
    for fill in fills + [step for ramp in inks.ramps.values() for step in ramp]:
        assert contrast(inks.ink_on(fill), fill) >= TEXT


@EACH_LOOK
def test_classes_grow_away_from_the_page(look: Look) -> None:
    inks = palette(look)
    for ramp in inks.ramps.values():
        steps = [contrast(step, inks.background) for step in ramp]
        assert steps == sorted(steps)
        assert all(after / before > 1.25 for before, after in pairwise(steps))


@EACH_LOOK
def test_every_part_has_its_colour(look: Look) -> None:
    inks = palette(look)
    assert tuple(inks.statuses) == STATUSES
    assert tuple(inks.clock) == CLOCK
    assert tuple(inks.replies) == REPLIES
    for colours in (inks.statuses, inks.clock, inks.replies):
        assert len(set(colours.values())) == len(colours)


# How a screen looks to other eyes, in linear RGB: Machado, Oliveira, Fernandes (2009), severity 1.
_EYES = {
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "achromatopsia": ((0.2126, 0.7152, 0.0722),) * 3,
}
_TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE = (0.95047, 1.0, 1.08883)


def _times(matrix: tuple[tuple[float, ...], ...], values: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, values, strict=True)) for row in matrix]


def _seen(colour: str, eyes: str) -> list[float]:
    """A colour in CIELAB as these eyes see it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    seen = [min(max(each, 0), 1) for each in _times(_EYES[eyes], linear)]
    x, y, z = (
        (ratio ** (1 / 3) if ratio > 0.008856 else 7.787 * ratio + 16 / 116)
        for ratio in (a / b for a, b in zip(_times(_TO_XYZ, seen), _WHITE, strict=True))
    )
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("eyes", _EYES)
@EACH_LOOK
def test_parts_of_a_band_are_told_apart_by_all_eyes(look: Look, eyes: str) -> None:
    """By colour alone; without any colour the least that a neighbour's edge shows must do."""
    inks = palette(look)
    statuses = {name: ink for name, ink in inks.statuses.items() if name != HOLLOW}
    least = 5 if eyes == "achromatopsia" else 8
    for colours in (statuses, inks.clock, inks.replies):
        for one, other in combinations(colours, 2):
            far = math.dist(_seen(colours[one], eyes), _seen(colours[other], eyes))
            assert far >= least, (one, other)


@pytest.mark.parametrize("eyes", [eyes for eyes in _EYES if eyes != "achromatopsia"])
@EACH_LOOK
def test_parts_that_mean_the_opposite_are_far_apart(look: Look, eyes: str) -> None:
    """Else "verified" is read for "not implemented" from the tenth row."""
    inks = palette(look)
    opposites = [
        (inks.statuses["verified"], inks.statuses["not_implemented"]),
        *((inks.clock["on_time"], inks.clock[bad]) for bad in ("overdue", "never_visited")),
        *((inks.clock["due_soon"], inks.clock[bad]) for bad in ("overdue", "never_visited")),
        *((inks.replies[given], inks.replies["overdue"]) for given in ("in_time", "late")),
    ]
    for good, bad in opposites:
        assert math.dist(_seen(good, eyes), _seen(bad, eyes)) >= 25, (good, bad)


@EACH_LOOK
def test_charts_and_pages_have_the_same_background(look: Look) -> None:
    settings = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert (
        settings["theme"]["dark" if look.is_dark else "light"]["backgroundColor"]
        == palette(look).background
    )


def test_the_measured_colours_are_those_of_the_house_style() -> None:
    inks = palette(Look.LIGHT)
    assert inks.categories == ("#12436D", "#28A197", "#801650", "#F46A25")
    assert [inks.statuses[status] for status in STATUSES] == [
        "#12436D",
        "#6BA3C8",
        "#23968C",
        "#9CC9C4",
        "#F0E2A8",
        "#B2364F",
        "#BFBFBF",
    ]
    assert inks.clock["overdue"] == inks.replies["overdue"] == "#F46A25"


def test_no_colour_is_shared_by_the_two_looks() -> None:
    light, dark = palette(Look.LIGHT), palette(Look.DARK)
    for part, one in light.statuses.items():
        assert one != dark.statuses[part]
    for (name, one), other in product(light.ramps.items(), [dark.ramps]):
        assert one != other[name]
