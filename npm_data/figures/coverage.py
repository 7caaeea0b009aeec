"""Which places of the mandate the visits reached, which are past their term, which never had one.

Regions are those of the period's last day, on the map and in the rows alike; chosen ones are
today's, which the choice is made of.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import polars as pl

from npm_data.charts.bands import PARTS, BandForm, Part, part_names
from npm_data.charts.bars import Bar, BarForm, share_bars
from npm_data.charts.matrix import count_matrix, matrix_frame
from npm_data.charts.measures import NEVER_VISITED, PAST_DUE, Measure, coverage_over
from npm_data.charts.regions import (
    region_base,
    region_frame,
    region_map,
    short_name,
    slide_map,
    slide_map_rows,
    tile_grid,
)
from npm_data.charts.slide_shapes import MOST_MARKS
from npm_data.charts.theme import Look
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.figure import Figure, Picture, hall_picture
from npm_data.figures.periods import period_name
from npm_data.figures.sentences import k_of_n, share_text, spoken
from npm_data.figures.subject import Subject, is_known, kept
from npm_data.figures.units import (
    WHOLE,
    Ranked,
    Row,
    Unit,
    any_visit_type,
    border_notes,
    borders_on,
    by_unit,
    codes_in_order,
    numbers,
    ranked,
    rows_of,
    table,
    total_of,
    younger_regions,
)
from npm_data.i18n import Words
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.register.filters import Period, whole_visits

UNITS = ("ministry", "institution_type", "region")
VIEWS = ("map", "tiles")
SMALL = "small"
"""The map beside other pictures: its sentence ends with who was visited least, and no legend stands
below, as each region's value stands on it."""
TERMS = ("never_visited", "past_due")
"""Measures of the four-year term, for whom it is told."""
_NAMED = 2
"""So many units, or chosen regions, have room in a sentence; of types past due one."""
_DAYS_OF_A_YEAR = 365.25


def of(subject: Subject, unit: str, measure: str, view: str = "map") -> Figure:
    """Coverage, or the term by one of `TERMS`; regions as one of `VIEWS`."""
    if measure == "coverage":
        return coverage(subject, unit, view)
    return term(subject, unit, measure, view)


@kept
def coverage(subject: Subject, unit: str, view: str = "map") -> Figure:
    """Places visited in the period, of those in the mandate in it."""
    words, known = subject.words, is_known(subject)
    answer = subject.repository.coverage(subject.filters, ("total", _dimension(subject, unit)))
    measure = coverage_over(_years(subject.filters.period))

    def cells(row: Row) -> Row:
        return {
            "places_in_mandate": row["places_in_mandate"],
            "places_visited": row["places_visited"] if known else None,
            "coverage": row["coverage"] if known else None,
        }

    rows = _by(subject, answer, unit, cells)
    shape = _Shape(unit, view, measure, "places_visited", "places_in_mandate", "coverage")
    return Figure(
        key=f"coverage.{unit}",
        heading=words(f"annex.coverage_{unit}"),
        finding=_coverage_finding(subject, shape, rows, total_of(answer)),
        rows=rows,
        columns={
            "name": Column(words(f"coverage.column_{unit}")),
            "places_in_mandate": Column(words("definition.places_in_mandate"), "number"),
            "places_visited": Column(words("annex.column_visited_in_mandate"), "number"),
            "coverage": Column(words("definition.coverage"), "percent"),
        },
        definition="coverage",
        counts=_counts(subject, shape, rows),
        draw=partial(_draw, subject, shape, rows) if known and _is_drawn(shape, rows) else None,
        empty=words("coverage.no_places"),
        has_whole=True,
        has_map=unit == "region",
    )


