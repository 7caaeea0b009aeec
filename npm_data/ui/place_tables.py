"""A place's recommendations, those said more than once, and its visits, as tables."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from npm_data.charts.bands import part_names
from npm_data.figures.columns import Column
from npm_data.figures.periods import day_text
from npm_data.figures.units import Row
from npm_data.ui.card import plain_table
from npm_data.ui.downloads import download_buttons
from npm_data.ui.frame.app import App, address_of
from npm_data.ui.paging import ROWS_A_PAGE, current_page, pager, pages_of
from npm_data.ui.place_answers import Place
from npm_data.ui.places_lists import caption_lines
from npm_data.ui.register_text import as_text

_WITHDRAWN = "no_longer_applicable"


def repeats(app: App, place: Place) -> None:
    """What had to be said again here: how often, from when to when, and how it stands."""
    words = app.words
    said_again = place.recommendations.filter(pl.col("times") > 1)
    count = words.number(said_again.height)
    heads = ("text", "times", "issued", "last_said", "status")
    with st.container(border=True):
        if said_again.is_empty():
            st.header(words("place.repeats_none"), anchor=False)
            if not place.recommendations.is_empty():
                st.markdown(words("place.repeats_empty"))
        else:
            st.header(words("place.repeats", count=count), anchor=False)
            _paged(app, "place.repeats_page", said_again, heads)
        caption_lines(app, "recommendations", (app.words("place.all_days"),))


def recommendations(app: App, place: Place) -> None:
    """All of them, the latest first, each with a link to its story."""
    words, facts = app.words, place.facts
    title = words(
        "place.recommendations",
        count=words.number(facts["recommendations"]),
        open=words.number(facts["open_recommendations"]),
    )
    heads = ("issued", "text", "addressee", "theme", "status", "since", "times")
    with st.container(border=True):
        if place.recommendations.is_empty():
            st.header(words("place.recommendations_none"), anchor=False)
            caption_lines(app, "recommendations", (app.words("place.all_days"),))
            return
        st.header(title, anchor=False)
        _paged(app, "place.page", place.recommendations, heads)
        caption_lines(app, "status", (app.words("place.all_days"),))
        _file(app, place, title)


def visits(app: App, place: Place) -> None:
    """Day, type, report and what was recommended after each."""
    words = app.words
    heads = ("day", "visit_type", "report", "new", "repeats", "places")
    with st.container(border=True):
        if place.visits.is_empty():
            st.header(words("place.visits_none"), anchor=False)
        else:
            total = words.number(place.visits.height)
            st.header(words("place.visits", count=total), anchor=False)
            lines = [_visit(app, row) for row in place.visits.iter_rows(named=True)]
            st.table(plain_table(_heads(app, heads), lines), hide_index=True)
        caption_lines(app, "visits", (app.words("place.all_days"),))


def _paged(app: App, key: str, rows: pl.DataFrame, heads: Sequence[str]) -> None:
    page = current_page(key, place_of(rows), pages_of(rows.height))
    shown = rows.slice((page - 1) * ROWS_A_PAGE, ROWS_A_PAGE)
    lines = [_line(app, row, heads) for row in shown.iter_rows(named=True)]
    st.table(plain_table(_heads(app, heads), lines), hide_index=True)
    if rows.height > ROWS_A_PAGE:
        pager(app, key, page, rows.height)


def place_of(rows: pl.DataFrame) -> str:
    """Whose rows these are, so that another place begins on its first page."""
    return "" if rows.is_empty() else str(rows["chain_id"][0])


def _heads(app: App, heads: Sequence[str]) -> list[str]:
    return [app.words(f"place.column_{head}") for head in heads]


def _line(app: App, row: Row, heads: Sequence[str]) -> list[str]:
    words = app.words
    story = address_of(app, "follow_up", recommendation=row["chain_id"])
    cells = {
        "issued": day_text(row["issued_on"]),
        "last_said": day_text(row["last_said_on"]),
        "times": words.number(row["times"]),
        "text": f"[{as_text(row['text'])}]({story})",
        "addressee": words.ministry(row["ministry"], app.data_set.data_date),
        "theme": words.code("theme", row["theme"]),
        "status": _status(app, row["status"]),
        "since": day_text(row["since"]),
    }
    return [cells[head] for head in heads]


def _visit(app: App, row: Row) -> list[str]:
    words = app.words
    kind = words.code("visit_type", row["visit_type"])
    report = row["reported_on"]
    return [
        day_text(row["started_on"]),
        kind if row["was_in_mandate"] else words("place.outside", type=kind),
        words("place.not_recorded") if report is None else day_text(report),
        words.number(row["recommendations"]),
        words.number(row["repeats"]),
        words.number(row["places"]),
    ]


def _status(app: App, status: str) -> str:
    if status == _WITHDRAWN:
        return app.words("place.no_longer_applicable")
    return part_names("status", app.words)[status]


def _file(app: App, place: Place, title: str) -> None:
    words = app.words

    def rows() -> pl.DataFrame:
        frame = place.recommendations
        statuses = [_status(app, each) for each in frame["status"]]
        themes = [words.code("theme", each) for each in frame["theme"]]
        hosts = [words.ministry(each, app.data_set.data_date) for each in frame["ministry"]]
        return frame.with_columns(
            pl.Series("status_name", statuses, pl.String),
            pl.Series("theme_name", themes, pl.String),
            pl.Series("addressee", hosts, pl.String),
        )

    download_buttons(
        app,
        "place.recommendations",
        title=f"{place.facts['name']}: {title}",
        rows=rows,
        columns={
            "chain_id": Column(words("places.column_id")),
            "issued_on": Column(words("place.column_issued"), "date"),
            "text": Column(words("place.column_text")),
            "addressee": Column(words("place.column_addressee")),
            "theme_name": Column(words("place.column_theme")),
            "status_name": Column(words("place.column_status")),
            "since": Column(words("place.column_since"), "date"),
            "times": Column(words("place.column_times"), "number"),
            "last_said_on": Column(words("place.column_last_said"), "date"),
        },
        definition="status",
        notes=(words("frame.council_only"),),
    )
