"""A deck for the hall: one sentence and one picture a slide, on one version of the register."""

from collections.abc import Callable, Sequence

from npm_data.figures import changes, coverage, past_due
from npm_data.figures.subject import Subject, is_known
from npm_data.figures.visible import told
from npm_data.files.release import provenance_of
from npm_data.files.slides import Deck, Slide
from npm_data.report.deck_plan import checked, read_plan
from npm_data.report.deck_recommendations import carried_out, what_we_recommended
from npm_data.report.deck_slide import slide
from npm_data.report.deck_times import how_fast
from npm_data.report.deck_visits import headline
from npm_data.report.deck_words import sources, title, title_of


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


SLIDES: dict[str, Callable[[Subject], Slide | None]] = {
    "title": title,
    "headline": headline,
    "where_we_went": where_we_went,
    "whom_we_reached": whom_we_reached,
    "four_year_round": four_year_round,
    "what_we_recommended": what_we_recommended,
    "carried_out": carried_out,
    "how_fast": how_fast,
    "overdue": overdue,
    "what_changed": what_changed,
    "sources": sources,
}
"""All slides that `data/deck.toml` can name; one that has nothing to say gives none."""


def deck_of(subject: Subject, plan: Sequence[str] | None = None) -> Deck:
    """The slides of a plan, or of `data/deck.toml`; a `DeckPlanError` says what is wrong with it.

    A missing number is said on its slide; a slide that would only repeat that there is nothing
    (whom, carried out, how fast, overdue, changed) drops out, and so does one that rests on what
    the reader is not told.
    """
    keys = read_plan(SLIDES) if plan is None else checked(plan, SLIDES)
    slides = [slide for key in keys if (slide := told(SLIDES[key], subject)) is not None]
    origin = provenance_of(subject, title_of(subject), has_map="where_we_went" in keys)
    return Deck(subject.words, tuple(slides), origin, subject.data_set.register_version)
