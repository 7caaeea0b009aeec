"""Each `.sql` file keeps the promise of its header."""

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from npm_data.questions import statements as module
from npm_data.questions.repository import Repository
from npm_data.questions.statements import (
    DIMENSIONS_OF,
    TOGETHER,
    Kept,
    Statement,
    read_statement,
    statements,
)
from npm_data.register.filters import Filters, Period
from npm_data.register.storage.build import DERIVED_TABLES
from npm_data.register.storage.connection import cursor_of
from tests.registers import register_of, repository_of, worked_rows

ALL = statements()
QUESTIONS = [each for each in ALL.values() if each.subject != "register"]
VALUES: dict[str, object] = {
    "varchar[]": None,
    "date": date(2016, 12, 31),
    "date[]": [date(2016, 12, 31)],
    "integer": 12,
    "integer[]": [0, 12],
    "varchar": "stock",
    "boolean": False,
    "bigint": 25,
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("statements")
    return repository_of(register_of(**worked_rows()), folder, date(2018, 6, 30))


def test_no_two_files_bear_the_same_name() -> None:
    folder = Path(__file__).parents[2] / "queries"
    assert len(ALL) == len(list(folder.rglob("*.sql")))


@pytest.mark.parametrize("statement", ALL.values(), ids=lambda each: each.name)
def test_the_header_names_exactly_the_parameters_that_the_statement_uses(
    statement: Statement,
) -> None:
    code = (line for line in statement.sql.splitlines() if not line.startswith("--"))
    used = re.findall(r"\$([a-z_]+)", "\n".join(code))
    assert set(used) == set(statement.parameters)


@pytest.mark.parametrize("statement", QUESTIONS, ids=lambda each: each.name)
def test_the_header_names_exactly_the_columns_that_come_out(
    statement: Statement, repository: Repository
) -> None:
    sent = {name: VALUES[kind] for name, kind in statement.parameters.items()}
    sent |= {"by": ["total"]} if "by" in sent else {}
    answer = cursor_of(repository._connection).sql(statement.sql, params=sent)
    found = dict(zip(answer.columns, (str(kind).lower() for kind in answer.types), strict=True))
    assert found == statement.columns


@pytest.mark.parametrize("name", DERIVED_TABLES)
def test_a_derived_table_has_the_columns_of_its_header(name: str, repository: Repository) -> None:
    answer = cursor_of(repository._connection).sql(f"from {name}")
    found = dict(zip(answer.columns, (str(kind).lower() for kind in answer.types), strict=True))
    assert found == ALL[name].columns


def test_each_question_has_a_method_of_its_name_and_each_grouped_one_its_dimensions() -> None:
    assert all(callable(getattr(Repository, each.name)) for each in QUESTIONS)
    assert {each.name for each in QUESTIONS if "by" in each.parameters} == set(DIMENSIONS_OF)


@pytest.mark.parametrize("name", DIMENSIONS_OF)
def test_every_dimension_of_a_question_gives_the_total_once_more(
    name: str, repository: Repository
) -> None:
    """A key that a dimension does not know would come out as null beside the real ones."""
    everything = Filters(Period(date(2014, 1, 1), date(2018, 12, 31)))
    answer = getattr(repository, name)(everything, by=DIMENSIONS_OF[name])
    assert set(answer["dimension"]) == set(DIMENSIONS_OF[name])
    without_place = {"region", "region_2016", "region_2018", "institution_type", "region_ministry"}
    may_be_null = without_place | {"visit_type", "addressee_level", "year_visit_type"}
    for dimension, key in answer.select("dimension", "key").iter_rows():
        assert key is not None or dimension in may_be_null


@pytest.mark.parametrize("name", DIMENSIONS_OF)
def test_a_group_answers_the_same_whether_others_are_asked_with_it(
    name: str, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = (
        Filters(Period(date(2014, 1, 1), date(2018, 12, 31))),
        Filters(Period.of_year(2016), ministries=("mvd",)),
        Filters(Period.of_year(2016), regions=("KZ-71",)),
    )
    groups = [each for each in TOGETHER if each in DIMENSIONS_OF[name]]
    asked = [(chosen, (each,)) for chosen in choices for each in groups]
    together = [getattr(repository, name)(chosen, by=by) for chosen, by in asked]
    monkeypatch.setattr(module, "asked_together", lambda _name, by: by)
    afresh = Repository(repository._connection, repository._meta)
    alone = [getattr(afresh, name)(chosen, by=by) for chosen, by in asked]
    assert any(each.height for each in alone)
    for one, other in zip(together, alone, strict=True):
        assert one.equals(other)


def test_figures_of_several_groups_are_put_to_the_database_once(repository: Repository) -> None:
    afresh = Repository(repository._connection, repository._meta)
    asked: list[str] = []
    put = afresh._asked

    def noted(statement: Statement, values: dict[str, object]) -> pl.DataFrame:
        asked.append(statement.name)
        return put(statement, values)

    afresh._asked = noted  # type: ignore[method-assign]
    chosen = Filters(Period.of_year(2016))
    for by in (("total",), ("total", "region"), ("ministry",), ("total", "ministry")):
        afresh.coverage(chosen, by=by)
    afresh.coverage(chosen, by=("total", "year"))
    assert asked == ["coverage", "coverage"]


def test_what_nobody_asked_for_longest_is_let_go_when_it_is_too_much() -> None:
    kept: Kept[str] = Kept(most=10)
    for name in "abc":
        kept.keep(name, name.upper(), weight=3)
    assert kept.found("a") == "A"
    kept.keep("d", "D", weight=4)
    kept.keep("d", "D", weight=4)
    assert [kept.found(each) for each in "abcd"] == ["A", None, "C", "D"]
    kept.keep("e", "E", weight=6)
    assert [kept.found(each) for each in "acde"] == [None, None, "D", "E"]


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "visits.sql"
    path.write_text("select 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"visits\.sql has no header"):
        read_statement(path)


def test_an_unknown_dimension_is_refused(repository: Repository) -> None:
    everything = Filters(Period(date(2014, 1, 1), date(2018, 12, 31)))
    with pytest.raises(ValueError, match="clock cannot be grouped by theme"):
        repository.clock(everything, by=("theme",))
