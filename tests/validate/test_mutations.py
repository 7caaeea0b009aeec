"""Whatever an office writes, the answer is a register or findings, never a crash."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from npm_data.reference import LANGUAGES
from npm_data.register.reading.source import UnreadableError
from npm_data.register.reading.text_files import parse
from npm_data.register.reading.workbook import read_workbook
from npm_data.register.rules.findings import Finding
from tests.extent import drawn
from tests.packages import read_here
from tests.registers import SHEETS, WORKED
from tests.sources import checked, records_of, worked_copy, write_records

A_WORKBOOK = (WORKED.parent / "worked_ru.xlsx").read_bytes()
ODD_TEXTS = (
    "", " ", "0", "-1", "17.0", "31.02.2016", "2016-02-29", "9999-12-31", "0001-01-01", "{value}",
    "KZ-VOS", "P1", "R01", "V01", "interior", "МО", "#N/A", "=1+1", "TRUE", "\x00", "😀", "İ", "ß",
    "reply", "implemented", "npm", "99999", "1e308", "[bold]", "\n", '"', "Замечания",
)  # fmt: skip
Mutation = tuple[str, int, int, str]

mutations = st.lists(
    st.tuples(
        st.sampled_from(SHEETS),
        st.integers(0, 12),
        st.integers(0, 8),
        st.sampled_from(ODD_TEXTS) | st.text(max_size=8),
    ),
    max_size=6,
)


def _mutate(folder: Path, cells: list[Mutation]) -> None:
    for sheet, row, column, text in cells:
        records = records_of(folder, sheet)
        if row < len(records):
            record = records[row]
            record.extend([""] * (column + 1 - len(record)))
            record[column] = text.encode("utf-8", "replace").decode()
        write_records(folder, sheet, records)


@drawn(12, 300)
@given(cells=mutations, language=st.sampled_from(LANGUAGES))
def test_any_cell_may_hold_anything(cells: list[Mutation], language: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = worked_copy(Path(place))
        _mutate(folder, cells)
        result = checked(folder, language)

    has_error = any(finding.severity == "error" for finding in result.findings)
    assert (result.register is None) is has_error
    assert (result.data_date is None) is has_error
    assert all(_is_complete(finding) for finding in result.findings)
    addresses = [(each.rule, each.sheet, each.row, each.column) for each in result.findings]
    assert len(set(addresses)) >= len(addresses) - len(cells)


def _is_complete(finding: Finding) -> bool:
    return bool(finding.message and finding.file) and (finding.row is None or finding.row > 0)


@drawn(60, 1000)
@given(st.binary(max_size=200), st.sampled_from(SHEETS))
def test_any_bytes_are_cells_or_a_fault_of_the_file(content: bytes, sheet: str) -> None:
    try:
        rule, rows = None, parse(content, sheet).cells.height
    except UnreadableError as error:
        rule, rows = error.rule, None

    assert (rule is None) is not (rows is None)


@drawn(40, 1000)
@given(st.integers(0, len(A_WORKBOOK) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_sheets_or_problems(at: int, noise: bytes) -> None:
    damaged = A_WORKBOOK[:at] + noise + A_WORKBOOK[at + len(noise) :]

    sheets, problems, _ = read_workbook(damaged, "register.xlsx", reader=read_here)

    assert sheets or problems
