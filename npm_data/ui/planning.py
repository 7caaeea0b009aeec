"""The planning list: which places are due for a periodic visit, and the pace that this takes."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from npm_data.figures.columns import Column, Columns
from npm_data.figures.units import border_notes, codes_in_order, rows_of, total_of
from npm_data.questions.places import Stretch
from npm_data.register.filters import whole_visits
from npm_data.ui.card import plain_table
from npm_data.ui.downloads import download_buttons
from npm_data.ui.frame.app import App
from npm_data.ui.paging import pager
from npm_data.ui.places_lists import (
    Part,
    caption_lines,
    day_notes,
    named,
    part_of,
    place_link,
    short_day,
    where,
)
from npm_data.ui.show import show_table

_BLOCKS = {"visited": "places.due_page", "never_visited": "places.never_page"}
"""The two blocks of the list with the page of each in the address."""


@dataclass(frozen=True, slots=True)
class Planning:
    """What the round needs and how fast it goes, in all and by region."""

    needs: pl.DataFrame
    pace: pl.DataFrame


def ask(app: App) -> Planning:
    by = ("total", "region")
    return Planning(
        needs=app.repository.planning_needs(app.filters, app.as_of, by),
        pace=app.repository.pace(app.filters, app.as_of, by),
    )


def pace_needed(app: App, planning: Planning) -> None:
    """The sentence to be read out, and the same by region, from north to south."""
    words, needs = app.words, total_of(planning.needs)
    st.markdown(f"**{sentence(app, planning)}**")
    of_region, paces = rows_of(planning.needs, "region"), rows_of(planning.pace, "region")
    rows = [
        {"name": words.region(code, on=app.as_of)}
        | of_region[code]
        | paces[code]
        | {"needed_a_year": whole_visits(paces[code]["needed_a_year"])}
        for code in codes_in_order("region")
        if code in of_region
    ]
    show_table(
        app,
        "places.pace",
        title=_pace_title(app, needs),
        frame=pl.DataFrame(rows, infer_schema_length=None),
        columns=_pace_columns(app),
        definition="planning",
        counts=(*day_notes(app), *border_notes(words, "region", app.as_of)),
        empty=words("coverage.no_places"),
        notes=(words("places.planning_label"),),
    )


def sentence(app: App, planning: Planning) -> str:
    """What the four-year round needs against what was done."""
    words = app.words
    needs, pace = total_of(planning.needs), total_of(planning.pace)
    if not needs["places"]:
        return words("places.planning_none")
    counted = {
        "places": needs["places"],
        "a_year": whole_visits(pace["needed_a_year"]),
        "needed": needs["needed"],
        "coming": needs["coming"],
        "past_due": needs["past_due"],
        "never": needs["never_visited_past_due"],
        "visited": pace["places_visited"],
    }
    parts = {name: words.plural(f"places.n_{name}", count) for name, count in counted.items()}
    return words("places.planning_sentence", **parts, date=words.date(app.as_of))


def block(app: App, planning: Planning, name: str) -> None:
    """The places that were visited before, or those never visited, a page at a time."""
    words, needs = app.words, total_of(planning.needs)
    key, was_visited = _BLOCKS[name], name == "visited"

    def listed(stretch: Stretch) -> pl.DataFrame:
        return app.repository.planning(
            app.filters, app.as_of, was_visited=was_visited, stretch=stretch
        )

    part = part_of(key, app.filters, listed)
    with st.container(border=True):
        st.header(_block_title(app, name, part), anchor=False)
        if not part.matches:
            st.info(words(f"places.planning_{name}_none"), icon=":material/inbox:")
        else:
            st.table(_table(app, part.rows, was_visited=was_visited), hide_index=True)
            pager(app, key, part.page, part.matches)
        later = words("places.later", count=words.number(needs["never_visited_later"]))
        caption_lines(app, "planning", (*day_notes(app), *([] if was_visited else [later])))


def files(app: App, planning: Planning) -> None:
    """Both blocks as one table, labelled like the page; none where nothing is due."""
    words = app.words
    if not total_of(planning.needs)["needed"]:
        return

    def rows() -> pl.DataFrame:
        frame = named(words, app.repository.planning(app.filters, app.as_of), app.as_of)
        blocks = [words(f"places.block_{_block_of(each)}") for each in frame["was_visited"]]
        dues = [words(f"places.is_{_due_of(each)}") for each in frame["is_past_due"]]
        return frame.with_columns(
            pl.Series("block", blocks, pl.String), pl.Series("falls_due", dues, pl.String)
        )

    title = words("places.planning_file", date=words.date(app.as_of))
    with st.container(border=True):
        st.markdown(f"**{title}**")
        download_buttons(
            app,
            "places.planning",
            title=title,
            rows=rows,
            columns=_file_columns(app),
            definition="planning",
            notes=(words("places.planning_label"), sentence(app, planning), *day_notes(app)),
        )


def _block_of(was_visited: bool) -> str:
    return "visited" if was_visited else "never_visited"


def _due_of(is_past_due: bool) -> str:
    return "past_due" if is_past_due else "coming"


def _pace_title(app: App, needs: dict[str, int]) -> str:
    words = app.words
    if not needs["places"]:
        return words("coverage.no_places")
    return words(
        "places.pace_title",
        needed=words.number(needs["needed"]),
        past_due=words.number(needs["past_due"]),
    )


def _block_title(app: App, name: str, part: Part) -> str:
    return app.words(f"places.planning_{name}", count=app.words.number(part.matches))


def _table(app: App, rows: pl.DataFrame, *, was_visited: bool) -> pl.DataFrame:
    words = app.words
    lines = []
    for row in rows.iter_rows(named=True):
        line = [
            where(words, row["region"], row["district"], app.as_of),
            place_link(app, row["institution_id"], row["name"]),
            words.institution_type(row["institution_type"]),
            short_day(words, row["due_on"]),
            words(f"places.is_{_due_of(row['is_past_due'])}"),
        ]
        lines.append([*line, short_day(words, row["last_periodic_on"])] if was_visited else line)
    heads = ["region", "place", "type", "due", "falls_due"] + ["periodic"] * was_visited
    return plain_table([words(f"places.column_{head}") for head in heads], lines)


def _pace_columns(app: App) -> Columns:
    words = app.words
    numbers = ("places", "needed_a_year", "coming", "past_due", "needed", "places_visited")
    return {"name": Column(words("places.column_region_only"))} | {
        name: Column(words(f"places.column_{name}"), "number") for name in numbers
    }


def _file_columns(app: App) -> Columns:
    words = app.words
    return {
        "block": Column(words("places.column_block")),
        "region_name": Column(words("places.column_region_only")),
        "district": Column(words("places.column_district")),
        "institution_id": Column(words("places.column_id")),
        "name": Column(words("places.column_place")),
        "type": Column(words("places.column_type")),
        "host": Column(words("places.column_ministry")),
        "due_on": Column(words("places.column_due"), "date"),
        "falls_due": Column(words("places.column_falls_due")),
        "last_periodic_on": Column(words("places.column_periodic"), "date"),
    }
