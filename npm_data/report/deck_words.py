"""Slides of words: the title, and sources and definitions at the end."""

import polars as pl

from npm_data.figures.columns import Column
from npm_data.figures.filter_line import filter_line
from npm_data.figures.periods import period_name
from npm_data.figures.subject import Subject
from npm_data.files.release import provenance_of
from npm_data.files.slides import Slide
from npm_data.report.deck_visits import published_figures
from npm_data.report.published import source_of

DEFINED = (
    "visits",
    "coverage",
    "clock",
    "recommendations",
    "status",
    "time_to_implementation",
    "replies",
)
"""The figures of the deck, in the order of its slides."""


def title_of(subject: Subject) -> str:
    """`National Preventive Mechanism of Kazakhstan, 2016`."""
    words = subject.words
    period = period_name(subject.filters.period, words)
    return words("deck.title", name=words("app.title"), period=period)


def title(subject: Subject) -> Slide:
    """What the deck is about, up to which day, and whether the records are made up."""
    words, data_set = subject.words, subject.data_set
    sentence = title_of(subject)
    lines = [
        filter_line(words, subject.filters),
        words("frame.data_date", date=words.date(data_set.data_date)),
    ]
    if data_set.is_empty:
        lines.append(words("deck.register_empty"))
    elif data_set.is_demonstration:
        lines.append(words("frame.demonstration"))
    return Slide(
        key="title",
        chapter=words("deck.chapter_title"),
        sentence=sentence,
        lines=tuple(lines),
        notes=(words("deck.notes_title"), *lines),
    )


def sources(subject: Subject) -> Slide:
    """Where the figures come from, and what each of them counts."""
    words, counted = subject.words, subject.data_set.row_counts
    told = provenance_of(subject, title_of(subject), has_map=True)
    records = words(
        "deck.records",
        **{sheet: words.number(count) for sheet, count in counted.items()},
    )
    is_demonstration = subject.data_set.is_demonstration
    rows = [
        {"name": words(f"definition.{name}"), "said": words(f"definition.{name}_short")}
        for name in DEFINED
    ]
    return Slide(
        key="sources",
        chapter=words("deck.chapter_sources"),
        sentence=words(
            "deck.sources_demonstration" if is_demonstration else "deck.sources_register",
            date=words.date(subject.data_set.data_date),
        ),
        frame=pl.DataFrame(rows),
        columns={
            "name": Column(words("deck.column_figure")),
            "said": Column(words("deck.column_definition")),
        },
        lines=(
            records,
            told.register,
            f"{words('definition.published')}: {words('definition.published_short')}",
            *dict.fromkeys(source_of(figure) for figure in published_figures(subject)),
            words("charts.attribution"),
        ),
        notes=(words("definition.published_full").replace("**", ""), *told.lines()[1:]),
    )
