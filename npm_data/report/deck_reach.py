"""Slides on whom the visits reached: the regions on a map, ministries and types of places."""

import polars as pl

from npm_data.charts.regions import region_frame
from npm_data.charts.slide_bars import Bar, slide_bars
from npm_data.charts.slide_map import MEASURE, slide_map, slide_map_rows
from npm_data.charts.slide_shapes import MOST_MARKS
from npm_data.figures.columns import Column
from npm_data.figures.figure import Picture
from npm_data.figures.sentences import k_of_n, share_in_brackets
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, codes_in_order, name_of, rows_of
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.report.coverage import OF_THE_PERIOD, Coverage, ask, counts, is_striking, total
from npm_data.report.deck_slide import (
    drawn,
    n,
    not_recorded,
    of_all,
    period_of,
    slide_of,
)
from npm_data.report.slides import Slide

_MOST_NAMES = 3
_COUNTS = {"region": pl.String, "part": pl.Int64, "whole": pl.Int64}
Reached = dict[str, Row]
"""Counts of coverage by code of a type of places."""


def where_we_went(subject: Subject) -> Slide:
    """All regions in the borders of the period's end.

    Chosen ones are outlined, and then the borders are today's, which the choice is made of: an
    older unit can be larger than what was chosen of it.
    """
    words = subject.words
    borders = TODAYS_BORDERS if subject.filters.regions else OF_THE_PERIOD
    coverage = ask(subject, MEASURE, borders)
    here, frame = total(coverage, coverage.here), _regions(subject, coverage)
    has_picture = coverage.is_known and bool(here["whole"])
    picture = Picture(
        slide_map(words, subject.look, coverage.border_set),
        slide_map_rows(words, _named(frame)),
        words("deck.alt_map"),
    )
    return slide_of(
        subject,
        "where_we_went",
        _where(subject, here, frame) if coverage.is_known else not_recorded(subject),
        definition="coverage",
        picture=picture if has_picture else None,
        frame=frame if has_picture else None,
        columns={
            "name": Column(words("charts.region")),
            "part": Column(words("coverage.part_coverage"), "number"),
            "whole": Column(words("coverage.whole"), "number"),
            "value": Column(words("charts.measure_coverage"), "percent"),
        },
        lines=(words("deck.map_shows_all"),) if subject.filters.regions and has_picture else (),
        counts=(n(words.plural("deck.places", here["whole"])),),
        cautions=(
            words("deck.caution_no_ranking"),
            words("deck.caution_borders", borders=words(f"coverage.borders_{coverage.border_set}")),
            words("deck.caution_outside_mandate"),
        ),
    )


def _regions(subject: Subject, coverage: Coverage) -> pl.DataFrame:
    by_region = counts(coverage, coverage.everywhere, coverage.region_dimension)
    values = [(key, row["part"], row["whole"]) for key, row in by_region.items()]
    shown = pl.DataFrame(values, schema=_COUNTS, orient="row")
    return region_frame(
        subject.words,
        shown,
        MEASURE,
        coverage.border_set,
        subject.filters.regions,
        names_on=subject.filters.period.to_on,
    )


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """Which regions the picture names: the chosen ones, those below one in five, or the others.

    The first of these that are few enough to be read; where none are, the colours speak alone.
    """
    values = frame["value"].to_list()
    few = pl.Series([value is not None and is_striking(MEASURE, value) for value in values])
    others = frame["value"].is_not_null() & ~few
    for which in (frame["is_chosen"], few, others):
        if 0 < which.sum() <= MOST_MARKS:
            return frame.with_columns(is_named=which)
    return frame.with_columns(is_named=pl.lit(False))


