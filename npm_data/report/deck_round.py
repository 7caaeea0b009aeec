"""Slides on terms: the four-year round of visits, and what is overdue."""

from npm_data.charts.bands import PARTS, part_names
from npm_data.charts.slide_band import Part, slide_band
from npm_data.figures.sentences import clock_finding
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, total_of
from npm_data.i18n import Words
from npm_data.model.mandate import whole_visits
from npm_data.report.deck_slide import (
    count_columns,
    drawn,
    is_known,
    n,
    not_recorded,
    parts_table,
    slide_of,
)
from npm_data.report.slides import Slide


def four_year_round(subject: Subject) -> Slide:
    """The four classes of the clock as one band, and the pace that the round needs."""
    words = subject.words
    clock = total_of(subject.repository.clock(subject.filters, subject.as_of))
    places = clock["places"]
    has_picture = is_known(subject) and bool(places)
    names = part_names("clock", words)
    parts = [
        Part(
            f"clock_{part}",
            names[part],
            clock[part],
            words.number(clock[part]),
            words.percent(clock[part] / places) if places else "",
        )
        for part in PARTS["clock"]
    ]
    past_due = clock["overdue"] + clock["never_visited_past_due"]
    return slide_of(
        subject,
        "four_year_round",
        clock_finding(words, places, past_due) if is_known(subject) else not_recorded(subject),
        definition="clock",
        picture=drawn(subject, slide_band(parts), "deck.alt_band") if has_picture else None,
        frame=parts_table(parts) if has_picture else None,
        columns=count_columns(
            words, "definition.clock", "overview.column_places", "overview.column_share"
        ),
        lines=(*_pace(subject), *_never_visited(words, clock)) if has_picture else (),
        counts=(
            n(words.plural("deck.places", places)),
            words("overview.clock_on", date=words.date(subject.as_of)),
        ),
        cautions=_any_visit_type(subject),
    )


def _never_visited(words: Words, clock: Row) -> tuple[str, ...]:
    """How many of the last class the sentence counts: the term of the others still runs."""
    if not clock["never_visited"]:
        return ()
    said = words(
        "overview.clock_never_past",
        count=words.number(clock["never_visited_past_due"]),
        total=words.number(clock["never_visited"]),
    )
    return (said[0].upper() + said[1:],)


def _pace(subject: Subject) -> tuple[str, ...]:
    words = subject.words
    pace = total_of(subject.repository.pace(subject.filters, subject.as_of))
    needed = words.number(whole_visits(pace["needed_a_year"]))
    day = words.date(subject.as_of)
    return (words.plural("deck.pace", pace["places_visited"], needed=needed, date=day),)


def _any_visit_type(subject: Subject) -> tuple[str, ...]:
    """That a chosen type of visit does not touch the clock."""
    return (subject.words("places.any_visit_type"),) if subject.filters.visit_types else ()
