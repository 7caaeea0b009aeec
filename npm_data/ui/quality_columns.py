"""How full the columns of the register are: as a whole, by year and by region."""

import math
from dataclasses import dataclass, replace
from textwrap import fill

import polars as pl
import streamlit as st

from npm_data.charts.completeness import completeness_bars
from npm_data.charts.matrix import count_matrix, matrix_frame
from npm_data.charts.measures import COMPLETENESS
from npm_data.charts.regions import region_base
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.periods import FIRST_DAY
from npm_data.figures.sentences import k_of_n, share_text
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.model.filters import Period
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.ui.app import App
from npm_data.ui.show import show
from npm_data.ui.switches import switch
from npm_data.ui.tiles import small
from npm_data.validate.findings import column_title

COLUMNS = {
    "gaps": (
        ("visits", "visit_type"),
        ("visits", "ended_on"),
        ("visits", "reported_on"),
        ("recommendations", "addressee_level"),
        ("institutions", "district"),
    ),
    "optional": (
        ("institutions", "closed_on"),
        ("recommendations", "visit_id"),
        ("recommendations", "institution_id"),
        ("recommendations", "repeats"),
        ("follow_up", "note"),
    ),
}
"""Where an empty cell is a gap, and where it says something itself, such as "still open"."""

SPLITS = ("year", "region")
BEFORE_THE_MECHANISM = "2013"
"""The key of all places opened before 2014; see `column_completeness`."""

_LETTERS_OF_A_HEAD = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """What the page shows: which columns, split how, and the answers for it."""

    kind: str
    split: str
    total: pl.DataFrame
    parts: pl.DataFrame


def choose(app: App) -> Columns:
    words = app.words
    left, right = st.columns(2)
    with left:
        kind = switch(
            app,
            "quality.cells",
            words("quality.cells"),
            {kind: words(f"quality.cells_{kind}") for kind in COLUMNS},
        )
    with right:
        split = switch(
            app,
            "quality.split",
            words("quality.split"),
            {each: words(f"quality.split_{each}") for each in SPLITS},
        )
    ever = Period(min(FIRST_DAY, app.data_set.first_on), app.data_set.data_date)
    filters = app.filters if split == "region" else replace(app.filters, period=ever)
    sheets = tuple(dict.fromkeys(sheet for sheet, _ in COLUMNS[kind]))
    return Columns(
        kind=kind,
        split=split,
        total=app.repository.column_completeness(app.filters, sheets=sheets),
        parts=app.repository.column_completeness(filters, (split,), sheets),
    )


def by_column(app: App, columns: Columns) -> None:
    """A bar for each column, with what an empty cell means in the table."""
    words = app.words
    rows = [
        _bar(words, order, row)
        for order, row in enumerate(_in_order(columns.kind, columns.total))
        if row["total"]
    ]
    show(
        app,
        "quality.columns",
        title=_bars_title(words, columns.kind, rows),
        frame=pl.DataFrame(rows, infer_schema_length=None),
        spec=completeness_bars(words, app.look),
        alt=words("quality.alt_bars"),
        definition="completeness",
        columns={
            "name": Column(words("quality.column")),
            "recorded": Column(words("quality.recorded"), "number"),
            "missing": Column(words("quality.missing"), "number"),
            "total": Column(words("quality.records"), "number"),
            "share": Column(words("charts.measure_completeness"), "percent", of="total"),
            "meaning": Column(words("quality.meaning")),
        },
        counts=(words(f"quality.empty_{columns.kind}"), words("quality.filters_note")),
    )
    st.markdown(small(required_line(words)))


def by_part(app: App, columns: Columns) -> None:
    """The same columns by year of the record, or by region of the place."""
    words = app.words
    cells = _cells(words, columns)
    counted = [row for row in cells if row["whole"]]
    low = sum(row["part"] < COMPLETENESS.bounds[-1] * row["whole"] for row in counted)
    title = words(
        f"quality.matrix_{columns.kind}_{columns.split}",
        count=words.number(low),
        total=words.number(len(counted)),
    )
    show(
        app,
        f"quality.by_{columns.split}",
        title=title if counted else words("quality.no_records"),
        frame=_matrix(words, cells) if counted else pl.DataFrame(),
        spec=count_matrix(
            words,
            app.look,
            COMPLETENESS,
            are_rows_named_above=columns.split == "region",
            lines_of_a_head=max(1 + row["column"].count("\n") for row in cells) if cells else 1,
        ),
        alt=words(f"quality.alt_{columns.split}"),
        definition="completeness",
        columns={
            "label": Column(words(f"quality.split_{columns.split}")),
            "title": Column(words("quality.column")),
            "part": Column(words("quality.recorded"), "number"),
            "whole": Column(words("quality.records"), "number"),
            "value": Column(words("charts.measure_completeness"), "percent", of="whole"),
        },
        counts=(words("quality.rounded_down"), words(f"quality.note_{columns.split}")),
    )


