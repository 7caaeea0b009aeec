"""The coverage page's matrices: types and regions by the ministry that the places belong to."""

from collections.abc import Iterable

import polars as pl

from npm_data.charts.matrix import count_matrix, matrix_frame
from npm_data.charts.measures import MEASURES
from npm_data.charts.regions import region_base
from npm_data.figures.columns import Column, Columns
from npm_data.figures.units import Row, codes_in_order
from npm_data.i18n import Words
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.report.coverage import (
    DEFINITION_OF,
    Coverage,
    counts,
    is_striking,
    total,
    value_of,
)
from npm_data.ui.frame.app import App
from npm_data.ui.show import show

_COUNTS = {"part": pl.Int64, "whole": pl.Int64}


def by_type(app: App, coverage: Coverage) -> None:
    """Types in the order of their ministries, each in the column of the one it belongs to."""
    words = app.words
    columns = _ministry_columns(app)
    of_type = counts(coverage, coverage.here, "institution_type")
    cells = [
        {
            "label": words.institution_type(each.code),
            "order": 100 * columns[each.portfolio][1] + each.display_order,
            "column": columns[each.portfolio][0],
            "column_order": columns[each.portfolio][1],
            **of_type[each.code],
        }
        for each in reference().institution_types
        if each.code in of_type
    ]
    _matrix(
        app,
        coverage,
        "types",
        cells,
        notes=(words("coverage.one_ministry"),),
        are_rows_named_above=True,
    )


def by_region_and_ministry(app: App, coverage: Coverage) -> None:
    """Regions from north to south, in the borders of today, by the ministry of the place."""
    words = app.words
    columns = _ministry_columns(app)
    of_pair = counts(coverage, coverage.here, "region_ministry")
    base = region_base(words, TODAYS_BORDERS, app.filters.period.to_on)
    named = base.select("region", "label", "name")
    cells = [
        {
            "label": label,
            "name": name,
            "order": order,
            "column": column,
            "column_order": column_order,
            **of_pair.get(f"{code}/{portfolio}", {"part": 0, "whole": 0}),
        }
        for order, (code, label, name) in enumerate(named.iter_rows())
        if not app.filters.regions or code in app.filters.regions
        for portfolio, (column, column_order) in columns.items()
    ]
    _matrix(app, coverage, "pairs", cells, notes=(words("coverage.todays_borders"),))


def _ministry_columns(app: App) -> dict[str, tuple[str, int]]:
    """Short names and their order, of the chosen ministries only."""
    words, day = app.words, app.filters.period.to_on
    chosen = app.filters.ministries
    return {
        portfolio: (words.ministry(portfolio, day, is_short=True), order)
        for order, portfolio in enumerate(codes_in_order("ministry"))
        if not chosen or portfolio in chosen
    }


def _matrix(
    app: App,
    coverage: Coverage,
    name: str,
    cells: list[Row],
    *,
    notes: Iterable[str],
    are_rows_named_above: bool = False,
) -> None:
    words, measure = app.words, MEASURES[coverage.measure]
    counted = pl.DataFrame(cells, schema_overrides=_COUNTS, infer_schema_length=None)
    title = _title(words, coverage, name, cells)
    whole = total(coverage, coverage.here)
    has_places = bool(cells) and bool(whole["whole"])
    show(
        app,
        f"coverage.{name}",
        title=title,
        frame=matrix_frame(words, counted, coverage.measure) if has_places else pl.DataFrame(),
        spec=count_matrix(
            words, app.look, coverage.measure, are_rows_named_above=are_rows_named_above
        ),
        alt=words(f"coverage.alt_{name}", measure=words(f"charts.measure_{measure.name}")),
        definition=DEFINITION_OF[measure.name],
        columns=_matrix_columns(words, coverage.measure, name),
        counts=(*notes, words("coverage.host")),
        empty=words("coverage.no_places"),
    )


def _matrix_columns(words: Words, measure: str, name: str) -> Columns:
    """Named in full in the table, where there is room."""
    is_share = MEASURES[measure].is_share
    whole = "whole_clock" if DEFINITION_OF[measure] == "clock" else "whole"
    rows = {"types": ("label", "coverage.type"), "pairs": ("name", "charts.region")}[name]
    return {
        rows[0]: Column(words(rows[1])),
        "column": Column(words("coverage.ministry")),
        "part": Column(words(f"coverage.part_{measure}"), "number"),
        "whole": Column(words(f"coverage.{whole}"), "number"),
        "value": Column(words(f"charts.measure_{measure}"), "percent" if is_share else "decimal"),
    }


def _title(words: Words, coverage: Coverage, name: str, cells: list[Row]) -> str:
    asked = [value_of(coverage.measure, row) for row in cells]
    values = [value for value in asked if value is not None]
    if not values:
        return words("coverage.not_recorded" if cells else "coverage.no_places")
    striking = sum(is_striking(coverage.measure, value) for value in values)
    return words(
        f"coverage.{name}_{coverage.measure}",
        count=words.number(striking),
        total=words.number(len(values)),
    )
