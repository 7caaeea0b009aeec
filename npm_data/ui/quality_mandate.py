"""Visits to places that were not in the mandate that day: how many, why, and which."""

import polars as pl

from npm_data.figures.columns import Column, Kind
from npm_data.figures.sentences import k_of_n
from npm_data.figures.units import Row, rows_of, total_of
from npm_data.i18n import Words
from npm_data.questions.repository import REASONS
from npm_data.ui.app import App
from npm_data.ui.show import show_table
from npm_data.validate.findings import column_title

_LISTED: dict[str, tuple[str, Kind]] = {
    "started_on": ("visits", "date"),
    "visit_type": ("visits", "text"),
    "visit_id": ("visits", "text"),
    "name": ("institutions", "text"),
    "institution_id": ("institutions", "text"),
    "institution_type": ("institutions", "text"),
    "region": ("institutions", "text"),
}
"""Columns of the register by the sheet that names them."""


def by_year_and_reason(app: App) -> None:
    """A row for each year with such a visit."""
    words, by_year = app.words, app.repository.outside_mandate_by_year(app.filters)
    visits = app.repository.visits(app.filters, ("total", "year"))
    of_year = {key: row["visits"] for key, row in rows_of(visits, "year").items()}
    years = by_year.filter(pl.col("year").is_not_null())
    rows = [row | {"visits": of_year[row["year"]]} for row in years.to_dicts()]
    outside = int(by_year.filter(pl.col("year").is_null())["outside"].sum())
    total = total_of(visits)["visits"]
    show_table(
        app,
        "quality.outside",
        title=_title(words, outside, total),
        frame=pl.DataFrame(rows),
        columns={
            "year": Column(words("quality.split_year"), "year"),
            "visits": Column(words("quality.visits"), "number"),
            "outside": Column(words("quality.outside"), "number"),
        }
        | {
            reason: Column(words(f"quality.reason_{reason}"), "number")
            for reason in REASONS
            if years[reason].sum()
        },
        definition="outside_mandate",
        counts=(words("quality.reasons_overlap"),) if outside else (),
        empty=words("quality.outside_none") if total else None,
    )


def listed(app: App) -> None:
    """The visits behind the counts; nothing is shown where there are none."""
    words = app.words
    rows = [_listed(words, row) for row in app.repository.outside_mandate(app.filters).to_dicts()]
    if not rows:
        return
    only = words("frame.council_only")
    show_table(
        app,
        "quality.outside_list",
        title=words("quality.list_title"),
        frame=pl.DataFrame(rows),
        columns={
            name: Column(column_title(sheet, name, words.language), kind)
            for name, (sheet, kind) in _LISTED.items()
        }
        | {
            "reason": Column(words("quality.reason")),
            "turned_on": Column(words("quality.turned_on"), "date"),
        },
        definition="outside_mandate",
        counts=(f"**{only}**",),
        notes=(only,),
    )


def _title(words: Words, outside: int, total: int) -> str:
    if not total:
        return words("quality.no_visits")
    if not outside:
        return words("quality.outside_none_of", visits=words.plural("count.visits", total))
    return words("quality.outside_finding", k_of_n=k_of_n(words, outside, total))


def _listed(words: Words, row: Row) -> Row:
    return row | {
        "visit_type": words.code("visit_type", row["visit_type"]),
        "institution_type": words.institution_type(row["institution_type"]),
        "region": words.region(row["region"], on=row["started_on"]),
        "reason": words(f"quality.reason_{row['reason']}"),
    }
