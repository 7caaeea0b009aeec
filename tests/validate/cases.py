"""One small break of every rule: what is written into the worked example, and what is found."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.persons import identification_number
from tests.sources import Address, change, repeat, without_column

Write = Callable[[Path], object]
NOBODYS_NUMBER = "990231" + "300000"
"""Shaped like a personal number, of nobody: there is no 31 February."""


@dataclass(frozen=True, slots=True)
class Case:
    """What breaks `rule` and nothing else: `found` is all there is to find."""

    rule: str
    write: Write
    found: tuple[Address, ...]


def _cell(sheet: str, row: int, **cells: str) -> Write:
    return partial(change, sheet=sheet, row=row, **cells)


def _again(sheet: str, row: int, **cells: str) -> Write:
    return partial(repeat, sheet=sheet, row=row, **cells)


def _bytes(name: str, content: bytes) -> Write:
    return lambda folder: (folder / name).write_bytes(content)


def _all_of(*writes: Write) -> Write:
    return lambda folder: [write(folder) for write in writes]


def _empty_all(folder: Path) -> None:
    for file in folder.glob("*.csv"):
        file.write_bytes(file.read_bytes().split(b"\n")[0] + b"\n")


def _error(sheet: str, row: int | None, column: str | None) -> tuple[Address, ...]:
    return (("error", sheet, row, column),)


def _warning(sheet: str, row: int | None, column: str | None) -> tuple[Address, ...]:
    return (("warning", sheet, row, column),)


CELLS = (
    Case(
        "a_required_value_is_there",
        _cell("institutions", 3, name=" "),
        _error("institutions", 3, "name"),
    ),
    Case(
        "a_day_can_be_read",
        _cell("visits", 2, ended_on="31.02.2014"),
        _error("visits", 2, "ended_on"),
    ),
    Case(
        "the_code_is_known",
        _cell("recommendations", 9, theme="staf"),
        _error("recommendations", 9, "theme"),
    ),
    Case(
        "the_code_is_known",
        _cell("institutions", 2, region="Mars"),
        _error("institutions", 2, "region"),
    ),
    Case(
        "a_cell_shows_no_error",
        _cell("institutions", 2, name="#REF!"),
        _error("institutions", 2, "name"),
    ),
    Case(
        "a_district_decides_a_split_region",
        _cell("institutions", 2, region="KZ-KAR"),
        _error("institutions", 2, "region"),
    ),
    Case(
        "a_district_lies_in_its_region",
        _cell("institutions", 2, district="Ulytau"),
        _warning("institutions", 2, "district"),
    ),
    Case(
        "a_text_holds_no_personal_number",
        _cell("follow_up", 2, note=f"IIN {NOBODYS_NUMBER}"),
        _warning("follow_up", 2, "note"),
    ),
    Case(
        "a_text_says_nothing_about_a_person",
        _cell("recommendations", 2, text=f"To the person {identification_number()}"),
        _error("recommendations", 2, "text"),
    ),
    Case(
        "a_text_names_nobody",
        _cell("follow_up", 2, note="Сообщил осуждённый Примеров П.П."),
        _warning("follow_up", 2, "note"),
    ),
)

ROWS = (
    Case(
        "a_row_stands_once",
        _again("institutions", 3),
        _warning("institutions", 11, "institution_id"),
    ),
    Case("a_row_stands_once", _again("visits", 3), _warning("visits", 16, "visit_id")),
    Case(
        "a_row_stands_once",
        _again("recommendations", 3),
        _warning("recommendations", 13, "recommendation_id"),
    ),
    Case(
        "a_row_stands_once", _again("follow_up", 3), _warning("follow_up", 21, "recommendation_id")
    ),
    Case(
        "an_institution_id_stands_once",
        _again("institutions", 2, name="Colony 9"),
        _error("institutions", 11, "institution_id"),
    ),
    Case(
        "a_place_does_not_close_before_it_opens",
        _cell("institutions", 4, closed_on="2005-02-28"),
        (
            ("error", "institutions", 4, "closed_on"),
            ("warning", "visits", 3, "started_on"),
            ("warning", "visits", 8, "started_on"),
        ),
    ),
    Case(
        "the_rows_of_a_visit_share_its_first_day",
        _cell("visits", 4, started_on="2015-05-31"),
        _error("visits", 4, "started_on"),
    ),
    Case(
        "the_rows_of_a_visit_share_its_last_day",
        _cell("visits", 4, ended_on=""),
        _error("visits", 4, "ended_on"),
    ),
    Case(
        "the_rows_of_a_visit_share_its_type",
        _cell("visits", 9, visit_type="special"),
        _error("visits", 9, "visit_type"),
    ),
    Case(
        "the_rows_of_a_visit_share_the_day_of_its_report",
        _cell("visits", 3, reported_on=""),
        _error("visits", 4, "reported_on"),
    ),
    Case(
        "a_visit_does_not_end_before_it_starts",
        _cell("visits", 2, ended_on="2014-05-11"),
        _error("visits", 2, "ended_on"),
    ),
    Case(
        "a_report_is_not_signed_before_its_visit_starts",
        _cell("visits", 2, reported_on="2014-05-11"),
        _error("visits", 2, "reported_on"),
    ),
    Case(
        "a_recommendation_id_stands_once",
        _again("recommendations", 10, text="Other"),
        _error("recommendations", 13, "recommendation_id"),
    ),
    Case(
        "a_recommendation_from_a_visit_names_a_place",
        _cell("recommendations", 2, institution_id=""),
        _error("recommendations", 2, "institution_id"),
    ),
    Case(
        "a_status_belongs_to_its_axis",
        _cell("follow_up", 2, status="implemented"),
        _error("follow_up", 2, "status"),
    ),
    Case(
        "a_reply_is_the_authoritys",
        _cell("follow_up", 2, judge="npm"),
        _error("follow_up", 2, "judge"),
    ),
    Case(
        "a_visit_has_a_day_of_its_report",
        _cell("visits", 2, reported_on=""),
        _warning("visits", 2, "reported_on"),
    ),
    Case(
        "a_visited_type_is_in_the_mandate",
        _cell("institutions", 9, institution_type="infant_home"),
        _warning("visits", 11, "started_on"),
    ),
    Case(
        "a_visited_place_is_open_already",
        _cell("institutions", 2, opened_on="2014-05-13"),
        _warning("visits", 2, "started_on"),
    ),
    Case(
        "a_visited_place_is_not_closed_yet",
        _cell("institutions", 2, closed_on="2017-11-20"),
        _warning("visits", 13, "started_on"),
    ),
)

REFERENCES = (
    Case(
        "a_visits_place_is_in_the_register",
        _cell("visits", 2, institution_id="P9"),
        _error("visits", 2, "institution_id"),
    ),
    Case(
        "a_recommendations_visit_is_in_the_register",
        _cell("recommendations", 2, visit_id="V99"),
        _error("recommendations", 2, "visit_id"),
    ),
    Case(
        "a_recommendations_place_is_in_the_register",
        _cell("recommendations", 2, institution_id="P9"),
        _error("recommendations", 2, "institution_id"),
    ),
    Case(
        "a_recommendations_place_is_one_of_its_visits_places",
        _cell("recommendations", 2, institution_id="I1"),
        _error("recommendations", 2, "institution_id"),
    ),
    Case(
        "a_recommendation_is_not_issued_before_its_visit_starts",
        _cell("recommendations", 2, issued_on="2014-05-11"),
        _error("recommendations", 2, "issued_on"),
    ),
    Case(
        "a_repeated_recommendation_is_in_the_register",
        _cell("recommendations", 5, repeats="R99"),
        _error("recommendations", 5, "repeats"),
    ),
    Case(
        "a_repeated_recommendation_was_issued_before_or_stands_higher",
        _cell("recommendations", 2, repeats="R04"),
        _error("recommendations", 2, "repeats"),
    ),
    Case(
        "a_repeated_recommendation_was_issued_before_or_stands_higher",
        _cell("recommendations", 7, repeats="R07"),
        _error("recommendations", 7, "repeats"),
    ),
    Case(
        "a_repeated_recommendation_was_issued_before_or_stands_higher",
        _cell("recommendations", 2, repeats="R01"),
        _error("recommendations", 2, "repeats"),
    ),
    Case(
        "a_chain_of_repeats_has_no_cycle",
        _all_of(
            _cell("recommendations", 2, repeats="R04"), _cell("recommendations", 2, issued_on="")
        ),
        (("error", "recommendations", 2, "issued_on"), ("error", "recommendations", 5, "repeats")),
    ),
    Case(
        "follow_up_belongs_to_a_recommendation",
        _cell("follow_up", 20, recommendation_id="R99"),
        _error("follow_up", 20, "recommendation_id"),
    ),
    Case(
        "follow_up_is_not_before_the_recommendation_was_issued",
        _cell("follow_up", 2, on="2014-05-19"),
        _error("follow_up", 2, "on"),
    ),
)

FILES = (
    Case("a_file_is_not_empty", _bytes("visits.csv", b" \r\n"), _error("visits", None, None)),
    Case(
        "a_csv_file_is_text",
        _bytes("visits.csv", b"visit_id\n\0V1\n"),
        _error("visits", None, None),
    ),
    Case(
        "the_encoding_is_known",
        _bytes("visits.csv", "Учреждения и\n посещения".encode() + b"\x98"),
        _error("visits", 2, None),
    ),
    Case(
        "the_encoding_is_known",
        _bytes("visits.csv", b"visit_id\n\x98"),
        _error("visits", None, None),
    ),
    Case(
        "each_quotation_mark_is_closed",
        _bytes("visits.csv", b'visit_id,institution_id\nV01,"P1\nV02,S1\n'),
        _error("visits", 2, None),
    ),
    Case(
        "a_file_is_one_of_the_tables", _bytes("staff.csv", b"a\n"), (("warning", None, None, None),)
    ),
    Case(
        "a_files_name_says_nothing_about_a_person",
        lambda folder: (folder / f"{identification_number()}.csv").write_bytes(b"a\n"),
        (("warning", None, None, None), ("error", None, None, None)),
    ),
    Case(
        "a_table_is_there",
        lambda folder: (folder / "visits.csv").unlink(),
        _error("visits", None, None),
    ),
    Case(
        "a_table_has_a_header",
        _bytes("visits.csv", b"V01,P1,2014-05-12\n"),
        _error("visits", None, None),
    ),
    Case(
        "a_required_column_is_there",
        partial(without_column, sheet="visits", column="visit_type"),
        _error("visits", 1, "visit_type"),
    ),
    Case(
        "a_column_stands_once",
        _cell("institutions", 1, closed_on="Дата открытия"),
        _error("institutions", 1, "opened_on"),
    ),
    Case(
        "a_column_is_of_the_register",
        _cell("institutions", 1, closed_on="Shut on"),
        _warning("institutions", 1, None),
    ),
    Case("the_records_bear_a_day", _empty_all, (("error", None, None, None),)),
)
"""Of the file itself; those of workbooks are in `tests/load/test_workbook.py`."""

CASES = (*CELLS, *ROWS, *REFERENCES, *FILES)