@kept
def term(subject: Subject, unit: str, shown: str = "past_due", view: str = "map") -> Figure:
    """The four-year term: its four classes and what is past due; `shown` is one of `TERMS`."""
    words = subject.words
    by = ("total", _dimension(subject, unit))
    answer = subject.repository.clock(subject.filters, subject.as_of, by)

    def cells(row: Row) -> Row:
        return row | {
            "share_never": row["never_visited"] / row["places"] if row["places"] else None
        }

    rows = _by(subject, answer, unit, cells)
    measure, share = {
        "past_due": (PAST_DUE, "share_past_due"),
        "never_visited": (NEVER_VISITED, "share_never"),
    }[shown]
    shape = _Shape(unit, view, measure, shown, "places", share)
    classes = part_names("clock", words)
    return Figure(
        key=f"clock.{unit}",
        heading=words(f"annex.clock_{unit}"),
        finding=_term_finding(subject, shape, rows, total_of(answer)),
        rows=rows,
        columns={
            "name": Column(words(f"coverage.column_{unit}")),
            "places": Column(words("coverage.whole_clock"), "number"),
            **numbers({state: classes[state] for state in PARTS["clock"]}),
            "share_never": Column(words("coverage.share_never_visited"), "percent"),
            "never_visited_past_due": Column(words("annex.column_never_past_due"), "number"),
            "past_due": Column(words("annex.column_past_due"), "number"),
            "share_past_due": Column(words("annex.column_share_past_due"), "percent"),
        },
        definition="clock",
        counts=(_on_day(subject), *_counts(subject, shape, rows)),
        cautions=any_visit_type(subject),
        draw=partial(_draw, subject, shape, rows) if _is_drawn(shape, rows) else None,
        empty=words("coverage.no_places"),
        has_whole=True,
        has_map=unit == "region",
    )


def four_year_round(subject: Subject) -> Figure:
    """Where the round stands: the places of the mandate in the four classes of the term."""
    words = subject.words
    clock = total_of(subject.repository.clock(subject.filters, subject.as_of))
    places, names = clock["places"], part_names("clock", words)
    rows = pl.DataFrame(
        [
            {"code": part, "name": names[part], "count": clock[part], "share": clock[part] / places}
            for part in PARTS["clock"]
        ]
        if places
        else []
    )
    return Figure(
        key="clock.round",
        heading=words("coverage.round"),
        finding=_round_finding(words, clock),
        rows=rows,
        columns={
            "name": Column(words("coverage.clock_class")),
            "count": Column(words("coverage.whole_clock"), "number"),
            "share": Column(words("coverage.share"), "percent"),
        },
        definition="clock",
        counts=(_on_day(subject), *_pace_said(subject)),
        cautions=any_visit_type(subject),
        draw=partial(_band, subject, rows),
        empty=words("coverage.no_places"),
    )


def pace(subject: Subject) -> Figure:
    """Whether the visits of the last twelve months keep the round: whole visits a year."""
    words = subject.words
    answer = subject.repository.pace(subject.filters, subject.as_of, ("total", "ministry"))

    def cells(row: Row) -> Row:
        return row | {"needed_a_year": whole_visits(row["needed_a_year"])}

    return Figure(
        key="pace.ministry",
        heading=words("annex.pace_ministry"),
        finding=". ".join(_pace_said(subject)),
        rows=by_unit(subject, answer, "ministry", cells),
        columns={
            "name": Column(words("coverage.column_ministry")),
            "places": Column(words("coverage.whole_clock"), "number"),
            "needed_a_year": Column(words("places.column_needed_a_year"), "number"),
            "places_visited": Column(words("places.column_places_visited"), "number"),
            "pace": Column(words("definition.pace"), "ratio"),
        },
        definition="pace",
        counts=(_on_day(subject), words("coverage.host")),
        cautions=any_visit_type(subject),
        has_whole=True,
    )


