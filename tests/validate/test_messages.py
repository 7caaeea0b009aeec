"""Every rule has its sentence in three languages, and a test that breaks it."""

import re
import string
from dataclasses import replace
from datetime import date

import pytest

from npm_data.i18n import words_for
from npm_data.i18n.catalogues import catalogue
from npm_data.reference import LANGUAGES
from npm_data.register.reading import Problem
from npm_data.register.rules.findings import message_of
from npm_data.register.rules.rules import NOTICES, RULES
from npm_data.register.schema import ACROSS_TABLES, Register
from tests.validate.cases import CASES

OF_WORKBOOKS = {
    "a_file_is_a_workbook",
    "a_workbook_is_whole",
    "a_workbook_has_no_password",
    "a_sheet_is_of_the_register",
}
"""Broken in `tests/load/test_workbook.py`."""

OF_HOSTILE_FILES = {
    "a_comment_is_not_of_the_register",
    "a_comment_says_nothing_about_a_person",
    "a_formula_comes_with_its_value",
    "a_hidden_row_is_read_like_the_others",
    "a_hidden_sheet_is_of_the_register",
    "a_record_has_a_bearable_length",
    "a_sheet_ends_where_its_table_ends",
    "a_sheet_is_only_cells",
    "a_table_has_a_bearable_length",
    "a_table_is_on_a_sheet_that_is_seen",
    "a_text_fits_into_a_cell",
    "a_text_has_only_signs_that_are_seen",
    "a_workbook_has_no_macros",
    "a_workbook_is_of_todays_kind",
    "a_workbook_is_only_tables",
    "a_workbook_takes_a_bearable_effort",
    "a_workbook_unpacks_to_a_bearable_size",
}
"""Broken in `tests/load/test_hostile_workbooks.py` and `test_hostile_csv_files.py`."""

OF_OFFICE_FILES = {
    "a_cell_has_one_row_and_column",
    "a_file_is_what_its_name_says",
    "a_quoted_text_ends_in_its_row",
    "a_row_is_given_in_one_place",
    "a_sheet_holds_one_table",
    "a_table_given_back_stands_alone",
    "a_table_is_given_once",
    "a_table_lies_in_one_place",
    "a_text_has_one_line",
    "a_text_is_not_garbled",
    "a_workbook_has_a_sheet_for_each_table",
    "a_workbook_is_looked_through",
    "an_import_has_a_bearable_number_of_files",
    "the_encoding_is_certain",
    "the_encoding_is_usual",
}
"""Broken in `tests/office_files`: `test_text_files.py`, `test_several_files.py`, `test_ods.py`."""

OF_UPLOADS = {"a_file_is_of_a_bearable_size", "an_upload_is_a_workbook_or_csv_files"}
"""Broken in `tests/load/test_uploads.py`."""

OF_PARQUET_FILES = {"a_parquet_column_holds_plain_values", "a_parquet_file_is_whole"}
"""Broken in `tests/load/test_parquet_files.py`."""

OF_CELLS_OF_OFFICES = {
    "a_cell_holds_one_day",
    "a_cell_names_one_record",
    "a_columns_other_days_tell_its_order",
    "a_dash_is_no_value",
    "a_dash_is_read_as_an_empty_cell",
    "a_day_comes_without_a_time",
    "a_day_is_more_than_a_year_or_month",
    "a_day_is_not_close_to_the_next",
    "a_day_is_told_from_its_month",
    "a_year_has_four_digits",
    "a_year_of_two_digits_is_of_this_century",
    "an_id_is_spelt_in_one_way",
    "an_instant_is_a_midnight_of_kazakhstan",
    "an_instant_is_read_as_its_day",
    "each_place_of_a_cell_is_in_the_register",
    "the_places_of_a_cell_are_a_row_each",
}
"""Broken in `tests/office_files/test_days.py`, `test_ids.py` and `test_words_for_nothing.py`."""

WITH_CONDITIONS = {
    "a_file_can_be_opened",
    "a_recorded_day_is_not_in_the_future",
    "a_row_begins_by_the_data_date",
}
"""Broken in `tests/load/test_csv_files.py` and `tests/validate/test_cascades.py`."""

