"""The answers of the visits page; visits by unit against the period before, and their reports."""

from dataclasses import dataclass, replace

import polars as pl

from npm_data.charts import visits as charts
from npm_data.figures.columns import Column
from npm_data.figures.periods import FIRST_DAY, period_name
from npm_data.figures.sentences import change_of
from npm_data.figures.units import (
    Row,
    border_notes,
    codes_in_order,
    counted,
    measures_of,
    name_of,
    rows_of,
    total_of,
)
from npm_data.i18n import Words
from npm_data.register.filters import Period
from npm_data.ui.frame.app import App, places_alone
from npm_data.ui.show import show
from npm_data.ui.tiles import tile, tiles

UNITS = ("ministry", "institution_type", "region")


@dataclass(frozen=True, slots=True)
class Visits:
    """The answers that the page rests on; `before` is empty when no record reaches so far back.

    The public is told no months, delays of the whole country only, and types of visits as
    `npm_data.questions.disclosure` says.
    """

    now: pl.DataFrame
    before: pl.DataFrame | None
    ever: pl.DataFrame
    delays: pl.DataFrame | None
    has_months: bool
    has_types: bool


def ask(app: App) -> Visits:
    """One question each for the period, the period before, all years, and the reports."""
    filters, repository = app.filters, app.repository
    ever = replace(filters, period=_ever(app))
    has_months, has_types = (
        repository.may_ask("visits", ever, (each,)) for each in ("month", "year_visit_type")
    )
    months = ("month",) if has_months else ()
    by = ("total", *months, *UNITS)
    types = ("year_visit_type",) if has_types else ()
    has_delays = repository.may_ask("report_delays", filters)
    return Visits(
        now=repository.visits(filters, by),
        before=repository.visits(app.filters_before, by) if app.filters_before else None,
        ever=repository.visits(ever, (*types, *months, "year")),
        delays=repository.report_delays(filters) if has_delays else None,
        has_months=has_months,
        has_types=has_types,
    )


def headline(app: App, visits: Visits) -> None:
    words, now = app.words, total_of(visits.now)
    with tiles():
        for measure in measures_of(now):
            change = None
            if visits.before is not None:
                earlier = total_of(visits.before)[measure]
                base = f"{period_name(app.filters.period.before, words)}: {words.number(earlier)}"
                change = change_of(words, now[measure], earlier, base)
            tile(
                app,
                words(f"visits.tile_{measure}"),
                words.number(now[measure]),
                definition=measure,
                change=change,
            )
        if visits.delays is not None:
            _delay_tile(app, total_of(visits.delays))


def _delay_tile(app: App, delay: Row) -> None:
    words, median = app.words, delay["median_days"]
    tile(
        app,
        words("visits.tile_delay"),
        words("frame.no_value") if median is None else _days(words, median),
        definition="report_delays",
        note=_reported(words, delay),
    )


def by_unit(app: App, visits: Visits, unit: str) -> None:
    words, period = app.words, app.filters.period
    now = rows_of(visits.now, unit)
    before = None if visits.before is None else rows_of(visits.before, unit)
    name, measure = (
        name_of(unit, words, period.to_on),
        counted([total_of(visits.now), *now.values(), *(before or {}).values()]),
    )
    rows = []
    for order, code in enumerate(codes_in_order(unit)):
        count = _count_in(now, code, measure)
        earlier = None if before is None else _count_in(before, code, measure)
        if count or earlier:
            text = words.number(count)
            if earlier is not None:
                text += f" ({words.signed(count - earlier)})"
            rows.append(
                {
                    "label": code,
                    "name": name(code),
                    "counts_text": text,
                    "order": order,
                    "count": count,
                    "before": earlier,
                    "change": None if earlier is None else count - earlier,
                }
            )
    title = _unit_title(words, unit, measure, rows, period_name(period.before, words))
    compared = words("visits.counts_before", period=period_name(period.before, words))
    show(
        app,
        f"visits.{unit}",
        title=title,
        frame=pl.DataFrame(rows, infer_schema_length=None),
        spec=charts.compared_bars(words, app.look, measure),
        alt=words("figures.alt_bars"),
        definition=measure,
        columns={
            "name": Column(words(f"visits.column_{unit}")),
            "count": Column(words(f"visits.column_{measure}"), "number"),
            "before": Column(words("visits.column_before"), "number"),
            "change": Column(words("visits.column_change"), "number"),
        },
        counts=(words.plural(f"count.{measure}", total_of(visits.now)[measure]),)
        + ((compared,) if before is not None else ())
        + ((words("visits.host_note"),) if unit == "ministry" else ())
        + border_notes(words, unit, period.to_on)
        + places_alone(app, measure),
    )


def report_delays(app: App, visits: Visits) -> None:
    """Left out where delays are not told of the choice."""
    if visits.delays is None:
        return
    words, delay = app.words, total_of(visits.delays)
    rows = [
        {
            "band": band,
            "band_name": words(f"figures.delay_{band}"),
            "visits": delay[band],
            "visits_text": words.number(delay[band]),
        }
        for band in charts.DELAY_BANDS
    ]
    title = words("visits.delay_none")
    if delay["median_days"] is not None:
        title = words.plural("visits.delay_title", delay["median_days"])
    show(
        app,
        "visits.delays",
        title=title,
        frame=pl.DataFrame(rows) if delay["reported"] else pl.DataFrame(),
        spec=charts.delay_bars(words, app.look),
        alt=words("figures.alt_bars"),
        definition="report_delays",
        columns={
            "band_name": Column(words("visits.column_days")),
            "visits": Column(words("visits.column_visits"), "number"),
        },
        counts=(_reported(words, delay),),
        empty=words("visits.delay_none"),
    )


def _ever(app: App) -> Period:
    first = min(FIRST_DAY, app.data_set.first_on, app.data_set.data_date)
    return Period(first, app.data_set.data_date)


def _count_in(rows: dict[str | None, Row], code: str, measure: str) -> int:
    return rows[code][measure] if code in rows else 0


def _unit_title(words: Words, unit: str, measure: str, rows: list[Row], before: str) -> str:
    total = words.number(len(rows))
    changes = [row["change"] for row in rows if row["change"] is not None]
    if not changes:
        return words(f"visits.{unit}_title_alone", total=total)
    more = words.number(sum(change > 0 for change in changes))
    return words(f"visits.{measure}_title_{unit}", more=more, total=total, before=before)


def _days(words: Words, days: float) -> str:
    return words.number(days, 0 if float(days).is_integer() else 1)


def _reported(words: Words, delay: Row) -> str:
    reported = words.number(delay["reported"])
    return words.plural("visits.reported", delay["visits"], reported=reported)
