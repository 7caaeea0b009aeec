"""The annex on visits: by unit, by type, over the years, and what was published of them."""

from dataclasses import replace

import polars as pl

from npm_data.charts.theme import Look
from npm_data.charts.trend import RECORDS, trend, trend_frame
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure, Picture
from npm_data.figures.periods import FIRST_DAY, period_name
from npm_data.figures.subject import Subject
from npm_data.figures.units import (
    Row,
    border_notes,
    counted,
    measures_of,
    numbers,
    rows_of,
    total_of,
)
from npm_data.figures.visible import all_told
from npm_data.reference import reference
from npm_data.register.filters import Filters, Period
from npm_data.report.annex_tables import Part, by_unit

UNITS = ("ministry", "institution_type", "region")
_PICTURE = (1000, 300)


def visits(subject: Subject) -> Part:
    """How many visits there were, in the period and in all years."""
    tables = [_by_unit(subject, unit) for unit in UNITS]
    years = _years(subject)
    of_types = all_told(subject, _by_type)
    drafts = (*tables, *of_types, _by_year(subject, years))
    return Part("visits", drafts, _picture(subject, years))


def _by_unit(subject: Subject, unit: str) -> Figure:
    """Visits and places of the period, and what was counted in the one before."""
    words, filters = subject.words, subject.filters
    answer = subject.repository.visits(filters, ("total", unit))
    earlier = subject.filters_before
    before = None if earlier is None else subject.repository.visits(earlier, ("total", unit))
    now, then = rows_of(answer, unit), {} if before is None else rows_of(before, unit)
    measure = counted([total_of(answer), *now.values(), *then.values()])
    counts = ("visits", "places_visited") if measure == "visits" else ("places_visited",)
    none = dict.fromkeys(counts, 0)
    units = {code: now.get(code, none) for code in {**now, **then}}

    def say(code: str, row: Row) -> Row:
        cells = {name: row[name] for name in counts}
        if before is None:
            return cells
        earlier = (then.get(code, none) if code else total_of(before))[measure]
        return cells | {"before": earlier, "change": row[measure] - earlier}

    columns = {
        "name": Column(words(f"visits.column_{unit}")),
        **numbers({name: words(f"visits.column_{name}") for name in counts}),
    }
    notes = [
        words("annex.note_visits_overlap" if "visits" in counts else "annex.note_places_alone")
    ]
    if before is not None:
        labels = {"before": words("visits.column_before"), "change": words("visits.column_change")}
        columns |= numbers(labels)
        compared = period_name(filters.period.before, words)
        notes.append(words("annex.note_before", period=compared))
    if unit == "ministry":
        notes.append(words("annex.note_host"))
    notes.extend(border_notes(words, unit, filters.period.to_on))
    return Figure(
        key=f"visits.{unit}",
        heading=words(f"annex.{measure}_by_{unit}"),
        rows=by_unit(subject, unit, units, total_of(answer), say),
        columns=columns,
        definition=measure,
        counts=tuple(notes),
        has_whole=True,
    )


def _by_type(subject: Subject) -> Figure:
    words = subject.words
    answer = subject.repository.visits(subject.filters, ("total", "visit_type"))
    found = rows_of(answer, "visit_type")
    rows = [
        {"name": words.code("visit_type", code)} | found[code]
        for code in reference().codes("visit_type")
        if code in found
    ]
    whole = {"name": words("annex.whole")} | total_of(answer)
    told = measures_of(rows[0]) if rows else ("visits",)
    return Figure(
        key="visits.visit_type",
        heading=words("annex.visits_visit_type"),
        rows=pl.DataFrame([*rows, whole] if rows else []),
        columns={
            "name": Column(words("visits.column_type")),
            **numbers({name: words(f"visits.column_{name}") for name in told}),
        },
        definition="visits",
        has_whole=True,
    )


def _years(subject: Subject) -> pl.DataFrame:
    """What was counted in all years by year, and by year and type where types are told."""
    data_set = subject.data_set
    ever = Period(min(FIRST_DAY, data_set.first_on), data_set.data_date)
    filters = replace(subject.filters, period=ever)
    by = ("year", "year_visit_type")
    return subject.repository.visits(filters, by if _has_types(subject, filters) else by[:1])


def _has_types(subject: Subject, filters: Filters) -> bool:
    return subject.repository.may_ask("visits", filters, ("year_visit_type",))


def _by_year(subject: Subject, years: pl.DataFrame) -> Figure:
    words = subject.words
    of_year, typed = rows_of(years, "year"), rows_of(years, "year_visit_type")
    measure, codes = counted(of_year.values()), reference().codes("visit_type") if typed else ()
    rows = [
        {"year": year, measure: row[measure]}
        | {code: typed.get(f"{year}/{code}", {"visits": 0})["visits"] for code in codes}
        for year, row in of_year.items()
    ]
    return Figure(
        key="visits.year",
        heading=words(f"annex.{measure}_by_year"),
        rows=pl.DataFrame(rows),
        columns={
            "year": Column(words("visits.column_year"), "year"),
            measure: Column(words(f"visits.column_{measure}"), "number"),
            **{code: Column(words.code("visit_type", code), "number") for code in codes},
        },
        definition=measure,
        counts=(words("visits.counts_ever", date=words.date(subject.data_set.data_date)),),
        has_period=False,
    )


def _picture(subject: Subject, years: pl.DataFrame) -> Picture | None:
    """What was counted by year; beside published figures only where these mean the same."""
    words, of_year = subject.words, rows_of(years, "year")
    measure = counted(of_year.values())
    if not of_year:
        return None
    known = range(FIRST_DAY.year, subject.data_set.data_date.year + 1)
    names = [str(year) for year in known]
    counts = [of_year[year][measure] if year in of_year else 0 for year in names]
    by_year = pl.DataFrame({"year": names, "count": counts})
    frame = trend_frame(words, by_year, measure).filter(pl.col("year").is_in(names))
    if subject.filters != Filters(subject.filters.period):
        frame = frame.filter(kind=RECORDS)
    alt = words(f"annex.picture_{measure}")
    return Picture(trend(words, Look.LIGHT, measure), frame, alt, *_PICTURE)
