"""The annex on the four-year round: coverage, the clock, the pace, and places never visited."""

from functools import partial

import polars as pl

from npm_data.register.filters import whole_visits
from npm_data.report.annex_tables import Draft, Part, by_unit, codes_of, numbers
from npm_data.report.columns import Column
from npm_data.report.subject import Subject
from npm_data.report.told import all_told
from npm_data.report.units import Row, border_notes, name_of, rows_of, total_of

UNITS = ("ministry", "institution_type", "region")
CLOCK = ("on_time", "due_soon", "overdue", "never_visited")


def coverage(subject: Subject) -> Part:
    """Whom the visits reached, whom they must reach, and how fast that goes."""
    reached = [_coverage(subject, unit) for unit in UNITS]
    clocks = [partial(_clock, unit=unit) for unit in UNITS]
    return Part("coverage", (*reached, *all_told(subject, *clocks, _pace, _never_visited)))


def is_known(subject: Subject) -> bool:
    """Whether the register reaches into the period: where it does not, no visit means nothing."""
    return subject.filters.period.to_on >= subject.data_set.first_on


def _coverage(subject: Subject, unit: str) -> Draft:
    words, known = subject.words, is_known(subject)
    answer = subject.repository.coverage(subject.filters, ("total", unit))

    def say(_code: str, row: Row) -> Row:
        return {
            "places_in_mandate": row["places_in_mandate"],
            "places_visited": row["places_visited"] if known else None,
            "coverage": row["coverage"] if known else None,
        }

    return Draft(
        key=f"coverage.{unit}",
        heading=words(f"annex.coverage_{unit}"),
        frame=by_unit(subject, unit, rows_of(answer, unit), total_of(answer), say),
        columns={
            "name": Column(words(f"visits.column_{unit}")),
            "places_in_mandate": Column(words("definition.places_in_mandate"), "number"),
            "places_visited": Column(words("annex.column_visited_in_mandate"), "number"),
            "coverage": Column(words("definition.coverage"), "percent"),
        },
        definition="coverage",
        notes=_of_unit(subject, unit),
        has_total=True,
    )


def _clock(subject: Subject, unit: str) -> Draft:
    words = subject.words
    answer = subject.repository.clock(subject.filters, subject.as_of, ("total", unit))

    def say(_code: str, row: Row) -> Row:
        past_due = row["overdue"] + row["never_visited_past_due"]
        share = past_due / row["places"] if row["places"] else None
        return row | {"past_due": past_due, "share": share}

    return Draft(
        key=f"clock.{unit}",
        heading=words(f"annex.clock_{unit}"),
        frame=by_unit(subject, unit, rows_of(answer, unit), total_of(answer), say),
        columns={
            "name": Column(words(f"visits.column_{unit}")),
            "places": Column(words("places.column_places"), "number"),
            **numbers({state: words(f"figures.clock_{state}") for state in CLOCK}),
            "never_visited_past_due": Column(words("annex.column_never_past_due"), "number"),
            "past_due": Column(words("annex.column_past_due"), "number"),
            "share": Column(words("annex.column_share_past_due"), "percent"),
        },
        definition="clock",
        notes=(*_on_day(subject), *_of_unit(subject, unit)),
        has_total=True,
    )


def _pace(subject: Subject) -> Draft:
    words = subject.words
    answer = subject.repository.pace(subject.filters, subject.as_of, ("total", "ministry"))
    return Draft(
        key="pace.ministry",
        heading=words("annex.pace_ministry"),
        frame=by_unit(
            subject,
            "ministry",
            rows_of(answer, "ministry"),
            total_of(answer),
            lambda _code, row: row | {"needed_a_year": whole_visits(row["needed_a_year"])},
        ),
        columns={
            "name": Column(words("visits.column_ministry")),
            "places": Column(words("places.column_places"), "number"),
            "needed_a_year": Column(words("places.column_needed_a_year"), "number"),
            "places_visited": Column(words("places.column_places_visited"), "number"),
            "pace": Column(words("definition.pace"), "ratio"),
        },
        definition="pace",
        notes=(*_on_day(subject), *_of_unit(subject, "ministry")),
        has_total=True,
    )


def _never_visited(subject: Subject) -> Draft:
    """One by one, in the order of the chapters; for the Council only, as on the page of places."""
    words, day = subject.words, subject.filters.period.to_on
    listed = subject.repository.place_list(
        subject.filters, subject.as_of, states=("never_visited",)
    )
    place = {code: order for order, code in enumerate(codes_of("institution_type"))}
    type_of, ministry = (name_of(unit, words, day) for unit in ("institution_type", "ministry"))
    rows = [
        {
            "name": row["name"],
            "institution_id": row["institution_id"],
            "type": type_of(row["institution_type"]),
            "ministry": ministry(row["ministry"]),
            "region": words.region(row["region"], on=day),
            "district": row["district"],
            "due_on": row["due_on"],
        }
        for row in sorted(
            listed.iter_rows(named=True), key=lambda each: place[each["institution_type"]]
        )
    ]
    return Draft(
        key="clock.never_visited",
        heading=words("annex.never_visited"),
        frame=pl.DataFrame(rows, infer_schema_length=None),
        columns={
            "name": Column(words("places.column_place")),
            "institution_id": Column(words("places.column_id")),
            "type": Column(words("places.column_type")),
            "ministry": Column(words("places.column_ministry")),
            "region": Column(words("places.column_region_only")),
            "district": Column(words("places.column_district")),
            "due_on": Column(words("places.column_due"), "date"),
        },
        definition="clock",
        notes=(words("frame.council_only"), *_on_day(subject)),
    )


def _on_day(subject: Subject) -> tuple[str, ...]:
    """The day of the clock, and that a chosen type of visit does not touch it."""
    words = subject.words
    said = (words("overview.clock_on", date=words.date(subject.as_of)),)
    return (*said, words("places.any_visit_type")) if subject.filters.visit_types else said


def _of_unit(subject: Subject, unit: str) -> tuple[str, ...]:
    """Whose ministry is counted, or in which borders the regions are."""
    words = subject.words
    host = (words("annex.note_host"),) if unit == "ministry" else ()
    return host + border_notes(words, unit, subject.filters.period.to_on)
