"""What only passes for a register, or would take the server down: one clear sentence each."""

import io
import os
import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import openpyxl
import psutil
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.reading import Problem, read_files
from npm_data.register.reading.sheet_scan import scan_sheet
from npm_data.register.reading.source import USUAL, Limits, UnreadableError, letter_of
from npm_data.register.reading.workbook import Cells, read_apart, read_workbook
from npm_data.register.rules import check
from npm_data.register.rules.findings import message_of
from tests.packages import (
    A_WORKBOOK,
    VISITS,
    edited,
    packed,
    parts_of,
    sheet_of,
    with_change,
    with_part,
)
from tests.persons import EMAIL, identification_number

TIMES_A_PLAIN_ONE = 100
"""Of processor time, of the server and of the reading process: far above what is needed."""

BEARABLE_GROWTH = 700 * 2**20
"""Of the server's own memory, however large a workbook pretends to be."""


def _seconds() -> float:
    return sum(os.times()[:4])


@cache
def _seconds_for_a_plain_one() -> float:
    """On this machine, here and now."""
    started = _seconds()
    read_files([("register.xlsx", A_WORKBOOK)])
    return _seconds() - started


def _problems(content: bytes, name: str = "register.xlsx", limits: Limits = USUAL) -> list[Problem]:
    """All that is wrong, with the time and the memory that it took kept in bounds."""
    most = TIMES_A_PLAIN_ONE * _seconds_for_a_plain_one()
    started, before = _seconds(), psutil.Process().memory_info().rss
    problems = list(read_files([(name, content)], limits).problems)
    assert _seconds() - started < most
    assert psutil.Process().memory_info().rss - before < BEARABLE_GROWTH
    for problem in problems:
        for language in LANGUAGES:
            assert message_of(problem, words_for(language))
    return problems


def _errors(
    content: bytes, name: str = "register.xlsx", limits: Limits = USUAL
) -> list[tuple[str, str | None]]:
    problems = _problems(content, name, limits)
    return [(each.rule, each.sheet) for each in problems if each.severity == "error"]


def _warned(content: bytes) -> list[tuple[str, str | None, dict[str, object]]]:
    problems = _problems(content)
    assert not [each for each in problems if each.severity == "error"]
    return [(each.rule, each.sheet, dict(each.facts)) for each in problems]


def _zipped_twice() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, part in parts_of().items():
            package.writestr(name, part)
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr(VISITS, sheet_of(""))
    return content.getvalue()


def _with_lying_size() -> bytes:
    """The list of parts says that the sheet has ten bytes; it has many."""
    name = VISITS.encode()
    at = A_WORKBOOK.rfind(name) - 46
    assert A_WORKBOOK[at : at + 4] == b"PK\x01\x02"
    return A_WORKBOOK[: at + 24] + struct.pack("<I", 10) + A_WORKBOOK[at + 28 :]


def _overlapping() -> bytes:
    """Two parts that are the same bytes, as a bomb has them by the thousand; one is never read."""
    at = A_WORKBOOK.rfind(b"xl/theme/theme1.xml") - 46
    other = A_WORKBOOK.rfind(b"xl/worksheets/sheet1.xml") - 46
    return A_WORKBOOK[: at + 42] + A_WORKBOOK[other + 42 : other + 46] + A_WORKBOOK[at + 46 :]


def _relation(kind: str, target: str) -> bytes:
    relation = f'<Relationship Id="rId9" Type="http://x/{kind}" Target="{target}"/>'
    return f"<Relationships>{relation}</Relationships>".encode()


def _locked() -> bytes:
    content = bytearray(A_WORKBOOK)
    at = content.rfind(VISITS.encode()) - 46
    content[at + 8] |= 1
    return bytes(content)


FOLLOW_UP = "xl/worksheets/sheet4.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "b">]>'
WHOLE, UNPACKED = "a_workbook_is_whole", "a_workbook_unpacks_to_a_bearable_size"
OF_TODAY, MACROS = "a_workbook_is_of_todays_kind", "a_workbook_has_no_macros"
OTHER_FORMAT = "a_file_is_what_its_name_says"
BOMB = packed(parts_of() | {"xl/media/image1.png": bytes(300 * 2**20)}, level=1)

