"""What a `Register` guarantees to whoever holds one."""

import dataframely as dy
import polars as pl
import pytest

from npm_data.reference import reference
from npm_data.register.schema import ROWS_A_SHEET, SHEETS, Register, record_number, with_records
from tests.registers import Row, register_of, worked_rows


def _broken(**rows_of: list[Row]) -> str:
    with pytest.raises(dy.exc.ValidationError) as raised:
        register_of(**rows_of)
    return str(raised.value)


def test_the_worked_example_is_a_register_in_the_order_of_its_files() -> None:
    register = register_of(**worked_rows())

    assert register.visits["visit_id"].to_list() == [
        row["visit_id"] for row in worked_rows()["visits"]
    ]


def test_the_columns_are_those_of_the_workbook() -> None:
    for sheet, schema in Register.member_schemas().items():
        columns = [each for each in reference().columns if each.sheet == sheet]
        assert schema.column_names() == ["record", *(each.column for each in columns)]
        assert {name for name, column in schema.columns().items() if column.nullable} == {
            each.column for each in columns if not each.is_required
        }


def test_a_record_is_the_sheet_and_the_row() -> None:
    frame = with_records("follow_up", pl.DataFrame({"note": ["a", "b"]}))

    assert frame["record"].to_list() == [4 * ROWS_A_SHEET + 2, 4 * ROWS_A_SHEET + 3]
    assert [record_number(sheet) // ROWS_A_SHEET for sheet in SHEETS] == [1, 2, 3, 4]


def test_an_empty_register_is_one() -> None:
    assert register_of().visits.is_empty()


@pytest.mark.parametrize("sheet", ["visits", "follow_up"])
def test_a_register_holds_no_row_twice(sheet: str) -> None:
    rows = worked_rows()
    rows[sheet] = [*rows[sheet], rows[sheet][0]]

    assert "a_row_stands_once" in _broken(**rows)


def test_a_code_that_is_in_no_list_is_refused() -> None:
    rows = worked_rows()
    rows["institutions"][0]["region"] = "KZ-KAR"

    assert "the_code_is_known" in _broken(**rows)


def test_a_cycle_of_repeats_on_one_day_is_refused() -> None:
    rows = worked_rows()
    for row in rows["recommendations"][5:7]:
        row["repeats"] = {"R06": "R07", "R07": "R06"}[row["recommendation_id"]]

    assert "a_repeated_recommendation_was_issued_before_or_stands_higher" in _broken(**rows)


def test_a_repeat_of_the_same_day_that_stands_lower_is_kept() -> None:
    rows = worked_rows()
    rows["recommendations"][6]["repeats"] = "R06"

    assert register_of(**rows).recommendations["repeats"][6] == "R06"


def test_a_recommendation_without_visit_may_name_a_place() -> None:
    rows = worked_rows()
    rows["recommendations"][8]["institution_id"] = "P1"

    assert register_of(**rows).recommendations["institution_id"][8] == "P1"


def test_a_long_chain_of_repeats_is_no_cycle() -> None:
    rows = worked_rows()
    first = rows["recommendations"][8]
    longer = [
        first | {"recommendation_id": f"S{at}", "repeats": f"S{at - 1}" if at else "R09"}
        for at in range(300)
    ]
    rows["recommendations"] += longer

    assert register_of(**rows).recommendations.height == 311
