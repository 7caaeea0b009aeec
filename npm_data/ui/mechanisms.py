"""What mechanisms publish, measure by measure: side by side, and in no order of merit."""

from functools import cache

import polars as pl
import streamlit as st

from npm_data.figures.columns import Column
from npm_data.figures.filter_line import SEPARATOR
from npm_data.figures.mechanisms import (
    HOME_COUNTRY,
    MEASURES,
    country_name,
    figure_name,
    period_text,
    precision_text,
    remark,
    source_lines,
    source_number,
    value_text,
)
from npm_data.figures.units import Row
from npm_data.i18n import Words, words_for
from npm_data.i18n.collation import in_order
from npm_data.reference import PublishedFigure, reference
from npm_data.ui.downloads import download_buttons
from npm_data.ui.frame.app import App
from npm_data.ui.register_text import as_text
from npm_data.ui.show import caption
from npm_data.ui.table import styled_table
from npm_data.ui.tiles import small

GROUPS = {
    "visits": ("visits", "visits_a_year", "npm_visits"),
    "places": ("mandate", "facilities"),
    "recommendations": ("recommendations", "submissions", "assignments", "concerns"),
    "implemented": ("implemented", "fully_implemented", "levels"),
    "context": ("penal", "social", "orphans", "population"),
}
"""Measures that are read together; `context` are figures that no mechanism publishes of itself."""

CAUTIONS = ("judge", "denominator", "span", "bound", "kind", "order")
"""What cannot be compared, and why: `mechanisms.caution_<name>`."""

CARD_WIDTH = 275
"""Pixels: three side by side on a laptop, one on a phone."""

COLUMNS = ("country", "figure", "period", "value", "precision", "remark", "source")


def group(app: App, name: str) -> None:
    """One measure of all mechanisms that publish it: a card each, and the same as a table."""
    words = app.words
    with st.container(border=True):
        st.header(_finding(words, name), anchor=False)
        with st.container(horizontal=True, gap="small", key=f"mechanisms.{name}.cards"):
            for card in cards(app.language, name):
                with st.container(border=True, width=CARD_WIDTH):
                    st.markdown(card)
        counts = (words(f"mechanisms.beside_{name}"), words("mechanisms.order"))
        st.markdown("  \n".join(small(line) for line in caption(app, "published", counts)))
        with st.expander(words("frame.as_table"), key=f"mechanisms.{name}.table", type="compact"):
            table(app, name)


def table(app: App, name: str) -> None:
    """The rows of a group with their files, which name the sources in full."""
    words, frame = app.words, figures(app.language, name)
    columns = {column: Column(words(f"mechanisms.column_{column}")) for column in COLUMNS}
    st.table(styled_table(words, frame, columns), hide_index=True, width="content")
    download_buttons(
        app,
        f"mechanisms.{name}",
        title=_finding(words, name),
        rows=frame,
        columns=columns,
        definition="published",
        notes=source_lines(_of_group(name)),
    )


def _finding(words: Words, name: str) -> str:
    found = figures(words.language, name)["country"].n_unique()
    k, n = words.number(found), words.number(len(countries(words.language)))
    return words(f"mechanisms.finding_{name}", k=k, n=n)


@cache
def cards(language: str, name: str) -> tuple[str, ...]:
    """A country's figures as Markdown: value, period and measure, and what must be said beside."""
    rows = figures(language, name).rows(named=True)
    return tuple(
        f"### {country}\n\n" + "\n\n".join(_said(row) for row in rows if row["country"] == country)
        for country in dict.fromkeys(row["country"] for row in rows)
    )


def _said(row: Row) -> str:
    """`**680** · 2016`, the measure, and in small letters precision, remark and source."""
    beside = "; ".join(part for part in (row["precision"], row["remark"]) if part)
    lines = (
        f"**{as_text(row['value'])}**{SEPARATOR}{as_text(row['period'])}",
        as_text(row["figure"]),
        small(as_text(f"{beside} {row['source']}")),
    )
    return "  \n".join(lines)


def cautions(words: Words) -> str:
    return "\n".join(f"- {words(f'mechanisms.caution_{each}')}" for each in CAUTIONS)


@cache
def figures(language: str, name: str) -> pl.DataFrame:
    """The rows of a group: Kazakhstan first, then by the alphabet; of a country by the file."""
    words = words_for(language)
    rows = [
        (
            country,
            figure_name(words, each),
            period_text(words, each),
            value_text(words, each),
            precision_text(words, each),
            remark(words, each),
            source_number(each),
        )
        for country in countries(language)
        for each in _of_group(name)
        if country_name(words, each.country) == country
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


@cache
def countries(language: str) -> tuple[str, ...]:
    """Kazakhstan, then the others in the alphabetical order of the language."""
    words = words_for(language)
    others = {country_name(words, each.country) for each in _figures()}
    home = country_name(words, HOME_COUNTRY)
    return home, *in_order(words, sorted(others - {home}))


def _of_group(name: str) -> tuple[PublishedFigure, ...]:
    return tuple(each for each in _figures() if MEASURES[each.measure] in GROUPS[name])


def _figures() -> tuple[PublishedFigure, ...]:
    return reference().published_figures
