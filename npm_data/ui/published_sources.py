"""The sources of the published figures as a list on a page."""

import html
from collections.abc import Iterable

import streamlit as st

from npm_data.reference import PublishedFigure
from npm_data.report.published_sources import language_of, sources_of


def source_list(figures: Iterable[PublishedFigure]) -> None:
    """Titles marked with their language; addresses as text, for there may be no network."""
    items = "".join(
        f'<li value="{number}"><span lang="{language_of(title)}">{html.escape(title)}</span>'
        f'<br><span style="overflow-wrap: anywhere">{html.escape(address)}</span></li>'
        for (title, address), number in sources_of(figures)
    )
    st.html(f'<ol translate="no">{items}</ol>')
