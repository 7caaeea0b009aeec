"""Visits: by year, by month, by unit, and how long their reports take."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from npm_data.charts import columns as forms
from npm_data.charts.columns import Column as Bar
from npm_data.charts.columns import ColumnForm, year_columns
from npm_data.charts.slide_shapes import MOST_MARKS
from npm_data.charts.theme import Look
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure, Picture, hall_picture
from npm_data.figures.periods import FIRST_DAY, period_name
from npm_data.figures.sentences import visits_finding
from npm_data.figures.subject import Subject, ever, is_known, kept
from npm_data.figures.units import (
    WHOLE,
    Row,
    Unit,
    border_notes,
    codes_in_order,
    counted,
    measures_of,
    named_unit,
    numbers,
    rows_of,
    table,
    total_of,
)
from npm_data.i18n import Words
from npm_data.questions.statements import TOTAL
from npm_data.register.filters import Period

UNITS = ("ministry", "institution_type", "region", "visit_type")
UNSPECIFIED = "unspecified"
"""The type of a visit whose type is not recorded: never named as one."""
MONTHS_NAMED = 12
"""So many months have room for their names and counts below and above their bars."""
_MOST_NAMED = 3
"""So many units that share the first place are named."""
_COUNTS = {"visits": pl.Int64, "before": pl.Int64}


@kept
def by_year(subject: Subject) -> Figure:
    """The visits of the period against the one before, and those of all years of the register.

    Rows: `code` (the year), `year`, what is counted, `change` (null against a year that the
    register does not hold whole). Nothing of a period before the register's first record.
    """
    words = subject.words
    now, before = _total(subject), _total_before(subject)
    of_year = rows_of(subject.repository.visits(ever(subject), ("year",)), "year")
    measure = counted([now])
    is_empty = not is_known(subject) or not of_year
    rows = pl.DataFrame() if is_empty else _year_rows(subject, of_year, measure)
    return Figure(
        key="visits.year",
        heading=words(f"annex.{measure}_by_year"),
        rows=rows,
        columns={
            "year": Column(words("visits.column_year"), "year"),
            **numbers(
                {
                    measure: words(f"definition.{measure}"),
                    "change": words("visits.column_change_a_year"),
                }
            ),
        },
        definition=measure,
        finding=_finding(subject, now, before),
        counts=() if is_empty else (*_also_visited(words, now, measure), *not_compared(subject)),
        cautions=(*_first_year(subject), *_places_alone(words, measure)),
        draw=lambda look: _years_drawn(subject, look, rows, measure),
        # Of an empty register the page says so above all figures.
        empty=_finding(subject, now, before),
    )


@kept
def by_month(subject: Subject) -> Figure:
    """Each month of the period, the same of the year before beside those of a year.

    Rows: `code` (`2016-04`), `month_name`, `visits`, `before`; the whole last. A `WithheldError`
    for whoever is not told months.
    """
    words, period = subject.words, subject.filters.period
    by = (*TOTAL, "month")
    answer = subject.repository.visits(subject.filters, by)
    earlier = subject.filters_before if period.year is not None else None
    before = None if earlier is None else subject.repository.visits(earlier, by)
    months, total = _months_of(period), total_of(answer)["visits"]
    now, then = rows_of(answer, "month"), {} if before is None else rows_of(before, "month")
    past = _months_of(period.before) if before is not None else []
    rows = [
        {
            "code": month,
            "month_name": words.month_of(date.fromisoformat(f"{month}-01")),
            "visits": _count(now, month, "visits"),
            "before": _count(then, past[place], "visits") if past else None,
        }
        for place, month in enumerate(months)
    ]
    whole = {
        "code": WHOLE,
        "month_name": words("annex.whole"),
        "visits": total,
        "before": None if before is None else total_of(before)["visits"],
    }
    compared = {} if before is None else {"before": words("visits.column_before")}
    return Figure(
        key="visits.months",
        heading=words("visits.by_month"),
        rows=pl.DataFrame([*rows, whole], schema_overrides=_COUNTS) if total else pl.DataFrame(),
        columns={
            "month_name": Column(words("visits.column_month")),
            **numbers({"visits": words("visits.column_visits")} | compared),
        },
        definition="visits",
        finding=_busiest(subject, rows, total),
        counts=() if before is None else (_before_is(subject),),
        draw=None if len(rows) < 2 else lambda look: _months_drawn(words, look, rows),
        empty=words("visits.none"),
        has_whole=True,
    )


@kept
def by_unit(subject: Subject, unit: str) -> Figure:
    """The visits of each unit (of `UNITS`) against the period before, the whole last.

    Rows: `code`, `name`, `short_name`, `visits` and `places_visited` as far as they are told, and
    where there is a period before `before` and `change`. Types of visits are a `WithheldError` for
    whoever is not told them of the choice.
    """
    words, filters = subject.words, subject.filters
    by = (*TOTAL, unit)
    answer = subject.repository.visits(filters, by)
    earlier = subject.filters_before
    if earlier is not None and not subject.repository.may_ask("visits", earlier, by):
        earlier = None
    before = None if earlier is None else subject.repository.visits(earlier, by)
    now, then = rows_of(answer, unit), {} if before is None else rows_of(before, unit)
    measure = counted([*now.values(), *then.values(), *([] if now else [total_of(answer)])])
    told = measures_of(next(iter([*now.values(), *then.values()]), total_of(answer)))

    def cells(code: str, row: Row | None, earlier: Row | None) -> Row:
        made = {name: 0 if row is None else row[name] for name in told}
        if before is None:
            return made
        past = 0 if earlier is None else earlier[measure]
        return made | {"before": past, "change": made[measure] - past}

    units = [
        named_unit(subject, unit, code, cells(code, now.get(code), then.get(code)))
        for code in codes_in_order(unit)
        if code in now or code in then
    ]
    whole = cells(WHOLE, total_of(answer), None if before is None else total_of(before))
    labels = {name: words(f"visits.column_{name}") for name in told}
    if before is not None:
        labels |= {
            "before": words("visits.column_before"),
            "change": words("visits.column_change"),
        }
    return Figure(
        key=f"visits.{unit}",
        heading=words(f"annex.{measure}_by_{unit}"),
        rows=table(subject, units, whole),
        columns={"name": Column(words(f"visits.column_{unit}")), **numbers(labels)},
        definition=measure,
        finding=_moved(subject, units, whole, measure),
        counts=not_compared(subject) if before is None else (_before_is(subject),),
        cautions=_unit_cautions(subject, unit, measure),
        draw=None
        if len(units) < 2
        else lambda look: _units_drawn(words, look, units, measure, has_before=before is not None),
        empty=words("visits.none"),
        has_whole=True,
    )


@kept
def report_delays(subject: Subject) -> Figure:
    """Reports by days from the visit's last day to the signature, in five bands, the whole last.

    Rows: `code`, `name`, `visits`. A `WithheldError` for whoever is not told of the choice.
    """
    words = subject.words
    delay = total_of(subject.repository.report_delays(subject.filters))
    bands = [
        {"code": band, "name": words(f"figures.delay_{band}"), "visits": delay[band]}
        for band in forms.DELAY_BANDS
    ]
    whole = {"code": WHOLE, "name": words("annex.whole"), "visits": delay["reported"]}
    reported, median = words.number(delay["reported"]), delay["median_days"]
    none = words("visits.delay_none")
    return Figure(
        key="visits.delays",
        heading=words("definition.report_delays"),
        rows=pl.DataFrame([*bands, whole] if delay["reported"] else []),
        columns={
            "name": Column(words("visits.column_days")),
            "visits": Column(words("visits.column_visits"), "number"),
        },
        definition="report_delays",
        finding=none if median is None else words.plural("visits.delay_title", median),
        counts=(words.plural("visits.reported", delay["visits"], reported=reported),),
        draw=lambda look: Picture(
            forms.delay_bars(words, look),
            pl.DataFrame(
                [
                    {
                        "band": each["code"],
                        "visits": each["visits"],
                        "visits_text": words.number(each["visits"]),
                    }
                    for each in bands
                ]
            ),
            words("figures.alt_bars"),
        ),
        empty=none,
        has_whole=True,
    )


def not_compared(subject: Subject) -> tuple[str, ...]:
    """Why the period before is not compared with; nothing where it is, or where none is known."""
    words, data_set = subject.words, subject.data_set
    earlier = subject.filters.period.before
    is_year = earlier.year is not None
    is_before_all = earlier.to_on < data_set.first_on and not is_year
    if not is_known(subject) or is_before_all or earlier.from_on >= data_set.compares_from:
        return ()
    kind = "year" if is_year else "span"
    return (words(f"visits.not_compared_{kind}", period=period_name(earlier, words)),)


def _total(subject: Subject) -> Row:
    return total_of(subject.repository.visits(subject.filters))


def _total_before(subject: Subject) -> Row | None:
    earlier = subject.filters_before
    return None if earlier is None else total_of(subject.repository.visits(earlier))


def _finding(subject: Subject, now: Row, before: Row | None) -> str:
    words, period = subject.words, subject.filters.period
    name = period_name(period, words)
    if subject.data_set.is_empty:
        return words("visits.none")
    if not is_known(subject):
        return words("deck.not_recorded", period=name)
    return visits_finding(words, name, now, before, is_year=period.year is not None)


def _year_rows(subject: Subject, of_year: dict[str | None, Row], measure: str) -> pl.DataFrame:
    """The years of the register; one that the records do not describe to its end says so."""
    words, data_set = subject.words, subject.data_set
    last, begins = data_set.data_date, max(data_set.first_on, FIRST_DAY)
    rows = []
    for year in range(min(begins, last).year, last.year + 1):
        count = _count(of_year, str(year), measure)
        is_whole = Period.of_year(year).to_on <= last
        has_before = Period.of_year(year).before.from_on >= data_set.compares_from
        rows.append(
            {
                "code": str(year),
                "year": str(year)
                if is_whole
                else words("filters.period_unfinished", year=str(year), date=words.date(last)),
                measure: count,
                "change": count - _count(of_year, str(year - 1), measure)
                if has_before and is_whole
                else None,
            }
        )
    return pl.DataFrame(rows, schema_overrides={"change": pl.Int64})


def _years_drawn(subject: Subject, look: Look, rows: pl.DataFrame, measure: str) -> Picture | None:
    """A column for each year, those that the period touches in the strong ink; in a hall the last
    seven up to its end.
    """
    words, period = subject.words, subject.filters.period
    years = [Period.of_year(int(code)) for code in rows["code"]]
    marks = [
        Bar(
            row["code"],
            row[measure],
            words.number(row[measure]),
            period.from_on <= year.to_on and year.from_on <= period.to_on,
        )
        for row, year in zip(rows.iter_rows(named=True), years, strict=True)
        if not look.is_hall or year.from_on <= period.to_on
    ]
    if len(marks) < 2:
        return None
    if look.is_hall:
        form = ColumnForm(tuple(marks[-MOST_MARKS:]))
        return hall_picture(words, look, form, words("deck.alt_columns"))
    frame = pl.DataFrame(
        [(each.label, each.value, each.text, each.is_chosen) for each in marks],
        schema=["year", "count", "label", "is_chosen"],
        orient="row",
    )
    return Picture(year_columns(words, look), frame, words("overview.alt_years"))


def _months_drawn(words: Words, look: Look, rows: Sequence[Row]) -> Picture:
    is_long = len(rows) > MONTHS_NAMED
    has_before = rows[0]["before"] is not None
    frame = pl.DataFrame(
        [
            {
                "month": row["code"],
                "visits": row["visits"],
                "before": row["before"],
                "visits_text": "" if is_long else words.number(row["visits"]),
            }
            for row in rows
        ],
        schema_overrides=_COUNTS,
    )
    spec = forms.month_bars(words, look, is_long=is_long, has_before=has_before)
    return Picture(spec, frame, words("figures.alt_bars"))


def _units_drawn(
    words: Words, look: Look, units: Sequence[Unit], measure: str, *, has_before: bool
) -> Picture:
    rows = [
        {
            "label": each.code,
            "name": each.name,
            "counts_text": words.number(each.counts[measure])
            + (f" ({words.signed(each.counts['change'])})" if has_before else ""),
            "order": order,
            "count": each.counts[measure],
            "before": each.counts["before"] if has_before else None,
        }
        for order, each in enumerate(units)
    ]
    spec = forms.compared_bars(words, look, measure, has_before=has_before)
    frame = pl.DataFrame(rows, schema_overrides={"before": pl.Int64})
    return Picture(spec, frame, words("figures.alt_bars"))


def _busiest(subject: Subject, rows: Sequence[Row], total: int) -> str:
    """The month with most; where none has more than one visit, none is the busiest."""
    words = subject.words
    if not total:
        return words("visits.none")
    most = max(row["visits"] for row in rows)
    if most == 1:
        period = period_name(subject.filters.period, words)
        visits = words.plural("count.visits", total)
        return words("overview.visits_alone", period=period, visits=visits)
    months = [row["month_name"] for row in rows if row["visits"] == most]
    return words(
        "visits.busiest",
        count=words.number(most),
        total=words.number(total),
        months=_listed(months),
    )


def _moved(subject: Subject, units: Sequence[Unit], whole: Row, measure: str) -> str:
    """The units with the largest rise and fall; without a period before, the one with most."""
    words, what = subject.words, subject.words(f"definition.{measure}")
    units = [each for each in units if each.code != UNSPECIFIED]
    if not units:
        return words("visits.none")
    if len(units) == 1:
        return _of_one(subject, whole, measure)
    if "change" not in whole:
        most = max(each.counts[measure] for each in units)
        return words(
            "visits.most",
            what=what,
            names=_named(units, measure, most),
            count=words.number(most),
            total=words.number(whole[measure]),
        )
    said = {"what": what, "before": period_name(subject.filters.period.before, words)}
    changes = [each.counts["change"] for each in units]
    more, fewer = max(changes), min(changes)
    rise = {"up": _named(units, "change", more), "more": words.signed(more)}
    fall = {"down": _named(units, "change", fewer), "fewer": words.signed(fewer)}
    if more > 0 > fewer:
        return words("visits.rose_and_fell", **said, **rise, **fall)
    if more > 0:
        return words("visits.rose", **said, **rise)
    return words("visits.fell", **said, **fall) if fewer < 0 else words("visits.same", **said)


def _of_one(subject: Subject, whole: Row, measure: str) -> str:
    """Of one unit nothing is the largest: what there is of it, and how many more or fewer."""
    period = subject.filters.period
    counts = {"visits": None, "places_visited": None, measure: whole[measure]}
    before = {measure: whole["before"]} if "before" in whole else None
    name = period_name(period, subject.words)
    return visits_finding(subject.words, name, counts, before, is_year=period.year is not None)


def _named(units: Sequence[Unit], column: str, value: int) -> str:
    return _listed([each.name for each in units if each.counts[column] == value])


def _listed(names: Sequence[str]) -> str:
    """The first three that share a place; a sign for the others."""
    more = ", \u2026" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _unit_cautions(subject: Subject, unit: str, measure: str) -> tuple[str, ...]:
    words = subject.words
    of_units = {
        "ministry": (words("annex.note_host"),),
        "region": border_notes(words, unit, subject.filters.period.to_on),
    }
    overlaps = (words("annex.note_visits_overlap"),) if unit != "visit_type" else ()
    is_of_visits = measure == "visits"
    return (
        *of_units.get(unit, ()),
        *(overlaps if is_of_visits else _places_alone(words, measure)),
    )


def _before_is(subject: Subject) -> str:
    words = subject.words
    return words("visits.before_is", period=period_name(subject.filters.period.before, words))


def _also_visited(words: Words, now: Row, measure: str) -> tuple[str, ...]:
    """The places beside the visits; where places are what is counted, nothing more."""
    if measure == "places_visited":
        return ()
    return (words.plural("count.places_visited", now["places_visited"]),)


def _first_year(subject: Subject) -> tuple[str, ...]:
    begins = max(subject.data_set.first_on, FIRST_DAY)
    return (subject.words("deck.first_year"),) if begins.year == FIRST_DAY.year else ()


def _places_alone(words: Words, measure: str) -> tuple[str, ...]:
    """Beside a figure that counts places because visits are not told."""
    return (words("visits.places_alone"),) if measure == "places_visited" else ()


def _count(rows: dict[str | None, Row], code: str, measure: str) -> int:
    return int(rows[code][measure]) if code in rows else 0


def _months_of(period: Period) -> list[str]:
    first = period.from_on.year * 12 + period.from_on.month - 1
    last = period.to_on.year * 12 + period.to_on.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]