REFUSED: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "bomb": (BOMB, UNPACKED),
    "many parts": (lambda: packed({f"{n}": b"" for n in range(6_000)}), UNPACKED),
    "parts twice": (_zipped_twice, WHOLE),
    "overlapping": (_overlapping, WHOLE),
    "out of the folder": (lambda: with_part("../../etc/passwd", b""), WHOLE),
    "absolute": (lambda: with_part("/etc/passwd", b""), WHOLE),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), MACROS),
    "old macros": (lambda: with_part("xl/macrosheets/sheet1.xml", b"x"), MACROS),
    "locked part": (_locked, "a_workbook_has_no_password"),
    "truncated": (A_WORKBOOK[:-100], WHOLE),
    "half": (A_WORKBOOK[: len(A_WORKBOOK) // 2], WHOLE),
    "a document": (lambda: packed({"word/document.xml": b"<w/>"}), "a_file_is_a_workbook"),
    "xlsb": (lambda: packed({"xl/workbook.bin": b""}), OF_TODAY),
    "ods": (lambda: packed({"mimetype": b"application/vnd.oasis", "content.xml": b""}), OF_TODAY),
    "csv named xlsx": (b"visit_id,institution_id\n", "a_file_is_a_workbook"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", OTHER_FORMAT),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", OTHER_FORMAT),
    "entities": (
        lambda: with_change("xl/workbook.xml", b"<workbook", DOCTYPE + b"<workbook"),
        WHOLE,
    ),
    "entities in a sheet": (
        lambda: with_change(VISITS, b"<worksheet", DOCTYPE + b"<worksheet"),
        WHOLE,
    ),
    "utf-16": (lambda: with_part(VISITS, sheet_of("").decode().encode("utf-16")), WHOLE),
    "broken list": (lambda: with_part("xl/workbook.xml", b"<workbook"), WHOLE),
}


@pytest.mark.parametrize(("content", "rule"), list(REFUSED.values()), ids=list(REFUSED))
def test_what_is_no_safe_workbook_is_refused_in_one_sentence(
    content: bytes | Callable[[], bytes], rule: str
) -> None:
    found = _errors(content if isinstance(content, bytes) else content())

    assert found == [(rule, None)]


def test_a_size_that_lies_keeps_a_sheet_from_being_read() -> None:
    assert "a_workbook_is_whole" in {rule for rule, _ in _errors(_with_lying_size())}


def test_an_xlsx_named_csv_and_a_pdf_named_csv() -> None:
    assert _errors(A_WORKBOOK, "visits.csv") == []
    found = _errors(b"%PDF-1.7\n\x00\x01", "visits.csv")
    assert found[0] == (OTHER_FORMAT, "visits")


@pytest.mark.parametrize("cell", ["XFD1048576", "XFD1"])
def test_something_in_the_last_corner_of_a_sheet_is_found_before_the_cells_are_built(
    cell: str,
) -> None:
    found = _problems(edited(lambda book: book.worksheets[1].__setitem__(cell, "x")))

    [error] = [each for each in found if each.severity == "error"]
    assert (error.rule, error.sheet) == ("a_sheet_ends_where_its_table_ends", "visits")
    assert str(error.facts["cell"]).startswith("XFD")


def test_a_corner_that_the_first_look_cannot_see_ends_only_the_reading_process() -> None:
    """Cells without a reference count on from the row's; this row is the last one."""
    rows = '<row r="1"><c t="n"><v>1</v></c></row>' + '<row r="1048576">' + "<c/>" * 16_383
    content = with_part(VISITS, sheet_of(f"{rows}<c><v>1</v></c></row>"))

    found = _errors(content)

    assert found[0][0] in ("a_workbook_takes_a_bearable_effort", "a_workbook_is_whole")


def _with_long_texts(length: int, rows: int) -> bytes:
    """A column of cells that all show one long text."""
    shared = f"<sst><si><t>{'x' * length}</t></si></sst>"
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, rows + 1)
    )
    return packed(parts_of() | {VISITS: sheet_of(cells), "xl/sharedStrings.xml": shared.encode()})


def _can_be_read(content: bytes, limits: Limits = USUAL) -> bool:
    try:
        return read_apart(content, ["Посещения"], limits)[0] is not None
    except UnreadableError:
        return False


def test_the_reading_process_gets_no_more_memory_than_it_may_have() -> None:
    """Eighty megabytes of text are few enough to be handed over, and fit into no forty."""
    content = _with_long_texts(80_000, 1_000)
    assert _can_be_read(content)
    assert not _can_be_read(content, Limits(memory=40 * 2**20))
    assert _can_be_read(content, Limits.none())


