"""Colours that can be told from the page and from each other, on a light page and a dark one."""

import tomllib
from itertools import pairwise, product

import pytest

from npm_data.charts.theme import CLOCK, REPLIES, STATUSES, Look, contrast, palette
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


@EACH_LOOK
def test_charts_and_pages_have_the_same_background(look: Look) -> None:
    settings = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["theme"][look.value]["backgroundColor"] == palette(look).background


def test_the_measured_colours_are_those_of_the_house_style() -> None:
    inks = palette(Look.LIGHT)
    assert inks.categories == ("#12436D", "#28A197", "#801650", "#F46A25")
    assert [inks.statuses[status] for status in STATUSES] == [
        "#12436D",
        "#6BA3C8",
        "#28A197",
        "#BFD9D6",
        "#D9C3CE",
        "#801650",
        "#BFBFBF",
    ]
    assert inks.clock["overdue"] == inks.replies["overdue"] == "#F46A25"


def test_no_colour_is_shared_by_the_two_looks() -> None:
    light, dark = palette(Look.LIGHT), palette(Look.DARK)
    for part, one in light.statuses.items():
        assert one != dark.statuses[part]
    for (name, one), other in product(light.ramps.items(), [dark.ramps]):
        assert one != other[name]
