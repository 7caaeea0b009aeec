"""How full the columns are and which visits left the mandate, against plain Python."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npm_data.questions.repository import Repository
from npm_data.register.filters import Filters, Period
from tests.extent import drawn
from tests.queries.oracle import Oracle, Row, grouped
from tests.queries.test_oracle import (
    DATA_DATE,
    TYPES_OF_REFERENCE,
    _filters,
    filter_rows,
    registers,
)
from tests.registers import SHEETS, frame_of, in_memory, register_of, repository_of, worked_rows

EVERYTHING = Filters(Period(date(2014, 1, 1), date(2018, 6, 30)))
BY = ("total", "region", "year")
COLUMNS = {
    "institutions": ("district", "closed_on", "name_kk"),
    "visits": ("ended_on", "visit_type", "reported_on"),
    "recommendations": ("visit_id", "institution_id", "addressee_level", "repeats"),
    "follow_up": ("note",),
}


@st.composite
def registers_with_gaps(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Random registers in which what may be missing is there now and then."""
    rows = draw(registers())
    for place in rows["institutions"]:
        place["district"] = draw(st.sampled_from([None, "somewhere"]))
        place["name_kk"] = draw(st.sampled_from([None, "мекеме"]))
    ends: dict[str, Row] = {}
    for visit in rows["visits"]:
        days = draw(st.sampled_from([None, 0, 3]))
        shared = {
            "ended_on": None if days is None else visit["started_on"] + timedelta(days=days),
            "reported_on": draw(st.sampled_from([None, visit["started_on"]])),
        }
        visit.update(ends.setdefault(visit["visit_id"], shared))
    bare = [{**row, "note": None} for row in rows["follow_up"]]
    for row, without in zip(rows["follow_up"], bare, strict=True):
        if bare.count(without) == 1 and draw(st.booleans()):
            row["note"] = None
    return rows


class Records:
    """Rows of each table that a filter lets through, read from the definitions alone."""

    def __init__(self, oracle: Oracle, filters: Row) -> None:
        self.oracle, self.filters = oracle, filters
        self.types = {row["visit_id"]: row["visit_type"] for row in oracle.visit_rows}

    def of(self, sheet: str) -> list[Row]:
        """Each row with its `record`, its `region` and `when`, the year that it counts under."""
        return list(getattr(self, sheet)())

    def institutions(self) -> list[Row]:
        return [
            place
            | {"record": place["institution_id"], "when": f"{max(place['opened_on'].year, 2013)}"}
            for place in self.oracle.places.values()
            if self.oracle.passes_place(place, self.filters)
            and self.oracle.passes_host(place, self.filters)
        ]

    def visits(self) -> list[Row]:
        return [
            row
            | {
                "record": row["visit_id"],
                "when": f"{row['started_on'].year}",
                "region": self.oracle.places[row["institution_id"]]["region"],
                "visit_type": None if row["visit_type"] == "unspecified" else row["visit_type"],
            }
            for row in self.oracle.chosen_visit_rows(self.filters)
        ]

    def recommendations(self) -> list[Row]:
        return [
            row
            | {
                "record": row["recommendation_id"],
                "when": f"{row['issued_on'].year}",
                "region": (self._place(row) or {"region": None})["region"],
            }
            for row in self.oracle.recommendations_by_id.values()
            if self._passes(row) and self._is_in_the_period(row["issued_on"])
        ]

    def follow_up(self) -> list[Row]:
        found = []
        for number, event in enumerate(self.oracle.follow_up):
            said = self.oracle.recommendations_by_id[event["recommendation_id"]]
            if self._passes(said) and self._is_in_the_period(event["on"]):
                place = self._place(said) or {"region": None}
                keys = {"when": f"{event['on'].year}", "region": place["region"]}
                found.append(event | keys | {"record": number})
        return found

    def _place(self, row: Row) -> Row | None:
        return self.oracle.places.get(row["institution_id"])

    def _passes(self, row: Row) -> bool:
        wanted = self.filters
        return (
            self.oracle.passes_place(self._place(row), wanted)
            and (not wanted["ministries"] or row["addressee"] in wanted["ministries"])
            and (
                not wanted["visit_types"]
                or self.types.get(row["visit_id"]) in wanted["visit_types"]
            )
            and (not wanted["themes"] or row["theme"] in wanted["themes"])
        )

    def _is_in_the_period(self, day: date) -> bool:
        return self.filters["from_on"] <= day <= self.filters["to_on"]


def _completeness(oracle: Oracle, filters: Row, by: str) -> list[Row]:
    """Rows in the order of the query: key (none last), sheet, column."""

    def key(row: Row) -> str | None:
        return row["when"] if by == "year" else row["region"]

    found = []
    for sheet, columns in COLUMNS.items():
        for column in columns:

            def count(rows: list[Row], column: str = column) -> Row:
                filled = {row["record"] for row in rows if row[column] is not None}
                return {"recorded": len(filled), "total": len({row["record"] for row in rows})}

            records = Records(oracle, filters).of(sheet)
            for answer in grouped(records, by, key, count):
                key_of_row = "" if by == "total" else answer.pop(by)
                where = {"key": key_of_row, "sheet": sheet, "column_name": column}
                found.append({"dimension": by} | where | answer)
    return sorted(
        found,
        key=lambda row: (row["key"] is None, row["key"] or "", row["sheet"], row["column_name"]),
    )


