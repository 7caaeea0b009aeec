"""What is past due: replies and periodic visits by body, and those that have waited longest.

Read on the data date, of all that was ever recommended and all places of the mandate on that day:
what is late now is late whatever period is looked at.
"""

from dataclasses import replace
from typing import NamedTuple

import polars as pl

from npm_data.charts.bars import Bar, BarForm, PairForm
from npm_data.charts.theme import Look
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.figure import Figure, Picture, hall_picture
from npm_data.figures.periods import FIRST_TERMS_END
from npm_data.figures.sentences import (
    k_of_n,
    rate_in_brackets,
    share_in_brackets,
    spoken_share,
)
from npm_data.figures.subject import Report, Subject, ever, told
from npm_data.figures.units import (
    Ranked,
    Row,
    any_visit_type,
    codes_in_order,
    named_unit,
    ranked,
    rows_of,
    table,
    total_of,
)
from npm_data.i18n import Words
from npm_data.questions.disclosure import last_told
from npm_data.questions.places import Stretch
from npm_data.questions.recommendations import Wanted
from npm_data.register.filters import Filters, Period

LONGEST = 10
"""So many of those that have waited longest are named."""


_NONE = {"places": 0, "past_due": 0, "share_past_due": None, "never_visited_past_due": 0}


def by_ministry(subject: Subject) -> Figure:
    """Places past their four-year term and replies that did not come, by body, the whole last.

    A place belongs to the body responsible for its type, a reply to the addressee. Rows: `code`,
    `name`, `short_name`, `past_due` of `places`, `share_past_due`, `never_visited_past_due`,
    `overdue` of `due`, and `share_overdue`. Who is not told the terms of places has the replies
    alone, of what was recommended long enough ago; a `WithheldError` where not even these are told.
    """
    words, day, by = subject.words, subject.data_set.data_date, ("total", "ministry")
    clock = told(lambda asked: asked.repository.clock(ever(asked), day, by), subject)
    replies = subject.repository.replies(_settled(subject), by=by)
    of_places = {} if clock is None else rows_of(clock, "ministry")
    of_replies = rows_of(replies, "ministry")
    # Bodies bear the names of the day on which all this is so.
    now = Report(words, ever(subject), subject.repository)
    units = [
        named_unit(now, "ministry", code, _both(of_places.get(code), of_replies.get(code)))
        for code in codes_in_order("ministry")
        if code in of_places or code in of_replies
    ]
    places = None if clock is None else total_of(clock)
    whole = _both(places, total_of(replies))
    rows = table(subject, units, whole)
    said = _sentences(subject, rows, places, whole)
    nothing = words("past_due.nothing_due")
    # Bars of none past due before the first terms can end would say that all is well.
    has_visits = clock is not None and day > FIRST_TERMS_END
    of_visits = {
        "past_due": Column(words("past_due.column_past_due"), "number"),
        "never_visited_past_due": Column(words("past_due.column_never_visited"), "number"),
        "places": Column(words("past_due.column_places"), "number"),
        "share_past_due": Column(words("past_due.column_share"), "percent"),
    }
    return Figure(
        key="past_due.ministry",
        heading=words("past_due.title"),
        rows=rows,
        columns={
            "name": Column(words("past_due.column_body")),
            **({} if clock is None else of_visits),
            "overdue": Column(words("past_due.column_overdue"), "number"),
            "due": Column(words("past_due.column_due"), "number"),
            "share_overdue": Column(words("past_due.column_share_overdue"), "percent", of="due"),
        },
        definition="past_due",
        finding=" ".join(each.text for each in said) or nothing,
        counts=(
            words("past_due.as_of", date=words.date(day)),
            *_issued_until(subject),
            *(each.named for each in said if each.named),
        ),
        cautions=(
            words("changes.ministry_note"),
            *any_visit_type(subject),
        ),
        draw=lambda look: _picture(words, rows, look, has_visits=has_visits),
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


def never_visited_places(subject: Subject) -> Figure:
    """The places without a periodic visit, one a row, by chapter: for the Council alone."""
    words, day = subject.words, subject.filters.period.to_on
    listed = subject.repository.place_list(
        subject.filters, subject.as_of, states=("never_visited",)
    )
    order = {code: number for number, code in enumerate(codes_in_order("institution_type"))}
    rows = [
        {
            "name": row["name"],
            "institution_id": row["institution_id"],
            "type": words.institution_type(row["institution_type"]),
            "ministry": words.ministry(row["ministry"], day),
            "region": words.region(row["region"], on=day),
            "district": row["district"],
            "due_on": row["due_on"],
        }
        for row in sorted(
            listed.iter_rows(named=True), key=lambda each: order[each["institution_type"]]
        )
    ]
    return Figure(
        key="clock.never_visited",
        heading=words("annex.never_visited"),
        finding=words("annex.never_visited"),
        rows=pl.DataFrame(rows, infer_schema_length=None),
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
        counts=(
            words("frame.council_only"),
            words("overview.clock_on", date=words.date(subject.as_of)),
        ),
        cautions=any_visit_type(subject),
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


def _sentences(subject: Subject, rows: pl.DataFrame, clock: Row | None, whole: Row) -> list[_Said]:
    """That of the larger share first; that no first term can have ended yet comes last."""
    said = []
    if clock is not None and clock["places"]:
        can_end = subject.data_set.data_date > FIRST_TERMS_END
        share = whole["share_past_due"] if can_end else 0.0
        said.append((share, _visits(subject, rows, clock)))
    if whole["due"]:
        said.append((whole["share_overdue"], _replies(subject.words, rows, whole)))
    return [each for _, each in sorted(said, key=lambda each: -each[0])]


def _settled(subject: Subject) -> Filters:
    """All days of which replies are told: to the public those that lie a year back."""
    filters, repository = ever(subject), subject.repository
    last = last_told(repository.role, "replies", subject.data_set.data_date)
    first = filters.period.from_on
    return replace(filters, period=Period(first, max(first, min(last, filters.period.to_on))))


def _issued_until(subject: Subject) -> tuple[str, ...]:
    """Up to which day, where it is not the last one that is known."""
    last = _settled(subject).period.to_on
    if last == subject.data_set.data_date:
        return ()
    return (subject.words("past_due.issued_until", date=subject.words.date(last)),)


def _visits(subject: Subject, rows: pl.DataFrame, clock: Row) -> _Said:
    """Before the first terms can end, that none is past due says nothing: who was never visited."""
    words, places = subject.words, clock["places"]
    if subject.data_set.data_date <= FIRST_TERMS_END:
        never = clock["never_visited"]
        counted = k_of_n(words, never, places) + share_in_brackets(words, never, places)
        date = words.date(FIRST_TERMS_END)
        return _Said(words("past_due.no_term_yet", k_of_n=counted, date=date))
    past_due = clock["past_due"]
    named = ranked(rows, "share_past_due", "places")
    if named is None:
        counted = k_of_n(words, past_due, places) + share_in_brackets(words, past_due, places)
        return _Said(words("past_due.visits", k_of_n=counted))
    return _most(words, "visits", named, "share_past_due", spoken_share(words, past_due, places))


def _replies(words: Words, rows: pl.DataFrame, whole: Row) -> _Said:
    overdue, due = whole["overdue"], whole["due"]
    named = ranked(rows, "share_overdue", "due")
    if named is None:
        counted = k_of_n(words, overdue, due) + rate_in_brackets(words, overdue, due)
        return _Said(words("past_due.replies", k_of_n=counted))
    return _most(words, "replies", named, "share_overdue", spoken_share(words, overdue, due))


def _most(words: Words, name: str, named: Ranked, share: str, whole: str) -> _Said:
    """The body with the largest share first, then the whole."""
    most = named.highest[0]
    body = f"{most['short_name']} ({words.percent(most[share])})"
    return _Said(
        words(f"past_due.{name}_most", ministry=body, all=whole),
        words(
            f"frame.named_{'places' if name == 'visits' else name}",
            count=words.number(named.fewest),
        ),
    )


def _picture(words: Words, rows: pl.DataFrame, look: Look, *, has_visits: bool) -> Picture | None:
    """For the hall: by body the share of places past due and that of replies overdue."""
    if not look.is_hall:
        return None
    # Of one body the whole would only be the same again.
    shown = rows if rows.height > 2 else rows.head(1)
    pairs = tuple(
        (_bar(words, row, "past_due", "places"), _bar(words, row, "overdue", "due"))
        for row in shown.iter_rows(named=True)
    )
    heads = words("past_due.column_past_due"), words("past_due.column_overdue")
    replies = tuple(bar for _, bar in pairs)
    form = PairForm(heads, pairs) if has_visits else BarForm(replies, whole=1)
    return hall_picture(words, look, form, words("deck.alt_bars"))


def _bar(words: Words, row: Row, part: str, whole: str) -> Bar:
    """Of none there is no bar; of fewer than five replies no share, and so no length."""
    k, n = row[part], row[whole]
    is_rate = whole == "due"
    brackets = rate_in_brackets if is_rate else share_in_brackets
    said = k_of_n(words, k, n) if n else ""
    text = said + brackets(words, k, n) if n else ""
    is_told = n >= (FEWEST_FOR_A_RATE if is_rate else 1)
    share = k / n if is_told else 0
    return Bar(row["short_name"], share, text, ink="alarm", beside=said, is_told=is_told)


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
