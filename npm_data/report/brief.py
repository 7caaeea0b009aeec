"""The brief, a page to take home: the deck's sentences, three pictures and the state bodies."""

from dataclasses import replace
from functools import partial

from npm_data.charts.theme import Look
from npm_data.figures.coverage import SMALL, coverage
from npm_data.figures.figure import Picture
from npm_data.figures.overview import bodies
from npm_data.figures.periods import SEPARATOR, filter_line
from npm_data.figures.rates import by_year as rate_by_year
from npm_data.figures.subject import Subject, all_told
from npm_data.figures.visits import by_year
from npm_data.files.brief import Brief
from npm_data.files.release import provenance_of, release
from npm_data.files.slides import Table, table_of
from npm_data.report.deck import deck_of, title_of

FINDINGS = (
    "headline",
    "where_we_went",
    "whom_we_reached",
    "four_year_round",
    "what_we_recommended",
    "carried_out",
    "what_we_ask",
)
"""The slides whose sentences it says, whatever slides an office has chosen for its deck."""
PICTURES = (by_year, partial(coverage, unit="region", view=SMALL), rate_by_year)
"""What the three pictures show: how often, where, and what became of it."""
COLUMNS = (
    "name",
    "places_in_mandate",
    "coverage",
    "past_due",
    "recommendations",
    "rate",
    "overdue",
)
"""Of the state bodies, as far as they are told: what a page has room for."""


def brief_of(subject: Subject) -> Brief:
    """The page of a choice; of one that has nothing, one sentence and no more."""
    words = subject.words
    said = deck_of(subject, FINDINGS).slides
    has_figures = any(each.figure for each in said)
    # It stands once, above them.
    of_the_choice = SEPARATOR + filter_line(words, subject.filters, has_period=False)
    return Brief(
        words=words,
        provenance=provenance_of(subject, title_of(subject), has_map=has_figures),
        choice=filter_line(words, subject.filters),
        findings=tuple((each.chapter.removesuffix(of_the_choice), each.sentence) for each in said),
        pictures=_pictures(subject) if has_figures else (),
        table=_bodies(subject) if has_figures else None,
    )


def _pictures(subject: Subject) -> tuple[tuple[str, Picture], ...]:
    """Each under what it shows, without a number: the sentences have those."""
    return tuple(
        (figure.heading, picture)
        for figure in all_told(subject, *PICTURES)
        if (picture := figure.picture(Look.LIGHT)) is not None
    )


def _bodies(subject: Subject) -> Table | None:
    figure = bodies(subject)
    if figure.rows.is_empty():
        return None
    columns = {name: figure.columns[name] for name in COLUMNS if name in figure.columns}
    frame = release(subject, figure).frame
    # Of one body the whole would be the same again.
    has_total = figure.has_whole and frame.height > 2
    shown = frame if has_total else frame.head(1)
    return replace(table_of(subject.words, shown, columns), has_total=has_total)
