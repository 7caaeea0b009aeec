"""How the number of places in the mandate moved, year by year since the law."""

from datetime import date

import polars as pl

from npm_data.charts.mandate import WHOLE, group_names, mandate_steps
from npm_data.figures.columns import Column
from npm_data.figures.periods import day_text
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.register.filters import entries
from npm_data.ui.app import App
from npm_data.ui.show import show

_MOVES = ("types_entered", "opened", "types_left", "closed")


def since_the_law(app: App) -> None:
    """Bars of the year ends by the day from which types are in the mandate; reasons in the table.

    The period of the sidebar does not matter: all years stand here.
    """
    words = app.words
    rows = app.repository.mandate_places(app.filters).rows(named=True)
    wholes = [row for row in rows if row["types_from"] is None]
    show(
        app,
        "mandate.growth",
        title=_title(words, wholes),
        frame=pl.DataFrame(_shown(words, rows), infer_schema_length=None),
        spec=mandate_steps(words, app.look),
        alt=words("mandate.alt_growth"),
        definition="mandate_day",
        columns={
            "day": Column(words("mandate.end_of"), "date"),
            "group_name": Column(words("mandate.types_of_the_day")),
            "places": Column(words("mandate.places"), "number"),
            **{move: Column(words(f"mandate.{move}"), "number") for move in _MOVES},
        },
        counts=(*_unsure(words, rows), words("mandate.all_years")),
        empty=words("coverage.no_places"),
    )


def _shown(words: Words, rows: list[Row]) -> list[Row]:
    names = group_names(words)
    groups = list(names)
    return [
        {
            "label": _label(row["day"]),
            "order": row["day"].year,
            "day": row["day"],
            "group": row["types_from"].isoformat() if row["types_from"] else WHOLE,
            "group_order": groups.index(row["types_from"].isoformat()) if row["types_from"] else -1,
            "group_name": names[row["types_from"].isoformat()]
            if row["types_from"]
            else words("mandate.all_types"),
            "places": row["places"],
            "places_text": words.number(row["places"]),
        }
        | {move: row[move] for move in _MOVES}
        for row in rows
    ]


def _label(day: date) -> str:
    """The year, or the day when the records end before the year does."""
    return str(day.year) if (day.month, day.day) == (12, 31) else day_text(day)


def _title(words: Words, wholes: list[Row]) -> str:
    if not wholes:
        return words("coverage.no_places")
    first, last = wholes[0], wholes[-1]
    now = words.plural("mandate.count_places", last["places"])
    if len(wholes) == 1:
        return words("mandate.growth_one", date=words.date(last["day"]), places=now)
    change = last["places"] - first["places"]
    direction = "more" if change > 0 else "fewer" if change else "same"
    return words(
        f"mandate.growth_{direction}",
        first=words.date(first["day"]),
        before=words.plural("mandate.count_places", first["places"]),
        last=words.date(last["day"]),
        after=now,
    )


def _unsure(words: Words, rows: list[Row]) -> tuple[str, ...]:
    """How many of the latest places are there on a day that is inferred or assumed."""
    days = entries()
    latest = [row for row in rows if row["types_from"] and row["day"] == rows[-1]["day"]]
    unsure = sum(row["places"] for row in latest if days[row["types_from"]] != "law")
    return (words("mandate.unsure_places", count=words.number(unsure)),) if unsure else ()
