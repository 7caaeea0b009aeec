"""Past due: replies and periodic visits by body, each number the way to its list; of one, names."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from npm_data.figures import past_due
from npm_data.figures.periods import ALL
from npm_data.figures.units import WHOLE
from npm_data.ui.card import card
from npm_data.ui.frame import shell
from npm_data.ui.frame.app import address_of

app = shell.enter()


def lists(row: Mapping[str, Any]) -> dict[str, str]:
    """The places and the recommendations that a row counts, of all years."""
    choice = replace(app.choice, period=ALL, custom=None)
    if row["code"] != WHOLE:
        choice = replace(choice, ministries=(row["code"],))
    of = replace(app, choice=choice)
    return {
        "past_due": address_of(of, "places", state="past-due"),
        "never_visited_past_due": address_of(of, "places", state="never-visited-past-due"),
        "overdue": address_of(of, "follow_up", reply="overdue"),
    }


by_ministry = past_due.by_ministry(app)
card(app, by_ministry, links=lists)
if by_ministry.rows.height == 2:  # One body and the whole, which is the same.
    names = [app.words(f"past_due.longest_{each}") for each in ("visits", "replies")]
    visits, replies = st.tabs(names, key="past_due.longest", on_change="rerun")
    if visits.open:
        with visits:
            card(
                app,
                past_due.longest_visits(app),
                links=lambda row: {"name": address_of(app, "place", place=row["institution_id"])},
            )
    if replies.open:
        with replies:
            card(
                app,
                past_due.longest_replies(app),
                links=lambda row: {
                    "chain_id": address_of(app, "follow_up", recommendation=row["chain_id"])
                },
            )
