"""The slide on what changed in the period, beside the period before it."""

from dataclasses import replace
from datetime import date

import polars as pl

from npm_data.charts.slide_bars import Bar, slide_bars
from npm_data.figures.columns import Column
from npm_data.figures.periods import period_name
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, total_of
from npm_data.files.slides import Slide
from npm_data.register.filters import Period
from npm_data.report.changes import SAID, Changes, ask, days_of, said_of
from npm_data.report.deck_slide import drawn, n, period_of, slide_of

_IN_THE_SENTENCE = 3
"""Of the kinds of change so many are said; the picture shows all of `SAID`."""


def what_changed(subject: Subject) -> Slide | None:
    """The changes between the days of the period, asked as on their page.

    No slide for a period that the register does not reach.
    """
    words, filters = subject.words, subject.filters
    data_set = subject.data_set
    if not data_set.first_on <= filters.period.to_on or filters.period.from_on > data_set.data_date:
        return None
    now = ask(subject, days_of(filters.period, data_set.data_date))
    earlier = subject.filters_before
    before = ask(subject, days_of(earlier.period, data_set.data_date)) if earlier else None
    rows = [_row(subject, kind, now, before) for kind in SAID]
    bars = [Bar(row["name"], row["now"], row["text"]) for row in rows]
    columns = {
        "name": Column(words("changes.column_kind")),
        "now": Column(period_of(subject), "number"),
    }
    if earlier:
        columns["before"] = Column(period_name(earlier.period, words), "number")
    has_picture = any(row["now"] for row in rows)
    return slide_of(
        subject,
        "what_changed",
        _sentence(subject, now),
        definition="changes",
        picture=drawn(subject, slide_bars(bars), "deck.alt_bars") if has_picture else None,
        frame=pl.DataFrame(rows) if has_picture else None,
        columns=columns,
        counts=(
            words(
                "changes.days_line",
                before=words.date(now.days.before),
                after=words.date(now.days.after),
            ),
            *_counted(subject, now),
        ),
        cautions=(
            words("changes.ministry_note"),
            *((words("changes.visit_type_note"),) if filters.visit_types else ()),
        ),
    )


def _counted(subject: Subject, changes: Changes) -> tuple[str, str]:
    """What could change: all recommendations and all places of the choice on the later day."""
    words, after = subject.words, changes.days.after
    issued = replace(subject.filters, period=Period(date.min, after))
    recommendations = total_of(subject.repository.recommendations(issued, after))
    places = total_of(subject.repository.clock(subject.filters, after))["places"]
    return (
        n(words.plural("recommendations.count", recommendations["recommendations"])),
        n(words.plural("deck.places", places)),
    )


def _row(subject: Subject, kind: str, now: Changes, before: Changes | None) -> Row:
    words = subject.words
    text = words.number(now.total[kind])
    row: Row = {"name": words(f"changes.kind_{kind}"), "now": now.total[kind], "text": text}
    if before is None:
        return row
    counted, year = before.total[kind], before.filters.period.year
    base = f"{year}: {words.number(counted)}"
    if year is None:
        base = words("deck.before", count=words.number(counted))
    return row | {"before": counted, "text": f"{text} ({base})"}


def _sentence(subject: Subject, changes: Changes) -> str:
    words, period = subject.words, period_of(subject)
    issued, *others = SAID
    changed = [kind for kind in others if changes.total[kind]]
    if not changed and not changes.total[issued]:
        return words("deck.changed_nothing", period=period)
    # The first names what the others count: "1 recommendation issued, 2 newly claimed".
    kinds = [issued, *changed][:_IN_THE_SENTENCE]
    return words("deck.changed", period=period, parts=said_of(words, changes.total, kinds))
