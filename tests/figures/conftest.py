"""The telling register, asked as a role in a language, for figures without a page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from npm_data.figures.figure import Figure
from npm_data.figures.subject import Report
from npm_data.i18n import words_for
from npm_data.model.roles import Role
from npm_data.repository import Repository, open_repository
from tests.registers import register_of, repository_of
from tests.telling.truth import DATA_DATE, Choice, rows

Ask = Callable[..., Report]


@pytest.fixture(scope="session")
def told_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    folder: Path = tmp_path_factory.mktemp("told")
    repository_of(register_of(**rows()), folder, DATA_DATE).close()
    opened = open_repository(folder / "register.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def about(told_register: Repository) -> Ask:
    """A subject: what a choice is, for whom and in which language."""

    def ask(choice: Choice, role: Role = Role.COUNCIL, language: str = "en") -> Report:
        return Report(words_for(language), choice.filters, told_register.seen_by(role))

    return ask


def by_code(figure: Figure) -> dict[str, dict[str, object]]:
    """The rows by the code of their unit; nothing where there are none."""
    return {row["code"]: row for row in figure.rows.iter_rows(named=True)}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