@kept
def regions_by_ministry(subject: Subject) -> Figure:
    """Coverage of each region's places by the ministry that their type belongs to."""
    words, known = subject.words, is_known(subject)
    answer = subject.repository.coverage(subject.filters, ("total", "region_ministry"))
    found, day = rows_of(answer, "region_ministry"), subject.filters.period.to_on
    ministries = {
        code: words.ministry(code, day, is_short=True)
        for code in codes_in_order("ministry")
        if any(str(key).endswith(f"/{code}") for key in found)
    }
    base = region_base(words, TODAYS_BORDERS, day).select("region", "label", "name")
    asked = subject.filters.regions
    rows = [
        {
            "label": label,
            "name": name,
            "order": order,
            "column": column,
            "column_order": column_order,
            "part": (row["places_visited"] if known else None) if row else 0,
            "whole": row["places_in_mandate"] if row else 0,
            "coverage": row["coverage"] if row and known else None,
        }
        for order, (code, label, name) in enumerate(base.iter_rows())
        if not asked or code in asked
        for column_order, (portfolio, column) in enumerate(ministries.items())
        for row in [found.get(f"{code}/{portfolio}")]
    ]
    measure = coverage_over(_years(subject.filters.period))
    frame = pl.DataFrame(rows, infer_schema_length=None)

    def draw(look: Look) -> Picture:
        return Picture(
            count_matrix(words, look, measure),
            matrix_frame(words, frame, measure),
            words("coverage.alt_pairs", measure=words("charts.measure_coverage")),
        )

    return Figure(
        key="coverage.region_ministry",
        heading=words("coverage.view_matrix"),
        finding=_whole_said(subject, "coverage", total_of(answer)),
        rows=frame,
        columns={
            "name": Column(words("charts.region")),
            "column": Column(words("coverage.ministry")),
            "part": Column(words("annex.column_visited_in_mandate"), "number"),
            "whole": Column(words("definition.places_in_mandate"), "number"),
            "coverage": Column(words("definition.coverage"), "percent"),
        },
        definition="coverage",
        counts=(words("coverage.host"), *border_notes(words, "region", day)),
        draw=draw if known else None,
        empty=words("coverage.no_places"),
    )


# -- what is said ---------------------------------------------------------------------------------


class _Shape(NamedTuple):
    """Which columns of a figure's rows are drawn, how, and in which classes."""

    unit: str
    view: str
    measure: Measure
    part: str
    whole: str
    share: str


def _coverage_finding(subject: Subject, shape: _Shape, rows: pl.DataFrame, whole: Row) -> str:
    """How many places were visited, who least, and how many regions reach what the round needs."""
    words = subject.words
    if not whole["places_in_mandate"]:
        return words("coverage.no_places")
    if not is_known(subject):
        return words("coverage.not_recorded")
    named = _named(subject, shape, rows, "least")
    if named and shape.unit != "region":
        return _least_first(subject, shape, rows, whole)
    said = [_whole_said(subject, "coverage", whole), *named]
    if shape.unit == "region" and shape.view != SMALL:
        said += [_country(subject) or _below(words, shape, rows)]
    return "; ".join(each for each in said if each)


def _least_first(subject: Subject, shape: _Shape, rows: pl.DataFrame, whole: Row) -> str:
    """Who was visited least; the map beside it says the whole."""
    words = subject.words
    said = words(
        "coverage.least_first",
        names=_names(words, shape, rows, "least"),
        value=share_text(words, whole["places_visited"], whole["places_in_mandate"]),
        part=words.number(whole["places_visited"]),
        count=words.number(whole["places_in_mandate"]),
    )
    return f"{_about(subject)}: {said}"


def _term_finding(subject: Subject, shape: _Shape, rows: pl.DataFrame, whole: Row) -> str:
    if not whole["places"]:
        return subject.words("coverage.no_places")
    named = _named(subject, shape, rows, "most")
    return "; ".join([_whole_said(subject, shape.measure.name, whole), *named])


