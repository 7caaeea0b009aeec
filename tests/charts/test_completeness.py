"""Bars and matrix of completeness: valid, still, drawn without a page, in three languages."""

from itertools import product

import polars as pl
import pytest
import vl_convert

from npm_data.charts.completeness import completeness_bars
from npm_data.charts.matrix import count_matrix, matrix_frame
from npm_data.charts.measures import COMPLETENESS, NO_PLACE
from npm_data.charts.spec import Spec, with_data
from npm_data.charts.theme import Look
from npm_data.i18n import Words, words_for
from npm_data.reference import LANGUAGES
from tests.charts.vega_lite import is_vega_lite

EVERY_PAGE = pytest.mark.parametrize(("language", "look"), list(product(LANGUAGES, Look)))
BARS = pl.DataFrame(
    [
        {"label": "district", "name": "Район", "counts_text": "3 из 4", "order": 0},
        {"label": "ended_on", "name": "Дата окончания", "counts_text": "0 из 4", "order": 1},
    ]
).with_columns(share=pl.Series([0.75, 0.0]), whole=1.0)
CELLS = pl.DataFrame(
    [
        {"label": "2016", "order": 0, "column": "Вид\nпосещения", "part": 3, "whole": 4},
        {"label": "2017", "order": 1, "column": "Вид\nпосещения", "part": 0, "whole": 0},
    ]
).with_columns(column_order=0)


def _matrix(words: Words, look: Look) -> Spec:
    return count_matrix(words, look, COMPLETENESS, lines_of_a_head=2)


def _svg(spec: Spec, frame: pl.DataFrame) -> str:
    return str(vl_convert.vegalite_to_svg(with_data(spec, frame, width=360)))


@EVERY_PAGE
def test_a_chart_is_a_valid_specification_and_the_same_object_each_time(
    language: str, look: Look
) -> None:
    words = words_for(language)
    for chart in (completeness_bars, _matrix):
        spec = chart(words, look)
        assert chart(words, look) is spec
        assert is_vega_lite(spec)


def test_a_bar_stands_for_each_column_with_its_name_and_counts() -> None:
    drawn = _svg(completeness_bars(words_for("ru"), Look.LIGHT), BARS)
    assert all(text in drawn for text in ("Район", "3 из 4", "Дата окончания", "0 из 4"))


def test_a_cell_without_records_is_no_gap_and_a_head_may_have_two_lines() -> None:
    words = words_for("ru")
    frame = matrix_frame(words, CELLS, COMPLETENESS)
    assert frame["value"].to_list() == [0.75, None]
    assert frame["class"].to_list() == ["3", NO_PLACE]
    assert frame["count_label"].to_list()[1] == words("charts.no_record")
    drawn = _svg(_matrix(words, Look.DARK), frame)
    assert ">Вид<" in drawn
    assert ">посещения<" in drawn