def test_more_text_than_a_register_has_is_not_handed_over() -> None:
    content = _with_long_texts(30_000, 100)
    told = _errors(content, limits=Limits(text=2**20))
    assert told == [("a_workbook_takes_a_bearable_effort", None)]


def test_a_cell_of_ten_megabytes_is_one_sentence_at_its_cell() -> None:
    table = read_files([("register.xlsx", A_WORKBOOK)]).tables["follow_up"]
    row, cell = table.header_row + 1, f"{letter_of(table.positions['note'])}{table.header_row + 1}"
    text = f'<c r="{cell}" t="inlineStr"><is><t>{"x" * 10_000_000}</t></is></c>'
    before, start, rest = parts_of()[FOLLOW_UP].decode().partition(f'<row r="{row}"')
    of_the_row, end, after = rest.partition("</row>")
    others = re.sub(f'<c r="{cell}"[^>]*(?:/>|>.*?</c>)', "", of_the_row)
    sheet = "".join((before, start, others, text, end, after)).encode()

    found = check(read_files([("register.xlsx", with_part(FOLLOW_UP, sheet))]), "en").findings

    errors = [each for each in found if each.severity == "error"]
    assert [(each.rule, each.sheet, each.row, each.column) for each in errors] == [
        ("a_text_fits_into_a_cell", "follow_up", row, "note")
    ]
    assert len(str(errors)) < 1_000


def test_a_reading_process_that_cannot_be_started_is_a_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("npm_data.register.reading.workbook.sys.executable", "/nonexistent")
    with pytest.raises(UnreadableError):
        read_apart(A_WORKBOOK, [])


def test_a_reading_process_that_hangs_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = tmp_path / "hangs.py"
    hangs.write_text("import time; time.sleep(20)", encoding="utf-8")
    monkeypatch.setattr("npm_data.register.reading.workbook._SCRIPT", hangs)
    monkeypatch.setattr("npm_data.register.reading.workbook._SLACK", 0)
    told = _errors(A_WORKBOOK, limits=Limits(seconds=1))
    assert told == [("a_workbook_takes_a_bearable_effort", None)]


def test_a_million_blank_rows_are_no_rows() -> None:
    row = '<row r="{0}" s="1" customFormat="1"><c r="A{0}" s="1"/></row>'
    blank = "".join(map(row.format, range(40, 1_048_577))).encode()
    content = with_change(VISITS, b"</sheetData>", blank + b"</sheetData>")
    started = _seconds()

    source = read_files([("register.xlsx", content)])

    assert _seconds() - started < TIMES_A_PLAIN_ONE * _seconds_for_a_plain_one()
    assert check(source, "en").register is not None
    assert not source.files[0].workbook


def test_a_hidden_table_is_not_read_and_a_hidden_sheet_is_said() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.worksheets[1].sheet_state = "hidden"
        book.worksheets[2].sheet_state = "veryHidden"
        book.create_sheet("Черновик").sheet_state = "hidden"

    found = _problems(edited(hide))

    assert [(each.rule, each.sheet, each.value) for each in found] == [
        ("a_table_is_on_a_sheet_that_is_seen", "visits", None),
        ("a_table_is_on_a_sheet_that_is_seen", "recommendations", None),
        ("a_hidden_sheet_is_of_the_register", None, "Черновик"),
    ]


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book.worksheets[1].row_dimensions[3].hidden = True
        book.worksheets[1].column_dimensions["B"].hidden = True

    assert _warned(edited(hide)) == [
        ("a_hidden_row_is_read_like_the_others", "visits", {"rows": 1, "columns": 1})
    ]


def test_comments_are_left_out_and_said_and_an_error_where_they_are_about_a_person() -> None:
    def note(book: openpyxl.Workbook) -> None:
        book.worksheets[1]["B3"].comment = Comment("Уточнить дату", "")
        book.worksheets[1]["A2"].comment = Comment(f"писать: {EMAIL}", "")

    content = edited(note)
    found = _problems(content)

    assert [(each.rule, each.severity, each.sheet, each.row) for each in found] == [
        ("a_comment_is_not_of_the_register", "warning", "visits", None),
        ("a_comment_says_nothing_about_a_person", "error", "visits", 2),
    ]
    said = str(check(read_files([("register.xlsx", content)]), "kk").findings)
    assert "A2" in said
    assert EMAIL not in said


