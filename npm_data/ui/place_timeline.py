"""The rows of a place's timeline: visits, recommendations made, statuses month by month."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl

from npm_data.charts import place_timeline as chart
from npm_data.charts.bands import part_names
from npm_data.charts.theme import STATUSES
from npm_data.figures.columns import Column
from npm_data.figures.periods import day_text
from npm_data.i18n import Words
from npm_data.ui.frame.app import App
from npm_data.ui.place_answers import Place
from npm_data.ui.show import show

Rows = list[dict[str, Any]]
_NEAREST_COUNTS = 0.05
"""Two counts nearer than this share of the axis would run into each other on a phone."""
_COLUMNS = {
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


def timeline(app: App, place: Place) -> None:
    words, facts = app.words, place.facts
    is_empty = place.visits.is_empty() and place.statements.is_empty()
    title = words(
        "place.timeline",
        visits=words.plural("count.visits", facts["visits"]),
        count=words.number(facts["recommendations"]),
        open=words.number(facts["open_recommendations"]),
    )
    withdrawn = facts["no_longer_applicable"]
    show(
        app,
        "place.timeline",
        title=words("place.timeline_none") if is_empty else title,
        frame=pl.DataFrame() if is_empty else _frame(app, place),
        spec=chart.place_timeline(words, app.look),
        alt=words("place.alt_timeline"),
        definition="status",
        columns={
            "on": Column(words("place.column_day"), "date"),
            "what": Column(words("place.column_what")),
            "count": Column(words("place.column_count"), "number"),
        },
        counts=(
            words("place.bars_note"),
            words("place.month_note"),
            *([words("place.withdrawn", count=words.number(withdrawn))] if withdrawn else []),
        ),
        empty=words("place.timeline_none"),
        notes=(facts["name"],),
        table=_table(app, place),
    )


def _frame(app: App, place: Place) -> pl.DataFrame:
    """What the picture draws; see `npm_data.charts.place_timeline`."""
    visits: Rows = [
        {
            "kind": "visit",
            "at": _at(row["started_on"]),
            "until": _at(row["reported_on"] or row["started_on"]),
            "visit_type": row["visit_type"],
        }
        for row in place.visits.iter_rows(named=True)
    ]
    statuses = bands(place.statuses, _first_day(place))
    days = _days_that_matter(app, place)
    drawn = [row["at"] for row in (*visits, *statuses, *days)]
    start, span = min(drawn), max(max(drawn) - min(drawn), 1.0)
    for row in days:
        row["side"] = "left" if (row["at"] - start) / span > 1 / 2 else "right"
    said = _said(app.words, place, span)
    years = _years(start, start + span)
    rows = [{"kind": "lane"}, *years, *visits, *said, *statuses, *days]
    return pl.DataFrame(rows, schema=_COLUMNS)


def bands(statuses: pl.DataFrame, first_on: date | None) -> Rows:
    """A band for each status as long as it stays where it is; withdrawn ones are left out.

    `statuses` holds counts on the last days of months; a month's stack is drawn over the month,
    that of the first month from the first recommendation on.
    """
    counted: dict[tuple[date, date], dict[str, int]] = {}
    for month_on, read_on, status, count in statuses.iter_rows():
        counted.setdefault((month_on, read_on), {})[status] = count
    finished: Rows = []
    going: dict[str, dict[str, Any]] = {}
    for (month_on, read_on), counts in counted.items():
        low = 0
        for status in STATUSES:
            high = low + counts.get(status, 0)
            band = going.get(status)
            if band is None or (band["low"], band["high"]) != (low, high):
                if low < high:
                    begins = max(month_on, first_on or month_on)
                    band = {"kind": "status", "status": status, "at": _at(begins)}
                    finished.append(band | {"low": low, "high": high})
                    band = finished[-1]
                else:
                    band = None
            if band is None:
                going.pop(status, None)
            else:
                going[status] = band
                band["until"] = _at(read_on + timedelta(days=1))
            low = high
    return finished


def _said(words: Words, place: Place, span: float) -> Rows:
    """A bar for each day with new recommendations; of counts too near to each other the first."""
    rows: Rows = []
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


def _years(start: float, end: float) -> Rows:
    """The first days of the years between two points of the axis."""
    first, last = (datetime.fromtimestamp(at / 1000, UTC).year for at in (start, end))
    return [{"kind": "year", "at": _at(date(year, 1, 1))} for year in range(first + 1, last + 1)]


def _days_that_matter(app: App, place: Place) -> Rows:
    """The data date and, for a place of the mandate, the day of its next periodic visit."""
    words, data_date, due = app.words, app.data_set.data_date, place.facts["due_on"]
    named = f"{words('place.data_date')}: {day_text(data_date)}"
    rows: Rows = [{"kind": "day", "at": _at(data_date), "label": named, "line": 0}]
    if due is not None:
        label = words("place.due_day", day=day_text(due))
        rows.append({"kind": "day", "at": _at(due), "label": label, "line": 1})
    return rows


def _table(app: App, place: Place) -> pl.DataFrame:
    """The same as rows by day: statuses where their number changes."""
    words = app.words
    names = part_names("status", words)
    rows: list[tuple[date, str, int | None]] = []
    for visit in place.visits.iter_rows(named=True):
        kind = words.code("visit_type", visit["visit_type"])
        rows.append((visit["started_on"], words("place.visit", type=kind), None))
    for on, new, repeats in place.statements.iter_rows():
        rows += [(on, words("place.said"), new)] if new else []
        rows += [(on, words("place.said_again"), repeats)] if repeats else []
    before: dict[str, int] = {}
    for read_on, counts in _by_day(place.statuses).items():
        for status in STATUSES:
            count = counts.get(status, 0)
            if count != before.get(status, 0):
                said = words("place.status_of", status=names[status])
                rows.append((read_on, said, count))
        before = counts
    if place.facts["due_on"] is not None:
        rows.append((place.facts["due_on"], words("place.is_due"), None))
    schema = {"on": pl.Date, "what": pl.String, "count": pl.Int64}
    return pl.DataFrame(sorted(rows, key=lambda row: row[0]), schema=schema, orient="row")


def _by_day(statuses: pl.DataFrame) -> dict[date, dict[str, int]]:
    counted: dict[date, dict[str, int]] = {}
    for _, read_on, status, count in statuses.iter_rows():
        counted.setdefault(read_on, {})[status] = count
    return counted


def _first_day(place: Place) -> date | None:
    issued: date | None = place.recommendations["issued_on"].min()  # type: ignore[assignment]
    return issued


def _at(day: date) -> float:
    """Milliseconds since 1970, as the picture counts time."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000
