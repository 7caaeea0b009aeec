"""Workbooks in the format of LibreOffice: read like others, refused where they might mislead."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from npm_data.register.reading import Problem, read_files
from npm_data.register.reading.source import Limits
from npm_data.register.reading.workbook import Cells, read_apart, read_workbook
from npm_data.register.rules import check
from tests.office_files.office import EXPECTED, checked, imported, numbers
from tests.persons import EMAIL
from tests.registers import SHEETS, WORKED
from tests.sources import records_of

EXPECTED_NUMBERS = [case["rows"] for case in EXPECTED["cases"]]
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_OPEN = (
    f'<office:document-content xmlns:office="{_NAMES}:office:1.0" xmlns:table="{_NAMES}:table:1.0"'
    f' xmlns:text="{_NAMES}:text:1.0" xmlns:style="{_NAMES}:style:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    "<office:automatic-styles>"
    '<style:style style:name="unseen" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>"
)
_CLOSE = "</office:spreadsheet></office:body></office:document-content>"
_FILLED = '<table:table-cell office:value-type="string"'
_BLANK_ROWS = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
)


def _cell(text: str) -> str:
    if len(text) == 10 and text[4] == "-":
        day = f'office:value-type="date" office:date-value="{text}"'
        return f"<table:table-cell {day}><text:p>{text}</text:p></table:table-cell>"
    return f"{_FILLED}><text:p>{escape(text)}</text:p></table:table-cell>" if text else _blank(1)


def _blank(times: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def _row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def _tables() -> dict[str, list[str]]:
    """The rows of each table of the worked example."""
    return {
        sheet: [_row("".join(map(_cell, record))) for record in records_of(WORKED, sheet)]
        for sheet in SHEETS
    }


def _packed(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", _OPEN + body + _CLOSE)
        for name, part in ({"META-INF/manifest.xml": "<manifest/>"} | dict(parts or {})).items():
            package.writestr(name, part)
    return content.getvalue()


def _register(tables: Mapping[str, list[str]], hidden: str = "") -> bytes:
    return _packed(
        "".join(
            f'<table:table table:name="{title}"'
            f"{' table:style-name=' + chr(34) + 'unseen' + chr(34) if title == hidden else ''}>"
            f"{''.join(rows)}{_BLANK_ROWS}</table:table>"
            for title, rows in tables.items()
        )
    )


def _problems(content: bytes) -> list[Problem]:
    source = read_files([("register.ods", content)])
    return [each for each in check(source, "en").problems if each.column not in ("reported_on",)]


def _errors(content: bytes) -> list[tuple[str, str | None, int | None]]:
    found = [each for each in _problems(content) if each.severity == "error"]
    return [(each.rule, each.sheet, each.row) for each in found]


def _with(sheet: str, row: int, cells: str, attributes: str = "") -> bytes:
    """The worked example with other cells in a row."""
    tables = _tables()
    tables[sheet][row - 1] = _row(cells, attributes)
    return _register(tables)


VISIT = "".join(map(_cell, ("V01", "P1", "2014-05-12", "2014-05-13", "periodic")))


def test_it_is_read_right_and_what_is_not_looked_at_is_said(tmp_path: Path) -> None:
    path = tmp_path / "register.ods"
    path.write_bytes(_register(_tables()))
    database = tmp_path / "register.duckdb"

    assert imported(path, database) == 0
    assert all(
        row == pytest.approx(expected)
        for rows, wanted in zip(numbers(database), EXPECTED_NUMBERS, strict=True)
        for row, expected in zip(rows, wanted, strict=True)
    )
    told = [each for each in checked(path).findings if each["sheet"] is None]
    assert [each["rule"] for each in told] == ["a_workbook_is_looked_through"]


@pytest.mark.parametrize("span", ["rows", "columns"])
def test_merged_cells_of_a_table_are_refused_at_their_cell(span: str) -> None:
    merged = f'{_FILLED} table:number-{span}-spanned="2"><text:p>V01</text:p></table:table-cell>'

    assert _errors(_with("visits", 2, merged + VISIT)) == [
        ("a_cell_has_one_row_and_column", "visits", 2)
    ]


def test_a_merged_title_above_the_table_is_nothing() -> None:
    tables = _tables()
    title = f'{_FILLED} table:number-columns-spanned="6"><text:p>2016</text:p></table:table-cell>'
    tables["visits"].insert(0, _row(title))

    assert _errors(_register(tables)) == []


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string"'
            ' office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
            "</table:table-cell>",
            "a_cell_shows_no_error",
        ),
        (
            '<table:table-cell office:value-type="string" office:string-value="">'
            "<text:p>Err:502</text:p></table:table-cell>",
            "a_cell_shows_no_error",
        ),
        (
            '<table:table-cell office:value-type="time" office:time-value="PT10H">'
            "<text:p>10:00</text:p></table:table-cell>",
            "a_day_can_be_read",
        ),
        ("<table:table-cell><text:p>soon</text:p></table:table-cell>", "a_day_can_be_read"),
        ('<table:table-cell table:formula="of:=1"/>', "a_formula_comes_with_its_value"),
    ],
)
def test_a_cell_of_which_nothing_is_read_is_no_empty_one(cell: str, rule: str) -> None:
    content = _with("visits", 2, VISIT + cell)
    source = read_files([("register.ods", content)])

    errors = [each for each in check(source, "en").problems if each.severity == "error"]

    assert [(each.rule, each.row, each.column) for each in errors] == [(rule, 2, "reported_on")]


def test_a_tab_within_a_text_joins_no_words() -> None:
    cells = "".join(map(_cell, ("P1",))) + f"{_FILLED}><text:p>Colony<text:tab/>1</text:p>"
    rest = "</table:table-cell>" + "".join(map(_cell, ("penal", "KZ-35", "", "2001-01-01")))

    source = read_files([("register.ods", _with("institutions", 2, cells + rest))])

    assert source.tables["institutions"].rows["name"][0] == "Colony\n1"


def test_hidden_rows_and_sheets_and_comments_are_told() -> None:
    note = f"<office:annotation><text:p>write to {EMAIL}</text:p></office:annotation>"
    noted = f"{_FILLED}>{note}<text:p>V01</text:p></table:table-cell>"
    rest = VISIT.partition("</table:table-cell>")[2]
    content = _with("visits", 2, noted + rest, 'table:visibility="collapse"')

    found = {(each.rule, each.severity) for each in _problems(content)}

    assert {
        ("a_hidden_row_is_read_like_the_others", "warning"),
        ("a_comment_is_not_of_the_register", "warning"),
        ("a_comment_says_nothing_about_a_person", "error"),
    } <= found
    assert _errors(_register(_tables(), hidden="visits")) == [
        ("a_table_is_on_a_sheet_that_is_seen", "visits", None)
    ]


@pytest.mark.parametrize(
    ("times_down", "times_across", "rule"),
    [
        (1_000_000, 100, "a_workbook_takes_a_bearable_effort"),
        (1, 10_000, "a_workbook_takes_a_bearable_effort"),
        (10**9, 1, "a_workbook_is_whole"),
    ],
)
def test_a_cell_that_is_repeated_without_end_is_found_before_the_cells_are_built(
    times_down: int, times_across: int, rule: str
) -> None:
    cell = f'{_FILLED} table:number-columns-repeated="{times_across}"><text:p>x</text:p>'
    content = _with(
        "visits", 5, f"{cell}</table:table-cell>", f'table:number-rows-repeated="{times_down}"'
    )

    assert _errors(content) == [(rule, None, None)]


def test_a_sheet_of_too_many_rows_is_refused_before_its_cells_are_made() -> None:
    tables = _tables()
    tables["visits"] += [_row(VISIT, 'table:number-rows-repeated="300"'), _row(_cell("#N/A"))]
    asked: list[Sequence[str]] = []

    def reader(content: bytes, titles: Sequence[str], limits: Limits) -> list[Cells | None]:
        asked.append(titles)
        return read_apart(content, titles, limits)

    read = read_workbook(_register(tables), "register.ods", Limits(rows=100), reader)

    [told] = [each for each in read.problems if each.severity == "error"]
    assert (told.rule, told.sheet, told.facts) == (
        "a_table_has_a_bearable_length", "visits", {"most": 100}
    )  # fmt: skip
    assert asked == [["institutions", "recommendations", "follow_up"]]


def test_empty_rows_repeated_within_a_table_end_at_most_the_reading_process() -> None:
    tables = _tables()
    tables["visits"].insert(3, _BLANK_ROWS)

    found = {rule for rule, _, _ in _errors(_register(tables))}

    assert found <= {"a_workbook_takes_a_bearable_effort", "a_workbook_is_whole"}


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ({"Basic/Standard/Module1.xml": "x"}, "a_workbook_has_no_macros"),
        (
            {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"},
            "a_workbook_has_no_password",
        ),
    ],
)
def test_macros_and_passwords_are_refused(parts: dict[str, str], rule: str) -> None:
    assert _errors(_packed("", parts)) == [(rule, None, None)]


@pytest.mark.parametrize("body", ["<table:table", "</office:spreadsheet>", "<table:table/>" * 2])
def test_damaged_content_is_findings(body: str) -> None:
    assert _errors(_packed(body))
