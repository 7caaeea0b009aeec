"""The annex by the chapters of the Consolidated Report: a table for each of them."""

from dataclasses import replace
from functools import partial

from npm_data.disclosure import SEES_ALL
from npm_data.figures.columns import Column, Columns
from npm_data.figures.figure import Figure
from npm_data.figures.rates import COLUMNS, rate_row
from npm_data.figures.subject import Subject, is_known
from npm_data.figures.units import Row, codes_in_order, numbers, rows_of, total_of
from npm_data.figures.visible import all_told
from npm_data.model.filters import Filters
from npm_data.reference import reference
from npm_data.report.annex_tables import Part, by_unit

UNIT = "institution_type"
CHAPTERS = {
    1: "penal",
    2: "sizo",
    3: "police",
    4: "security",
    5: "defence",
    6: "health",
    7: "minors",
    8: "social",
}
"""Chapters of the Consolidated Report with their types of places: `annex.chapter_<name>`."""


def chapters(subject: Subject) -> Part:
    """A table for each chapter that the filter leaves a type of; none where it is not told."""
    found = chapters_of(subject).items()
    tables = [partial(_chapter, number=number, codes=codes) for number, codes in found]
    return Part("chapters", all_told(subject, *tables))


def chapters_of(subject: Subject) -> dict[int, tuple[str, ...]]:
    """Codes of the types of places that are asked for, by the number of their chapter."""
    types = subject.filters.institution_types
    chosen: dict[int, tuple[str, ...]] = {}
    for code in codes_in_order("institution_type"):
        if not types or code in types:
            number = reference().institution_type(code).report_chapter
            chosen[number] = (*chosen.get(number, ()), code)
    return chosen


def _chapter(subject: Subject, number: int, codes: tuple[str, ...]) -> Figure:
    words = subject.words
    filters = replace(subject.filters, institution_types=codes)
    units, whole = _counted(subject, filters)
    return Figure(
        key=f"chapters.{number}",
        heading=words(f"annex.chapter_{CHAPTERS[number]}"),
        rows=by_unit(subject, UNIT, units, whole, lambda _code, row: row),
        columns=_columns(subject),
        counts=(
            words("annex.note_chapter"),
            words("definition.coverage_short"),
            words("definition.rate_cohort_short"),
            words("annex.note_few"),
        ),
        has_whole=True,
    )


def _counted(subject: Subject, filters: Filters) -> tuple[dict[str | None, Row], Row]:
    """By type and as a whole: visits, places, the clock, recommendations and their rate."""
    repository, by = subject.repository, ("total", UNIT)
    answers = {
        "visits": repository.visits(filters, by),
        "coverage": repository.coverage(filters, by),
        "recommendations": repository.recommendations(filters, by=by),
        "rate": repository.implementation(filters, by=by),
    }
    if repository.role.may(SEES_ALL):
        answers["clock"] = repository.clock(filters, subject.as_of, by)
    by_type = {name: rows_of(answer, UNIT) for name, answer in answers.items()}
    codes = {code for rows in by_type.values() for code in rows if code is not None}
    units: dict[str | None, Row] = {
        code: _cells(subject, {name: rows.get(code) for name, rows in by_type.items()})
        for code in codes
    }
    return units, _cells(subject, {name: total_of(each) for name, each in answers.items()})


def _cells(subject: Subject, rows: dict[str, Row | None]) -> Row:
    """One row of the table; a type that an answer does not know has none of it."""
    visits, coverage = rows["visits"] or {}, rows["coverage"] or {}
    clock, made, known = rows.get("clock") or {}, rows["recommendations"] or {}, is_known(subject)
    rate = rows["rate"] or {"implemented": 0, "considered": 0}
    past_due = clock.get("overdue", 0) + clock.get("never_visited_past_due", 0)
    told = rate_row(subject.words, "", "", 0, rate)
    return {
        "visits": visits.get("visits", 0),
        "places_visited": visits.get("places_visited", 0),
        "places_in_mandate": coverage.get("places_in_mandate", 0),
        "coverage": coverage.get("coverage") if known else None,
        "past_due": past_due,
        "recommendations": made.get("recommendations", 0),
        **{name: told[name] for name in COLUMNS},
    }


def _columns(subject: Subject) -> Columns:
    """The public is told neither how often places were visited nor the clock."""
    words, sees_all = subject.words, subject.repository.role.may(SEES_ALL)
    return {
        "name": Column(words("visits.column_institution_type")),
        **numbers(
            {
                **({"visits": words("visits.column_visits")} if sees_all else {}),
                "places_visited": words("visits.column_places_visited"),
                "places_in_mandate": words("definition.places_in_mandate"),
            }
        ),
        "coverage": Column(words("definition.coverage"), "percent"),
        **numbers({"past_due": words("annex.column_past_due")} if sees_all else {}),
        "recommendations": Column(words("recommendations.column_count"), "number"),
        **{name: Column(words(label), kind) for name, (label, kind) in COLUMNS.items()},
    }