OF_OFFICE_SHEETS = {
    "a_heading_is_not_repeated",
    "a_heading_names_its_column",
    "a_merged_value_holds_for_all_its_rows",
    "a_merged_value_stays_in_its_column",
    "a_row_does_not_number_the_columns",
    "a_row_is_a_record",
    "a_struck_out_cell_counts_like_the_others",
    "an_empty_cell_is_not_meant_as_above",
    "an_id_is_not_turned_into_a_day",
    "an_id_is_read_as_it_is_shown",
}
"""Broken in `tests/office_files`: merged cells, headings, rows, codes and blank cells."""

OF_CHANGES = {
    "a_column_that_rows_need_is_there",
    "a_known_id_stays_with_its_record",
    "the_program_ends_its_work",
}
"""Broken in `tests/office_files`."""

ENTERED = {"the_entry_is_new"}
"""Broken in `tests/keeping/test_follow_up.py`."""

A_RULE = re.compile(r"import\.((?:an?|the|each|follow_up)_\w+)")


def _rules_with_a_sentence(language: str) -> set[str]:
    names = (message.id for message in catalogue(language, "import") if message.id)
    found = (A_RULE.fullmatch(name) for name in names if isinstance(name, str))
    return {match[1] for match in found if match}


def _names_in(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}


def test_every_rule_of_the_register_is_told() -> None:
    of_rows = {
        rule
        for schema in Register.member_schemas().values()
        for rule in schema.__dataframely_rules__
    }

    assert of_rows | set(ACROSS_TABLES) == {rule.name for rule in RULES} | {"a_row_stands_once"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_sentence_and_is_broken_by_a_test(language: str) -> None:
    broken = {case.rule for case in CASES}
    broken |= OF_WORKBOOKS | OF_UPLOADS | OF_HOSTILE_FILES | WITH_CONDITIONS | ENTERED
    broken |= (
        OF_OFFICE_FILES | OF_OFFICE_SHEETS | OF_CELLS_OF_OFFICES | OF_CHANGES | OF_PARQUET_FILES
    )

    assert _rules_with_a_sentence(language) == broken
    assert broken >= {each.name for each in (*RULES, *NOTICES)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_tells_the_same_values_in_every_language(language: str) -> None:
    for message in catalogue("en", "import"):
        if message.id and isinstance(message.id, str):
            other = catalogue(language, "import")[message.id]
            assert _names_in(other.string) == _names_in(message.string), message.id


def test_a_sentence_ends_with_how_to_mend_it() -> None:
    for rule in _rules_with_a_sentence("en"):
        text = catalogue("en", "import")[f"import.{rule}"].string
        assert str(text).count(". ") >= 1, rule


def test_a_misspelt_code_is_told_with_what_was_probably_meant() -> None:
    problem = Problem("the_code_is_known", "f.csv", "follow_up", 2, "status", "виполнена")

    assert "Возможно, имелось в виду: выполнена; " in message_of(problem, words_for("ru"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_like_no_other_is_told_with_where_all_are_listed(language: str) -> None:
    words = words_for(language)
    for sheet, column in (("institutions", "region"), ("recommendations", "theme")):
        told = message_of(Problem("the_code_is_known", "f.csv", sheet, 2, column, "?"), words)

        assert words("import.nothing_is_near") in told
        assert words("template.lists") in told
        assert words("intake.title") in told


def test_what_a_row_says_is_told_in_the_readers_language() -> None:
    shared = Problem(
        "the_rows_of_a_visit_share_its_type",
        "f.csv",
        "visits",
        3,
        "visit_type",
        "special",
        facts={"first_row": 2, "visit_type": "periodic"},
    )
    nothing = Problem(
        "the_rows_of_a_visit_share_its_last_day",
        "f.csv",
        "visits",
        3,
        "ended_on",
        "2016-01-01",
        facts={"first_row": 2, "day": None},
    )
    units = Problem(
        "a_district_decides_a_split_region",
        "f.csv",
        "institutions",
        3,
        "region",
        "KZ-KAR",
        facts={"units": ("KZ-35", "KZ-62")},
    )

    assert "кезеңдік" in message_of(shared, words_for("kk"))
    a_day = replace(nothing, facts={"first_row": 2, "day": date(2016, 1, 2)})

    assert "2\u00a0января\u00a02016\u00a0г. Сделайте" in message_of(a_day, words_for("ru"))
    assert "пусто" in message_of(nothing, words_for("ru"))
    assert "KZ-62 (Ulytau Region)" in message_of(units, words_for("en"))
