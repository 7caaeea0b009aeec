"""The pages on coverage and on places show the numbers that the other road gives."""

import re
from datetime import date
from typing import Any

import pytest

from tests.telling import tables, truth
from tests.telling.conftest import OpenPage
from tests.telling.reading import Figure, Tile, figures_of, tiles_of
from tests.telling.tables import percent, same
from tests.telling.truth import EVER, WHOLE, YEAR, Answer, Choice


def short_day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else "none"


CLASSES = {code: name for name, code in tables.CLOCK.items()}


def test_the_register_of_places_has_each_with_its_clock_and_last_visits(page: OpenPage) -> None:
    app = page("places", period="2018")
    tiles, figures = tiles_of(app), figures_of(app)
    clock = truth.of("clock", YEAR)
    assert tiles["Places in the mandate"] == Tile("17", "", "on 31 December 2018")
    labels = ("On time", "Due in 12 months", "Overdue", "No periodic visit")
    for label, part in zip(labels, truth.CLOCK, strict=True):
        line = percent(clock[part] / clock["places"])
        if part == "never_visited":
            line += f"; past due: {clock['never_visited_past_due']}"
        assert tiles[label] == Tile(str(clock[part]), "", line)
    known, day, said = {}, YEAR.clock_day, truth.oracle()
    for place in said.places_on(YEAR.row, day):
        state = CLASSES[said.clock_class(place, day)[0]]
        open_ones = [
            chain
            for chain in said.chains_of(place, truth.DATA_DATE)
            if said.is_open(chain, truth.DATA_DATE)
        ]
        known[place["name"]] = {
            "state": f"{state}: {short_day(said.due_on(place, day))}",
            "type": place["institution_type"],
            "region": place["region"] if not place["district"] else "Karaganda Region, Temirtau",
            "open": len(open_ones),
        } | {
            kind: short_day(said.last(place, day, kind))
            for kind in ("periodic", "interim", "special")
        }
    headings = {
        "Four-year term": "state",
        "Last periodic visit": "periodic",
        "Last interim visit": "interim",
        "Last special visit": "special",
        "Open recommendations": "open",
        "Type of place": "type",
        "Region, district": "region",
    }
    same(named(figures["places.register"].rows), known, headings, keys=["Place"])
    assert figures["places.register"].heading == "Places in the register: 17"


def named(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with codes for names, and the bare name of a place that is a link."""
    return [
        {
            head: value.partition("]")[0][1:]
            if str(value).startswith("[")
            else tables.CODES.get(value, value)
            for head, value in row.items()
        }
        for row in rows
    ]


@pytest.mark.parametrize(("choice", "period"), [(YEAR, "2018"), (EVER, "all")])
def test_the_planning_list_has_what_is_due_and_what_the_round_needs(
    choice: Choice, period: str, page: OpenPage
) -> None:
    app = page("places", period=period, view="planning")
    figures, known, day = figures_of(app), truth.oracle(), choice.clock_day
    whole = known.planning_needs(choice.row, day, "total")[WHOLE]
    hold_needs(figures["places.pace"], choice, whole)
    a_year = -(-whole["places"] // 4)
    visited = truth.of("pace", choice)["places_visited"]
    sentence = next(each.value for each in app.markdown if "four-year round of" in each.value)
    assert [int(number) for number in re.findall(r"\d+", sentence.replace("-year", ""))] == [
        *(whole["places"], a_year, 12, day.day, day.year, whole["needed"], whole["coming"]),
        *(whole["past_due"], whole["never_visited_past_due"], 12, visited),
    ]
    due = known.planning(choice.row, day, None)
    for was_visited in (True, False):
        listed = {
            known.places[row["institution_id"]]["name"]: {
                "region": known.places[row["institution_id"]]["region"],
                "type": known.places[row["institution_id"]]["institution_type"],
                "due": short_day(row["due_on"]),
                "term": "past due" if row["is_past_due"] else "due in 12 months",
                "last": short_day(row["last_periodic_on"]),
            }
            for row in due
            if row["was_visited"] is was_visited
        }
        hold_block(figures, listed, was_visited=was_visited)
    later = f"never visited and due later, not listed: {whole['never_visited_later']}"
    assert sum(later in figure.said for figure in figures.values()) == 1


def hold_needs(figure: Figure, choice: Choice, whole: dict[str, int]) -> None:
    needs = truth.oracle().planning_needs(choice.row, choice.clock_day, "region")
    pace = truth.ask("pace", choice, "region")
    known = {
        code: {name: row[name] for name in ("places", "coming", "past_due", "needed")}
        | {"visited": pace[code]["places_visited"]}
        for code, row in needs.items()
    }
    for row in figure.rows:
        quarter = needs[tables.CODES[row["Region"]]]["places"] / 4
        assert row.pop("A year for a four-year round") == -(-quarter // 1)
    headings = {
        "Places in the mandate": "places",
        "Due in 12 months": "coming",
        "Past due": "past_due",
        "In all, in 12 months": "needed",
        "Visited in the last 12 months": "visited",
    }
    same(figure.rows, known, headings, keys=["Region"])
    assert figure.heading.endswith(f": {whole['needed']}, of these past due: {whole['past_due']}")


def hold_block(figures: dict[str, Figure], listed: Answer, *, was_visited: bool) -> None:
    """The places visited before, or those never visited, one by one."""
    (shown,) = (
        each
        for each in figures.values()
        if each.rows
        and "Term" in each.rows[0]
        and ("Last periodic visit" in each.rows[0]) is was_visited
    )
    headings = {"Type of place": "type", "Due by": "due", "Term": "term"}
    headings |= {"Last periodic visit": "last"} if was_visited else {}
    rows = named(shown.rows)
    for row in rows:
        region = str(row.pop("Region, district")).partition(",")[0]
        place = listed[row["Place"]]
        assert tables.CODES.get(region, region) == place["region"]
    same(rows, listed, headings, keys=["Place"])
    assert shown.heading.endswith(f": {len(listed)}")