def _where(subject: Subject, here: Row, frame: pl.DataFrame) -> str:
    words, period = subject.words, period_of(subject)
    part, whole = here["part"], here["whole"]
    if not whole:
        return words("deck.no_places", period=period)
    if not part:
        return words.plural("deck.reached_no_place", whole, period=period)
    said = words.plural(
        "deck.reached_places",
        whole,
        period=period,
        part=words.number(part),
        share=share_in_brackets(words, part, whole),
    )
    values = [value for value in frame["value"] if value is not None]
    if subject.filters.regions or len(values) < 2:
        return said
    few = sum(is_striking(MEASURE, value) for value in values)
    message = "deck.few_in_regions" if few else "deck.few_in_no_region"
    return said + words.plural(message, len(values), few=words.number(few))


def whom_we_reached(subject: Subject) -> Slide | None:
    """Coverage by ministry, with its types of places; no slide where there is no such place."""
    coverage = ask(subject, MEASURE, OF_THE_PERIOD)
    ministries = rows_of(coverage.here.coverage, "ministry")
    if not coverage.is_known or not ministries:
        return None
    words = subject.words
    types = {
        code: row
        for code, row in rows_of(coverage.here.coverage, "institution_type").items()
        if code
    }
    rows = [
        _ministry(subject, code, ministries[code], types)
        for code in codes_in_order("ministry")
        if code in ministries
    ]
    bars = [_bar(subject, row) for row in rows]
    here = total(coverage, coverage.here)
    return slide_of(
        subject,
        "whom_we_reached",
        _whom(subject, rows, types),
        definition="coverage",
        picture=drawn(subject, slide_bars(bars, whole=1), "deck.alt_bars"),
        frame=pl.DataFrame(rows),
        columns={
            "name": Column(words("coverage.column_ministry")),
            "visited": Column(words("coverage.part_coverage"), "number"),
            "places": Column(words("coverage.whole"), "number"),
            "share": Column(words("charts.measure_coverage"), "percent"),
            "types": Column(words("deck.column_types")),
            "missed": Column(words("deck.column_missed")),
        },
        lines=(_missed(subject, types),),
        counts=(n(words.plural("deck.places", here["whole"])), words("coverage.host")),
        cautions=(words("deck.caution_no_ranking"), words("deck.caution_outside_mandate")),
    )


def _ministry(subject: Subject, code: str, row: Row, types: Reached) -> Row:
    words = subject.words
    own = [each for each in types if reference().institution_type(each).portfolio == code]
    missed = [each for each in _in_order(own) if not types[each]["places_visited"]]
    return {
        "name": name_of("ministry", words, subject.filters.period.to_on)(code),
        "visited": row["places_visited"],
        "places": row["places_in_mandate"],
        "share": row["coverage"],
        "types": k_of_n(words, len(own) - len(missed), len(own)),
        "missed": ", ".join(words.institution_type(each) for each in missed)
        or words("deck.none_missed"),
    }


def _bar(subject: Subject, row: Row) -> Bar:
    words = subject.words
    return Bar(
        name=row["name"],
        value=row["share"],
        text=of_all(words, row["visited"], row["places"]),
        note=words("deck.types_of_ministry", of=row["types"]),
    )


def _whom(subject: Subject, rows: list[Row], types: Reached) -> str:
    words, period = subject.words, period_of(subject)
    reached = sum(bool(row["visited"]) for row in rows)
    if not reached:
        places = sum(row["places"] for row in rows)
        return words.plural("deck.reached_no_place", places, period=period)
    types_reached = sum(bool(row["places_visited"]) for row in types.values())
    return words(
        "deck.reached",
        period=period,
        ministries=words.plural("deck.ministries", len(rows), part=words.number(reached)),
        types=words.plural("deck.types", len(types), part=words.number(types_reached)),
    )


def _missed(subject: Subject, types: Reached) -> str:
    """The types without a visit, the first few by name."""
    words = subject.words
    missed = [each for each in _in_order(list(types)) if not types[each]["places_visited"]]
    if not missed:
        return ""
    names = ", ".join(words.institution_type(each) for each in missed[:_MOST_NAMES])
    more = len(missed) - _MOST_NAMES
    return words("deck.missed", names=names + (words.plural("deck.more", more) if more > 0 else ""))


def _in_order(codes: list[str]) -> list[str]:
    return [code for code in codes_in_order("institution_type") if code in codes]
