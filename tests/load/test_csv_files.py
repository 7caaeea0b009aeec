"""CSV files as offices save them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from npm_data.reference import reference
from npm_data.register.reading.source import UnreadableError, letter_of
from npm_data.register.reading.text_files import as_frame, decode, parse
from tests.sources import (
    address,
    change,
    checked,
    new_findings,
    records_of,
    worked_copy,
    write_records,
)

HEADER_RU = "Код посещения;Код учреждения;Дата начала;Вид посещения"


def _rewrite(folder: Path, change: Callable[[str], str], encoding: str = "utf-8") -> None:
    for file in folder.glob("*.csv"):
        text = file.read_text(encoding="utf-8")
        file.write_bytes(change(text).encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_encoding_and_separator_is_read(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    folder = worked_copy(tmp_path)
    for sheet in reference().sheets:
        header, *rows = records_of(folder, sheet)
        named = {
            each.column: each.names["ru"] for each in reference().columns if each.sheet == sheet
        }
        lines = [[named[column] for column in header], *rows]
        text = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
        (folder / f"{sheet}.csv").write_bytes(text.encode(encoding))

    assert new_findings(folder) == []


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    text = 'Учреждения\n\nКод учреждения;Наименование;Район\nP1;"Colony\n1";\n\nP2;Colony 2;\n'

    cells = parse(text.encode(), "institutions").cells

    assert cells.height == 6
    assert cells.row(3) == ("P1", "Colony\n1", None)
    assert cells.row(5)[0] == "P2"


def test_a_finding_below_titles_and_blank_lines_names_the_spreadsheets_row(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    records = records_of(folder, "institutions")
    records[3][5] = "soon"
    records[3][1] = "SIZO\n1"
    write_records(folder, "institutions", [["Учреждения"], [], *records[:3], [], *records[3:]])

    found = new_findings(folder)

    assert [address(each) for each in found] == [
        ("warning", "institutions", 7, "name"),
        ("error", "institutions", 7, "opened_on"),
    ]


def test_a_line_that_names_the_separator_is_no_row() -> None:
    cells = parse(f"sep=;\r\n{HEADER_RU}\r\nV1;P1;;".encode(), "visits").cells

    assert cells.rows()[1] == ("V1", "P1", None, None)


def test_a_separator_within_quotes_separates_nothing() -> None:
    cells = parse(b'visit_id,institution_id,started_on\n"V;1", "P,1", 2016-01-01\n', "visits").cells

    assert cells.row(1) == ("V;1", "P,1", "2016-01-01")


def test_short_and_long_records_become_one_table() -> None:
    assert as_frame([["a"], [], ["b", "c"]]).rows() == [("a", None), (None, None), ("b", "c")]
    assert as_frame([]).is_empty()


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b",,,\n,,,\n"])
def test_a_file_without_content_is_told_apart_from_one_without_records(
    tmp_path: Path, content: bytes
) -> None:
    folder = worked_copy(tmp_path)
    (folder / "follow_up.csv").write_bytes(content)

    rules = [finding.rule for finding in new_findings(folder)]

    assert rules in (["a_file_is_not_empty"], ["a_table_has_a_header"])


def test_kazakh_in_utf_8_with_one_damaged_letter_is_not_taken_for_windows_1251() -> None:
    with pytest.raises(UnreadableError, match="the_encoding_is_known"):
        decode("Мекемелер тізілімі".encode()[:-1] + b"\n")


def test_a_very_long_cell_is_told_as_an_unclosed_quotation_mark() -> None:
    text = 'visit_id,institution_id\nV01,"' + "x\n" * 100_000

    with pytest.raises(UnreadableError) as raised:
        parse(text.encode(), "visits")

    assert (raised.value.rule, raised.value.row) == ("each_quotation_mark_is_closed", 2)


def test_files_go_by_the_names_of_the_sheets_in_any_language(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    (folder / "institutions.csv").rename(folder / "МЕКЕМЕЛЕР.CSV")
    (folder / "follow_up.csv").rename(folder / "Follow-up.csv")
    (folder / "~$visits.csv").write_bytes(b"")
    (folder / "notes.txt").write_bytes(b"")

    assert new_findings(folder) == []


def test_a_file_that_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    (folder / "visits.csv").unlink()
    (folder / "visits.csv").mkdir()

    found = new_findings(folder)

    assert [(each.rule, each.file) for each in found] == [("a_file_can_be_opened", "visits.csv")]


def test_an_empty_folder_lacks_all_four_tables(tmp_path: Path) -> None:
    found = checked(tmp_path).findings

    assert [each.rule for each in found] == ["a_table_is_there"] * 4
    assert [each.file for each in found] == [f"{sheet}.csv" for sheet in reference().sheets]


def test_optional_columns_may_be_missing_from_a_file(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    header, *rows = records_of(folder, "institutions")
    kept = [at for at, name in enumerate(header) if name not in ("district",)]
    write_records(folder, "institutions", [[row[at] for at in kept] for row in [header, *rows]])

    result = checked(folder)

    assert result.register is not None
    assert result.register.institutions["district"].is_null().all()


def test_a_column_without_a_name_is_ignored_aloud_when_it_holds_something(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    header, *rows = records_of(folder, "visits")
    numbered = [["", "", *header]] + [["", str(at), *row] for at, row in enumerate(rows)]
    write_records(folder, "visits", numbered)

    found = new_findings(folder)

    assert [(each.rule, each.value) for each in found] == [("a_column_is_of_the_register", None)]
    assert "Column B" in found[0].message


def test_columns_have_the_letters_of_a_spreadsheet() -> None:
    assert [letter_of(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_what_a_spreadsheet_was_kept_from_calculating_comes_back_as_it_was(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "institutions", 2, name="'=1+1", district="' -x")
    change(folder, "recommendations", 2, text="'quoted' text")
    register = checked(folder).register
    assert register is not None
    place = register.institutions.row(0, named=True)
    assert (place["name"], place["district"]) == ("=1+1", "-x")
    assert register.recommendations["text"][0] == "'quoted' text"
