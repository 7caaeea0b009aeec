"""What is past due: replies and periodic visits by body, and those that have waited longest.

Read on the data date, of all that was ever recommended and all places of the mandate on that day:
what is late now is late whatever period is looked at.
"""

from typing import NamedTuple

import polars as pl

from npm_data.charts.bars import Bar, BarForm
from npm_data.charts.theme import Look
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure, Picture, hall_picture
from npm_data.figures.periods import FIRST_DAY
from npm_data.figures.sentences import k_of_n, rate_in_brackets, share_in_brackets
from npm_data.figures.subject import Subject, ever
from npm_data.figures.units import (
    Ranked,
    Row,
    codes_in_order,
    named_unit,
    ranked,
    rows_of,
    table,
    total_of,
)
from npm_data.i18n import Words
from npm_data.questions.places import Stretch
from npm_data.questions.recommendations import Wanted

LONGEST = 10
"""So many of those that have waited longest are named."""

_FIRST_TERMS_END = FIRST_DAY.replace(year=FIRST_DAY.year + 4)

_NONE = {"places": 0, "past_due": 0, "share_past_due": None, "never_visited_past_due": 0}


def by_ministry(subject: Subject) -> Figure:
    """Places past their four-year term and replies that did not come, by body, the whole last.

    A place belongs to the body responsible for its type, a reply to the addressee. Rows: `code`,
    `name`, `short_name`, `past_due` of `places`, `share_past_due`, `never_visited_past_due`,
    `overdue` of `due`, and `share_overdue`.
    """
    words, day = subject.words, subject.data_set.data_date
    filters, by = ever(subject), ("total", "ministry")
    clock = subject.repository.clock(filters, day, by)
    replies = subject.repository.replies(filters, by=by)
    of_places, of_replies = rows_of(clock, "ministry"), rows_of(replies, "ministry")
    units = [
        named_unit(subject, "ministry", code, _both(of_places.get(code), of_replies.get(code)))
        for code in codes_in_order("ministry")
        if code in of_places or code in of_replies
    ]
    whole = _both(total_of(clock), total_of(replies))
    rows = table(subject, units, whole)
    said = [
        *([_visits(subject, rows, total_of(clock))] if whole["places"] else []),
        *([_replies(words, rows, whole)] if whole["due"] else []),
    ]
    nothing = words("past_due.nothing_due")
    return Figure(
        key="past_due.ministry",
        heading=words("past_due.title"),
        rows=rows,
        columns={
            "name": Column(words("past_due.column_body")),
            "past_due": Column(words("past_due.column_past_due"), "number"),
            "never_visited_past_due": Column(words("past_due.column_never_visited"), "number"),
            "places": Column(words("past_due.column_places"), "number"),
            "share_past_due": Column(words("past_due.column_share"), "percent"),
            "overdue": Column(words("past_due.column_overdue"), "number"),
            "due": Column(words("past_due.column_due"), "number"),
            "share_overdue": Column(words("past_due.column_share_overdue"), "percent", of="due"),
        },
        definition="past_due",
        finding=" ".join(each.text for each in said) or nothing,
        counts=(
            words("past_due.as_of", date=words.date(day)),
            *(each.named for each in said if each.named),
        ),
        cautions=(
            words("changes.ministry_note"),
            *_any_visit_type(subject),
        ),
        draw=lambda look: _bars(words, rows, look),
        empty=nothing,
        has_whole=True,
        has_period=False,
    )


def longest_visits(subject: Subject) -> Figure:
    """The places whose term passed first; for the Coordination Council only."""
    words, day = subject.words, subject.data_set.data_date
    found = subject.repository.place_list(
        ever(subject), day, states=("past_due",), sort_by="due", stretch=Stretch(LONGEST)
    )
    rows = found.select(
        "institution_id",
        "name",
        pl.Series("type", list(map(words.institution_type, found["institution_type"])), pl.String),
        pl.Series("where", [words.region(code, on=day) for code in found["region"]], pl.String),
        "due_on",
        "last_periodic_on",
    )
    return _longest(
        subject,
        "visits",
        rows,
        total_of(subject.repository.clock(ever(subject), day))["past_due"],
        {
            "name": Column(words("coverage.place")),
            "type": Column(words("coverage.column_institution_type")),
            "where": Column(words("coverage.column_region")),
            "due_on": Column(words("coverage.due"), "date"),
            "last_periodic_on": Column(
                words("coverage.last_periodic"), "date", none=words("coverage.none_yet")
            ),
        },
    )


