"""A deck for the hall: figures in the hall look, a slide each, in the order of `data/deck.toml`."""

import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from npm_data.figures import changes, coverage, implementation, past_due, rates, recommendations
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure
from npm_data.figures.periods import SEPARATOR, filter_line, period_name
from npm_data.figures.subject import Subject, is_known, told
from npm_data.figures.units import total_of, younger_regions
from npm_data.figures.visits import by_year
from npm_data.files.release import known_until, provenance_of, release
from npm_data.files.slides import Deck, Slide, is_map
from npm_data.i18n import Words, words_for
from npm_data.questions.disclosure import SEES_ALL
from npm_data.reference import PROJECT
from npm_data.register.filters import Filters

PLAN_FILE = PROJECT / "data" / "deck.toml"


class DeckPlanError(Exception):
    """A plan that no deck can be made of; `said` tells what is wrong in the reader's language."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(words_for("en")(message, **values))
        self._message = message
        self._values = values

    def said(self, words: Words) -> str:
        return words(self._message, **self._values)


def read_plan(known: Collection[str], path: Path = PLAN_FILE) -> tuple[str, ...]:
    """The slides of the file in their order; a `DeckPlanError` when it cannot be used."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DeckPlanError("deck.plan_unreadable", file=path.name) from error
    listed = content.get("slides")
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise DeckPlanError("deck.plan_unreadable", file=path.name)
    return checked(listed, known)


def checked(listed: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """The same keys, when each is known and stands once; a `DeckPlanError` when not."""
    if not listed:
        raise DeckPlanError("deck.plan_empty")
    unknown = [key for key in listed if key not in known]
    if unknown:
        raise DeckPlanError(
            "deck.plan_unknown", names=", ".join(unknown), known=", ".join(sorted(known))
        )
    doubled = [key for key, times in Counter(listed).items() if times > 1]
    if doubled:
        raise DeckPlanError("deck.plan_doubled", names=", ".join(doubled))
    return tuple(listed)


def slide(
    subject: Subject, key: str, figure: Figure, *, on: date | None = None, lines: Sequence[str] = ()
) -> Slide | None:
    """A figure in the hall look, none where it has no rows; `key` is its name in `data/deck.toml`.

    `on` is the day it is read on, where that is not the period; `lines` must not be missed.
    """
    if figure.rows.is_empty():
        return None
    words, name = subject.words, figure.definition
    short = words(f"definition.{name}_short") if name else ""
    about = (f"{words(f'definition.{name}')}: {short}", _rule(words, name)) if name else ()
    counted = "; ".join(figure.counts)
    said = (*about, counted, filter_line(words, subject.filters), *figure.cautions)
    return Slide(
        key=key,
        figure=figure.key,
        chapter=_chapter(subject, key, on),
        sentence=figure.finding,
        picture=figure.picture(subject.look.in_the_hall),
        frame=release(subject, figure).frame,
        columns=figure.columns,
        counts=counted,
        definition=short,
        lines=tuple(lines),
        notes=tuple(note for note in said if note),
    )


def _chapter(subject: Subject, key: str, on: date | None) -> str:
    """What it is about, on which day, and of what: a part must not be read as the whole country."""
    words, filters = subject.words, subject.filters
    said = words(f"deck.chapter_{key}")
    if on is not None:
        said = words("deck.on", chapter=said, date=words.date(on))
    is_of_a_part = filters != Filters(filters.period)
    return (
        f"{said}{SEPARATOR}{filter_line(words, filters, has_period=False)}"
        if is_of_a_part
        else said
    )


def _rule(words: Words, definition: str) -> str:
    """The exact rule, without the marks of a page."""
    return words(f"definition.{definition}_full").replace("**", "")


def headline(subject: Subject) -> Slide | None:
    return slide(subject, "headline", by_year(subject))


def where_we_went(subject: Subject) -> Slide | None:
    """The map; none where no place was visited: the visits have said so."""
    if not _were_visited(subject):
        return None
    figure = coverage.coverage(subject, "region")
    return slide(subject, "where_we_went", figure, lines=younger_regions(subject))


def whom_we_reached(subject: Subject) -> Slide | None:
    """Bodies, or the types of places where one body is chosen."""
    unit = "institution_type" if len(subject.filters.ministries) == 1 else "ministry"
    if not _were_visited(subject):
        return None
    made = slide(subject, "whom_we_reached", coverage.coverage(subject, unit))
    # Of one type alone there is nothing that the map has not said.
    return made if made and made.picture else None


def _were_visited(subject: Subject) -> bool:
    return bool(total_of(subject.repository.coverage(subject.filters))["places_visited"])


def four_year_round(subject: Subject) -> Slide | None:
    figure = coverage.four_year_round(subject)
    return slide(subject, "four_year_round", figure, on=subject.as_of)


def what_we_recommended(subject: Subject) -> Slide | None:
    return slide(subject, "what_we_recommended", recommendations.counts(subject, "theme"))


def carried_out(subject: Subject) -> Slide | None:
    """The one rate; below it what of the period cannot be judged yet."""
    figure = rates.carried_out(subject)
    return slide(subject, "carried_out", figure, lines=figure.cautions)


def what_we_ask(subject: Subject) -> Slide | None:
    """What is past due of each body: visits and replies, as far as they are told."""
    figure = past_due.by_ministry(subject)
    return slide(subject, "what_we_ask", figure, on=subject.data_set.data_date)


def how_fast(subject: Subject) -> Slide | None:
    return slide(subject, "how_fast", implementation.how_fast(subject, "total"))


def what_changed(subject: Subject) -> Slide | None:
    """The changes between the days of the period; none where the register has none of it."""
    figure = changes.of_the_period(subject)
    return slide(subject, "what_changed", figure) if is_known(subject) else None


def by_region(subject: Subject) -> Slide | None:
    return slide(subject, "by_region", coverage.term(subject, "region"), on=subject.as_of)


def by_type(subject: Subject) -> Slide | None:
    figure = coverage.term(subject, "institution_type")
    return slide(subject, "by_type", figure, on=subject.as_of)


DEFINED = (
    "visits",
    "coverage",
    "clock",
    "recommendations",
    "rate_cohort",
    "past_due",
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
    # Two forums may show one year: with what was known then, and with all that is known since.
    known = known_until(words, data_set)
    if not data_set.is_looked_back_on:
        known = words("deck.known_today", date=words.date(data_set.data_date))
    lines = [filter_line(words, subject.filters), known]
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
            *((records,) if _shows_all(subject) else ()),
            told.register,
            words("charts.attribution"),
        ),
        notes=told.lines()[1:],
    )