def _whole_said(subject: Subject, measure: str, whole: Row) -> str:
    """`2023: 616 of 2,852 places were visited (21.6 %)`, or of whom what stands beside all."""
    words = subject.words
    part, of = {
        "coverage": ("places_visited", "places_in_mandate"),
        "never_visited": ("never_visited", "places"),
        "past_due": ("past_due", "places"),
    }[measure]
    counts = {"part": words.number(whole[part]), "value": share_text(words, whole[part], whole[of])}
    fraction = spoken(words, whole[part], whole[of]) if measure == "coverage" else None
    if fraction is None:
        said = words.plural(f"coverage.figure_{measure}", whole[of], **counts)
    else:
        count = words.number(whole[of])
        said = words("coverage.figure_coverage_spoken", spoken=fraction, count=count, **counts)
    return f"{_about(subject)}: {said}" if measure == "coverage" else said


def _about(subject: Subject) -> str:
    """The period, and chosen regions where there are few."""
    words, period = subject.words, subject.filters.period
    regions = [words.region(code, on=period.to_on) for code in _few_chosen(subject)]
    return ", ".join((period_name(period, words), *regions))


def _few_chosen(subject: Subject) -> tuple[str, ...]:
    """Chosen regions where a sentence has room for their names."""
    chosen = subject.filters.regions
    return chosen if len(chosen) <= _NAMED else ()


def _ranked(shape: _Shape, rows: pl.DataFrame) -> Ranked | None:
    return ranked(rows, shape.share, shape.whole, more_than=_NAMED)


def _named(subject: Subject, shape: _Shape, rows: pl.DataFrame, which: str) -> list[str]:
    """The units with the lowest or highest shares, by name, where they can be told apart."""
    names = _names(subject.words, shape, rows, which)
    return [subject.words(f"coverage.{which}", names=names)] if names else []


def _names(words: Words, shape: _Shape, rows: pl.DataFrame, which: str) -> str:
    found = _ranked(shape, rows)
    if found is None:
        return ""
    named = found.lowest if which == "least" else found.highest
    most = 1 if (shape.unit, which) == ("institution_type", "most") else _NAMED
    return ", ".join(
        f"{row['short_name']}\u00a0{words.percent(row[shape.share])}" for row in named[:most]
    )


def _country(subject: Subject) -> str:
    """The whole country's share, beside chosen regions; nothing where none are chosen."""
    if not subject.filters.regions:
        return ""
    answer = total_of(subject.repository.coverage(replace(subject.filters, regions=())))
    share = share_text(subject.words, answer["places_visited"], answer["places_in_mandate"])
    return subject.words("coverage.country", share=share)


def _below(words: Words, shape: _Shape, rows: pl.DataFrame) -> str:
    """How many regions stay below what the round needs; nothing of regions of a place or two."""
    needed = shape.measure.needed or 0
    regions = [row for row in rows.iter_rows(named=True) if row["code"] != WHOLE]
    if all(row[shape.whole] < FEWEST_FOR_A_RATE for row in regions):
        return ""
    values = [row[shape.share] for row in regions if row[shape.share] is not None]
    return words.plural(
        "coverage.below",
        len(values),
        regions=words.number(sum(value < needed - 1e-9 for value in values)),
        needed=words.percent(needed, 0),
    )


def _round_finding(words: Words, clock: Row) -> str:
    """The larger fact first: who was never visited, or who is overdue again.

    Of none past the first term nothing is said: before the first terms could end it means nothing.
    """
    places, never, past = clock["places"], clock["never_visited"], clock["never_visited_past_due"]
    if not places:
        return words("coverage.no_places")
    if never >= clock["overdue"]:
        of = k_of_n(words, never, places)
        if past:
            return words("coverage.round_never_past", never=of, past=words.number(past))
        return words.plural("coverage.round_never", never, never=of)
    of = k_of_n(words, clock["overdue"], places)
    if not never:
        return words("coverage.round_overdue_alone", overdue=of)
    return words("coverage.round_overdue", overdue=of, never=words.number(never))


