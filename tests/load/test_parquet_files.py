"""Parquet files go the way of CSV files: the same register, rules and findings, or one sentence."""

import io
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from npm_data.cli import main
from npm_data.register.reading import read_files, read_source
from npm_data.register.reading.parquet import cells_of_parquet
from npm_data.register.reading.source import Limits, Source, UnreadableError, columns_of_days
from npm_data.register.rules import check
from tests.registers import SHEETS, WORKED


def _bytes_of(frame: pl.DataFrame) -> bytes:
    sink = io.BytesIO()
    frame.write_parquet(sink)
    return sink.getvalue()


def _typed(sheet: str) -> pl.DataFrame:
    """The worked example with days as days, and what is told apart as categories."""
    texts = pl.read_csv(WORKED / f"{sheet}.csv", infer_schema=False)
    days = [name for name in columns_of_days(sheet) if name in texts.columns]
    return texts.with_columns(
        pl.col(days).str.to_date(), pl.col(texts.columns[0]).cast(pl.Categorical)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for sheet in SHEETS:
        _typed(sheet).write_parquet(tmp_path / f"{sheet}.parquet")
    return tmp_path


def _told(source: Source) -> list[tuple[str, str, int | None, str | None, str | None]]:
    found = check(source, "en").findings
    return [(each.rule, each.file, each.row, each.column, each.value) for each in found]


def test_typed_columns_give_the_register_of_the_text_files(folder: Path) -> None:
    texts = check(read_source(WORKED), "en").register
    typed = check(read_source(folder), "en").register

    assert texts is not None
    assert typed is not None
    for name, frame in texts.to_dict().items():
        assert typed.to_dict()[name].collect().equals(frame.collect())


def test_a_fault_is_told_at_the_row_that_the_text_file_would_have(folder: Path) -> None:
    visits = _typed("visits")
    later = pl.when(pl.int_range(pl.len()) == 2).then(date(2010, 1, 1)).otherwise("ended_on")
    visits.with_columns(later.alias("ended_on")).write_parquet(folder / "visits.parquet")

    assert (
        "a_visit_does_not_end_before_it_starts", "visits.parquet", 4, "ended_on", "2010-01-01"
    ) in _told(read_source(folder))  # fmt: skip


def test_a_file_without_a_column_is_told_of_as_a_text_file_is(folder: Path) -> None:
    _typed("visits").drop("started_on").write_parquet(folder / "visits.parquet")

    told = [each[:4] for each in _told(read_source(folder))]
    assert ("a_required_column_is_there", "visits.parquet", 1, "started_on") in told


def test_a_table_that_is_missing_is_named_as_the_other_files_are(folder: Path) -> None:
    (folder / "visits.parquet").unlink()

    told = [each[:2] for each in _told(read_source(folder))]
    assert ("a_table_is_there", "visits.parquet") in told


def test_numbers_moments_and_categories_are_what_they_say() -> None:
    frame = pl.DataFrame(
        {
            "institution_id": [7, None],
            "opened_on": [datetime(2016, 3, 1), None],
            "closed_on": [datetime(2016, 3, 1, 20, tzinfo=UTC), None],
            "share": [2.0, float("nan")],
            "is_open": [True, None],
            "empty": pl.Series([None, None], dtype=pl.Null),
        }
    )

    assert cells_of_parquet(_bytes_of(frame), Limits()).rows() == [
        tuple(frame.columns),
        ("7", "2016-03-01 00:00:00", "2016-03-01T20:00:00+00:00", "2.0", "true", None),
        (None,) * 6,
    ]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "a_file_is_not_empty"),
        (b"PAR1", "a_parquet_file_is_whole"),
        (b"visit_id,started_on\n", "a_parquet_file_is_whole"),
        (_bytes_of(_typed("visits"))[:-40], "a_parquet_file_is_whole"),
        (_bytes_of(_typed("visits"))[:-9] + b"\xff" * 9, "a_parquet_file_is_whole"),
        (_bytes_of(pl.DataFrame({"visit_id": [["V1"]]})), "a_parquet_column_holds_plain_values"),
        (_bytes_of(pl.DataFrame({"visit_id": [b"V1"]})), "a_parquet_column_holds_plain_values"),
        (_bytes_of(pl.DataFrame({"visit_id": ["V1"] * 21})), "a_table_has_a_bearable_length"),
        (
            _bytes_of(pl.DataFrame({str(at): ["V1"] for at in range(501)})),
            "a_record_has_a_bearable_length",
        ),
    ],
)
def test_what_is_no_table_is_one_sentence(content: bytes, rule: str, folder: Path) -> None:
    (folder / "visits.parquet").write_bytes(content)
    with pytest.raises(UnreadableError, match=rule):
        cells_of_parquet(content, Limits(rows=20))
    if "bearable_length" in rule:
        return

    told = [each[:2] for each in _told(read_source(folder)) if each[1] == "visits.parquet"]
    assert told == [(rule, "visits.parquet")]


def test_damage_within_a_file_is_one_sentence_or_other_words() -> None:
    """Nothing but the one exception, wherever a byte is wrong."""
    content = _bytes_of(_typed("visits"))
    read = 0
    for at in range(4, len(content), 37):
        damaged = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
        with suppress(UnreadableError):
            read += cells_of_parquet(damaged, Limits()).width > 0
    assert read


def test_one_file_alone_is_a_table_and_an_upload_is_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = folder / "register.duckdb"
    assert main(["import", str(folder), "--database", str(database)]) == 0
    institutions = folder / "institutions.parquet"
    update = ["import", str(institutions), "--database", str(database), "--mode", "update"]
    assert main(update) == 0
    capsys.readouterr()

    uploaded = read_files([(each.name, each.read_bytes()) for each in folder.glob("*.parquet")])
    rules = {each.rule for each in uploaded.problems if each.severity == "error"}
    assert "an_upload_is_a_workbook_or_csv_files" in rules
    assert not uploaded.tables
