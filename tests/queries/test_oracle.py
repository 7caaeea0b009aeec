"""The queries against plain Python, on random registers full of edge days."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npm_data.questions.recommendations import HORIZONS
from npm_data.questions.repository import Repository
from npm_data.questions.statements import DIMENSIONS_OF
from npm_data.reference import reference
from npm_data.register.filters import Filters, Period
from tests.extent import drawn
from tests.queries.oracle import Oracle, Row, add_months
from tests.registers import SHEETS, frame_of, in_memory, register_of

DATA_DATE = date(2020, 2, 29)
REGIONS = ("KZ-10", "KZ-63", "KZ-71")
TYPES = ("penal", "ivs", "psychiatric", "childrens_home", "social_care")
MINISTRIES = ("interior", "health", "education")
THEMES = ("staff", "regime")
TYPES_OF_REFERENCE = {
    each.code: {"portfolio": each.portfolio, "from": each.mandate_from, "to": each.mandate_to}
    for each in reference().institution_types
}
OPTIONS_OF_STATUS = [
    ("reply", status, "authority") for status in reference().codes("reply_status")
] + [
    ("implementation", status, judge)
    for status in reference().codes("implementation_status")
    for judge in ("authority", "npm")
]

edge_days = st.sampled_from(
    [date(2014, 1, 1), date(2015, 12, 31), date(2016, 2, 29), date(2019, 4, 1), date(2019, 11, 30)]
)
days = st.one_of(edge_days, st.dates(date(2013, 6, 1), DATA_DATE))
gaps = st.sampled_from([0, 0, 1, 30, 91, 92, 182, 183, 365, 366, 730])


def _within(day: date) -> date:
    return min(day, DATA_DATE)


@st.composite
def registers(draw: st.DrawFn) -> dict[str, list[Row]]:
    """Rows of a small valid register; days cluster where definitions turn."""
    institutions = []
    for number in range(draw(st.integers(1, 5))):
        opened = draw(st.sampled_from([date(2001, 1, 1), date(2016, 2, 29), date(2018, 7, 1)]))
        closing = draw(st.sampled_from([None, None, 400, 900]))
        institutions.append(
            {
                "institution_id": f"P{number}",
                "name": f"Place {number}",
                "institution_type": draw(st.sampled_from(TYPES)),
                "region": draw(st.sampled_from(REGIONS)),
                "opened_on": opened,
                "closed_on": opened + timedelta(days=closing) if closing else None,
            }
        )
    visits = []
    for number in range(draw(st.integers(0, 8))):
        started, kind = draw(days), draw(st.sampled_from(reference().codes("visit_type")))
        places = draw(st.lists(st.sampled_from(institutions), min_size=1, max_size=2, unique_by=id))
        visits += [
            {
                "visit_id": f"V{number}",
                "institution_id": place["institution_id"],
                "started_on": started,
                "visit_type": kind,
                "reported_on": started,
            }
            for place in places
        ]
    recommendations = _recommendations(draw, visits)
    return {
        "institutions": institutions,
        "visits": visits,
        "recommendations": recommendations,
        "follow_up": _follow_up(draw, recommendations),
    }


def _recommendations(draw: st.DrawFn, visits: list[Row]) -> list[Row]:
    rows: list[Row] = []
    for number in range(draw(st.integers(0, 8))):
        visit = draw(st.sampled_from([None, *visits])) if visits else None
        earliest = visit["started_on"] if visit else date(2014, 1, 1)
        issued = _within(earliest + timedelta(days=draw(gaps)))
        earlier = [row for row in rows if row["issued_on"] <= issued]
        repeated = draw(st.sampled_from([None, None, *earlier]))
        rows.append(
            {
                "recommendation_id": f"R{number}",
                "visit_id": visit["visit_id"] if visit else None,
                "institution_id": visit["institution_id"] if visit else None,
                "addressee": draw(st.sampled_from(MINISTRIES)),
                "addressee_level": draw(st.sampled_from([None, "central", "local"])),
                "theme": draw(st.sampled_from(THEMES)),
                "issued_on": issued,
                "repeats": repeated["recommendation_id"] if repeated else None,
                "text": "Repair the windows",
            }
        )
    return rows


def _follow_up(draw: st.DrawFn, recommendations: list[Row]) -> list[Row]:
    if not recommendations:
        return []
    rows: list[Row] = []
    for number in range(draw(st.integers(0, 14))):
        row = draw(st.sampled_from(recommendations))
        axis, status, judge = draw(st.sampled_from(OPTIONS_OF_STATUS))
        event_day = _within(row["issued_on"] + timedelta(days=draw(gaps)))
        rows.append(
            {
                "recommendation_id": row["recommendation_id"],
                "on": event_day,
                "axis": axis,
                "status": status,
                "judge": judge,
                "note": f"event {number}",
            }
        )
    return rows


@st.composite
def filter_rows(draw: st.DrawFn) -> Row:
    from_on = draw(days)
    return {
        "from_on": from_on,
        "to_on": add_months(from_on, draw(st.sampled_from([0, 1, 12, 48, 90]))),
        "regions": draw(st.sampled_from([(), (), ("KZ-10",), ("KZ-63", "KZ-71")])),
        "ministries": draw(st.sampled_from([(), (), ("interior",), ("health", "education")])),
        "institution_types": draw(st.sampled_from([(), (), ("penal",), ("ivs", "childrens_home")])),
        "visit_types": draw(st.sampled_from([(), (), ("periodic",), ("special", "interim")])),
        "themes": (),
    }


def _filters(row: Row) -> Filters:
    chosen = {name: value for name, value in row.items() if not name.endswith("_on")}
    return Filters(period=Period(row["from_on"], row["to_on"]), **chosen)


FOR_FIGURES = ("past_due", "share_past_due", "claimed", "judged", "share_in_time", "too_young")


def _rows_by_dimension(frame: Any, dimensions: list[str]) -> dict[str, list[Row]]:
    answers: dict[str, list[Row]] = {dimension: [] for dimension in dimensions}
    for row in frame.rows(named=True):
        dimension, key = row.pop("dimension"), row.pop("key")
        # What is for figures alone is held by `tests/telling`.
        for name in FOR_FIGURES:
            row.pop(name, None)
        if dimension != "total" and row.get("considered") == 0:
            continue
        answers[dimension].append(row if dimension == "total" else {dimension: key} | row)
    return answers


_BOTH_ANSWER = ("region", "ministry", "institution_type", "year", "month", "visit_type")
_OF_CHAINS = (*_BOTH_ANSWER, "theme", "addressee_level")


def _dimensions(query: str) -> list[str]:
    return [each for each in DIMENSIONS_OF[query] if each in ("total", *_OF_CHAINS)]


def _questions(
    oracle: Oracle, repository: Repository, row: Row, day: date
) -> Iterator[tuple[str, Any, Any]]:
    """Each query as (name, the repository's answer by `by`, the oracle's answer by `by`)."""
    chosen = _filters(row)
    yield (
        "visits",
        lambda by: repository.visits(chosen, by),
        lambda by: oracle.visits(row, by),
    )
    yield (
        "coverage",
        lambda by: repository.coverage(chosen, by),
        lambda by: oracle.coverage(row, by),
    )
    for name in ("clock", "pace", "recommendations", "replies"):
        yield (
            name,
            lambda by, name=name: getattr(repository, name)(chosen, as_of=day, by=by),
            lambda by, name=name: getattr(oracle, name)(row, day, by),
        )
    for rate, months in (("cohort", 12), ("cohort", 24), ("stock", 12), ("answered", 12)):
        yield (
            "implementation",
            lambda by, rate=rate, months=months: repository.implementation(
                chosen, as_of=day, rate=rate, months=months, by=by
            ),
            lambda by, rate=rate, months=months: oracle.implementation(row, day, rate, months, by),
        )
    yield (
        "time_to_implementation",
        lambda by: repository.time_to_implementation(chosen, as_of=day, by=by),
        lambda by: oracle.time_to_implementation(row, day, by, HORIZONS),
    )


@drawn(5, 200)
@given(
    rows=registers(),
    asked=st.lists(st.tuples(filter_rows(), days), min_size=3, max_size=3),
)
def test_each_query_agrees_with_plain_python_on_random_registers(
    rows: dict[str, list[Row]], asked: list[tuple[Row, date]]
) -> None:
    register = register_of(**rows)
    full = {sheet: frame_of(sheet, rows[sheet]).drop("record").to_dicts() for sheet in SHEETS}
    oracle = Oracle(**full, types=TYPES_OF_REFERENCE, data_date=DATA_DATE)
    with in_memory(register, DATA_DATE) as repository:
        for row, day in asked:
            for name, answer, expected in _questions(oracle, repository, row, day):
                dimensions = _dimensions(name)
                got = _rows_by_dimension(answer(dimensions), dimensions)
                for by in dimensions:
                    wanted = expected(by)
                    assert len(got[by]) == len(wanted), (name, by, row, day)
                    for found, right in zip(got[by], wanted, strict=True):
                        assert found == pytest.approx(right, abs=1e-9), (name, by, row, day)
