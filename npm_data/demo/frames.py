"""The demonstration as the four tables of the register, in the order of their days."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from npm_data.demo.chains import Chain, Event, Statement
from npm_data.demo.places import Place
from npm_data.demo.visits import Visit
from npm_data.model.schemas import with_records
from npm_data.reference import reference

Rows = Iterable[Mapping[str, object]]


def frames_of(
    places: Sequence[Place], visits: Sequence[Visit], chains: Sequence[Chain]
) -> dict[str, pl.DataFrame]:
    """Frames by sheet, with `record` as if each were a CSV file with its header in row 1."""
    visit_ids = _numbered(visits, "V", [visit.started_on.year for visit in visits], 4)
    statements = sorted(
        (statement for chain in chains for statement in chain.statements),
        key=lambda statement: statement.issued_on,
    )
    statement_ids = _numbered(statements, "R", [each.issued_on.year for each in statements], 5)
    events = sorted(
        (event for chain in chains for event in chain.events), key=lambda event: event.on
    )
    return {
        "institutions": _frame("institutions", map(_place_row, places)),
        "visits": _frame("visits", _visit_rows(visits, visit_ids)),
        "recommendations": _frame(
            "recommendations",
            (_statement_row(each, visit_ids, statement_ids) for each in statements),
        ),
        "follow_up": _frame("follow_up", (_event_row(each, statement_ids) for each in events)),
    }


def _numbered(
    items: Sequence[object], prefix: str, years: Sequence[int], width: int
) -> dict[int, str]:
    """A code for each item, by its identity: numbered anew with each year, as offices do."""
    codes: dict[int, str] = {}
    counts: dict[int, int] = {}
    for item, year in zip(items, years, strict=True):
        counts[year] = counts.get(year, 0) + 1
        codes[id(item)] = f"{prefix}{year}-{counts[year]:0{width}}"
    return codes


def _place_row(place: Place) -> dict[str, object]:
    return {
        "institution_id": place.institution_id,
        "name": place.name,
        "name_kk": place.name_kk,
        "institution_type": place.institution_type,
        "region": place.region,
        "district": place.district,
        "opened_on": place.opened_on,
        "closed_on": place.closed_on,
    }


def _visit_rows(visits: Sequence[Visit], visit_ids: Mapping[int, str]) -> Rows:
    for visit in visits:
        for place in visit.places:
            yield {
                "visit_id": visit_ids[id(visit)],
                "institution_id": place.institution_id,
                "started_on": visit.started_on,
                "ended_on": visit.ended_on,
                "visit_type": visit.visit_type,
                "reported_on": visit.reported_on,
            }


def _statement_row(
    statement: Statement, visit_ids: Mapping[int, str], statement_ids: Mapping[int, str]
) -> dict[str, object]:
    place, visit, repeated = statement.place, statement.visit, statement.repeats
    return {
        "recommendation_id": statement_ids[id(statement)],
        "visit_id": visit_ids[id(visit)] if visit else None,
        "institution_id": place.institution_id if place else None,
        "addressee": statement.addressee,
        "addressee_level": statement.addressee_level,
        "theme": statement.theme,
        "issued_on": statement.issued_on,
        "repeats": statement_ids[id(repeated)] if repeated else None,
        "text": statement.text,
    }


def _event_row(event: Event, statement_ids: Mapping[int, str]) -> dict[str, object]:
    return {
        "recommendation_id": statement_ids[id(event.statement)],
        "on": event.on,
        "axis": "reply" if event.is_reply else "implementation",
        "status": event.status,
        "judge": event.judge,
        "note": event.note,
    }


def _frame(sheet: str, rows: Rows) -> pl.DataFrame:
    schema = {
        each.column: pl.Date if each.type == "date" else pl.String
        for each in reference().columns
        if each.sheet == sheet
    }
    return with_records(sheet, pl.DataFrame(list(rows), schema=schema))
