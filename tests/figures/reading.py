"""What a figure shows, read as its reader does."""

import polars as pl

from npm_data.charts.theme import Look
from npm_data.figures.columns import without_shares_of_few
from npm_data.figures.figure import Figure
from npm_data.figures.subject import Report
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository
from npm_data.register.filters import Role
from tests.queries.oracle import Row
from tests.telling.truth import WHOLE, Choice

_WHOLE_OF_A_FIGURE = "total"


def report(
    repository: Repository,
    choice: Choice,
    *,
    language: str = "en",
    role: Role = Role.SECRETARIAT,
) -> Report:
    return Report(words_for(language), choice.filters, repository.seen_by(role))


def cells(figure: Figure) -> dict[str, Row]:
    """The rows by code as they are shown, without names; the whole has the empty code."""
    shown = without_shares_of_few(figure.rows, figure.columns)
    names = {"name", "year", "month_name"}
    return {
        WHOLE if row["code"] == _WHOLE_OF_A_FIGURE else row["code"]: {
            name: row[name] for name in figure.columns if name not in names
        }
        for row in shown.iter_rows(named=True)
    }


def drawn(figure: Figure, look: Look = Look.LIGHT) -> pl.DataFrame:
    """The rows behind its picture, which it must have."""
    picture = figure.picture(look)
    assert picture is not None
    assert picture.alt
    return picture.frame


def plain(text: str) -> str:
    """The text with all its blanks as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")
