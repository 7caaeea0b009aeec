"""What changed between two days: kinds of change, their records, statuses on both days."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import get_args

import polars as pl

from npm_data.charts.bands import part_names
from npm_data.charts.bars import Bar, BarForm
from npm_data.charts.theme import STATUSES, Look
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure, Picture, hall_picture
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, codes_in_order, numbers, rows_of, total_of
from npm_data.i18n import Words, words_for
from npm_data.questions.changes import RECORD, PlaceChange, RecommendationChange
from npm_data.questions.places import EVERYTHING, Stretch
from npm_data.register.filters import Filters, Period

OF_RECOMMENDATIONS: tuple[RecommendationChange, ...] = get_args(RecommendationChange)
OF_PLACES: tuple[PlaceChange, ...] = get_args(PlaceChange)
WORSE = ("visit_overdue", "reply_overdue", "downgraded")
BETTER = ("visited", "reply_arrived", "verified")
"""The sentence names these kinds; the table has their rows whatever their number. What an authority
claims is neither: nobody has looked at it yet.
"""

KINDS = (*dict.fromkeys((*WORSE, *BETTER, *OF_RECOMMENDATIONS, *OF_PLACES)),)
"""All kinds in the order of the table: for the worse, for the better, neither."""

NOT_ISSUED = "not_issued"
STATUSES_AFTER = (*STATUSES, "no_longer_applicable")
"""What a recommendation can be on a day."""

STATUSES_BEFORE = (NOT_ISSUED, *STATUSES_AFTER)

_SIDES = {"before": "status_before", "after": "status_after"}
_REPLIES = ("reply_due_on", "first_reply_on")
_COLUMNS_OF = {
    "issued": ("status_after",),
    "repeated": ("last_said_on", "status_after"),
    "replied": _REPLIES,
    "reply_overdue": _REPLIES[:1],
    "reply_arrived": _REPLIES,
    **dict.fromkeys(
        ("claimed", "verified", "downgraded", "no_longer_applicable"), tuple(_SIDES.values())
    ),
    "visit_overdue": ("last_periodic_on", "due_after_on"),
    "visited": ("due_before_on", "last_periodic_on"),
    **dict.fromkeys(("opened", "type_entered"), ("in_mandate_from",)),
    **dict.fromkeys(("closed", "type_left"), ("in_mandate_until",)),
}
"""The columns of a record that say what changed, by kind."""

_RECOMMENDATION = ("chain_id", "issued_on", "addressee", "place")
_PLACE = ("place", "institution_type", "region", "ministry")
_SHARED_LABELS = {
    "place": "coverage.place",
    "institution_type": "coverage.column_institution_type",
    "region": "coverage.column_region",
    "ministry": "coverage.column_ministry",
    "last_periodic_on": "coverage.last_periodic",
    "due_before_on": "coverage.due",
    "due_after_on": "coverage.due",
}


@dataclass(frozen=True, slots=True)
class Days:
    """Two days, `before` the earlier one; both are read with all that happened on them.

    A change belongs to the days after the earlier one and up to the later one, so that two spans
    that follow each other count nothing twice.
    """

    before: date
    after: date

    @property
    def period(self) -> Period:
        """The days that changes can fall on."""
        return Period(self.before + timedelta(days=1), self.after)

    def said(self, words: Words) -> dict[str, str]:
        return {"before": words.date(self.before), "after": words.date(self.after)}


def of_the_period(subject: Subject) -> Figure:
    """The kinds of change of the chosen period; without rows where it has not begun yet."""
    days = _days_of(subject)
    return _nothing(subject, "changes.kinds") if days is None else kinds(subject, days)


def statuses_of_the_period(subject: Subject) -> Figure:
    days = _days_of(subject)
    return _nothing(subject, "changes.statuses") if days is None else statuses(subject, days)


def kinds(subject: Subject, days: Days) -> Figure:
    """How many things changed, by kind and ministry; for the worse first.

    Rows: `code`, `kind`, `direction`, `total`, and a column a ministry. None where nothing changed.
    """
    words, total, of_ministry = subject.words, *_counted(subject, days)
    listed = [kind for kind in KINDS if total[kind] or kind in (*WORSE, *BETTER)]
    rows = [
        {
            "code": kind,
            "kind": words(f"changes.kind_{kind}"),
            "direction": _direction(words, kind),
            "total": total[kind],
        }
        | {code: counts.get(kind, 0) for code, counts in of_ministry.items()}
        for kind in listed
    ]
    short = {code: words.ministry(code, days.after, is_short=True) for code in of_ministry}
    finding = _finding(subject, days, total, of_ministry)
    return Figure(
        key="changes.kinds",
        heading=words("annex.changes_kinds"),
        rows=pl.DataFrame(rows if any(total[kind] for kind in KINDS) else []),
        columns={
            "kind": Column(words("changes.column_kind")),
            "direction": Column(words("changes.column_direction")),
            **numbers({"total": words("changes.column_total")} | short),
        },
        definition="changes",
        finding=finding,
        counts=_could_change(subject, days),
        cautions=_notes(subject),
        draw=lambda look: _bars(words, rows, look),
        empty=finding,
    )


def statuses(subject: Subject, days: Days) -> Figure:
    """Where recommendations stood on the earlier day (rows), and where on the later one."""
    words = subject.words
    moved = subject.repository.status_transitions(_between(subject, days))
    cells = {(then, now): count for then, now, count in moved.iter_rows()}
    names = status_names(words.language)
    rows = [
        {"code": then, "name": names[then]}
        | {now: cells.get((then, now), 0) for now in STATUSES_AFTER}
        for then in STATUSES_BEFORE
        if any(before == then for before, _ in cells)
    ]
    whole: Row = {now: sum(row[now] for row in rows) for now in STATUSES_AFTER}
    rows.append({"code": "total", "name": words("changes.column_total")} | whole)
    for row in rows:
        row["total"] = sum(row[now] for now in STATUSES_AFTER)
    said = _stood(words, days, cells)
    return Figure(
        key="changes.statuses",
        heading=words("annex.changes_statuses"),
        rows=pl.DataFrame(rows if cells else []),
        columns={
            "name": Column(words("changes.status_on", date=words.date(days.before))),
            **numbers({now: names[now] for now in STATUSES_AFTER}),
            "total": Column(words("changes.column_total"), "number"),
        },
        definition="status",
        finding=said,
        cautions=(words("changes.statuses_read", **days.said(words)),),
        empty=said,
        has_whole=True,
    )


def records(subject: Subject, days: Days, kind: str, stretch: Stretch = EVERYTHING) -> Figure:
    """The recommendations or places of a kind, one a row; for the Coordination Council only.

    Beside what is shown, rows have `institution_id` and, of recommendations, `chain_id`. No day of
    a visit that was not periodic stands here.
    """
    words = subject.words
    own, is_place = _COLUMNS_OF[kind], kind in OF_PLACES
    shown = (*_PLACE, *own) if is_place else (*_RECOMMENDATION, *own, "text")
    read = _places if is_place else _recommendations
    return Figure(
        key="changes.records",
        heading=words(f"changes.kind_{kind}"),
        rows=read(subject, days, kind, stretch),
        columns={name: _column(words, days, name) for name in shown},
        definition="changes",
        finding=words(
            "changes.kind_title",
            kind=words(f"changes.kind_{kind}"),
            total=words.number(number_of_records(subject, days, kind)),
            **days.said(words),
        ),
        cautions=(words("frame.council_only"), words("changes.days_line", **days.said(words))),
        empty=words("changes.none_of_the_kind"),
    )


def number_of_records(subject: Subject, days: Days, kind: str) -> int:
    """Of `repeated` the recommendations: the table of kinds counts how often they were."""
    filters, repository = _between(subject, days), subject.repository
    if kind in OF_PLACES:
        return int(total_of(repository.place_changes(filters))[kind])
    if kind == "repeated":
        return repository.changes(filters, RECORD, "repeated").height
    return int(total_of(repository.changes(filters))[kind])


@cache
def status_names(language: str) -> Mapping[str, str]:
    """The statuses of a recommendation on either day by their codes, short enough for a column."""
    words = words_for(language)
    return {
        NOT_ISSUED: words("changes.not_issued"),
        **part_names("status", words),
        "verified": words("changes.short_verified"),
        "claimed": words("changes.short_claimed"),
        "no_longer_applicable": words.code("implementation_status", "no_longer_applicable"),
    }


def _days_of(subject: Subject) -> Days | None:
    """The days between which all changes of the period lie, as far as the register knows."""
    period, data_date = subject.filters.period, subject.data_set.data_date
    if period.from_on > data_date:
        return None
    return Days(period.from_on - timedelta(days=1), min(period.to_on, data_date))


def _nothing(subject: Subject, key: str) -> Figure:
    return Figure(key, subject.words("changes.title"), pl.DataFrame(), {}, "changes")


def _between(subject: Subject, days: Days) -> Filters:
    return replace(subject.filters, period=days.period)


def _counted(subject: Subject, days: Days) -> tuple[Row, dict[str, Row]]:
    """How many things changed by kind: in all, and of each ministry that may have any."""
    filters, by = _between(subject, days), ("total", "ministry")
    answers = subject.repository.changes(filters, by), subject.repository.place_changes(filters, by)
    of_chains, of_places = (rows_of(answer, "ministry") for answer in answers)
    ministries = filters.ministries or codes_in_order("ministry")
    counts = {
        code: of_chains.get(code, {}) | of_places.get(code, {})
        for code in codes_in_order("ministry")
        if code in ministries
    }
    return total_of(answers[0]) | total_of(answers[1]), counts


def _could_change(subject: Subject, days: Days) -> tuple[str, ...]:
    """All recommendations and all places of the choice on the later day."""
    words, repository = subject.words, subject.repository
    issued = replace(subject.filters, period=Period(date.min, days.after))
    chains = total_of(repository.recommendations(issued, days.after))["recommendations"]
    places = total_of(repository.clock(subject.filters, days.after))["places"]
    return (
        words("changes.days_line", **days.said(words)),
        words.plural("recommendations.count", chains),
        words.plural("deck.places", places),
    )


def _notes(subject: Subject) -> tuple[str, ...]:
    """Which ministry is meant, and what the filter by visit types reaches."""
    words, is_narrowed = subject.words, bool(subject.filters.visit_types)
    visit_type = (words("changes.visit_type_note"),) if is_narrowed else ()
    return (words("changes.ministry_note"), *visit_type)


def _direction(words: Words, kind: str) -> str:
    if kind in WORSE:
        return words("changes.is_worse")
    return words("changes.is_better" if kind in BETTER else "changes.is_neither")


def _finding(subject: Subject, days: Days, total: Row, of_ministry: Mapping[str, Row]) -> str:
    """Two sentences at most: for the worse, the largest first with its body; for the better."""
    words = subject.words
    is_up_to_now = days.after == subject.data_set.data_date
    name = "changes.since" if is_up_to_now else "changes.between_days"
    between = words(name, **days.said(words))
    if not any(total[kind] for kind in KINDS):
        return words("changes.nothing", days=between)
    worse = [kind for kind in sorted(WORSE, key=lambda kind: -total[kind]) if total[kind]]
    better = [kind for kind in BETTER if total[kind]]
    if not worse and not better:
        return words("changes.neither", days=between)
    said = [_said(words, kind, total) for kind in worse]
    if worse and len(of_ministry) > 1:
        most = max(of_ministry, key=lambda code: of_ministry[code].get(worse[0], 0))
        body = words.ministry(most, days.after, is_short=True)
        count = words.number(of_ministry[most][worse[0]])
        said[0] = words("changes.most_of", what=said[0], ministry=body, count=count)
    first = (
        words("changes.worse", parts=", ".join(said), days=between)
        if worse
        else words("changes.not_worse", days=between)
    )
    if not better:
        return first
    parts = ", ".join(_said(words, kind, total) for kind in better)
    return f"{first} {words('changes.better', parts=parts)}"


def _said(words: Words, kind: str, total: Row) -> str:
    return words.plural(f"changes.said_{kind}", total[kind])


def _bars(words: Words, rows: list[Row], look: Look) -> Picture | None:
    """For the hall: what is for the worse and for the better, each with its number."""
    if not look.is_hall:
        return None
    bars = [
        Bar(
            row["kind"],
            row["total"],
            words.number(row["total"]),
            note=row["direction"],
            ink="alarm" if row["code"] in WORSE else "strong",
        )
        for row in rows
        if row["code"] in (*WORSE, *BETTER)
    ]
    return hall_picture(words, look, BarForm(tuple(bars)), words("deck.alt_bars"))


def _stood(words: Words, days: Days, cells: Mapping[tuple[str, str], int]) -> str:
    """How many stand as they stood, of those issued by the earlier day, and how many are new."""
    known: Counter[bool] = Counter()
    for (then, _), count in cells.items():
        known[then == NOT_ISSUED] += count
    if not known.total():
        return words("changes.matrix_none", **days.said(words))
    same = sum(count for (then, now), count in cells.items() if then == now)
    values = {"earlier": known[False], "same": same, "new": known[True]}
    said = {name: words.number(value) for name, value in values.items()}
    name = "changes.matrix_title" if known[False] else "changes.matrix_new"
    return words(name, **days.said(words), **said)


def _recommendations(subject: Subject, days: Days, kind: str, stretch: Stretch) -> pl.DataFrame:
    words, names = subject.words, status_names(subject.words.language)
    known = next(each for each in OF_RECOMMENDATIONS if each == kind)
    filters = _between(subject, days)
    frame = subject.repository.changed_recommendations(filters, known, stretch)
    return frame.with_columns(
        _named(frame, "ministry", lambda code: words.ministry(code, days.after)).alias("addressee"),
        *(_named(frame, side, names.__getitem__) for side in _SIDES.values()),
        frame["place"].fill_null(words("changes.no_place")),
    )


def _places(subject: Subject, days: Days, kind: str, stretch: Stretch) -> pl.DataFrame:
    words = subject.words
    known = next(each for each in OF_PLACES if each == kind)
    frame = subject.repository.changed_places(_between(subject, days), known, stretch)
    return frame.rename({"name": "place"}).with_columns(
        _named(frame, "ministry", lambda code: words.ministry(code, days.after)),
        _named(frame, "institution_type", words.institution_type),
        _named(frame, "region", words.region),
    )


def _named(frame: pl.DataFrame, column: str, name: Callable[[str], str]) -> pl.Series:
    return pl.Series(column, [name(code) for code in frame[column]], pl.String)


def _column(words: Words, days: Days, name: str) -> Column:
    if name in _SIDES.values():
        day = days.before if name == _SIDES["before"] else days.after
        return Column(words("changes.status_on", date=words.date(day)))
    is_day = name.endswith("_on") or name.startswith("in_mandate_")
    label = _SHARED_LABELS.get(name) or f"changes.column_{name}"
    # A place without a periodic visit has had none, which is known.
    none = words("coverage.none_yet") if name == "last_periodic_on" else ""
    return Column(words(label), "date" if is_day else "text", none=none)
