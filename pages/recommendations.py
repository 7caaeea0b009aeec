"""Recommendations: what was said, to whom, and who replied."""

import streamlit as st

from npm_data.figures.recommendations import counts, replies
from npm_data.ui.card import card
from npm_data.ui.frame import shell
from npm_data.ui.frame.app import page_link

app = shell.enter()


def may_ask(question: str, unit: str) -> bool:
    return app.repository.may_ask(question, app.filters, (unit,))


body = "ministry" if may_ask("recommendations", "ministry") else "institution_type"
left, right = st.columns(2)
for column, units in ((left, ("theme", "addressee_level")), (right, (body,))):
    with column:
        for unit in units:
            if may_ask("recommendations", unit):
                card(app, counts(app, unit))
with right:
    if may_ask("replies", body):
        card(app, replies(app, body))
page_link(app, "implementation", app.words("recommendations.more"))
