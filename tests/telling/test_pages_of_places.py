"""The page on coverage shows the numbers that the other road gives."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.telling import tables, truth
from tests.telling.conftest import OpenPage
from tests.telling.figures import hold_bands, hold_cells, k_of_n
from tests.telling.reading import Tile, figures_of, tiles_of
from tests.telling.tables import long_day, percent, same
from tests.telling.truth import WHOLE, YEAR, Answer

OLDER = tables.CODES | {"East Kazakhstan Region": "KZ-VOS"}
"""What the map names in the borders of 2018."""


MEASURES = {
    "coverage": ("coverage", "places_visited", "places_in_mandate"),
    "never_visited": ("clock", "never_visited", "places"),
    "overdue": ("clock", "overdue", "places"),
    "visits_per_100": ("visits", "visits", "places_in_mandate"),
}
HEADS = {
    "coverage": ("Visited", "Places in the mandate in the period", "Share of places visited"),
    "never_visited": (
        "No periodic visit",
        "Places in the mandate",
        "Share of places without a periodic visit",
    ),
    "overdue": ("Overdue", "Places in the mandate", "Share of places overdue"),
    "visits_per_100": (
        "Visits",
        "Places in the mandate in the period",
        "Visits for every 100 places",
    ),
}
FIGURES = {
    "coverage": "8 of 18 places were visited (44.4 %)",
    "never_visited": "5 of 17 places have had no periodic visit (29.4 %)",
    "overdue": "3 of 17 places are overdue (17.6 %)",
    "visits_per_100": "61.1 visits for every 100 places (visits: 11, places: 18)",
}
CLOCK_UNITS = {
    "coverage": ("ministry", "Ministry"),
    "never_visited": ("region", "Region"),
    "overdue": ("institution_type", "Type of place"),
    "visits_per_100": ("ministry", "Ministry"),
}
STRIKING = {
    "coverage": lambda share: share < 0.2,
    "never_visited": lambda share: share >= 0.4,
    "overdue": lambda share: share >= 0.4,
    "visits_per_100": lambda share: share < 25,
}


def measured(measure: str, by: str, **chosen: tuple[str, ...]) -> Answer:
    """Part and whole of a measure by unit, of places in the mandate."""
    query, part, whole = MEASURES[measure]
    choice = replace(YEAR, **chosen)
    wholes = truth.ask("coverage" if query == "visits" else query, choice, by)
    parts = truth.ask("visits", choice, by) if query == "visits" else wholes
    return {
        key: {"part": parts.get(key, {part: 0})[part], "whole": row[whole]}
        for key, row in wholes.items()
    }


def by_pair(measure: str) -> Answer:
    regions = {row["region"] for row in truth.rows()["institutions"]}
    return {
        (region, ministry): row
        for region in regions
        for ministry, row in measured(measure, "ministry", regions=(region,)).items()
    }


def in_2018(measure: str) -> Answer:
    """By region, in the borders of 2018: Abai and East Kazakhstan are one."""
    known = measured(measure, "region")
    apart = [known.pop(code) for code in ("KZ-10", "KZ-63")]
    return known | {"KZ-VOS": dict(sum((Counter(row) for row in apart), Counter(part=0)))}


@pytest.mark.parametrize("measure", MEASURES)
def test_coverage_stands_by_region_type_and_pair(measure: str, page: OpenPage) -> None:
    unit, unit_head = CLOCK_UNITS[measure]
    view = "tiles" if measure == "overdue" else "map"
    choice = {"measure": measure, "clock_unit": unit, "view": view, "period": "2018"}
    app = page("coverage", view, "types", "pairs", "clock", **choice)
    tiles, figures = tiles_of(app), figures_of(app)
    reached, clock = truth.of("coverage", YEAR), truth.clock(YEAR)
    labels = ("On time", "Due in 12 months", "Overdue", "No periodic visit")
    whole = clock[WHOLE]
    assert tiles == {
        "Visited": Tile(
            percent(reached["coverage"]), "", k_of_n(reached, "places_visited", "places_in_mandate")
        )
    } | {
        label: Tile(percent(whole[part] / whole["places"]), "", k_of_n(whole, part, "places"))
        for label, part in zip(labels, truth.CLOCK, strict=True)
    }
    is_share, heads = measure != "visits_per_100", HEADS[measure]
    known = in_2018(measure)
    hold_cells(
        figures[f"coverage.{view}"], known, ("Region", *heads), codes=OLDER, is_share=is_share
    )
    assert figures[f"coverage.{view}"].heading.startswith(FIGURES[measure])
    hold_striking(figures[f"coverage.{view}"].heading, measure, known)
    hosts = truth.types_of_places()
    by_type = {
        (code, hosts[code]["portfolio"]): row
        for code, row in measured(measure, "institution_type").items()
    }
    for name, cells, first in (
        ("types", by_type, "Type of place"),
        ("pairs", by_pair(measure), "Region"),
    ):
        shown = figures[f"coverage.{name}"]
        hold_cells(shown, cells, (first, "Ministry", *heads), is_share=is_share)
        hold_striking(shown.heading, measure, cells)
    by_unit = truth.clock(YEAR, unit)
    places = (unit_head, "Four-year term", "Places in the mandate")
    hold_bands(figures["coverage.clock"], by_unit, tables.CLOCK, places)
    assert figures["coverage.clock"].heading == (
        f"Of {whole['places']} places {whole['overdue']} are overdue and"
        f" {whole['never_visited']} have had no periodic visit"
    )
    past = whole["never_visited_past_due"]
    assert (
        f"without a periodic visit and past their term: {past} ·" in figures["coverage.clock"].said
    )


def hold_striking(heading: str, measure: str, known: Answer) -> None:
    """How many units lie below or above the bound that the sentence names, of how many."""
    measures = [
        row["share" if measure != "visits_per_100" else "per_100"] for row in known.values()
    ]
    few = sum(STRIKING[measure](value) for value in measures)
    assert f" {few} of {len(measures)}" in heading


def test_a_chosen_region_stands_beside_the_country_with_its_places(page: OpenPage) -> None:
    app = page("coverage", "map", period="2018", region=["KZ-10", "KZ-63"])
    figures = figures_of(app)
    here, country = in_2018("coverage")["KZ-VOS"], truth.of("coverage", YEAR)
    share = percent(here["part"] / here["whole"])
    assert figures["coverage.map"].heading == (
        f"East Kazakhstan Region: {here['part']} of {here['whole']} places were visited ({share});"
        f" whole country: {percent(country['coverage'])}"
    )
    day, known = YEAR.clock_day, {}
    for place in truth.oracle().places_on(replace(YEAR, regions=("KZ-10", "KZ-63")).row, day):
        last = truth.oracle().last(place, day, "periodic")
        known[place["name"]] = {
            "type": place["institution_type"],
            "region": place["region"],
            "class": truth.oracle().clock_class(place, day)[0],
            "last": long_day(last) if last else "none yet",
            "due": long_day(truth.oracle().due_on(place, day)),
            "visits": sum(
                row["started_on"].year == 2018 for row in truth.oracle().visits_of(place, day)
            ),
        }
    headings = {
        "Type of place": "type",
        "Region": "region",
        "Four-year term": "class",
        "Last periodic visit": "last",
        "Due by": "due",
        "Visits in the period": "visits",
    }
    codes = tables.CODES | tables.CLOCK
    shown = [
        {head: codes.get(value, value) for head, value in row.items()}
        for row in figures["coverage.places"].rows
    ]
    same(shown, known, headings, keys=["Place"])
    assert figures["coverage.places"].heading.endswith(f": {len(known)}")
