"""The difference of two registers: new, missing, changed field by field, and moved."""

from datetime import date
from typing import Any

import pytest

from npm_data.register.storage.difference import difference_of
from tests.registers import Row, register_of, worked_rows

DAY = date(2016, 5, 1)


def with_rows(**rows_of: list[Row]) -> Any:
    return register_of(**worked_rows() | rows_of)


def test_a_register_does_not_differ_from_itself_whatever_its_addresses() -> None:
    difference = difference_of(with_rows(), with_rows())
    assert difference.is_empty
    assert all(table.before == table.after for table in difference.tables.values())


def test_without_a_register_before_all_rows_are_new() -> None:
    difference = difference_of(None, with_rows())
    assert {sheet: table.rows_new for sheet, table in difference.tables.items()} == {
        "institutions": 9, "visits": 14, "recommendations": 11, "follow_up": 19,
    }  # fmt: skip
    assert not difference.drops_much


def test_a_changed_place_of_a_visit_is_a_new_and_a_missing_row() -> None:
    visits = worked_rows()["visits"]
    moved = [
        each | {"institution_id": "G1"} if each["visit_id"] == "V09" else each for each in visits
    ]
    table = difference_of(with_rows(), with_rows(visits=moved)).tables["visits"]
    assert table.new.select("visit_id", "institution_id").rows() == [("V09", "G1")]
    assert table.missing.select("visit_id", "institution_id").rows() == [("V09", "P2")]
    assert (table.rows_changed, table.counts) == (0, (1, 0, 1))


def test_a_changed_field_is_named_with_what_it_was_and_is() -> None:
    places = worked_rows()["institutions"]
    places[0] |= {"name": "Colony one", "closed_on": date(2018, 1, 1)}
    places[1] |= {"closed_on": None}
    table = difference_of(with_rows(), with_rows(institutions=places)).tables["institutions"]
    assert table.changed.columns == ["institution_id", "column", "before", "after"]
    assert table.changed.rows() == [
        ("P1", "name", "Colony 1", "Colony one"),
        ("P1", "closed_on", None, "2018-01-01"),
        ("P2", "closed_on", "2017-07-01", None),
    ]
    assert (table.rows_changed, table.before) == (2, 9)


def event(status: str, note: str | None = None) -> Row:
    return {
        "recommendation_id": "R05", "on": DAY, "axis": "implementation", "status": status,
        "judge": "npm", "note": note,
    }  # fmt: skip


def test_two_events_of_a_day_that_change_places_are_not_no_difference() -> None:
    before = with_rows(
        follow_up=[event("implemented"), event("in_progress"), event("in_progress", "a")]
    )
    after = with_rows(
        follow_up=[event("in_progress"), event("implemented"), event("in_progress", "a")]
    )
    table = difference_of(before, after).tables["follow_up"]
    assert (table.rows_new, table.rows_missing) == (0, 0)
    assert table.moved["status"].to_list() == ["in_progress", "implemented"]
    assert not table.is_empty


def test_a_row_that_goes_moves_no_other() -> None:
    before = with_rows(
        follow_up=[event("implemented"), event("in_progress"), event("in_progress", "a")]
    )
    after = with_rows(follow_up=[event("in_progress"), event("in_progress", "a")])
    table = difference_of(before, after).tables["follow_up"]
    assert (table.counts, table.moved.height) == ((0, 0, 1), 0)


@pytest.mark.parametrize(("rows", "drops_much"), [(10, False), (9, False), (8, True), (0, True)])
def test_more_than_a_tenth_is_much(rows: int, drops_much: bool) -> None:
    events = [event("in_progress", str(number)) for number in range(10)]
    before, after = with_rows(follow_up=events), with_rows(follow_up=events[:rows])
    assert difference_of(before, after).drops_much == drops_much
