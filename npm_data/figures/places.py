"""Single places: the register, where to go next, the round by region, and what one place was told.

Lists are long, so a page asks for a stretch of them; the figures here hold every row, for files.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import Any

import polars as pl

from npm_data.charts import place_timeline as chart
from npm_data.charts.bands import part_names
from npm_data.charts.theme import STATUSES, Look
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure, Picture
from npm_data.figures.periods import day_text
from npm_data.figures.sentences import k_of_n
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, border_notes, numbers, table, total_of, units_of
from npm_data.i18n import Words, words_for
from npm_data.questions.places import EVERYTHING, PlaceOrder, Stretch
from npm_data.register.filters import whole_visits

ALL = "all"
STATES = ("never-visited", "never-visited-past-due", "past-due", "due-soon", "on-time")
"""What a list of places is narrowed to. A place that was never visited can be past due as well."""
ORDERS: tuple[PlaceOrder, ...] = ("chapter", "due", "name", "region")
WITHDRAWN = "no_longer_applicable"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for beside the filters: a text, one of `STATES`, those outside the mandate."""

    search: str = ""
    state: str = ALL
    with_outside: bool = False
    order: PlaceOrder = "chapter"


@dataclass(frozen=True, slots=True)
class Place:
    """One place as of the data date: its row, and the answers about it by their names."""

    facts: Row
    visits: pl.DataFrame
    statements: pl.DataFrame
    statuses: pl.DataFrame
    recommendations: pl.DataFrame


# -- the register ---------------------------------------------------------------------------------


def found(subject: Subject, sought: Sought, stretch: Stretch = EVERYTHING) -> pl.DataFrame:
    """The places sought; `matches` counts the rows of all stretches."""
    return subject.repository.place_list(
        subject.filters,
        subject.as_of,
        search=sought.search,
        states=() if sought.state == ALL else (sought.state.replace("-", "_"),),
        with_outside=sought.with_outside,
        sort_by=sought.order,
        stretch=stretch,
    )


def register_finding(subject: Subject, sought: Sought, matches: int) -> str:
    """How many places there are, or how many were found of those that the filters leave."""
    words = subject.words
    if not sought.search and sought.state == ALL:
        return words("places.title_all", count=words.number(matches))
    # In the same order for all, so that the answer is kept.
    whole = found(subject, Sought(with_outside=sought.with_outside), Stretch(1))
    total = 0 if whole.is_empty() else int(whole["matches"][0])
    return words("places.title_found", k_of_n=k_of_n(words, matches, total))


def register(subject: Subject, sought: Sought) -> Figure:
    """Every place sought."""
    words = subject.words
    rows = _named(subject, found(subject, sought))
    said = {
        words("places.search"): sought.search,
        words("places.state"): "" if sought.state == ALL else words(_of_state(sought.state)),
    }
    return Figure(
        key="places.register",
        heading=words("places.view_register"),
        finding=register_finding(subject, sought, rows.height),
        rows=rows,
        columns={
            "institution_id": Column(words("places.column_id")),
            **_place_columns(words),
            "state": Column(words("places.column_state")),
            "due_on": Column(words("places.column_due"), "date"),
            "last_periodic_on": Column(words("places.column_periodic"), "date"),
            "last_interim_on": Column(words("places.column_interim"), "date"),
            "last_special_on": Column(words("places.column_special"), "date"),
            "open_recommendations": Column(words("places.column_open"), "number"),
        },
        definition="clock",
        counts=(
            words("frame.council_only"),
            *(f"{name}: {value}" for name, value in said.items() if value),
            *((words("places.with_outside"),) if sought.with_outside else ()),
            *day_notes(subject),
            words("places.open_on", date=words.date(subject.data_set.data_date)),
        ),
    )


@cache
def state_options(language: str) -> dict[str, str]:
    """What can be chosen: everything, or one of `STATES`."""
    words = words_for(language)
    return {ALL: words("places.state_all")} | {each: words(_of_state(each)) for each in STATES}


def state_of(words: Words, row: Row) -> str:
    """The class of the clock, of a place outside the mandate why it has none."""
    if row["clock_state"] is None:
        return words("places.left" if row["mandate_state"] == "left" else "places.not_yet")
    return words(f"figures.clock_{row['clock_state']}")