def _outside(oracle: Oracle, filters: Row) -> list[Row]:
    found = []
    for row in oracle.chosen_visit_rows(filters):
        place, day = oracle.places[row["institution_id"]], row["started_on"]
        kind = oracle.types[place["institution_type"]]
        if day < kind["from"]:
            reason = ("type_not_yet", kind["from"])
        elif kind["to"] is not None and day >= kind["to"]:
            reason = ("type_no_longer", kind["to"])
        elif day < place["opened_on"]:
            reason = ("not_open", place["opened_on"])
        elif place["closed_on"] is not None and day >= place["closed_on"]:
            reason = ("closed", place["closed_on"])
        else:
            continue
        found.append((day, row["visit_id"], row["institution_id"], *reason))
    return sorted(found)


@drawn(4, 150)
@given(rows=registers_with_gaps(), asked=st.lists(filter_rows(), min_size=3, max_size=3))
def test_completeness_and_visits_outside_the_mandate_agree_with_plain_python(
    rows: dict[str, list[Row]], asked: list[Row]
) -> None:
    register = register_of(**rows)
    full = {sheet: frame_of(sheet, rows[sheet]).drop("record").to_dicts() for sheet in SHEETS}
    oracle = Oracle(**full, types=TYPES_OF_REFERENCE, data_date=DATA_DATE)
    with in_memory(register, DATA_DATE) as repository:
        for row in asked:
            chosen = _filters(row)
            answer = repository.column_completeness(chosen, BY)
            for by in BY:
                got = [each for each in answer.to_dicts() if each["dimension"] == by]
                assert got == _completeness(oracle, row, by), (by, row)
            some = ("visits", "follow_up")
            of_some = [each for each in answer.to_dicts() if each["sheet"] in some]
            assert repository.column_completeness(chosen, BY, some).to_dicts() == of_some
            listed = repository.outside_mandate(chosen).select(
                "started_on", "visit_id", "institution_id", "reason", "turned_on"
            )
            assert listed.rows() == _outside(oracle, row), row


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    folder = tmp_path_factory.mktemp("quality")
    return repository_of(register_of(**worked_rows()), folder, date(2018, 6, 30))


def test_an_empty_register_has_a_row_of_nothing_for_each_column(tmp_path: Path) -> None:
    repository = repository_of(register_of(), tmp_path, date(2018, 6, 30))
    answer = repository.column_completeness(EVERYTHING, BY)
    assert answer.height == sum(len(columns) for columns in COLUMNS.values())
    assert set(answer["dimension"]) == {"total"}
    assert answer["total"].sum() == 0
    assert repository.outside_mandate(EVERYTHING).is_empty()
    assert repository.findings_by_rule().is_empty()


def test_the_columns_of_the_worked_example_are_as_full_as_counted_by_hand(
    worked: Repository,
) -> None:
    answer = worked.column_completeness(EVERYTHING)
    assert {row["column_name"]: (row["recorded"], row["total"]) for row in answer.to_dicts()} == {
        "district": (0, 9),
        "closed_on": (1, 9),  # P2
        "name_kk": (0, 9),
        "ended_on": (12, 12),
        "visit_type": (12, 12),
        "reported_on": (11, 12),  # not V05
        "visit_id": (10, 11),  # R09 is systemic
        "institution_id": (10, 11),
        "addressee_level": (0, 11),
        "repeats": (2, 11),  # R04 and R06
        "note": (6, 19),
    }


def test_three_visits_of_the_worked_example_were_outside_the_mandate(worked: Repository) -> None:
    rows = worked.outside_mandate(EVERYTHING).select("visit_id", "reason", "turned_on").rows()
    assert rows == [
        ("V12", "not_open", date(2016, 9, 1)),
        ("V07", "type_not_yet", date(2019, 4, 1)),
        ("V09", "closed", date(2017, 7, 1)),
    ]


def test_visits_outside_the_mandate_are_counted_by_year_and_reason(worked: Repository) -> None:
    counts = worked.outside_mandate_by_year(EVERYTHING)
    assert counts.rows() == [
        ("2016", 2, 1, 0, 1, 0),
        ("2017", 1, 0, 0, 0, 1),
        (None, 3, 1, 0, 1, 1),
    ]


def test_a_visit_to_two_places_outside_counts_once_but_under_both_reasons(tmp_path: Path) -> None:
    rows = worked_rows()
    places = [each for each in rows["institutions"] if each["institution_id"] in ("I2", "C1")]
    visit = next(each for each in rows["visits"] if each["visit_id"] == "V12")
    visits = [visit, visit | {"institution_id": "C1"}]
    register = register_of(institutions=places, visits=visits)
    repository = repository_of(register, tmp_path, date(2018, 6, 30))
    assert repository.outside_mandate(EVERYTHING)["reason"].to_list() == [
        "type_not_yet",
        "not_open",
    ]
    assert repository.outside_mandate_by_year(EVERYTHING).rows()[-1] == (None, 1, 1, 0, 1, 0)
