"""Pictures on a page of paper: as large as their own marks let them be."""

import re

import pytest

from npm_data.charts.slide_shapes import HEIGHT, WIDTH
from npm_data.files.pictures import slide_svg
from npm_data.files.slides import trimmed
from npm_data.model.filters import Filters, Period
from tests.report.decks import slides, worked_repository

YEAR = Filters(Period.of_year(2016))


@pytest.fixture(scope="module")
def worked(tmp_path_factory):
    repository = worked_repository(tmp_path_factory.mktemp("pages"))
    yield repository
    repository.close()


@pytest.mark.parametrize("key", ["headline", "four_year_round", "what_we_recommended"])
def test_a_picture_loses_its_empty_room_and_none_of_its_marks(worked, key):
    whole = slides(worked, YEAR)[key].picture
    less = trimmed(whole)
    assert less.height < whole.height == HEIGHT
    assert less.width == whole.width == WIDTH
    assert less.frame.drop("y", "y2").equals(whole.frame.drop("y", "y2"))
    moved = (whole.frame["y"] - less.frame["y"]).unique().to_list()
    assert len(moved) == 1
    assert less.frame["y"].min() > 0
    assert less.frame["y"].max() < less.height
    svg = slide_svg(less)
    assert f'height="{less.height}"' in svg
    assert len(re.findall("<text", svg)) == len(re.findall("<text", slide_svg(whole)))


def test_a_map_fills_its_room_and_stays(worked):
    picture = slides(worked, YEAR)["where_we_went"].picture
    assert trimmed(picture) is picture
