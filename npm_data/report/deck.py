"""A deck for the hall: figures in the hall look, a slide each, in the order of `data/deck.toml`."""

import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import polars as pl

from npm_data.figures import changes, coverage, implementation, past_due, rates, recommendations
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure
from npm_data.figures.periods import filter_line, period_name
from npm_data.figures.subject import Subject, is_known, told
from npm_data.figures.visits import by_year
from npm_data.files.release import provenance_of, release
from npm_data.files.slides import Deck, Slide
from npm_data.i18n import Words, words_for
from npm_data.reference import PROJECT

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


def slide(subject: Subject, key: str, figure: Figure) -> Slide:
    """A figure in the hall look; `key` is the slide's name in `data/deck.toml`."""
    words, name = subject.words, figure.definition
    short = words(f"definition.{name}_short") if name else ""
    about = (f"{words(f'definition.{name}')}: {short}", _rule(words, name)) if name else ()
    counted = "; ".join(figure.counts)
    said = (*about, counted, filter_line(words, subject.filters), *figure.cautions)
    return Slide(
        key=key,
        figure=figure.key,
        chapter=words(f"deck.chapter_{key}"),
        sentence=figure.finding or figure.empty,
        picture=figure.picture(subject.look.in_the_hall),
        frame=None if figure.rows.is_empty() else release(subject, figure).frame,
        columns=figure.columns,
        counts=counted,
        definition=short,
        notes=tuple(note for note in said if note),
    )


def _rule(words: Words, definition: str) -> str:
    """The exact rule, without the marks of a page."""
    return words(f"definition.{definition}_full").replace("**", "")


def where_we_went(subject: Subject) -> Slide:
    return slide(subject, "where_we_went", coverage.coverage(subject, "region"))


def whom_we_reached(subject: Subject) -> Slide | None:
    """Bodies, or the types of places where one body is chosen."""
    unit = "institution_type" if len(subject.filters.ministries) == 1 else "ministry"
    figure = coverage.coverage(subject, unit)
    is_empty = figure.rows.is_empty() or not is_known(subject)
    return None if is_empty else slide(subject, "whom_we_reached", figure)


def four_year_round(subject: Subject) -> Slide:
    return slide(subject, "four_year_round", coverage.four_year_round(subject))


def overdue(subject: Subject) -> Slide | None:
    """What we ask of each body: visits and replies past due; none where neither can be."""
    figure = past_due.by_ministry(subject)
    return None if figure.rows.is_empty() else slide(subject, "overdue", figure)


def what_changed(subject: Subject) -> Slide | None:
    """The changes between the days of the period; none where the register has none of it."""
    figure = changes.of_the_period(subject)
    has_any = is_known(subject) and figure.finding
    return slide(subject, "what_changed", figure) if has_any else None


def what_we_recommended(subject: Subject) -> Slide:
    return slide(subject, "what_we_recommended", recommendations.counts(subject, "theme"))


def carried_out(subject: Subject) -> Slide | None:
    """The rate by year; no slide where no year can be judged."""
    figure = rates.by_year(subject)
    return None if figure.rows.is_empty() else slide(subject, "carried_out", figure)


def who_says_so(subject: Subject) -> Slide | None:
    """Statuses as one band; no slide without a recommendation to judge."""
    figure = implementation.standing(subject)
    return None if figure.rows.is_empty() else slide(subject, "who_says_so", figure)


def how_fast(subject: Subject) -> Slide | None:
    """No slide without a recommendation."""
    figure = implementation.how_fast(subject, "total")
    return None if figure.rows.is_empty() else slide(subject, "how_fast", figure)


DEFINED = (
    "visits",
    "coverage",
    "clock",
    "recommendations",
    "rate_cohort",
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
            words("charts.attribution"),
        ),
        notes=told.lines()[1:],
    )


SLIDES: dict[str, Callable[[Subject], Slide | None]] = {
    "title": title,
    "headline": lambda subject: slide(subject, "headline", by_year(subject)),
    "where_we_went": where_we_went,
    "whom_we_reached": whom_we_reached,
    "four_year_round": four_year_round,
    "what_we_recommended": what_we_recommended,
    "carried_out": carried_out,
    "who_says_so": who_says_so,
    "how_fast": how_fast,
    "overdue": overdue,
    "what_changed": what_changed,
    "sources": sources,
}
"""All slides that `data/deck.toml` can name; one that has nothing to say gives none."""


def deck_of(subject: Subject, plan: Sequence[str] | None = None) -> Deck:
    """The slides of a plan, or of `data/deck.toml`; a `DeckPlanError` says what is wrong with it.

    A missing number is said on its slide; a slide that would only repeat that there is nothing
    (whom, carried out, who says so, how fast, overdue, changed) drops out, and so does one that
    rests on what the reader is not told.
    """
    keys = read_plan(SLIDES) if plan is None else checked(plan, SLIDES)
    slides = [made for key in keys if (made := told(SLIDES[key], subject)) is not None]
    origin = provenance_of(subject, title_of(subject), has_map="where_we_went" in keys)
    return Deck(subject.words, tuple(slides), origin, subject.data_set.register_version)
