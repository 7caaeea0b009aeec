"""The page on the quality of the records shows what the other road gives."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.queries.oracle import Row
from tests.telling import tables, truth
from tests.telling.conftest import OpenPage
from tests.telling.figures import k_of_n
from tests.telling.reading import Figure, figures_of, plain
from tests.telling.tables import percent, same
from tests.telling.truth import EVER, YEAR, Answer, Choice

FILLED = {
    "visits": {
        "Visit type": "visit_type",
        "Ended on": "ended_on",
        "Report signed on": "reported_on",
    },
    "recommendations": {
        "Level of the addressee": "addressee_level",
        "Visit ID": "visit_id",
        "Place ID": "institution_id",
        "Repeats": "repeats",
    },
    "institutions": {
        "District": "district",
        "Closed on": "closed_on",
        "Name in Kazakh": "name_kk",
    },
    "follow_up": {"Note": "note"},
}
SHEETS = {
    "visits": "Visits",
    "recommendations": "Recommendations",
    "institutions": "Places",
    "follow_up": "Follow-up",
}


COLUMNS = {title: (sheet, column) for sheet, of in FILLED.items() for title, column in of.items()}
LOW = {
    "gaps": "less than 80 % is recorded in {} of {} cells",
    "optional": "less than 80 % is filled in {} of {} cells, which is no gap here",
}


@pytest.mark.parametrize(("cells", "split"), [("gaps", "year"), ("optional", "region")])
def test_how_full_the_columns_are_is_counted(cells: str, split: str, page: OpenPage) -> None:
    app = page("quality", "columns", f"by_{split}", period="2018", cells=cells, split=split)
    figures = figures_of(app)
    filled = truth.columns_filled(YEAR)
    names = {f"{title} ({SHEETS[of[0]]})": of for title, of in COLUMNS.items()}
    figure = figures["quality.columns"]
    shown: list[dict[str, Any]] = [
        {head: value for head, value in row.items() if head != "What an empty cell means"}
        for row in figure.rows
    ]
    known = {names[row["Column"]]: filled[names[row["Column"]]] for row in shown}
    assert len(known) == (5 if cells == "gaps" else 6)
    headings = {
        "Recorded": "recorded",
        "Not recorded": "missing",
        "Records": "total",
        "Share of records that state it": "share",
    }
    same(shown, known, headings, keys=["Column"], codes=names)
    for row in figure.drawn:
        wanted = known[names[row["name"]]]
        counts = f"{k_of_n(wanted, 'recorded', 'total')} ({percent(wanted['share'])})"
        assert plain(row["counts_text"]) == counts
    emptiest = min(known, key=lambda name: known[name]["share"])
    title = next(title for title, name in names.items() if name == emptiest)
    shares = sorted(row["share"] for row in known.values())
    missing = k_of_n(known[emptiest], "missing", "total")
    span = f"{percent(shares[0])} to {percent(shares[-1])}"
    wanted = {
        "gaps": f"Most often empty: “{title}”, not recorded for {missing}",
        "optional": f"Columns that may stay empty are filled in {span} of the records",
    }
    assert figure.heading == wanted[cells]
    hold_split(figures[f"quality.by_{split}"], split, cells)
    if cells == "gaps":
        hold_outside(figures)


def hold_split(figure: Figure, split: str, cells: str) -> None:
    """The same columns by year of the record, or by region of the place."""
    parts = filled_by_year() if split == "year" else filled_by_region()
    columns = {row["Column"] for row in figure.rows}
    known: Answer = {}
    for part, filled in parts.items():
        for title in columns:
            row = filled.get(COLUMNS[title], {"recorded": 0, "total": 0})
            share = row["recorded"] / row["total"] if row["total"] else None
            told = share if row["total"] >= truth.FEWEST else None
            known[part, title] = {"part": row["recorded"], "whole": row["total"], "share": told}
    first = "Year" if split == "year" else "Region"
    headings = {
        "Recorded": "part",
        "Records": "whole",
        "Share of records that state it": "share",
    }
    codes = tables.CODES | {"No region (systemic)": None, "before 2014": 2013}
    same(figure.rows, known, headings, keys=(first, "Column"), codes=codes)
    told = [row for row in known.values() if row["whole"]]
    low = sum(row["part"] < 0.8 * row["whole"] for row in told)
    assert figure.heading.endswith(LOW[cells].format(low, len(told)))


def filled_by_year() -> dict[int | None, Answer]:
    """Places by the year of their opening, those opened before 2014 together."""
    opened: dict[int, list[Row]] = {}
    for row in truth.rows()["institutions"]:
        opened.setdefault(max(row["opened_on"].year, 2013), []).append(row)
    found: dict[int | None, Answer] = {}
    for year in range(2013, 2021):
        filled = truth.columns_filled(Choice(date(year, 1, 1), date(year, 12, 31)))
        for column in ("district", "closed_on", "name_kk"):
            values = [row.get(column) is not None for row in opened.get(year, [])]
            filled["institutions", column] = {"recorded": sum(values), "total": len(values)}
        found[year] = filled
    return found


def filled_by_region() -> dict[str | None, Answer]:
    """By region of the place; what has none is what the regions leave of all."""
    regions = {row["region"] for row in truth.rows()["institutions"]}
    found: dict[str | None, Answer] = {
        region: truth.columns_filled(replace(YEAR, regions=(region,))) for region in regions
    }
    rest = {
        name: {
            count: row[count] - sum(of[name][count] for of in found.values())
            for count in ("recorded", "total")
        }
        for name, row in truth.columns_filled(YEAR).items()
        if name[0] in ("recommendations", "follow_up")
    }
    return found | {None: rest}


def hold_outside(figures: dict[str, Figure]) -> None:
    outside = truth.outside(YEAR)
    visits = truth.of("visits", YEAR)["visits"]
    assert figures["quality.outside"].rows == [
        {
            "Year": 2018,
            "Visits": visits,
            "Outside the mandate": len(outside),
            "type not in the mandate yet": 1,
            "place closed already": 1,
        }
    ]
    assert figures["quality.outside"].heading.endswith(f": {len(outside)} of {visits}")
    listed = {row["Visit ID"]: row for row in figures["quality.outside_list"].rows}
    assert {name: row["Reason"] for name, row in listed.items()} == {
        "V16": "place closed already",
        "V19": "type not in the mandate yet",
    }
    assert listed["V19"]["The day that decides"] == "1 April 2019"
    hold_published(figures["quality.published"])


def hold_published(figure: Figure) -> None:
    """What the register has of what was published, with the difference."""
    counted = {row["Period"]: row for row in figure.rows if row["Figure"] == "Preventive visits"}
    by_year = truth.visits_by_year(EVER)
    visits = {int(year): row["visits"] for year, row in by_year.items()}
    assert counted[2016]["Register"] == visits[2016]
    assert counted[2016]["Difference"] == visits[2016] - 680
    assert counted[2017]["Register"] == visits[2017]
    assert counted[2017]["Difference"] == "−493 (not reached)"
    # Of 2015 (twice), 2016 and 2017, and the places of 2016, none is what was published.
    assert figure.heading == (
        "Published figures that can be compared: 5; the register equals or reaches 0 of them"
    )
    (places,) = (row for row in figure.rows if row["Figure"] == "Places in the mandate")
    in_2016 = truth.Choice(date(2016, 1, 1), date(2016, 12, 31))
    assert places["Register"] == truth.of("coverage", in_2016)["places_in_mandate"]
