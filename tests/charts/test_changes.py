"""Charts of changes: valid, still, drawn without a page; every status has a row and a column."""

from itertools import product

import polars as pl
import pytest
import vl_convert

from npm_data.charts import changes
from npm_data.charts.spec import with_data
from npm_data.charts.theme import Look, contrast, palette
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, reference
from tests.charts.vega_lite import is_vega_lite

_UNIT = {"label": "interior", "name": "МВД", "counts_text": "12", "order": 0, "count": 12}
_CELLS = [
    {
        "label": then,
        "name": f"{order}. {then}",
        "order": order,
        "counts_text": "40",
        "column": now,
        "column_order": column,
        "share": column / 10,
        "count_text": str(column),
        "is_dark": column / 10 >= changes.DARK_FROM,
        "is_same": then == now,
    }
    for order, then in enumerate(changes.STATUSES_BEFORE)
    for column, now in enumerate(changes.STATUSES_ON_A_DAY)
]
CHARTS = {
    "bars": (changes.change_bars, [_UNIT, _UNIT | {"label": "", "order": 1, "count": 1}]),
    "matrix": (changes.status_matrix, _CELLS),
}
every_chart = pytest.mark.parametrize("name", CHARTS)


@every_chart
@pytest.mark.parametrize(("language", "look"), list(product(LANGUAGES, Look)))
def test_a_specification_is_valid_stands_still_and_holds_no_rows(
    name: str, language: str, look: Look
) -> None:
    chart = CHARTS[name][0]
    spec = chart(words_for(language), look)
    assert is_vega_lite(spec)
    assert chart(words_for(language), look) is spec
    assert "values" not in str(spec.get("data"))
    assert "title" not in spec


@every_chart
@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("rows", [1, None])
def test_a_chart_can_be_drawn_without_a_page(name: str, width: int, rows: int | None) -> None:
    chart, sample = CHARTS[name]
    frame = pl.DataFrame(sample[:rows], infer_schema_length=None)
    whole = with_data(chart(words_for("kk"), Look.LIGHT), frame, width=width)
    drawn = vl_convert.vegalite_to_svg(whole, allowed_base_urls=[])
    assert "aria-roledescription" in drawn
    assert "NaN" not in drawn


def test_the_statuses_of_a_day_are_all_there_are_with_implemented_told_apart() -> None:
    known = set(reference().codes("implementation_status")) - {"implemented"}
    assert set(changes.STATUSES_ON_A_DAY) == known | {"verified", "claimed", "no_information"}
    assert set(changes.status_names(words_for("kk"))) == set(changes.STATUSES_BEFORE)


@pytest.mark.parametrize("width", [320, 1000])
def test_columns_are_headed_by_words_where_there_is_room_and_by_numbers_elsewhere(
    width: int,
) -> None:
    words = words_for("en")
    spec = changes.status_matrix(words, Look.LIGHT)
    whole = with_data(spec, pl.DataFrame(_CELLS), width=width)
    drawn = vl_convert.vegalite_to_svg(whole, allowed_base_urls=[])
    assert (">claimed</tspan>" in drawn) == (width == 1000)
    assert (">2</text>" in drawn) or width == 1000


@pytest.mark.parametrize("look", Look)
def test_a_count_reads_on_the_colour_of_its_cell(look: Look) -> None:
    """4.5:1, the letters turning where the frame says that a cell is dark."""
    ramp = palette(look).ramps["blue"]
    darkest_light = sum(edge < changes.DARK_FROM for edge in changes.SHARES)
    on_light, on_dark = ("#FFFFFF", "#1A1A1A") if look is Look.DARK else ("#1A1A1A", "#FFFFFF")
    for step, fill in enumerate(ramp):
        letters = on_light if step <= darkest_light else on_dark
        assert contrast(letters, fill) >= 4.5, (step, fill)
