"""The head of a place's page: what it is, its clock, its counts and its rate."""

from datetime import timedelta

import streamlit as st

from npm_data.figures.columns import FEWEST_FOR_A_RATE
from npm_data.figures.filter_line import SEPARATOR
from npm_data.figures.periods import day_text
from npm_data.figures.sentences import interval_text, k_of_n, rate_text
from npm_data.ui.frame.app import App, page_link
from npm_data.ui.place_answers import Place
from npm_data.ui.places_lists import council_mark, state_names, where
from npm_data.ui.register_text import as_text
from npm_data.ui.tiles import tile, tiles


def head(app: App, place: Place) -> None:
    """Who may see it, its name, and the facts of the register in one line."""
    words, facts = app.words, place.facts
    council_mark(app, words("place.why_council"))
    page_link(app, "places", words("place.back"), icon=":material/arrow_back:")
    st.header(as_text(facts["name"]), anchor=False)
    parts = [
        words.institution_type(facts["institution_type"]),
        words.ministry(facts["ministry"], app.data_set.data_date),
        where(words, facts["region"], facts["district"], app.data_set.data_date),
        words("place.id", id=as_text(facts["institution_id"])),
        words("place.opened", date=words.date(facts["opened_on"])),
    ]
    if facts["closed_on"] is not None:
        parts.append(words("place.closed", date=words.date(facts["closed_on"])))
    st.markdown(SEPARATOR.join([*parts, _mandate(app, place)]))


def _mandate(app: App, place: Place) -> str:
    """Since when the place is in the mandate, from when it will be, or how long it was."""
    words, facts = app.words, place.facts
    first, until = facts["in_mandate_from"], facts["in_mandate_until"]
    if until is not None and until <= first:
        return words("place.never_in_mandate")
    if facts["mandate_state"] == "left":
        last = until - timedelta(days=1)
        return words("place.in_mandate_between", first=words.date(first), last=words.date(last))
    name = "since" if facts["mandate_state"] == "in_mandate" else "from"
    return words(f"place.in_mandate_{name}", date=words.date(first))


def headline(app: App, place: Place) -> None:
    words, facts = app.words, place.facts
    last = facts["last_visit_on"]
    with tiles():
        _clock_tile(app, place)
        tile(
            app,
            words("place.tile_visits"),
            words.number(facts["visits"]),
            definition="visits",
            note=None if last is None else words("place.last_visit", date=words.date(last)),
        )
        tile(
            app,
            words("place.tile_recommendations"),
            words.number(facts["recommendations"]),
            definition="recommendations",
            note=words("place.open", count=words.number(facts["open_recommendations"])),
        )
        tile(
            app,
            words("place.tile_rate"),
            rate_text(words, facts["implemented"], facts["considered"])
            if facts["considered"]
            else words("place.none"),
            definition="rate_cohort",
            note=_rate_note(app, place),
        )


def _clock_tile(app: App, place: Place) -> None:
    """The day by which the next periodic visit is due, and what that means today."""
    words, facts = app.words, place.facts
    due = facts["due_on"]
    tile(
        app,
        words("place.tile_clock"),
        words("place.none") if due is None else day_text(due),
        definition="clock",
        note=state_names(app.language)[facts["clock_state"] or facts["mandate_state"]],
    )


def _rate_note(app: App, place: Place) -> str:
    """The counts and the interval; of fewer than five no interval, of none the reason."""
    words, facts = app.words, place.facts
    if not facts["considered"]:
        reason = "none_counted" if facts["recommendations"] else "recommendations_none"
        return words(f"place.{reason}")
    if facts["considered"] < FEWEST_FOR_A_RATE:
        return words("overview.rate_few")
    counts = k_of_n(words, facts["implemented"], facts["considered"])
    return SEPARATOR.join([counts, interval_text(words, facts["low"], facts["high"])])
