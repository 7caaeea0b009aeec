"""Frames to draw the charts of regions, matrices and years with: usual, sparse, of one row."""

from collections.abc import Callable

import polars as pl

from npm_data.charts.matrix import matrix_frame
from npm_data.charts.measures import Measure
from npm_data.charts.regions import region_frame
from npm_data.charts.trend import trend_frame
from npm_data.i18n import Words
from npm_data.reference import reference

Frame = Callable[[Words], pl.DataFrame]
KINDS = ("usual", "sparse", "one")
_COUNTS = {"part": pl.Int64, "whole": pl.Int64}


def regions(kind: str, measure: Measure, border_set: str) -> Frame:
    """All classes, no data and no such place; or only one region that has places."""

    def frame(words: Words) -> pl.DataFrame:
        codes = [region.code for region in reference().regions_of(border_set)]
        parts: list[tuple[int | None, int]] = [(5, 100), (25, 100), (45, 100), (65, 100), (95, 100)]
        parts += [(None, 40), (0, 0), (35, 100)]
        rows = [(code, *parts[index % len(parts)]) for index, code in enumerate(codes)]
        shown = {"usual": rows, "sparse": rows[:2], "one": rows[:1]}[kind]
        schema = {"region": pl.String} | _COUNTS
        counts = pl.DataFrame(shown, schema=schema, orient="row")
        return region_frame(words, counts, measure, border_set, chosen=codes[:2])

    return frame


def matrix(kind: str, measure: Measure) -> Frame:
    """Types by ministry, each in one column; the last without places, the one before not known."""

    def frame(words: Words) -> pl.DataFrame:
        kept = reference()
        rows = [
            {
                "label": words.institution_type(each.code),
                "order": order,
                "column": each.portfolio,
                "column_order": kept.portfolios.index(each.portfolio),
                "part": None if order == 16 else 3 * order,
                "whole": 0 if order == 17 else 60,
            }
            for order, each in enumerate(kept.institution_types)
        ]
        shown = {"usual": rows, "sparse": rows[-3:], "one": rows[:1]}[kind]
        return matrix_frame(words, pl.DataFrame(shown, schema_overrides=_COUNTS), measure)

    return frame


def years(kind: str) -> Frame:
    """Visits of twelve years, of the year with contradicting figures, of none."""

    def frame(words: Words) -> pl.DataFrame:
        counted = {"usual": range(2014, 2026), "sparse": range(2015, 2016), "one": range(0)}[kind]
        rows = [(str(year), 40 * (year - 2010)) for year in counted]
        schema = {"year": pl.String, "count": pl.Int64}
        return trend_frame(words, pl.DataFrame(rows, schema=schema, orient="row"), "visits")

    return frame
