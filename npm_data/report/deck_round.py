"""Slides on terms: the four-year round of visits, and what is overdue."""

import polars as pl

from npm_data.charts.slide_bars import Bar, slide_bars
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.sentences import rate_in_brackets, share_in_brackets
from npm_data.figures.subject import Subject, is_known
from npm_data.figures.units import Row, total_of
from npm_data.files.slides import Slide
from npm_data.i18n import Words
from npm_data.report.deck_slide import (
    drawn,
    n,
    of_all,
    slide_of,
)


def overdue(subject: Subject) -> Slide | None:
    """Replies and periodic visits past their term; no slide where neither can be."""
    words = subject.words
    replies = total_of(subject.repository.replies(subject.filters))
    clock = _clock(subject)
    places = clock["places"] if clock else 0
    if not replies["due"] and not places:
        return None
    rows = [*_replies(subject, replies), *(_visits(subject, clock) if clock and places else ())]
    bars = [
        Bar(row["name"], row["overdue"] / row["whole"], row["text"], ink="alarm") for row in rows
    ]
    return slide_of(
        subject,
        "overdue",
        _overdue(subject, replies, clock if places else None),
        definition="replies",
        picture=drawn(subject, slide_bars(bars, whole=1), "deck.alt_bars"),
        frame=pl.DataFrame(rows),
        columns={
            "name": Column(words("deck.column_term")),
            "overdue": Column(words("deck.column_overdue"), "number"),
            "whole": Column(words("deck.column_whole"), "number"),
        },
        lines=() if replies["due"] else (words("recommendations.replies_none"),),
        counts=_counted(subject, replies["due"], places),
        cautions=(words("implementation.reply_rule"), *_any_visit_type(subject)),
    )


def _clock(subject: Subject) -> Row | None:
    """Where it is told, and the register reaches so far."""
    is_told = subject.repository.may_ask("clock", subject.filters, as_of=subject.as_of)
    if not is_told or not is_known(subject):
        return None
    return total_of(subject.repository.clock(subject.filters, subject.as_of))


def _counted(subject: Subject, due: int, places: int) -> list[str]:
    """Of both how many there are, and the day that they are read on."""
    words = subject.words
    counted = []
    if due:
        counted.append(n(words.plural("recommendations.count", due)))
    counted.append(words("deck.replies_on", date=words.date(subject.data_set.data_date)))
    if places:
        counted.append(n(words.plural("deck.places", places)))
    return [*counted, words("deck.visits_on", date=words.date(subject.as_of))]


def _replies(subject: Subject, replies: Row) -> list[Row]:
    words, due = subject.words, replies["due"]
    if not due:
        return []
    text = of_all(words, replies["overdue"], due, fewest=FEWEST_FOR_A_RATE)
    name = words("deck.bar_replies")
    return [{"name": name, "overdue": replies["overdue"], "whole": due, "text": text}]


def _visits(subject: Subject, clock: Row) -> list[Row]:
    """Places visited before, and those that never were, apart."""
    words, places = subject.words, clock["places"]
    return [
        {
            "name": words(f"deck.bar_{name}"),
            "overdue": clock[name],
            "whole": places,
            "text": of_all(words, clock[name], places),
        }
        for name in ("overdue", "never_visited_past_due")
    ]


def _overdue(subject: Subject, replies: Row, clock: Row | None) -> str:
    words = subject.words
    past_due = clock["overdue"] + clock["never_visited_past_due"] if clock else 0
    if not replies["overdue"] and not past_due:
        return words("deck.overdue_none")
    parts = []
    if replies["due"]:
        parts.append(_overdue_replies(words, replies))
    if clock:
        parts.append(_overdue_visits(words, past_due, clock["places"]))
    return words("deck.overdue", parts="; ".join(parts))


def _overdue_replies(words: Words, replies: Row) -> str:
    if not replies["overdue"]:
        return words("deck.overdue_no_reply")
    return words.plural(
        "deck.overdue_replies",
        replies["due"],
        overdue=words.number(replies["overdue"]),
        share=rate_in_brackets(words, replies["overdue"], replies["due"]),
    )


def _overdue_visits(words: Words, past_due: int, places: int) -> str:
    if not past_due:
        return words("deck.overdue_no_visit")
    return words.plural(
        "deck.overdue_visits",
        places,
        overdue=words.number(past_due),
        share=share_in_brackets(words, past_due, places),
    )


def _any_visit_type(subject: Subject) -> tuple[str, ...]:
    """That a chosen type of visit does not touch the clock."""
    return (subject.words("places.any_visit_type"),) if subject.filters.visit_types else ()
