"""What the overview shows: the headline numbers, the trend and the four-year clock."""

from dataclasses import dataclass, replace
from typing import Any

import polars as pl
import streamlit as st

from npm_data.charts import bands, trend
from npm_data.model.filters import Filters, Period
from npm_data.ui import findings, state
from npm_data.ui.app import App
from npm_data.ui.band_rows import band_rows
from npm_data.ui.findings import FEWEST_FOR_A_RATE
from npm_data.ui.periods import FIRST_DAY, period_name
from npm_data.ui.show import show
from npm_data.ui.table import Column
from npm_data.ui.tiles import change_of, tile, tiles
from npm_data.ui.units import total_of
from npm_data.ui.views import views_on_offer

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measures:
    """The total rows of one period, by column."""

    visits: Row
    coverage: Row
    recommendations: Row
    rate: Row


@dataclass(frozen=True, slots=True)
class Overview:
    """The answers that the page rests on; `before` is empty when no record reaches so far back."""

    now: Measures
    before: Measures | None
    clock: Row
    pace: Row
    years: pl.DataFrame


def ask(app: App) -> Overview:
    repository, filters = app.repository, app.filters
    ever = Period(min(FIRST_DAY, app.data_set.data_date), app.data_set.data_date)
    return Overview(
        now=_measures(app, filters),
        before=_measures(app, app.filters_before) if app.filters_before else None,
        clock=total_of(repository.clock(filters, app.as_of)),
        pace=total_of(repository.pace(filters, app.as_of)),
        years=repository.visits(replace(filters, period=ever), ("year",)),
    )


def _measures(app: App, filters: Filters) -> Measures:
    repository = app.repository
    return Measures(
        visits=total_of(repository.visits(filters)),
        coverage=total_of(repository.coverage(filters)),
        recommendations=total_of(repository.recommendations(filters)),
        rate=total_of(repository.implementation(filters)),
    )