def longest_replies(subject: Subject) -> Figure:
    """The recommendations whose reply was due first; for the Coordination Council only."""
    words = subject.words
    wanted = Wanted(replies=("overdue",), sort="oldest")
    found = subject.repository.follow_up_list(ever(subject), wanted, rows_a_page=LONGEST)
    addressees = [
        words.ministry(row["ministry"], row["issued_on"]) for row in found.iter_rows(named=True)
    ]
    rows = found.select(
        "chain_id",
        "reply_due_on",
        pl.Series("addressee", addressees, pl.String),
        pl.Series("theme", [words.code("theme", code) for code in found["theme"]], pl.String),
        pl.col("place").fill_null(words("changes.no_place")),
    )
    return _longest(
        subject,
        "replies",
        rows,
        0 if found.is_empty() else found["total"][0],
        {
            "chain_id": Column(words("changes.column_chain_id")),
            "addressee": Column(words("changes.column_addressee")),
            "theme": Column(words("recommendations.column_theme")),
            "place": Column(words("coverage.place")),
            "reply_due_on": Column(words("changes.column_reply_due_on"), "date"),
        },
    )


class _Said(NamedTuple):
    """A sentence, and among whom the body was chosen that it names."""

    text: str
    named: str = ""


def _both(clock: Row | None, replies: Row | None) -> Row:
    """What is past due of a body's places and of the replies that it owes."""
    places, due = clock or _NONE, replies or {"due": 0, "overdue": 0}
    return {name: places[name] for name in _NONE} | {
        "due": due["due"],
        "overdue": due["overdue"],
        "share_overdue": due["overdue"] / due["due"] if due["due"] else None,
    }


def _visits(subject: Subject, rows: pl.DataFrame, clock: Row) -> _Said:
    """Before the first terms can end, that none is past due says nothing: who was never visited."""
    words, places = subject.words, clock["places"]
    if subject.data_set.data_date <= _FIRST_TERMS_END:
        never = clock["never_visited"]
        counted = k_of_n(words, never, places) + share_in_brackets(words, never, places)
        date = words.date(_FIRST_TERMS_END)
        return _Said(words("past_due.no_term_yet", k_of_n=counted, date=date))
    past_due = clock["past_due"]
    counted = k_of_n(words, past_due, places) + share_in_brackets(words, past_due, places)
    return _sentence(words, "visits", counted, ranked(rows, "share_past_due", "places"))


def _replies(words: Words, rows: pl.DataFrame, whole: Row) -> _Said:
    overdue, due = whole["overdue"], whole["due"]
    counted = k_of_n(words, overdue, due) + rate_in_brackets(words, overdue, due)
    return _sentence(words, "replies", counted, ranked(rows, "share_overdue", "due"))


def _sentence(words: Words, name: str, counted: str, found: Ranked | None) -> _Said:
    if found is None:
        return _Said(words(f"past_due.{name}", k_of_n=counted))
    most = found.highest[0]
    share = most["share_past_due" if name == "visits" else "share_overdue"]
    body = f"{most['name']} ({words.percent(share)})"
    return _Said(
        words(f"past_due.{name}_most", k_of_n=counted, ministry=body),
        words(
            f"frame.named_{'places' if name == 'visits' else name}",
            count=words.number(found.fewest),
        ),
    )


def _bars(words: Words, rows: pl.DataFrame, look: Look) -> Picture | None:
    """For the hall: the share of places past due by body, with the replies overdue below it."""
    if not look.is_hall:
        return None
    bars = [
        Bar(
            row["short_name"],
            row["share_past_due"] or 0,
            k_of_n(words, row["past_due"], row["places"])
            + share_in_brackets(words, row["past_due"], row["places"]),
            note=words("past_due.bar_replies", k_of_n=k_of_n(words, row["overdue"], row["due"])),
            ink="alarm",
            beside=k_of_n(words, row["past_due"], row["places"]),
        )
        for row in rows.iter_rows(named=True)
    ]
    return hall_picture(words, look, BarForm(tuple(bars), whole=1), words("deck.alt_bars"))


def _longest(
    subject: Subject, name: str, rows: pl.DataFrame, count: int, columns: dict[str, Column]
) -> Figure:
    """The rows are of so many that are past due."""
    words = subject.words
    what = words(f"past_due.longest_{name}")
    return Figure(
        key=f"past_due.longest_{name}",
        heading=what,
        rows=rows,
        columns=columns,
        definition="past_due",
        finding=words("past_due.longest", what=what, k_of_n=k_of_n(words, rows.height, count)),
        cautions=(words("frame.council_only"),),
        empty=words(f"past_due.none_{name}"),
        has_period=False,
    )


def _any_visit_type(subject: Subject) -> tuple[str, ...]:
    """That a chosen type of visit does not touch the clock."""
    return (subject.words("places.any_visit_type"),) if subject.filters.visit_types else ()
