"""Slides on recommendations: what they are about, what was carried out, and how fast."""

from npm_data.figures import implementation, rates, recommendations
from npm_data.figures.subject import Subject
from npm_data.files.slides import Slide
from npm_data.report.deck_slide import (
    slide,
)


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
