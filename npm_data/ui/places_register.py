"""The register of places: search, the four-year clock, last visits, open recommendations."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from npm_data.charts.theme import CLOCK
from npm_data.figures.columns import Column
from npm_data.figures.sentences import k_of_n
from npm_data.figures.units import total_of
from npm_data.questions.places import PlaceOrder, Stretch
from npm_data.ui.card import plain_table
from npm_data.ui.downloads import download_buttons
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import entered_text, is_on, pick
from npm_data.ui.paging import pager
from npm_data.ui.places_lists import (
    Part,
    caption_lines,
    day_notes,
    named,
    part_of,
    place_link,
    short_day,
    state_names,
    where,
)
from npm_data.ui.tiles import tile, tiles

_PAGE = "places.page"
_ALL = "all"
_ORDERS: tuple[PlaceOrder, ...] = ("chapter", "due", "name", "region")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person looks for, beside the filters: a text, a class of the clock, those outside."""

    search: str
    state: str
    with_outside: bool
    order: str


def headline(app: App) -> None:
    """How many places are in the mandate on the day, in the four classes of the clock."""
    words = app.words
    clock = total_of(app.repository.clock(app.filters, app.as_of))
    places = clock["places"]
    past_due = words("places.past_due", count=words.number(clock["never_visited_past_due"]))
    with tiles():
        tile(
            app,
            words("places.tile_places"),
            words.number(places),
            definition="clock",
            note=words("places.on_day", date=words.date(app.as_of)),
        )
        for state in CLOCK:
            share = words.percent(clock[state] / places) if places else words("frame.no_value")
            tile(
                app,
                words(f"coverage.tile_{state}"),
                words.number(clock[state]),
                definition="clock",
                note=f"{share}; {past_due}" if state == "never_visited" else share,
            )


def wanted(app: App) -> Wanted:
    """The page's own search, choice and order."""
    words = app.words
    names = state_names(app.language)
    states = {_ALL: words("places.state_all")} | {state: names[state] for state in CLOCK}
    orders: dict[str, str] = {order: words(f"places.sort_{order}") for order in _ORDERS}
    search = entered_text(
        words, "places.search", words("places.search"), words("places.search_hint")
    )
    first, second = st.columns(2)
    with first:
        state = pick(app, "places.state", words("places.state"), states)
    with second:
        order = pick(app, "places.sort", words("places.sort"), orders)
    outside = is_on(words, "places.outside", words("places.with_outside"))
    return Wanted(search, state, outside, order)


def register(app: App) -> None:
    """The list, a page of it at a time, and all of it as files."""
    words = app.words
    with st.container(border=True):
        heading = st.empty()
        asked = wanted(app)
        part = part_of(_PAGE, (app.filters, asked), lambda stretch: _ask(app, asked, stretch))
        heading.header(_title(app, asked, part), anchor=False)
        if not part.matches:
            st.info(words("places.nothing_found"), icon=":material/search_off:")
            return
        st.table(_table(app, part.rows), hide_index=True)
        pager(app, _PAGE, part.page, part.matches)
        caption_lines(app, "clock", _counts(app))
        _files(app, asked, part)


def _ask(app: App, asked: Wanted, stretch: Stretch) -> pl.DataFrame:
    order: PlaceOrder = next(each for each in _ORDERS if each == asked.order)
    return app.repository.place_list(
        app.filters,
        app.as_of,
        search=asked.search,
        states=() if asked.state == _ALL else (asked.state,),
        with_outside=asked.with_outside,
        sort_by=order,
        stretch=stretch,
    )


def _title(app: App, asked: Wanted, part: Part) -> str:
    """How many places were found of those that the filters leave."""
    words = app.words
    if not asked.search and asked.state == _ALL:
        return words("places.title_all", count=words.number(part.matches))
    # In the same order for all, so that the answer is kept.
    whole = _ask(app, Wanted("", _ALL, asked.with_outside, _ORDERS[0]), Stretch(1))
    total = 0 if whole.is_empty() else int(whole["matches"][0])
    return words("places.title_found", k_of_n=k_of_n(words, part.matches, total))


def _counts(app: App) -> tuple[str, ...]:
    words = app.words
    return (*day_notes(app), words("places.open_on", date=words.date(app.data_set.data_date)))


def _table(app: App, rows: pl.DataFrame) -> pl.DataFrame:
    words, states = app.words, state_names(app.language)
    lines = []
    for row in rows.iter_rows(named=True):
        state = states[row["clock_state"] or row["mandate_state"]]
        due = "" if row["due_on"] is None else f": {short_day(words, row['due_on'])}"
        lines.append(
            (
                place_link(app, row["institution_id"], row["name"]),
                state + due,
                short_day(words, row["last_periodic_on"]),
                short_day(words, row["last_interim_on"]),
                short_day(words, row["last_special_on"]),
                words.number(row["open_recommendations"]),
                words.institution_type(row["institution_type"]),
                where(words, row["region"], row["district"], app.as_of),
            )
        )
    # A phone shows the first columns: the place and its term.
    heads = ("place", "state", "periodic", "interim", "special", "open", "type", "region")
    return plain_table([words(f"places.column_{head}") for head in heads], lines)


def _files(app: App, asked: Wanted, part: Part) -> None:
    words, states = app.words, state_names(app.language)

    def rows() -> pl.DataFrame:
        frame = named(words, _ask(app, asked, Stretch()), app.as_of)
        either = pl.coalesce("clock_state", "mandate_state")
        return frame.with_columns(state=either.replace_strict(states, return_dtype=pl.String))

    download_buttons(
        app,
        "places.register",
        title=_title(app, asked, part),
        rows=rows,
        columns={
            "institution_id": Column(words("places.column_id")),
            "name": Column(words("places.column_place")),
            "type": Column(words("places.column_type")),
            "host": Column(words("places.column_ministry")),
            "region_name": Column(words("places.column_region_only")),
            "district": Column(words("places.column_district")),
            "state": Column(words("places.column_state")),
            "due_on": Column(words("places.column_due"), "date"),
            "last_periodic_on": Column(words("places.column_periodic"), "date"),
            "last_interim_on": Column(words("places.column_interim"), "date"),
            "last_special_on": Column(words("places.column_special"), "date"),
            "open_recommendations": Column(words("places.column_open"), "number"),
        },
        definition="clock",
        notes=(words("frame.council_only"), *_said(app, asked), *_counts(app)),
    )


def _said(app: App, asked: Wanted) -> tuple[str, ...]:
    """The page's own choices as lines of a file."""
    words, states = app.words, state_names(app.language)
    said = []
    if asked.search:
        said.append(f"{words('places.search')}: {asked.search}")
    if asked.state != _ALL:
        said.append(f"{words('places.state')}: {states[asked.state]}")
    if asked.with_outside:
        said.append(words("places.with_outside"))
    return tuple(said)
