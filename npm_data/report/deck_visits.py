"""The headline: how many visits there were, beside the period before or the years before."""

from datetime import timedelta

import polars as pl

from npm_data.charts.slide_columns import Column, slide_columns
from npm_data.charts.slide_shapes import MOST_MARKS
from npm_data.charts.trend import published_visits
from npm_data.figures.columns import Column as TableColumn
from npm_data.figures.periods import FIRST_DAY, period_name
from npm_data.figures.sentences import visits_finding
from npm_data.figures.subject import Subject, is_known
from npm_data.figures.units import counted
from npm_data.files.slides import Slide
from npm_data.model.filters import Filters, Period
from npm_data.reference import PublishedFigure
from npm_data.report.deck_slide import drawn, n, not_recorded, slide_of
from npm_data.report.overview import Overview
from npm_data.report.overview import ask as ask_overview
from npm_data.report.published import precision_text, publisher, source_of, value_text


def headline(subject: Subject) -> Slide:
    """The visits against the period before; a year also beside the years that led to it."""
    words, period = subject.words, subject.filters.period
    overview = ask_overview(subject)
    now, before = overview.now.visits, overview.before.visits if overview.before else None
    measure = counted([now])
    sentence = visits_finding(
        words, period_name(period, words), now, before, is_year=period.year is not None
    )
    shown = _bars(subject, overview) if is_known(subject) else []
    is_alone = before is None and period.year is None
    quoted = published_figures(subject)
    frame = pl.DataFrame([{"name": each.label, "count": each.value} for each in shown])
    has_picture = len(shown) > 1 and any(each.value for each in shown)
    return slide_of(
        subject,
        "headline",
        sentence if is_known(subject) else not_recorded(subject),
        definition=measure,
        picture=drawn(subject, slide_columns(shown), "deck.alt_columns") if has_picture else None,
        frame=frame if has_picture else None,
        columns={
            "name": TableColumn(words("deck.column_period")),
            "count": TableColumn(words(f"definition.{measure}"), "number"),
        },
        lines=(
            _published(subject),
            words("deck.whole_years") if has_picture and is_alone else "",
            words("deck.first_year") if _has_first_year(shown) else "",
        ),
        counts=(
            *([n(words.plural("count.visits", now["visits"]))] if measure == "visits" else []),
            words("deck.places_visited", places=words.number(now["places_visited"])),
        ),
        cautions=(
            words("deck.first_year") if _has_first_year(shown) else "",
            words("definition.published_short") if quoted else "",
            *(source_of(figure) for figure in quoted),
        ),
    )


def _bars(subject: Subject, overview: Overview) -> list[Column]:
    """Up to seven years that end with the chosen one; another period beside the one before it.

    Where there is none before, the whole calendar years of the period.
    """
    words, period = subject.words, subject.filters.period
    measure = counted([overview.now.visits])
    if period.year is None and overview.before is not None:
        pairs = (
            (period.before, overview.before, False),
            (period, overview.now, True),
        )
        return [
            _bar(subject, period_name(each, words), measures.visits[measure], is_chosen)
            for each, measures, is_chosen in pairs
        ]
    of_year = dict(overview.years.select("key", measure).iter_rows())
    return [
        _bar(subject, str(year), of_year.get(str(year), 0), period.year in (year, None))
        for year in _years(subject)
    ]


def _years(subject: Subject) -> range:
    period = subject.filters.period
    if period.year is not None:
        first, last = max(subject.data_set.first_on.year, FIRST_DAY.year), period.year
    else:
        one_day = timedelta(days=1)
        first = (period.from_on - one_day).year + 1
        last = (period.to_on + one_day).year - 1
    return range(max(first, last - MOST_MARKS + 1), last + 1)


def _has_first_year(shown: list[Column]) -> bool:
    return any(each.label == str(FIRST_DAY.year) for each in shown)


def _bar(subject: Subject, label: str, value: int, is_chosen: bool) -> Column:
    return Column(label, value, subject.words.number(value), is_chosen)


def _published(subject: Subject) -> str:
    """What was published for the year and the whole country, quoted as it stands, and by whom."""
    words, year = subject.words, subject.filters.period.year
    figures = [
        f"{value_text(words, figure)} ({precision_text(words, figure)}; {publisher(figure)})"
        for figure in published_figures(subject)
    ]
    if not figures:
        return ""
    return words("deck.published", year=str(year), figures=", ".join(figures))


def published_figures(subject: Subject) -> list[PublishedFigure]:
    """Those that the deck quotes: of the whole country in the year that it is about."""
    year = subject.filters.period.year
    if year is None or subject.filters != Filters(Period.of_year(year)):
        return []
    return [figure for figure in published_visits() if figure.period == str(year)]
