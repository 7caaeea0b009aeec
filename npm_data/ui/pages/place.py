"""One place: three sentences on what it was told and when it is due, and all of it in time."""

import polars as pl
import streamlit as st

from npm_data.figures import places
from npm_data.figures.periods import SEPARATOR, day_text
from npm_data.figures.places import Place
from npm_data.figures.units import Row
from npm_data.ui.card import card, plain_table
from npm_data.ui.downloads import list_buttons
from npm_data.ui.frame.app import App, address_of, page_link
from npm_data.ui.frame.state import page_value
from npm_data.ui.frame.switches import switch
from npm_data.ui.pages.places import council_mark
from npm_data.ui.paging import ROWS_A_PAGE, current_page, pager, pages_of
from npm_data.ui.register_text import as_text, small


def draw(app: App) -> None:
    """The place of the address; without one, or with one that nobody knows, the way to the list."""
    words, asked = app.words, page_value("place")
    place = places.place_of(app, asked) if asked else None
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        page_link(app, "places", words("place.back"), icon=":material/arrow_back:")
        council_mark(app, words("place.why_council"))
    if place is None:
        said = words("place.unknown", place=as_text(asked)) if asked else words("place.no_place")
        st.warning(said, icon=":material/location_off:")
        return
    st.header(as_text(place.facts["name"]), anchor=False)
    st.markdown(small(SEPARATOR.join(_facts(app, place.facts))))
    st.markdown("  \n".join(f"**{each}**" for each in places.sentences(app, place)))
    card(app, places.timeline(app, place))
    _lists(app, place)


def _facts(app: App, facts: Row) -> list[str]:
    """What the register holds of the place itself."""
    words, day = app.words, app.data_set.data_date
    parts = [
        words.institution_type(facts["institution_type"]),
        words.ministry(facts["ministry"], day),
        as_text(places.where(words, facts["region"], facts["district"], day)),
        words("place.id", id=as_text(facts["institution_id"])),
        words("place.opened", date=words.date(facts["opened_on"])),
    ]
    if facts["closed_on"] is not None:
        parts.append(words("place.closed", date=words.date(facts["closed_on"])))
    return parts


def _lists(app: App, place: Place) -> None:
    """Its recommendations, those of them that were repeated, or its visits."""
    words, said = app.words, place.recommendations
    lists = {
        "recommendations": said,
        "repeated": said.filter(pl.col("times") > 1),
        "visits": place.visits,
    }
    options = {
        name: f"{words(f'place.list_{name}')}: {words.number(rows.height)}"
        for name, rows in lists.items()
    }
    chosen = switch(app, "place.list", words("place.list"), options)
    rows = lists[chosen]
    if rows.is_empty():
        st.info(words(f"place.{chosen}_none"), icon=":material/inbox:")
        return
    key = "place.page"
    page = current_page(key, (place.facts["institution_id"], chosen), pages_of(rows.height))
    shown = rows.slice((page - 1) * ROWS_A_PAGE, ROWS_A_PAGE).iter_rows(named=True)
    cells = _visit if chosen == "visits" else _recommendation
    lines = [cells(app, row) for row in shown]
    heads = [words(f"place.column_{head}") for head in lines[0]]
    st.table(plain_table(heads, [list(line.values()) for line in lines]), hide_index=True)
    pager(app, key, page, rows.height)
    if chosen == "recommendations":
        list_buttons(app, "place.recommendations", lambda: places.recommendations(app, place))


def _recommendation(app: App, row: Row) -> dict[str, str]:
    words = app.words
    story = address_of(app, "follow_up", recommendation=row["chain_id"])
    return {
        "issued": day_text(row["issued_on"]),
        "text": f"[{as_text(row['text'])}]({story})",
        "status": places.status_of(words, row["status"]),
        "since": day_text(row["since"]),
        "times": words.number(row["times"]),
        "last_said": day_text(row["last_said_on"]),
        "addressee": words.ministry(row["ministry"], app.data_set.data_date, is_short=True),
        "theme": words.code("theme", row["theme"]),
    }


def _visit(app: App, row: Row) -> dict[str, str]:
    words, report = app.words, row["reported_on"]
    kind = words.code("visit_type", row["visit_type"])
    return {
        "day": day_text(row["started_on"]),
        "visit_type": kind if row["was_in_mandate"] else words("place.outside", type=kind),
        "report": words("place.not_recorded") if report is None else day_text(report),
        "new": words.number(row["recommendations"]),
        "repeats": words.number(row["repeats"]),
        "places": words.number(row["places"]),
    }
