"""The page of published figures: of all mechanisms side by side, with their sources."""

import html

import streamlit as st

from npm_data.figures import mechanisms
from npm_data.ui.card import card
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import pick

EVERY = "all"


def draw(app: App) -> None:
    words = app.words
    left, right = st.columns(2)
    with left:
        groups = {name: words(f"mechanisms.group_{name}") for name in (*mechanisms.GROUPS, EVERY)}
        group = pick(app, "mechanisms.group", words("mechanisms.group"), groups)
    with right:
        codes = mechanisms.countries(words)
        names = {code: mechanisms.country_name(words, code) for code in codes}
        every = {EVERY: words("mechanisms.all_countries")}
        country = pick(app, "mechanisms.country", words("mechanisms.column_country"), every | names)
    asked = tuple(mechanisms.GROUPS) if group == EVERY else (group,)
    of = "" if country == EVERY else country
    card(app, mechanisms.published(app, asked, of))
    _sources(app, asked, of)


def _sources(app: App, groups: tuple[str, ...], country: str) -> None:
    """Titles marked with their language; addresses as text, for there may be no network."""
    shown = mechanisms.sources_of(mechanisms.published_of(app.words, groups, country))
    items = "".join(
        f'<li value="{number}"><span lang="{mechanisms.language_of(title)}">{html.escape(title)}'
        f'</span><br><span style="overflow-wrap: anywhere">{html.escape(address)}</span></li>'
        for (title, address), number in shown
    )
    st.header(app.words("mechanisms.sources"), anchor=False)
    st.markdown(app.words("mechanisms.all_found"))
    st.html(f'<ol translate="no">{items}</ol>')