def _pace_said(subject: Subject) -> tuple[str, ...]:
    """How many places had a periodic visit in twelve months, beside the whole visits needed."""
    words = subject.words
    if not subject.repository.may_ask("pace", subject.filters, as_of=subject.as_of):
        return ()
    row = total_of(subject.repository.pace(subject.filters, subject.as_of))
    needed, day = words.number(whole_visits(row["needed_a_year"])), words.date(subject.as_of)
    return (words.plural("deck.pace", row["places_visited"], needed=needed, date=day),)


def _counts(subject: Subject, shape: _Shape, rows: pl.DataFrame) -> tuple[str, ...]:
    """What a ministry is, in which borders, and of how many places units are named."""
    words = subject.words
    host = (words("coverage.host"),) if shape.unit == "ministry" else ()
    is_todays = borders_of(subject) == TODAYS_BORDERS
    notes = border_notes(words, shape.unit, subject.filters.period.to_on) if is_todays else ()
    notes = younger_regions(subject) or notes
    found = _ranked(shape, rows) if is_known(subject) else None
    few = () if found is None else (words("frame.named_places", count=words.number(found.fewest)),)
    return (*host, *notes, *few)


def _on_day(subject: Subject) -> str:
    return subject.words("overview.clock_on", date=subject.words.date(subject.as_of))


def _years(period: Period) -> float:
    if period.is_whole_years:
        return period.to_on.year - period.from_on.year + 1
    return ((period.to_on - period.from_on).days + 1) / _DAYS_OF_A_YEAR


def borders_of(subject: Subject) -> str:
    """The border set of a figure's regions."""
    return TODAYS_BORDERS if subject.filters.regions else borders_on(subject.filters.period.to_on)


def _dimension(subject: Subject, unit: str) -> str:
    borders = borders_of(subject)
    return f"region_{borders}" if unit == "region" and borders != TODAYS_BORDERS else unit


def _by(
    subject: Subject, answer: pl.DataFrame, unit: str, cells: Callable[[Row], Row]
) -> pl.DataFrame:
    """The rows by unit; regions in their border set, from north to south."""
    if unit != "region":
        return by_unit(subject, answer, unit, cells)
    words, day, borders = subject.words, subject.filters.period.to_on, borders_of(subject)
    found = rows_of(answer, _dimension(subject, unit))
    units = [
        Unit(
            each.code,
            words.region(each.code, borders, on=day),
            found[each.code],
            short_name(words, each, day),
        )
        for each in reference().regions_of(borders)
        if each.code in found
    ]
    return table(subject, units, total_of(answer), cells)


# -- how it is drawn ------------------------------------------------------------------------------


def _is_drawn(shape: _Shape, rows: pl.DataFrame) -> bool:
    """A map has its neighbours; bars are for two units and more."""
    return shape.unit == "region" or rows.height > 2


def _draw(subject: Subject, shape: _Shape, rows: pl.DataFrame, look: Look) -> Picture:
    if shape.unit == "region":
        return _regions_drawn(subject, shape, look)
    words = subject.words
    units = [row for row in rows.iter_rows(named=True) if row["code"] != WHOLE]
    alt = words("coverage.alt_bars", measure=words(f"charts.measure_{shape.measure.name}"))
    if look.is_hall:
        bars = [
            Bar(
                row["name"],
                row[shape.share],
                _said(words, shape, row),
                beside=k_of_n(words, row[shape.part], row[shape.whole]),
            )
            for row in _most_marks(words, shape, units)
        ]
        return hall_picture(words, look, BarForm(tuple(bars), whole=1), alt)
    measure, shares = shape.measure, [row[shape.share] for row in units]
    kinds = [measure.classes[sum(each >= b - 1e-9 for b in measure.bounds)] for each in shares]
    frame = pl.DataFrame(
        {
            "label": [row["code"] for row in units],
            "name": [row["name"] for row in units],
            "counts_text": [_said(words, shape, row) for row in units],
            "order": range(len(units)),
            "value": shares,
            "class": kinds,
        }
    )
    return Picture(share_bars(words, look, measure), frame, alt)


