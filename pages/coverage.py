"""Coverage: which places of the mandate were visited, and which are past their term."""

import streamlit as st

from npm_data.figures import coverage
from npm_data.ui.card import card
from npm_data.ui.frame import shell
from npm_data.ui.frame.app import address_of
from npm_data.ui.frame.switches import switch
from npm_data.ui.pages.coverage import taker

app = shell.enter()
words = app.words

is_term_told = app.repository.may_ask("clock", app.filters, ("region",), as_of=app.as_of)
measures = ("coverage", *(coverage.TERMS if is_term_told else ()))
with st.container(horizontal=True):
    names = {name: words(f"coverage.measure_{name}") for name in measures}
    measure = switch(app, "coverage.measure", words("coverage.measure"), names)
    views = {name: words(f"coverage.view_{name}") for name in (*coverage.VIEWS, "matrix")}
    view = switch(app, "coverage.view", words("coverage.view"), views)

if view == "matrix":
    card(app, coverage.regions_by_ministry(app))
else:
    unit = "institution_type" if app.filters.ministries else "ministry"
    wide, narrow = st.columns([3, 2])
    with wide:
        regions = coverage.of(app, "region", measure, view)
        card(app, regions, on_click=taker(app, regions.key))
        if is_term_told and app.filters.regions and not regions.rows.is_empty():
            st.markdown(f"[{words('coverage.to_the_places')}]({address_of(app, 'places')})")
    with narrow:
        card(app, coverage.of(app, unit, measure))