def test_threaded_comments_are_comments() -> None:
    rels = _relation("threadedComment", "../threadedComments/t1.xml")
    text = f'<threadedComment ref="C4"><text>{identification_number()}</text></threadedComment>'
    parts = parts_of() | {
        "xl/worksheets/_rels/sheet2.xml.rels": rels,
        "xl/threadedComments/t1.xml": f"<ThreadedComments>{text}</ThreadedComments>".encode(),
    }

    assert _errors(packed(parts)) == [("a_comment_says_nothing_about_a_person", "visits")]


def test_what_lies_in_a_workbook_beside_its_tables_is_said() -> None:
    def add(book: openpyxl.Workbook) -> None:
        book.properties.creator = "Пример Примеров"
        book.properties.title = "Отчёт Примерова"
        book.worksheets[1].oddHeader.center.text = "Для служебного пользования"
        book.defined_names["list"] = DefinedName("list", attr_text="1")

    rels = _relation("drawing", "../drawings/d.xml")
    folders = ("pivotCache", "externalLinks", "embeddings", "media")
    extra = {f"xl/{folder}/a.xml": b"<x/>" for folder in folders} | {
        "customXml/c.xml": b"<x/>",
        "xl/worksheets/_rels/sheet2.xml.rels": rels,
    }
    content = packed(parts_of(edited(add)) | extra)

    found = _warned(content)

    kinds = [facts["part"] for rule, _, facts in found if rule == "a_workbook_is_only_tables"]
    assert kinds == [
        "author", "defined_names", "properties", "pivot", "external_links", "embedded", "pictures",
        "custom_data",
    ]  # fmt: skip
    assert [(sheet, facts["part"]) for rule, sheet, facts in found if sheet] == [
        ("visits", "drawings"),
        ("visits", "header_footer"),
    ]
    said = str(check(read_files([("register.xlsx", content)]), "ru").findings)
    assert "Примеров" not in said


def test_a_formula_without_its_value_is_found_where_it_stands() -> None:
    table = read_files([("register.xlsx", A_WORKBOOK)]).tables["visits"]
    row, column = table.header_row + 2, table.positions["reported_on"] + 1
    content = edited(lambda book: book.worksheets[1].cell(row, column, "=TODAY()"))

    found = [each for each in _problems(content) if each.severity == "error"]

    assert [(each.rule, each.sheet, each.row, each.column) for each in found] == [
        ("a_formula_comes_with_its_value", "visits", row, "reported_on")
    ]


def test_too_many_rows_are_told() -> None:
    told = _errors(A_WORKBOOK, limits=Limits(rows=9))
    assert ("a_table_has_a_bearable_length", "visits") in told


def test_a_sheet_of_too_many_rows_is_looked_at_no_further_than_that() -> None:
    """The look ends, and no cell is made; blank rows are none."""
    read: list[int] = []

    def pieces(cell: str) -> Iterator[bytes]:
        for first in range(1, 100_001, 1_000):
            read.append(first)
            rows = (f'<row r="{at}">{cell.format(at)}</row>' for at in range(first, first + 1_000))
            yield "".join(rows).encode()

    assert scan_sheet(pieces('<c r="A{0}"/>'), Limits(rows=10_000)).is_of_bearable_length
    read.clear()
    scan = scan_sheet(pieces('<c r="A{0}"><v>1</v></c>'), Limits(rows=10_000))

    assert not scan.is_of_bearable_length
    assert read[-1] < 15_000
    titles: list[Sequence[str]] = []
    content = with_part(VISITS, _sheet_of_rows(300))

    def reader(content: bytes, asked: Sequence[str], limits: Limits) -> list[Cells | None]:
        titles.append(asked)
        return read_apart(content, asked, limits)

    told = read_workbook(content, "register.xlsx", Limits(rows=50), reader).problems
    assert ("a_table_has_a_bearable_length", "visits") in {(each.rule, each.sheet) for each in told}
    assert "Посещения" not in titles[0]


def _sheet_of_rows(count: int) -> bytes:
    rows = (f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, count + 1))
    return f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>".encode()


def test_a_sheet_that_is_not_there_is_none_and_hides_no_other() -> None:
    found = read_apart(A_WORKBOOK, ["Посещения", "Нет такого"])

    assert [each is not None for each in found] == [True, False]
