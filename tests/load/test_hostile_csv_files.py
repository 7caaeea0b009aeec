"""CSV files that are no tables of a register: one clear sentence, little memory, no exception."""

import tracemalloc

import pytest

from npm_data.register.reading import read_files
from npm_data.register.reading.source import Limits, UnreadableError
from npm_data.register.reading.text_files import parse
from npm_data.register.rules import Checked, check
from tests.registers import SHEETS, WORKED

HEADER = b"visit_id,institution_id,started_on,ended_on,visit_type,reported_on\n"
FILES = {f"{sheet}.csv": (WORKED / f"{sheet}.csv").read_bytes() for sheet in SHEETS}


def _fault(content: bytes) -> tuple[str, int | None] | None:
    try:
        parse(content, "visits")
    except UnreadableError as error:
        return error.rule, error.row
    return None


def _checked(name: str, content: bytes) -> Checked:
    return check(read_files(list((FILES | {name: content}).items())), "kk")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (HEADER + b"V1,x\x00y\n", ("a_csv_file_is_text", None)),
        (HEADER + b"V1," + b"x" * 10_000_000, ("a_text_fits_into_a_cell", 2)),
        (HEADER + b"V1," + b"x," * 600, ("a_record_has_a_bearable_length", 2)),
        (HEADER + b'V1,"' + b"x\n" * 200_000, ("each_quotation_mark_is_closed", 2)),
        (b"PK\x03\x04", ("a_csv_file_is_text", None)),
        (b"\xff\xfe" + b"\x00\xd8" * 20, ("the_encoding_is_known", 1)),
    ],
)
def test_a_hostile_file_is_one_sentence(content: bytes, fault: tuple[str, int] | None) -> None:
    assert _fault(content) == fault


def test_a_long_row_among_many_short_ones_takes_no_memory() -> None:
    content = HEADER + b"V1,P1\n" * 50_000 + b"x," * 20_000 + b"x\n"
    tracemalloc.start()

    assert _fault(content) == ("a_record_has_a_bearable_length", 50_002)

    assert tracemalloc.get_traced_memory()[1] < 100 * 2**20
    tracemalloc.stop()


def test_a_table_of_too_many_rows_is_read_no_further_than_that() -> None:
    """The stray quotation mark in its last line, a fault of its own, is never reached."""
    rows = b"V1,P1\n" * 300 + b'V1,"\n'
    with pytest.raises(UnreadableError, match="a_table_has_a_bearable_length") as refused:
        parse(HEADER + rows, "visits", Limits(rows=20))
    assert refused.value.facts == {"most": 20}
    with pytest.raises(UnreadableError, match="each_quotation_mark_is_closed"):
        parse(HEADER + rows, "visits")

    blank = HEADER + b"\n" * 1_000 + b"V1,P1\n"
    assert parse(blank, "visits", Limits(rows=20)).cells.height == 1_002


def test_a_long_table_does_not_stand_in_memory_as_a_list() -> None:
    content = HEADER + b"V-000001,P-000001,2016-01-01,2016-01-02,periodic,2016-02-01\n" * 60_000
    tracemalloc.start()

    assert parse(content, "visits").cells.height == 60_001

    assert tracemalloc.get_traced_memory()[1] < 5 * len(content)
    tracemalloc.stop()


def test_empty_cells_to_the_last_column_and_blank_rows_are_nothing() -> None:
    cells = parse(
        HEADER + b"V1,P1" + b"," * 16_000 + b"\n" + (b"," * 100 + b"\n") * 20_000, "visits"
    ).cells

    assert cells.width == 6
    assert cells.drop_nulls("0").height == 2


@pytest.mark.parametrize("sign", ["\u202e", "\u2067", "\x07", "\x7f", "\x9b", "\ufffe"])
def test_a_sign_that_is_not_seen_is_found_at_its_cell(sign: str) -> None:
    content = FILES["recommendations.csv"].decode().replace("R02", f"R{sign}02", 1)

    found = _checked("recommendations.csv", content.encode())

    assert ("a_text_has_only_signs_that_are_seen", "recommendations", 3) in {
        (each.rule, each.sheet, each.row) for each in found.findings
    }
    assert found.register is None


def test_a_text_longer_than_a_cell_is_found_at_its_cell() -> None:
    content = FILES["follow_up.csv"] + b"R01,2018-01-01,reply,accepted,authority," + b"x" * 40_000

    found = _checked("follow_up.csv", content)

    errors = [each for each in found.findings if each.severity == "error"]
    assert [(each.rule, each.column) for each in errors] == [("a_text_fits_into_a_cell", "note")]
    assert len(str(errors)) < 1_000
