"""What a browser hands over: names and contents, no folder."""

import tomllib
from pathlib import Path

import pytest

from npm_data.reference import PROJECT
from npm_data.register.reading import Source, read_files, read_source
from npm_data.register.reading.source import MEBIBYTE, MOST_BYTES, Limits
from npm_data.register.rules import check
from tests.registers import SHEETS, WORKED

A_WORKBOOK = (WORKED.parent / "worked_ru.xlsx").read_bytes()
CSV_FILES = [(f"{sheet}.csv", (WORKED / f"{sheet}.csv").read_bytes()) for sheet in SHEETS]


def _rules(source: Source) -> list[tuple[str, str]]:
    found = check(source, "en").problems
    return [(each.rule, each.file) for each in found if each.severity == "error"]


def test_csv_files_handed_over_are_what_they_are_in_a_folder() -> None:
    here, there = read_files(CSV_FILES), read_source(WORKED)

    assert not here.is_workbook
    assert {each.name for each in here.files} == {name for name, _ in CSV_FILES}
    assert check(here, "en").problems == check(there, "en").problems
    for sheet in SHEETS:
        assert here.tables[sheet].rows.equals(there.tables[sheet].rows)


def test_a_workbook_handed_over_is_what_it_is_on_a_disk() -> None:
    here = read_files([("worked_ru.xlsx", A_WORKBOOK)])
    there = read_source(WORKED.parent / "worked_ru.xlsx")

    assert here.is_workbook
    assert there.is_workbook
    assert here.path.name == "worked_ru.xlsx"
    assert check(here, "ru").problems == check(there, "ru").problems
    assert check(here, "ru").register is not None


def test_a_workbook_named_csv_is_a_workbook() -> None:
    source = read_files([("visits.csv", A_WORKBOOK)])

    assert source.is_workbook
    assert check(source, "kk").register is not None


def test_one_csv_file_alone_lacks_the_three_other_tables() -> None:
    assert _rules(read_files(CSV_FILES[:1])) == [
        ("a_table_is_there", f"{sheet}.csv") for sheet in SHEETS[1:]
    ]


def test_what_is_no_table_among_others_is_one_file_too_many() -> None:
    found = _rules(read_files([*CSV_FILES, ("letter.docx", b"x")]))

    assert found == [("an_upload_is_a_workbook_or_csv_files", "letter.docx")]


def test_nothing_handed_over_is_four_missing_tables() -> None:
    assert [rule for rule, _ in _rules(read_files([]))] == ["a_table_is_there"] * 4


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../etc/visits.csv", "visits.csv"),
        ("C:\\Users\\office\\visits.csv", "visits.csv"),
        ("vis\u202eits\x00.csv", "visits.csv"),
        ("visits\ud800.csv", "visits?.csv"),
        ("..", "-"),
        ("", "-"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
    ],
)
def test_a_name_handed_over_is_only_a_name(name: str, said: str) -> None:
    source = read_files([(name, b"visit_id,institution_id\n")])

    assert source.path.name == said
    assert {each.file for each in source.problems} <= {said, *(f"{each}.csv" for each in SHEETS)}


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    limits = Limits(file=len(A_WORKBOOK) - 1)
    (tmp_path / "register.xlsx").write_bytes(A_WORKBOOK)
    (tmp_path / "visits.csv").write_bytes(A_WORKBOOK)
    said = ("a_file_is_of_a_bearable_size", "register.xlsx")

    assert _rules(read_files([("register.xlsx", A_WORKBOOK)], limits)) == [said]
    assert _rules(read_source(tmp_path / "register.xlsx", limits)) == [said]
    assert ("a_file_is_of_a_bearable_size", "visits.csv") in _rules(read_source(tmp_path, limits))


def test_the_server_takes_no_larger_file_than_is_read() -> None:
    settings = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))

    assert settings["server"]["maxUploadSize"] == MOST_BYTES // MEBIBYTE
