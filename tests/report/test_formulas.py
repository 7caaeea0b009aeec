"""What a register says is never calculated by a spreadsheet, in whichever file it leaves."""

import csv
import io
from datetime import date

import openpyxl
import polars as pl
import pytest

from npm_data.figures.columns import Column
from npm_data.files.release import Provenance, Released
from npm_data.files.tables import MAKERS
from npm_data.i18n import words_for
from npm_data.model.spreadsheet_cells import as_they_were, harmless

HOSTILE = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\n@x",
    "\u200b=1+1",
    "\u202e=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("x","y")',
)


def released(language: str = "en") -> Released:
    columns = {"name": Column("=HEADING()"), "count": Column("n", "number")}
    rows = {"name": HOSTILE, "count": [-1, *range(1, len(HOSTILE))]}
    told = Provenance("=TITLE()", "@x", None, ("-1+1",), "day", "register", None, None)
    return Released(words_for(language), "x", pl.DataFrame(rows), columns, told)


@pytest.mark.parametrize("language", ["en", "kk"])
def test_no_cell_of_a_csv_file_is_a_formula(language):
    text = MAKERS["csv"][1](released(language)).decode("utf-8-sig")
    rows = list(
        csv.reader(io.StringIO(text, newline=""), delimiter="," if language == "en" else ";")
    )
    names = [row[0] for row in rows if len(row) == 2][1:]
    assert names == [f"'{each}" for each in HOSTILE]
    texts = [cell for row in rows for cell in row if cell != "-1"]
    assert not [cell for cell in texts if cell.strip()[:1] in set("=+-@\uff1d\uff0b\uff0d\uff20")]
    assert "-1" in [row[1] for row in rows if len(row) == 2]


def test_no_cell_of_a_workbook_is_a_formula():
    book = openpyxl.load_workbook(io.BytesIO(MAKERS["xlsx"][1](released())))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert next(cell.value for cell in cells if cell.data_type == "n") == -1


@pytest.mark.parametrize(
    "text", ["-1", "+7", "-0.5", "-0,5", "1262", "a = b", "2016-01-01", str(date(2016, 1, 1)), ""]
)
def test_numbers_days_and_words_stay_as_they_are(text):
    assert harmless(text) == text


@pytest.mark.parametrize(
    "text", [*HOSTILE, "'=1", "''=1", "'-5", "'quoted'", "-5", "=", "'", "a=b"]
)
def test_what_left_with_an_apostrophe_comes_back_without_it(text: str) -> None:
    frame = pl.DataFrame({"text": [harmless(text), None]})
    assert frame.select(as_they_were(pl.col("text")))["text"].to_list() == [text, None]


def test_an_apostrophe_that_marks_no_formula_stays() -> None:
    kept = ["'quoted'", "'", "'-5", "O'Neil", "it's = 1"]
    assert (
        pl.DataFrame({"text": kept}).select(as_they_were(pl.col("text")))["text"].to_list() == kept
    )