def required_line(words: Words) -> str:
    """The columns without which the import lets no record in, by table."""
    parts = []
    for sheet, names in reference().sheets.items():
        titles = [
            each.names[words.language]
            for each in reference().columns
            if each.sheet == sheet and each.is_required and each.column != "visit_type"
        ]
        parts.append(f"{names[words.language]}: {', '.join(titles)}")
    return words("quality.required", columns="; ".join(parts))


def _in_order(kind: str, answer: pl.DataFrame) -> list[Row]:
    """The rows of a kind's columns, in the order of `COLUMNS`."""
    by_name = {(row["sheet"], row["column_name"]): row for row in answer.to_dicts()}
    return [by_name[name] for name in COLUMNS[kind] if name in by_name]


def _bar(words: Words, order: int, row: Row) -> Row:
    name, recorded, total = row["column_name"], row["recorded"], row["total"]
    title = column_title(row["sheet"], name, words.language)
    return {
        "label": name,
        "name": f"{title} ({reference().sheets[row['sheet']][words.language]})",
        "counts_text": _counts_text(words, recorded, total),
        "order": order,
        "recorded": recorded,
        "missing": total - recorded,
        "total": total,
        "share": recorded / total,
        "whole": 1.0,
        "meaning": words(f"quality.empty_means_{name}"),
    }


def _counts_text(words: Words, recorded: int, total: int) -> str:
    """Of fewer than five records only the counts."""
    counts = k_of_n(words, recorded, total)
    if total < FEWEST_FOR_A_RATE:
        return counts
    return f"{counts} ({share_text(words, recorded, total)})"


def _bars_title(words: Words, kind: str, rows: list[Row]) -> str:
    if not rows:
        return words("quality.no_records")
    if kind == "optional":
        shares = [row["share"] for row in rows if row["total"] >= FEWEST_FOR_A_RATE]
        if not shares:
            return words("quality.empty_optional")
        low, high = words.percent(min(shares)), words.percent(max(shares))
        return words("quality.optional_finding", low=low, high=high)
    emptiest = min(rows, key=lambda row: row["share"])
    if not emptiest["missing"]:
        return words("quality.no_gap")
    return words(
        "quality.gap_finding",
        column=emptiest["name"],
        k_of_n=k_of_n(words, emptiest["missing"], emptiest["total"]),
    )


def _cells(words: Words, columns: Columns) -> list[Row]:
    """A cell for each year or region and each column; none where a table has no such record."""
    answer = {
        (row["key"], row["sheet"], row["column_name"]): row for row in columns.parts.to_dicts()
    }
    return [
        {
            "label": label,
            "order": order,
            "column": fill(title, _LETTERS_OF_A_HEAD),
            "title": title,
            "column_order": column_order,
            "part": found["recorded"] if found else 0,
            "whole": found["total"] if found else 0,
        }
        for order, (key, label) in enumerate(_parts(words, columns).items())
        for column_order, (sheet, name) in enumerate(COLUMNS[columns.kind])
        for title in (column_title(sheet, name, words.language),)
        for found in (answer.get((key, sheet, name)),)
    ]


def _parts(words: Words, columns: Columns) -> dict[str | None, str]:
    """Years in their order, regions from north to south; records without a region come last."""
    keys = set(columns.parts["key"])
    if columns.split == "year":
        return {year: _year(words, year) for year in sorted(keys)}
    base = region_base(words, TODAYS_BORDERS).select("region", "name")
    named: dict[str | None, str] = {code: name for code, name in base.iter_rows() if code in keys}
    return named | ({None: words("quality.without_region")} if None in keys else {})


def _year(words: Words, year: str) -> str:
    return words("quality.before_2014") if year == BEFORE_THE_MECHANISM else year


def _matrix(words: Words, cells: list[Row]) -> pl.DataFrame:
    """Cells say per cent, rounded down: 100 % is every record. Of fewer than five, the counts."""
    frame = matrix_frame(words, pl.DataFrame(cells, infer_schema_length=None), COMPLETENESS)
    shares = [
        words.percent(math.floor(100 * value) / 100, 0) if whole >= FEWEST_FOR_A_RATE else counts
        for value, whole, counts in frame.select("value", "whole", "cell_label").iter_rows()
    ]
    return frame.with_columns(
        pl.Series("cell_label", shares, pl.String), pl.Series("value_label", shares, pl.String)
    )
