"""Visits in time: by year and type, by month, and as a calendar."""

from datetime import date

import polars as pl

from npm_data.charts import visits as charts
from npm_data.figures.columns import Column
from npm_data.figures.periods import FIRST_DAY, period_name
from npm_data.figures.units import counted, rows_of, total_of
from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.filters import Period
from npm_data.ui.frame.app import App, places_alone
from npm_data.ui.show import show
from npm_data.ui.visit_figures import Visits

MONTHS_NAMED = 12
"""So many months have room for their names and counts below and above their bars."""


def by_year(app: App, visits: Visits) -> None:
    """Years by type of visit; as wholes where the types are not told of the choice."""
    words = app.words
    years = rows_of(visits.ever, "year")
    measure = counted(years.values())
    totals = {key: row[measure] for key, row in years.items() if key}
    if not visits.has_types:
        _whole_years(app, totals, measure)
        return
    typed = rows_of(visits.ever, "year_visit_type")
    names = {code: words.code("visit_type", code) for code in reference().codes("visit_type")}
    rows = [
        {
            "year": year,
            "visit_type": code,
            "type_name": names[code],
            "type_order": order,
            "visits": typed.get(f"{year}/{code}", {"visits": 0})["visits"],
            "of_year": total,
            "total": total if order == 0 else None,
            "total_text": words.number(total) if order == 0 else "",
        }
        for year, total in totals.items()
        for order, code in enumerate(names)
    ]
    show(
        app,
        "visits.years",
        title=_years_title(words, totals, measure),
        frame=pl.DataFrame(rows),
        spec=charts.visits_by_type(words, app.look),
        alt=words("figures.alt_stacks"),
        definition="visits",
        columns={
            "year": Column(words("visits.column_year"), "year"),
            "type_name": Column(words("visits.column_type")),
            "visits": Column(words("visits.column_visits"), "number"),
            "of_year": Column(words("figures.column_total"), "number"),
        },
        counts=(words("visits.counts_ever", date=words.date(app.data_set.data_date)),),
    )


def _years_title(words: Words, totals: dict[str, int], measure: str) -> str:
    if not totals:
        return words("visits.years_none")
    most = max(totals.values())
    years = ", ".join(year for year, total in totals.items() if total == most)
    return words(f"visits.{measure}_title_year", years=years, count=words.number(most))


def _whole_years(app: App, totals: dict[str, int], measure: str) -> None:
    words = app.words
    rows = [
        {
            "label": year,
            "name": year,
            "counts_text": words.number(total),
            "order": order,
            "count": total,
            "before": None,
        }
        for order, (year, total) in enumerate(totals.items())
    ]
    show(
        app,
        "visits.whole_years",
        title=_years_title(words, totals, measure),
        frame=pl.DataFrame(rows, schema_overrides={"before": pl.Int64}),
        spec=charts.compared_bars(words, app.look, measure),
        alt=words("figures.alt_bars"),
        definition=measure,
        columns={
            "name": Column(words("visits.column_year"), "year"),
            "count": Column(words(f"visits.column_{measure}"), "number"),
        },
        counts=(
            words("visits.counts_ever", date=words.date(app.data_set.data_date)),
            *places_alone(app, measure),
        ),
    )


def by_month(app: App, visits: Visits) -> None:
    words, period = app.words, app.filters.period
    months = _months_of(period)
    is_long = len(months) > MONTHS_NAMED
    now = rows_of(visits.now, "month")
    before = {} if visits.before is None else rows_of(visits.before, "month")
    earlier = _months_of(period.before) if period.year is not None else []
    rows = []
    for order, month in enumerate(months):
        count = now.get(month, {"visits": 0})["visits"]
        compared = before.get(earlier[order], {"visits": 0})["visits"] if earlier else None
        rows.append(
            {
                "month": month,
                "month_name": _month_name(words, month),
                "order": order,
                "visits": count,
                "before": compared if visits.before is not None else None,
                "visits_text": "" if is_long else words.number(count),
            }
        )
    total = total_of(visits.now)["visits"]
    busiest = max(rows, key=lambda row: row["visits"])
    title = words(
        "visits.months_title",
        month=busiest["month_name"],
        count=words.number(busiest["visits"]),
        total=words.number(total),
    )
    compare = words("visits.counts_before", period=period_name(period.before, words))
    show(
        app,
        "visits.months",
        title=title if total else words("visits.years_none"),
        frame=pl.DataFrame(rows, infer_schema_length=None) if total else pl.DataFrame(),
        spec=charts.month_bars(words, app.look, is_long=is_long),
        alt=words("figures.alt_bars"),
        definition="visits",
        columns={
            "month_name": Column(words("visits.column_month")),
            "visits": Column(words("visits.column_visits"), "number"),
            "before": Column(words("visits.column_before"), "number"),
        },
        counts=(words.plural("count.visits", total),)
        + ((compare,) if earlier and visits.before is not None else ()),
    )


def calendar(app: App, visits: Visits) -> None:
    words = app.words
    counts = rows_of(visits.ever, "month")
    known = Period(max(app.data_set.first_on, FIRST_DAY), app.data_set.data_date)
    months = _months_of(known)
    numbers = {month: counts.get(month, {"visits": 0})["visits"] for month in months}
    half = max(numbers.values(), default=0) / 2
    rows = [
        {
            "year": month[:4],
            "month": int(month[5:]),
            "month_name": _month_name(words, month),
            "visits": count,
            "visits_text": words.number(count),
            "is_dark": count > half,
        }
        for month, count in numbers.items()
    ]
    title = words(
        "visits.calendar_title",
        low=words.number(min(numbers.values(), default=0)),
        high=words.number(max(numbers.values(), default=0)),
        year=months[0][:4],
    )
    show(
        app,
        "visits.calendar",
        title=title if any(numbers.values()) else words("visits.years_none"),
        frame=pl.DataFrame(rows) if any(numbers.values()) else pl.DataFrame(),
        spec=charts.calendar_heat_map(words, app.look),
        alt=words("figures.alt_calendar"),
        definition="visits",
        columns={
            "month_name": Column(words("visits.column_month")),
            "visits": Column(words("visits.column_visits"), "number"),
        },
        counts=(words("visits.counts_ever", date=words.date(app.data_set.data_date)),),
    )


def _months_of(period: Period) -> list[str]:
    first = period.from_on.year * 12 + period.from_on.month - 1
    last = period.to_on.year * 12 + period.to_on.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def _month_name(words: Words, month: str) -> str:
    return words.month_of(date.fromisoformat(f"{month}-01"))
