"""Which place a person asks for, and what the register knows of it as of the data date."""

from dataclasses import dataclass

import polars as pl

from npm_data.figures.units import Row
from npm_data.ui.frame.app import App
from npm_data.ui.frame.state import page_value

NAME = "place"
"""The place's name in the address."""


@dataclass(frozen=True, slots=True)
class Place:
    """`facts` is its row; the frames are those of the questions of the same name."""

    facts: Row
    visits: pl.DataFrame
    statements: pl.DataFrame
    statuses: pl.DataFrame
    recommendations: pl.DataFrame


def asked_for() -> str | None:
    """The ID in the address, known or not."""
    return page_value(NAME)


def ask(app: App) -> Place | None:
    """The place of the address; None where it names none, or one that is not in the register."""
    institution_id = asked_for()
    if institution_id is None:
        return None
    repository = app.repository
    facts = repository.place(institution_id)
    if facts.is_empty():
        return None
    return Place(
        facts=facts.row(0, named=True),
        visits=repository.visits_of_place(institution_id),
        statements=repository.statements_of_place(institution_id),
        statuses=repository.statuses_of_place(institution_id),
        recommendations=repository.recommendations_of_place(institution_id),
    )
