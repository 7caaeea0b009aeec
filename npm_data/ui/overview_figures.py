"""What the overview shows below its headline numbers: ready-made views, the trend, the clock."""

import polars as pl
import streamlit as st

from npm_data.charts import bands, trend
from npm_data.figures import sentences
from npm_data.figures.columns import Column
from npm_data.figures.periods import FIRST_DAY, period_name
from npm_data.figures.units import counted
from npm_data.register.filters import Filters
from npm_data.report.band_rows import band_rows
from npm_data.report.overview import Overview
from npm_data.ui.frame import state
from npm_data.ui.frame.address import views_on_offer
from npm_data.ui.frame.app import App, places_alone
from npm_data.ui.show import show


def views(app: App) -> None:
    """Buttons that set period and filters; the one that is shown cannot be pressed."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for name, choice in views_on_offer(app.role, app.data_set.data_date).items():
            st.button(
                app.words(f"overview.view_{name}"),
                key=f"overview.view_{name}",
                help=app.words("help.overview_views"),
                on_click=state.choose,
                args=(choice,),
                disabled=choice == app.choice,
            )


def visits_over_time(app: App, overview: Overview) -> None:
    """All years beside the published figures, which hold for the whole country only."""
    words, period = app.words, app.filters.period
    measure = counted([overview.now.visits])
    title = sentences.visits_finding(
        words,
        period_name(period, words),
        overview.now.visits,
        overview.before.visits if overview.before else None,
        is_year=period.year is not None,
    )
    of_year = dict(overview.years.select("key", measure).iter_rows())
    years = [str(year) for year in range(FIRST_DAY.year, app.data_set.data_date.year + 1)]
    by_year = pl.DataFrame({"year": years, "count": [of_year.get(year, 0) for year in years]})
    names = {code: words(f"charts.published_{code}") for code in trend.PRECISIONS}
    frame = trend.trend_frame(words, by_year, measure).with_columns(
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
        frame=frame.filter(pl.col("year").is_in(years)) if of_year else frame.clear(),
        spec=trend.trend(words, app.look, measure),
        alt=words("overview.trend_alt"),
        definition=measure,
        columns={
            "year": Column(words("overview.column_year"), "year"),
            "count": Column(words(f"definition.{measure}"), "number"),
            "precision_name": Column(words("overview.column_precision")),
            "source": Column(words("overview.column_source")),
        },
        counts=[
            words("overview.cumulative_apart")
            if is_whole_country
            else words("overview.published_left_out"),
            *places_alone(app, measure),
        ],
    )


def four_year_clock(app: App, overview: Overview) -> None:
    """Left out where the clock is not told of the choice."""
    words, clock = app.words, overview.clock
    if clock is None:
        return
    past_due = clock["overdue"] + clock["never_visited_past_due"]
    title = sentences.clock_finding(words, clock["places"], past_due)
    day = words.date(app.as_of)
    rows = band_rows(words, "clock", 0, words("definition.places_in_mandate"), clock)
    show(
        app,
        "overview.clock",
        title=title,
        frame=pl.DataFrame(rows),
        spec=bands.share_bands("clock", words, app.look),
        alt=words("figures.alt_bands"),
        definition="clock",
        columns={
            "part_name": Column(words("definition.clock")),
            "count": Column(words("overview.column_places"), "number"),
            "total": Column(words("figures.column_total"), "number"),
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