def views(app: App) -> None:
    """Buttons that set period and filters; the one that is shown cannot be pressed."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for name, choice in views_on_offer(app.data_set.data_date).items():
            st.button(
                app.words(f"overview.view_{name}"),
                key=f"overview.view_{name}",
                on_click=state.choose,
                args=(choice,),
                disabled=choice == app.choice,
            )


def headline(app: App, overview: Overview) -> None:
    now, before = overview.now, overview.before
    with tiles():
        _count_tile(app, "visits", now.visits, before.visits if before else None)
        _count_tile(app, "places_visited", now.visits, before.visits if before else None)
        _coverage_tile(app, now.coverage, before.coverage if before else None)
    with tiles():
        _pace_tile(app, overview.pace)
        _count_tile(
            app, "recommendations", now.recommendations, before.recommendations if before else None
        )
        issued = now.recommendations["recommendations"]
        _rate_tile(app, now.rate, before.rate if before else None, issued)


def _base(app: App, value: str) -> str:
    """What a change is against: `2015: 527`."""
    return f"{period_name(app.filters.period.before, app.words)}: {value}"


def _count_tile(app: App, measure: str, now: Row, before: Row | None) -> None:
    words = app.words
    change = None
    if before is not None:
        base = _base(app, words.number(before[measure]))
        change = change_of(words, now[measure], before[measure], base)
    tile(
        app,
        words(f"definition.{measure}"),
        words.number(now[measure]),
        definition=measure,
        change=change,
        note=None if change else words("frame.no_earlier"),
    )


def _coverage_tile(app: App, now: Row, before: Row | None) -> None:
    words = app.words
    change = None
    if before is not None and before["coverage"] is not None and now["coverage"] is not None:
        base = _base(app, words.percent(before["coverage"]))
        change = findings.points_change(words, now["coverage"], before["coverage"], base)
    tile(
        app,
        words("definition.coverage"),
        findings.share_text(words, now["places_visited"], now["places_in_mandate"]),
        definition="coverage",
        change=change,
        note=findings.k_of_n(words, now["places_visited"], now["places_in_mandate"])
        if now["places_in_mandate"]
        else None,
    )


def _pace_tile(app: App, pace: Row) -> None:
    words = app.words
    needed, visited = pace["needed_a_year"], pace["places_visited"]
    tile(
        app,
        words("definition.pace"),
        words("frame.no_value") if pace["pace"] is None else words.number(pace["pace"], 2),
        definition="pace",
        note=words("overview.pace_note", visited=words.number(visited), needed=words.number(needed))
        if pace["places"]
        else None,
    )


def _rate_tile(app: App, now: Row, before: Row | None, issued: int) -> None:
    words = app.words
    change = None
    if before is not None and min(now["considered"], before["considered"]) >= FEWEST_FOR_A_RATE:
        base = _base(app, words.percent(before["rate"]))
        change = findings.points_change(words, now["rate"], before["rate"], base)
    tile(
        app,
        words("overview.rate"),
        findings.rate_text(words, now["implemented"], now["considered"]),
        definition="rate_cohort",
        change=change,
        note=_rate_note(app, now, before) if issued else None,
    )


def _rate_note(app: App, now: Row, before: Row | None) -> str:
    """Counts and interval; of a period too young to judge, the rate of the one before."""
    words = app.words
    if now["considered"] >= FEWEST_FOR_A_RATE:
        counts = findings.k_of_n(words, now["implemented"], now["considered"])
        return f"{counts}; {findings.interval_text(words, now['low'], now['high'])}"
    if now["considered"]:
        return words("overview.rate_few")
    note = words("overview.rate_too_young")
    if before is not None and before["considered"]:
        rate = findings.rate_text(words, before["implemented"], before["considered"])
        note += f"; {_base(app, rate)}"
    return note


def visits_over_time(app: App, overview: Overview) -> None:
    """All years beside the published figures, which hold for the whole country only."""
    words, period = app.words, app.filters.period
    title = findings.visits_finding(
        words,
        period_name(period, words),
        overview.now.visits["visits"],
        overview.before.visits["visits"] if overview.before else None,
        is_year=period.year is not None,
    )
    counted = dict(overview.years.select("key", "visits").iter_rows())
    years = [str(year) for year in range(FIRST_DAY.year, app.data_set.data_date.year + 1)]
    by_year = pl.DataFrame({"year": years, "visits": [counted.get(year, 0) for year in years]})
    names = {code: words(f"charts.published_{code}") for code in trend.PRECISIONS}
    frame = trend.trend_frame(words, by_year).with_columns(
        precision_name=pl.col("precision").replace_strict(names, default=""),
        source=pl.col("source").str.split(":").list.first(),
    )
    is_whole_country = app.filters == Filters(period)
    if not is_whole_country:
        frame = frame.filter(kind=trend.RECORDS)
    show(
        app,
        "overview.trend",
        title=title,
        frame=frame.filter(pl.col("year").is_in(years)) if counted else frame.clear(),
        spec=trend.trend(words, app.look),
        alt=words("overview.trend_alt", title=title),
        definition="visits",
        columns={
            "year": Column(words("overview.column_year")),
            "label": Column(words("definition.visits"), "figure"),
            "precision_name": Column(words("overview.column_precision")),
            "source": Column(words("overview.column_source")),
        },
        counts=[
            words("overview.cumulative_apart")
            if is_whole_country
            else words("overview.published_left_out")
        ],
    )


def four_year_clock(app: App, overview: Overview) -> None:
    words, clock = app.words, overview.clock
    past_due = clock["overdue"] + clock["never_visited_past_due"]
    title = findings.clock_finding(words, clock["places"], past_due)
    day = words.date(app.as_of)
    rows = band_rows(words, "clock", 0, words("definition.places_in_mandate"), clock)
    show(
        app,
        "overview.clock",
        title=title,
        frame=pl.DataFrame(rows),
        spec=bands.share_bands("clock", words, app.look),
        alt=words("figures.alt_bands", title=title),
        definition="clock",
        columns={
            "part_name": Column(words("definition.clock")),
            "count": Column(words("overview.column_places"), "number"),
            "share": Column(words("overview.column_share"), "percent"),
        },
        counts=[
            words("overview.clock_on", date=day),
            words(
                "overview.clock_never_past",
                count=words.number(clock["never_visited_past_due"]),
                total=words.number(clock["never_visited"]),
            ),
        ],
    )