def _most_marks(words: Words, shape: _Shape, units: list[Row]) -> list[Row]:
    """As many as a hall can read: those of most places, and the others as one."""
    if len(units) <= MOST_MARKS:
        return units
    largest = sorted(units, key=lambda row: -row[shape.whole])[: MOST_MARKS - 1]
    part, whole = (
        sum(row[column] for row in units if row not in largest)
        for column in (shape.part, shape.whole)
    )
    rest = {shape.part: part, shape.whole: whole, shape.share: part / whole}
    others = {"name": words(f"coverage.other_{shape.unit}")} | rest
    return [*(row for row in units if row in largest), others]


def _said(words: Words, shape: _Shape, row: Row) -> str:
    share = words.percent(row[shape.share])
    return f"{share} ({k_of_n(words, row[shape.part], row[shape.whole])})"


def _regions_drawn(subject: Subject, shape: _Shape, look: Look) -> Picture:
    """All regions in the borders of the period's end, the chosen ones outlined."""
    words, day, measure = subject.words, subject.filters.period.to_on, shape.measure
    borders = borders_of(subject)
    frame = region_frame(
        words, _of_regions(subject, measure, borders), measure, borders,
        subject.filters.regions, names_on=day,
    )  # fmt: skip
    view = "tiles" if shape.view == "tiles" else "map"
    alt = words(f"coverage.alt_{view}", measure=words(f"charts.measure_{measure.name}"))
    if look.is_hall:
        shown = slide_map_rows(words, _with_names(frame, measure), measure)
        return Picture(slide_map(words, look, measure, borders), shown, alt)
    if view == "tiles":
        return Picture(tile_grid(words, look, measure), frame, alt)
    spec = region_map(words, look, measure, borders, has_legend=shape.view != SMALL)
    return Picture(spec, frame, alt)


def _of_regions(subject: Subject, measure: Measure, borders: str) -> pl.DataFrame:
    """`part` and `whole` by region of a border set, for the whole country and the other filters."""
    filters = replace(subject.filters, regions=())
    by = "region" if borders == TODAYS_BORDERS else f"region_{borders}"
    # As the figure itself asks, so that the answer is kept where no region is chosen.
    asked, repository = ("total", by), subject.repository
    if measure.name == "coverage":
        answer = repository.coverage(filters, asked).filter(dimension=by)
        part = pl.col("places_visited" if is_known(subject) else "none")
        return answer.with_columns(none=pl.lit(None, pl.Int64)).select(
            region="key", part=part, whole="places_in_mandate"
        )
    answer = repository.clock(filters, subject.as_of, asked).filter(dimension=by)
    return answer.select(region="key", part=measure.name, whole="places")


def _with_names(frame: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Which regions a slide names: the chosen ones, else the three worst and the best.

    Of fewer than five places it says how many: a share of one place would be none or all.
    """
    is_few = (pl.col("whole") < FEWEST_FOR_A_RATE) & pl.col("value").is_not_null()
    label = pl.when(is_few).then(pl.format("{}/{}", "part", "whole")).otherwise("value_label")
    rank = pl.col("value").rank("ordinal", descending=measure.needed is None)
    is_end = ((rank <= 3) | (rank == pl.col("value").count())).fill_null(value=False)
    is_named = pl.col("is_chosen") if frame["is_chosen"].any() else is_end
    return frame.with_columns(value_label=label, is_named=is_named)


def _band(subject: Subject, rows: pl.DataFrame, look: Look) -> Picture | None:
    """One band for a hall; elsewhere the four rows say it."""
    words = subject.words
    if not look.is_hall:
        return None
    parts = [
        Part(
            f"clock_{row['code']}",
            row["name"],
            row["count"],
            words.number(row["count"]),
            words.percent(row["share"]),
        )
        for row in rows.iter_rows(named=True)
    ]
    return hall_picture(words, look, BandForm(tuple(parts)), words("coverage.alt_clock"))
