"""The query command asks as a role, so that anybody can check from outside what the public gets."""

import json
from datetime import date
from typing import Any

import pytest

from npm_data.cli import main
from npm_data.cli.query import QUERIES
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from tests.registers import register_of, repository_of, worked_rows


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("roles")
    repository_of(register_of(**worked_rows()), folder, date(2018, 6, 30)).close()
    return str(folder / "register.duckdb")


@pytest.fixture
def ask(database: str, capsys: pytest.CaptureFixture[str]) -> Any:
    def asked(query: str, role: str = "public", language: str = "en") -> tuple[int, str, str]:
        words = [*query.split(), "--role", role, "--language", language, "--format", "json"]
        code = main(["query", *words, "--database", database])
        return code, *capsys.readouterr()

    return asked


TWO_YEARS = "--from 2016-01-01 --to 2017-12-31"
TOLD = {
    "visits": {"visits", "places_visited"},
    "visits --by year": {"year", "visits", "places_visited"},
    "visits --by region": {"region", "places_visited"},
    "visits --by ministry": {"ministry", "places_visited"},
    "visits --by institution-type": {"institution_type", "places_visited"},
    "visits --region KZ-35 --by year": {"year", "places_visited"},
    "visits --ministry interior": {"places_visited"},
    "visits --institution-type penal": {"places_visited"},
    "coverage --by region --ministry interior": {
        "region",
        "places_in_mandate",
        "places_visited",
        "coverage",
    },
}
NOT_TOLD = (
    "visits --by month",
    "visits --by visit-type --region KZ-35",
    "visits --by visit-type --ministry interior",
    "visits --visit-type special",
    "visits --from 2016-02-01 --to 2016-12-31",
    "visits --to 2018-06-30",
    "coverage --visit-type periodic",
    "clock",
    "clock --by ministry --as-of 2016-12-31",
    "pace",
    "recommendations --by visit-type",
    "recommendations --as-of 2017-06-30",
    "recommendations --region KZ-35 --ministry interior",
    "implementation --theme regime",
    "time-to-implementation --by region",
    "replies --to 2017-12-31",
    "replies --by month",
)
ANSWERED = (
    "recommendations --by theme",
    "implementation --rate stock --by region",
    "implementation --rate answered",
    "implementation --months 24",
    "time-to-implementation --by theme",
    "replies --by region",
)


@pytest.mark.parametrize("query", TOLD)
def test_the_public_is_answered_with_what_it_is_told(ask: Any, query: str) -> None:
    code, printed, said = ask(f"{query} {TWO_YEARS}")
    whole = json.loads(ask(f"{query} {TWO_YEARS}", "council")[1])
    assert (code, said) == (0, "")
    assert json.loads(printed) == [{name: row[name] for name in TOLD[query]} for row in whole]


@pytest.mark.parametrize("query", NOT_TOLD)
def test_what_the_public_is_not_told_is_one_line_and_exit_code_3(ask: Any, query: str) -> None:
    language = LANGUAGES[len(query) % len(LANGUAGES)]
    said = words_for(language)("query.not_told", query=query.split(maxsplit=1)[0]) + "\n"
    assert ask(query, language=language) == (3, "", said)
    assert ask(query, "council")[0] == 0


@pytest.mark.parametrize("query", ANSWERED)
def test_recommendations_are_told_as_the_pages_tell_them(ask: Any, query: str) -> None:
    code, printed, _ = ask(query)
    assert code == 0
    assert json.loads(printed)


def test_without_days_the_public_is_told_all_that_it_knows(ask: Any) -> None:
    years = [row["year"] for row in json.loads(ask("visits --by year")[1])]
    everything = [row["year"] for row in json.loads(ask("visits --by year", "council")[1])]
    assert everything == [*years, "2018"]
    months = [row["month"] for row in json.loads(ask("time-to-implementation")[1])]
    assert months == [0, 12, 24, 36, 48]


def test_every_query_has_a_case() -> None:
    asked = {each.split()[0] for each in (*TOLD, *NOT_TOLD, *ANSWERED)}
    assert asked == set(QUERIES)


@pytest.mark.parametrize("query", ["visits --by month", "clock", "replies --by visit-type"])
def test_without_a_role_the_secretariat_asks(ask: Any, database: str, query: str) -> None:
    alike = ask(query, "secretariat")
    assert alike == ask(query, "council")
    assert main(["query", *query.split(), "--database", database]) == 0


def test_a_role_that_there_is_not_is_one_line(database: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["query", "visits", "--role", "anybody", "--database", database])
    assert ended.value.code == 2
