"""However much is wrong with a file, so many findings are listed, and the rest are counted."""

import io
import json
import tracemalloc
from pathlib import Path

import openpyxl
import pytest

from npm_data.cli import main
from npm_data.i18n import words_for
from npm_data.questions.repository import open_repository
from npm_data.reference import LANGUAGES
from npm_data.register.reading import Problem, read_source
from npm_data.register.reading.source import MOST_OF_A_KIND, at_most_of_a_kind
from npm_data.register.rules.findings import counted
from npm_data.register.rules.marked_workbook import marked_workbook
from npm_data.register.storage.change import apply
from tests.keeping.files import update, worked_register
from tests.sources import checked, records_of, worked_copy, write_records

MOST = 5
OTHERS = {
    "en": "… and 9 more of this kind, which are not listed.",
    "ru": "… и ещё 9 таких же замечаний, в списке их нет.",
    "kk": "… және осындай тағы 9 жағдай бар, олар тізімде көрсетілмеген.",
}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("npm_data.register.reading.source.MOST_OF_A_KIND", MOST)


@pytest.fixture
def folder(tmp_path: Path, few: None) -> Path:
    """Fourteen days that are none and a place that nobody knows in all of them, in one table."""
    copy = worked_copy(tmp_path)
    header, *rows = records_of(copy, "visits")
    for row in rows:
        row[header.index("reported_on")] = "soon"
        row[header.index("institution_id")] = "X9"
    write_records(copy, "visits", [header, *rows])
    return copy


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_one_that_is_listed_says_how_many_more_there_are(
    folder: Path, language: str
) -> None:
    found = checked(folder, language).findings
    days = [each for each in found if each.rule == "a_day_can_be_read"]
    assert [(each.row, each.more) for each in days] == [(2, 0), (3, 0), (4, 0), (5, 0), (6, 9)]
    assert days[-1].message.endswith(OTHERS[language])
    assert not days[-2].message.endswith(OTHERS[language])
    places = [each for each in found if each.rule == "a_visits_place_is_in_the_register"]
    assert [each.row for each in places] == [2]
    assert "3, 5, 6, 7" in places[0].message, "rows 4 and 9 have become copies"


def test_terminal_file_and_workbook_count_them_all(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = checked(folder).findings
    errors = counted(found, "error")
    assert errors > len(found)
    assert main(["check", str(folder), "--language", "en"]) == 1
    said = capsys.readouterr().out
    assert OTHERS["en"] in said.replace("\n", " ")
    assert words_for("en").plural("import.errors", errors) in said
    assert main(["check", str(folder), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert sum(1 + each["more"] for each in told if each["severity"] == "error") == errors
    book = marked_workbook(read_source(folder), found, words_for("en"))
    first = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    assert first.max_row == 1 + len(found)
    assert OTHERS["en"] in "".join(str(row[6].value) for row in first.iter_rows())


def test_a_register_counts_what_it_was_let_pass_and_does_not_list(
    tmp_path: Path, few: None
) -> None:
    database = worked_register(tmp_path)
    rows = [
        {"recommendation_id": "R01", "on": f"2017-01-{day:02}", "axis": "implementation",
         "status": "in_progress", "judge": "npm", "note": "Said by the detainee John Example"}
        for day in range(1, 13)
    ]  # fmt: skip
    apply(update(database, follow_up=rows), database, who="")
    repository = open_repository(database)
    assert repository.findings("a_text_names_nobody").height == MOST
    counts = repository.findings_by_rule().filter(rule="a_text_names_nobody")
    assert counts["findings"].to_list() == [12]


def test_what_is_only_counted_takes_no_memory() -> None:
    rows = 100_000
    tracemalloc.start()
    kept = at_most_of_a_kind(
        Problem("a_day_can_be_read", "visits.csv", "visits", row, "ended_on", f"day {row}")
        for row in range(rows)
    )
    assert tracemalloc.get_traced_memory()[1] < 3 * 2**20
    tracemalloc.stop()
    assert len(kept) == MOST_OF_A_KIND
    assert kept[-1].more == rows - MOST_OF_A_KIND