def where(words: Words, region: str, district: str | None, day: date) -> str:
    """Region and district, as far as it is known."""
    return words.region(region, on=day) + (f", {district}" if district else "")


def short_day(words: Words, day: date | None) -> str:
    """31.12.2016, which fits a narrow column in every language."""
    return words("places.none") if day is None else day_text(day)


def day_notes(subject: Subject) -> tuple[str, ...]:
    """The day of the clock, and that a chosen type of visit does not touch it."""
    words = subject.words
    on_day = words("overview.clock_on", date=words.date(subject.as_of))
    is_narrowed = bool(subject.filters.visit_types)
    return (on_day, words("places.any_visit_type")) if is_narrowed else (on_day,)


def _of_state(state: str) -> str:
    if state == "past-due":
        return "places.is_past_due"
    if state == "never-visited-past-due":
        return "places.is_never_visited_past_due"
    return f"figures.clock_{state.replace('-', '_')}"


def _named(subject: Subject, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with names beside the codes: `type`, `host`, `region_name`, `state`."""
    words, day = subject.words, subject.as_of
    named: dict[str, Callable[[Row], str]] = {
        "type": lambda row: words.institution_type(row["institution_type"]),
        "host": lambda row: words.ministry(row["ministry"], day),
        "region_name": lambda row: words.region(row["region"], on=day),
    }
    if "clock_state" in rows.columns:
        named["state"] = partial(state_of, words)
    listed = rows.to_dicts()
    return rows.with_columns(
        pl.Series(name, [say(row) for row in listed], pl.String) for name, say in named.items()
    )


def _place_columns(words: Words) -> dict[str, Column]:
    return {
        "name": Column(words("places.column_place")),
        "type": Column(words("places.column_type")),
        "host": Column(words("places.column_ministry")),
        "region_name": Column(words("places.column_region_only")),
        "district": Column(words("places.column_district")),
    }


# -- where to go next -----------------------------------------------------------------------------


def needs_of_the_round(subject: Subject) -> Row:
    """What the four-year round needs in a year, what is due, and what was visited in the last."""
    asked, chosen = subject.repository, (subject.filters, subject.as_of)
    return total_of(asked.pace(*chosen)) | total_of(asked.planning_needs(*chosen))


def planning_finding(words: Words, needs: Row) -> str:
    """How many visits the coming 12 months need, or that there is no place at all."""
    if not needs["places"]:
        return words("places.planning_none")
    return words(
        "places.pace_title",
        needed=words.number(needs["needed"]),
        past_due=words.number(needs["past_due"]),
    )


def planning_sentence(words: Words, needs: Row, day: date) -> str:
    """What the round needs against what was done, in whole visits."""
    if not needs["places"]:
        return words("places.planning_none")
    counted = {
        "places": needs["places"],
        "a_year": whole_visits(needs["needed_a_year"]),
        "needed": needs["needed"],
        "coming": needs["coming"],
        "past_due": needs["past_due"],
        "never": needs["never_visited_past_due"],
        "visited": needs["places_visited"],
    }
    parts = {name: words.plural(f"places.n_{name}", count) for name, count in counted.items()}
    return words("places.planning_sentence", **parts, date=words.date(day))


def due_next(subject: Subject, stretch: Stretch = EVERYTHING) -> pl.DataFrame:
    """The places past due, then those due within 12 months."""
    return subject.repository.planning(subject.filters, subject.as_of, stretch=stretch)


def planning(subject: Subject) -> Figure:
    """Every place that is due, for who plans: not to be shown around."""
    words, needs = subject.words, needs_of_the_round(subject)
    rows = _named(subject, due_next(subject))
    terms = [words(f"places.is_{'past_due' if each else 'coming'}") for each in rows["is_past_due"]]
    return Figure(
        key="places.planning",
        heading=words("places.view_planning"),
        finding=words("places.planning_file", date=words.date(subject.as_of)),
        rows=rows.with_columns(pl.Series("term", terms, pl.String)),
        columns={
            "institution_id": Column(words("places.column_id")),
            **_place_columns(words),
            "due_on": Column(words("places.column_due"), "date"),
            "term": Column(words("places.column_falls_due")),
            "last_periodic_on": Column(words("places.column_periodic"), "date"),
        },
        definition="planning",
        counts=(
            words("places.planning_label"),
            planning_sentence(words, needs, subject.as_of),
            *day_notes(subject),
        ),
    )


def regions(subject: Subject, *, by_share: bool = False) -> Figure:
    """Never visited, past due and what the round needs by region, from north to south.

    Only where a person asks for it, the largest share of places never visited comes first.
    """
    words, by = subject.words, ("total", "region")
    needs = subject.repository.planning_needs(subject.filters, subject.as_of, by)
    pace = subject.repository.pace(subject.filters, subject.as_of, by)
    both = needs.join(pace.drop("places", "pace"), on=("dimension", "key"))
    units = units_of(subject, both, "region")
    if by_share:
        units.sort(key=lambda unit: unit.counts["share_never_visited"], reverse=True)
    rows = table(
        subject,
        units,
        total_of(both),
        lambda counts: counts | {"needed_a_year": whole_visits(counts["needed_a_year"])},
    )
    return Figure(
        key="places.regions",
        heading=words("places.view_regions"),
        finding=_regions_finding(words, total_of(both)),
        rows=rows,
        columns={
            "name": Column(words("places.column_region_only")),
            **_counted(words, "places", "never_visited"),
            "share_never_visited": Column(words("places.column_share_never_visited"), "percent"),
            **_counted(words, "past_due", "coming", "needed_a_year", "places_visited"),
        },
        definition="planning",
        counts=(
            words("frame.council_only"),
            *day_notes(subject),
            *border_notes(words, "region", subject.as_of),
        ),
        empty=words("places.planning_none"),
        has_whole=True,
    )


def _regions_finding(words: Words, whole: Row) -> str:
    if not whole["places"]:
        return words("places.planning_none")
    return words(
        "places.regions_finding",
        k_of_n=k_of_n(words, whole["never_visited"], whole["places"]),
        share=words.percent(whole["share_never_visited"]),
    )


def _counted(words: Words, *names: str) -> dict[str, Column]:
    return numbers({name: words(f"places.column_{name}") for name in names})


# -- one place ------------------------------------------------------------------------------------


def place_of(subject: Subject, institution_id: str) -> Place | None:
    """What the register knows of a place; None where it holds none of that ID."""
    asked = subject.repository
    facts = asked.place(institution_id)
    if facts.is_empty():
        return None
    return Place(
        facts=facts.row(0, named=True),
        visits=asked.visits_of_place(institution_id),
        statements=asked.statements_of_place(institution_id),
        statuses=asked.statuses_of_place(institution_id),
        recommendations=asked.recommendations_of_place(institution_id),
    )


def sentences(subject: Subject, place: Place) -> tuple[str, str, str]:
    """What the place was told and what became of it; when it was visited; when it is due."""
    return (
        _told(subject.words, place.facts),
        _visited(subject.words, place),
        _due(subject.words, place.facts),
    )


def _told(words: Words, facts: Row) -> str:
    if not facts["recommendations"]:
        return words("place.recommendations_none")
    names = {
        "told": "recommendations",
        "done": "done",
        "verified": "verified",
        "open": "open_recommendations",
        "repeated": "repeated",
        "withdrawn": WITHDRAWN,
    }
    counts = {name: words.number(facts[column]) for name, column in names.items()}
    return words("place.told_and_withdrawn" if facts[WITHDRAWN] else "place.told", **counts)


def _visited(words: Words, place: Place) -> str:
    """The last visit with its type, and the last periodic one where that is another."""
    facts = place.facts
    if place.visits.is_empty():
        return words("place.visits_none")
    last, periodic = place.visits["visit_type"][0], facts["last_periodic_on"]
    said = {
        "visits": words.plural("count.visits", facts["visits"]),
        "date": words.date(facts["last_visit_on"]),
        "type": words.code("visit_type", last),
    }
    if periodic is None:
        return words("place.visited_never_periodically", **said)
    if periodic == facts["last_visit_on"]:
        return words("place.visited", **said)
    return words("place.visited_otherwise", **said, periodic=words.date(periodic))


def _due(words: Words, facts: Row) -> str:
    """The day of the next periodic visit; of a place outside the mandate, when it was in it."""
    if facts["due_on"] is not None:
        name = "place.was_due" if facts["is_past_due"] else "place.is_due"
        return words(name, date=words.date(facts["due_on"]))
    first, until = facts["in_mandate_from"], facts["in_mandate_until"]
    if until is not None and until <= first:
        return words("place.never_in_mandate")
    if facts["mandate_state"] == "left":
        last = words.date(until - timedelta(days=1))
        return words("place.in_mandate_between", first=words.date(first), last=last)
    return words("place.in_mandate_from", date=words.date(first))


def recommendations(subject: Subject, place: Place) -> Figure:
    """All that was recommended of the place, the latest first."""
    words, rows = subject.words, place.recommendations
    ministries = [words.ministry(code, subject.data_set.data_date) for code in rows["ministry"]]
    return Figure(
        key="place.recommendations",
        heading=words("place.list_recommendations"),
        finding=f"{place.facts['name']}. {_told(words, place.facts)}",
        rows=rows.with_columns(
            pl.Series("addressee", ministries, pl.String),
            pl.Series("theme", [words.code("theme", each) for each in rows["theme"]], pl.String),
            pl.Series("status", [status_of(words, each) for each in rows["status"]], pl.String),
        ),
        columns={
            "chain_id": Column(words("places.column_id")),
            "issued_on": Column(words("place.column_issued"), "date"),
            "text": Column(words("place.column_text")),
            "addressee": Column(words("place.column_addressee")),
            "theme": Column(words("place.column_theme")),
            "status": Column(words("place.column_status")),
            "since": Column(words("place.column_since"), "date"),
            "times": Column(words("place.column_times"), "number"),
            "last_said_on": Column(words("place.column_last_said"), "date"),
        },
        definition="status",
        counts=(words("frame.council_only"),),
        has_filters=False,
        has_period=False,
    )


def status_of(words: Words, status: str) -> str:
    if status == WITHDRAWN:
        return words("place.no_longer_applicable")
    return part_names("status", words)[status]


# -- one place in time ----------------------------------------------------------------------------

_NEAREST_COUNTS = 0.05
"""Two counts nearer than this share of the axis would run into each other on a phone."""
_DRAWN = {
    "kind": pl.String,
    "at": pl.Float64,
    "until": pl.Float64,
    "visit_type": pl.String,
    "count": pl.Int64,
    "count_text": pl.String,
    "status": pl.String,
    "low": pl.Int64,
    "high": pl.Int64,
    "label": pl.String,
    "line": pl.Int64,
    "side": pl.String,
}


def timeline(subject: Subject, place: Place) -> Figure:
    """Visits, what was recommended, and how it stands at the end of each month."""
    words = subject.words
    withdrawn = place.facts[WITHDRAWN]
    is_empty = place.visits.is_empty() and place.statements.is_empty()

    def draw(look: Look) -> Picture:
        return Picture(
            spec=chart.place_timeline(words, look),
            frame=_frame(subject, place),
            alt=words("place.alt_timeline"),
            width=1000,
            height=430,
        )

    return Figure(
        key="place.timeline",
        heading=words("place.timeline"),
        finding=words("place.timeline_none" if is_empty else "place.timeline"),
        rows=pl.DataFrame() if is_empty else _by_day(words, place),
        columns={
            "place": Column(words("places.column_place")),
            "on": Column(words("place.column_day"), "date"),
            "what": Column(words("place.column_what")),
            "count": Column(words("place.column_count"), "number"),
        },
        definition="status",
        counts=(
            words("place.bars_note"),
            words("place.month_note"),
            *((words("place.withdrawn", count=words.number(withdrawn)),) if withdrawn else ()),
        ),
        draw=draw,
        has_filters=False,
        has_period=False,
    )


def _by_day(words: Words, place: Place) -> pl.DataFrame:
    """The same as rows by day: statuses where their number changes."""
    names = part_names("status", words)
    rows: list[tuple[date, str, int | None]] = []
    for visit in place.visits.iter_rows(named=True):
        kind = words.code("visit_type", visit["visit_type"])
        rows.append((visit["started_on"], words("place.visit", type=kind), None))
    for on, new, repeats in place.statements.iter_rows():
        rows += [(on, words("place.said"), new)] if new else []
        rows += [(on, words("place.said_again"), repeats)] if repeats else []
    before: dict[str, int] = {}
    for (_, read_on), counts in _counts_by_month(place.statuses).items():
        for status in STATUSES:
            count = counts.get(status, 0)
            if count != before.get(status, 0):
                rows.append((read_on, words("place.status_of", status=names[status]), count))
        before = counts
    if place.facts["due_on"] is not None:
        rows.append((place.facts["due_on"], words("place.due"), None))
    schema = {"on": pl.Date, "what": pl.String, "count": pl.Int64}
    frame = pl.DataFrame(sorted(rows, key=lambda row: row[0]), schema=schema, orient="row")
    return frame.select(pl.lit(place.facts["name"]).alias("place"), pl.all())


def _frame(subject: Subject, place: Place) -> pl.DataFrame:
    """What the picture draws; see `npm_data.charts.place_timeline`."""
    visits: list[Row] = [
        {
            "kind": "visit",
            "at": _at(row["started_on"]),
            "until": _at(row["reported_on"] or row["started_on"]),
            "visit_type": row["visit_type"],
        }
        for row in place.visits.iter_rows(named=True)
    ]
    issued: Any = place.recommendations["issued_on"].min()
    statuses = bands(place.statuses, issued)
    days = _days_that_matter(subject, place)
    drawn = [row["at"] for row in (*visits, *statuses, *days)]
    start, span = min(drawn), max(max(drawn) - min(drawn), 1.0)
    for row in days:
        row["side"] = "left" if (row["at"] - start) / span > 1 / 2 else "right"
    said = _said(subject.words, place, span)
    years = _years(start, start + span)
    return pl.DataFrame([{"kind": "lane"}, *years, *visits, *said, *statuses, *days], schema=_DRAWN)


def bands(statuses: pl.DataFrame, first_on: date | None) -> list[Row]:
    """A band for each status as long as it stays where it is; withdrawn ones are left out.

    `statuses` holds counts on the last days of months; a month's stack is drawn over the month,
    that of the first month from the first recommendation on.
    """
    finished: list[Row] = []
    going: dict[str, Row] = {}
    for (month_on, read_on), counts in _counts_by_month(statuses).items():
        low = 0
        for status in STATUSES:
            high = low + counts.get(status, 0)
            band = going.get(status)
            if band is None or (band["low"], band["high"]) != (low, high):
                going.pop(status, None)
                if high > low:
                    begun = _at(max(month_on, first_on or month_on))
                    band = {"kind": "status", "status": status, "at": begun}
                    going[status] = band | {"low": low, "high": high}
                    finished.append(going[status])
            if status in going:
                going[status]["until"] = _at(read_on + timedelta(days=1))
            low = high
    return finished


def _counts_by_month(statuses: pl.DataFrame) -> dict[tuple[date, date], dict[str, int]]:
    """Recommendations by status, of each month's first day and the day on which it is read."""
    counted: dict[tuple[date, date], dict[str, int]] = {}
    for month_on, read_on, status, count in statuses.iter_rows():
        counted.setdefault((month_on, read_on), {})[status] = count
    return counted


def _said(words: Words, place: Place, span: float) -> list[Row]:
    """A bar for each day with new recommendations; of counts too near to each other the first."""
    rows: list[Row] = []
    last_named = float("-inf")
    for on, count in place.statements.select("issued_on", "recommendations").iter_rows():
        if not count:
            continue
        at = _at(on)
        is_named = at - last_named >= _NEAREST_COUNTS * span
        last_named = at if is_named else last_named
        text = words.number(count) if is_named else ""
        rows.append({"kind": "said", "at": at, "count": count, "count_text": text})
    return rows


def _years(start: float, end: float) -> list[Row]:
    """The first days of the years between two points of the axis."""
    first, last = (datetime.fromtimestamp(at / 1000, UTC).year for at in (start, end))
    return [{"kind": "year", "at": _at(date(year, 1, 1))} for year in range(first + 1, last + 1)]


def _days_that_matter(subject: Subject, place: Place) -> list[Row]:
    """The data date and, for a place of the mandate, the day of its next periodic visit."""
    words, data_date = subject.words, subject.data_set.data_date
    named = f"{words('place.data_date')}: {day_text(data_date)}"
    rows: list[Row] = [{"kind": "day", "at": _at(data_date), "label": named, "line": 0}]
    due = place.facts["due_on"]
    if due is not None:
        label = words("place.due_day", day=day_text(due))
        rows.append({"kind": "day", "at": _at(due), "label": label, "line": 1})
    return rows


def _at(day: date) -> float:
    """Milliseconds since 1970, as the picture counts time."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000
