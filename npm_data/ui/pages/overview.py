"""The six bodies on the first screen: a table whose cells lead to the page that says more."""

from dataclasses import replace

import polars as pl

from npm_data.figures.columns import FEWEST_FOR_A_RATE
from npm_data.figures.figure import Figure
from npm_data.figures.sentences import k_of_n, share_in_brackets
from npm_data.figures.units import WHOLE, Row
from npm_data.ui.card import plain_table
from npm_data.ui.frame.app import App, address_of
from npm_data.ui.frame.page_list import page_named
from npm_data.ui.register_text import as_text

_PARTS = {
    "coverage": ("places_visited", "places_in_mandate"),
    "rate": ("implemented", "considered"),
    "overdue": ("overdue", "due"),
}
"""Columns of two counts in one cell, by the column that gives the heading."""
_UNBROKEN = "\u00a0"
"""Within a cell: each stands on one line."""
_FEWEST = {"coverage": 1, "rate": FEWEST_FOR_A_RATE}
_PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "coverage": ("coverage", {}),
    "past_due": ("places", {"state": "past-due"}),
    "recommendations": ("recommendations", {}),
    "rate": ("implementation", {}),
    "overdue": ("follow_up", {"reply": "overdue"}),
}
"""Where a cell leads, with the page's own choice."""


def body_table(app: App, figure: Figure) -> pl.DataFrame:
    """The rows of `npm_data.figures.overview.bodies` as text, each figure a link."""
    shown = [name for name in _PAGES if name in figure.columns]
    heads = [figure.columns[name].label for name in ("name", *shown)]
    rows = [
        [as_text(row["name"]), *(_linked(app, row, name) for name in shown)]
        for row in figure.rows.iter_rows(named=True)
    ]
    return plain_table(heads, rows)


def _linked(app: App, row: Row, name: str) -> str:
    """The figure, as a link to its page with the row's body chosen; plain where it may not lead or
    there is nothing to see.
    """
    page, values = _PAGES[name]
    text = _text(app, row, name)
    # A share of 0 says something of places and recommendations; a list of 0 rows is empty.
    counted = _PARTS[name][1] if name in _FEWEST else name
    if not row[counted] or not app.role.may(page_named(page).role):
        return text
    chosen = app.choice
    if row["code"] != WHOLE:
        chosen = replace(chosen, ministries=(row["code"],))
    return f"[{text}]({address_of(replace(app, choice=chosen), page, **values)})"


def _text(app: App, row: Row, name: str) -> str:
    words = app.words
    if name not in _PARTS:
        return words.number(row[name])
    part, whole = (row[each] for each in _PARTS[name])
    if not whole:
        return words("frame.no_value")
    fewest = _FEWEST.get(name)
    share = share_in_brackets(words, part, whole, fewest=fewest) if fewest else ""
    return (k_of_n(words, part, whole) + share).replace(" ", _UNBROKEN)