def nothing(subject: Subject) -> Slide | None:
    """One slide for a choice of which there is nothing to show; none where there is something."""
    words, filters = subject.words, subject.filters
    if subject.data_set.is_empty:
        sentence = words("deck.register_empty")
    elif not is_known(subject):
        sentence = words("deck.not_recorded", period=period_name(filters.period, words))
    elif any(_counts_of(subject)):
        return None
    else:
        sentence = words("deck.nothing", choice=filter_line(words, filters))
    lines = younger_regions(subject)
    return Slide("nothing", words("deck.chapter_nothing"), sentence, lines=lines)


def _shows_all(subject: Subject) -> bool:
    """Whether the rows of the register are those of the slides: of a look back and for the public
    it holds more than is shown.
    """
    is_told_all = subject.repository.role.may(SEES_ALL)
    return is_told_all and not subject.data_set.is_looked_back_on


def _counts_of(subject: Subject) -> Iterator[int]:
    """Places, visits and recommendations of the choice, as far as they are told."""
    asked = {
        "places_in_mandate": lambda each: each.repository.coverage(each.filters),
        "places_visited": lambda each: each.repository.visits(each.filters),
        "recommendations": lambda each: each.repository.recommendations(each.filters),
    }
    for name, ask in asked.items():
        answer = told(ask, subject)
        yield 0 if answer is None else total_of(answer)[name]


SLIDES: dict[str, Callable[[Subject], Slide | None]] = {
    "title": title,
    "headline": headline,
    "where_we_went": where_we_went,
    "whom_we_reached": whom_we_reached,
    "four_year_round": four_year_round,
    "what_we_recommended": what_we_recommended,
    "carried_out": carried_out,
    "what_we_ask": what_we_ask,
    "sources": sources,
    "how_fast": how_fast,
    "what_changed": what_changed,
    "by_region": by_region,
    "by_type": by_type,
}
"""All slides that `data/deck.toml` can name; the last four are for an annex."""


def deck_of(subject: Subject, plan: Sequence[str] | None = None) -> Deck:
    """The slides of a plan, or of `data/deck.toml`; a `DeckPlanError` says what is wrong with it.

    A slide without a row drops out, and so does one that rests on what the reader is not told. Of a
    choice that has nothing one slide says so, between those of words.
    """
    keys = read_plan(SLIDES) if plan is None else checked(plan, SLIDES)
    empty = nothing(subject)
    if empty is None:
        slides = [made for key in keys if (made := told(SLIDES[key], subject)) is not None]
    else:
        slides = [
            *([title(subject)] if "title" in keys else []),
            empty,
            *([sources(subject)] if "sources" in keys else []),
        ]
    origin = provenance_of(
        subject, title_of(subject), has_map=any(is_map(each.picture) for each in slides)
    )
    return Deck(subject.words, tuple(slides), origin, subject.data_set.register_version)
