"""What became of recommendations: statuses, what was claimed against what was found, replies."""

import streamlit as st

from npm_data.figures.sentences import k_of_n
from npm_data.figures.units import total_of
from npm_data.questions.disclosure import SEES_ALL
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import switch
from npm_data.ui.recommendation_bands import reply_bands, show_bands, status_bands
from npm_data.ui.recommendation_units import choose_unit

CHAINS = "chains"
"""Single recommendations with their days, and a way to the text of each."""
REPLIES = "replies"
VIEWS = ("statuses", REPLIES, CHAINS)
STATUS_UNITS = ("ministry", "theme", "institution_type")
REPLY_UNITS = ("ministry", "year")
"""Years last: they are told of every choice."""


def choose_view(app: App) -> str:
    """Which figures stand below the rates; those of the other views are not asked for."""
    is_told = {
        CHAINS: app.role.may(SEES_ALL),
        REPLIES: app.repository.may_ask("replies", app.filters),
    }
    told = [view for view in VIEWS if is_told.get(view, True)]
    names = {view: app.words(f"implementation.view_{view}") for view in told}
    return switch(app, "implementation.view", app.words("implementation.view"), names)


def statuses_and_claims(app: App) -> None:
    """Side by side by the same unit: where things stand, and how claims were borne out."""
    unit = choose_unit(app, "implementation.status_unit", STATUS_UNITS)
    grouping = ("total", unit)
    left, right = st.columns(2)
    with left:
        statuses = app.repository.recommendations(app.filters, by=grouping)
        status_bands(app, "implementation.status", statuses, unit)
    with right:
        _claims(app, unit)


def _claims(app: App, unit: str) -> None:
    """The first claim of each recommendation, so that a second washes no downgrade away."""
    words = app.words
    answer = app.repository.claims(app.filters, by=("total", unit))
    whole = total_of(answer)
    looked_at = whole["confirmed"] + whole["downgraded"]
    title = words("implementation.claims_none")
    if whole["claims"]:
        title = words("implementation.claims_unseen", claims=words.number(whole["claims"]))
    if looked_at:
        title = words.plural(
            "implementation.claims_title",
            looked_at,
            confirmed=words.number(whole["confirmed"]),
            downgraded=words.number(whole["downgraded"]),
        )
    show_bands(
        app,
        "implementation.claims",
        "claim",
        title=title,
        answer=answer,
        unit=unit,
        definition="claims",
        counts=(
            words(
                "implementation.claims_seen",
                of=k_of_n(words, whole["claims"] - whole["not_yet_looked_at"], whole["claims"]),
            ),
            words(
                "recommendations.no_longer_applicable",
                count=words.number(whole["no_longer_applicable"]),
            ),
        ),
    )


def replies(app: App) -> None:
    unit = choose_unit(app, "implementation.reply_unit", REPLY_UNITS)
    answer = app.repository.replies(app.filters, by=("total", unit))
    rule = app.words("implementation.reply_rule")
    reply_bands(app, "implementation.reply", answer, unit, (rule,))
