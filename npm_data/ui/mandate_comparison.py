"""A scenario beside the law: the sentence to read out, and the figures with their differences."""

import math
from functools import partial

import polars as pl
import streamlit as st
from streamlit.dataframe_util import Data

from npm_data.charts.bands import PARTS
from npm_data.figures.columns import Column, Columns
from npm_data.figures.filter_line import filter_line
from npm_data.figures.sentences import shown_points
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.filters import basis_of, types_by_law
from npm_data.ui.app import App
from npm_data.ui.downloads import download_buttons
from npm_data.ui.mandate_answers import Scenario
from npm_data.ui.mandate_sentence import sentence
from npm_data.ui.show import caption
from npm_data.ui.tiles import small

_MEASURES = (
    ("clock", "places", "number"),
    *(("clock", part, "number") for part in PARTS["clock"]),
    ("clock", "never_visited_past_due", "number"),
    ("coverage", "places_in_mandate", "number"),
    ("coverage", "places_visited", "number"),
    ("coverage", "coverage", "percent"),
    ("pace", "needed_a_year", "decimal"),
    ("pace", "places_visited", "number"),
    ("pace", "pace", "decimal"),
)
"""Question, column and kind of each line of the comparison; `mandate.<question>_<column>`."""

_SIDES = ("law", "chosen")
_DECIMALS = {"number": 0, "decimal": 2}
"""Two for what a round needs: quarters of a visit must be seen to add up."""


def side_by_side(app: App, scenario: Scenario) -> None:
    """The sentence, and below it the law and the scenario side by side with their differences."""
    words = app.words
    lines = pl.DataFrame(
        [_line(words, scenario, question, column) for question, column, _ in _MEASURES],
        schema_overrides=dict.fromkeys((*_SIDES, "difference"), pl.Float64),
    )
    said, notes = _scoped(app, sentence(words, scenario)), _notes(words, scenario)
    columns = {
        "measure": Column(words("mandate.measure")),
        "law": Column(words("mandate.by_law", date=words.date(scenario.day))),
        "chosen": Column(words("mandate.scenario")),
        "difference": Column(words("mandate.difference")),
    }
    with st.container(border=True):
        st.header(said, anchor=False)
        st.table(_styled(words, lines, columns), hide_index=True, width="content")
        download_buttons(
            app,
            "mandate.comparison",
            title=said,
            rows=lines,
            columns=columns,
            definition="scenario",
            notes=notes,
        )
        st.markdown("  \n".join(small(line) for line in caption(app, "scenario", notes)))


def _scoped(app: App, said: str) -> str:
    """Of a part of the country or of one ministry the sentence says so: it is read out alone."""
    if not (app.filters.regions or app.filters.ministries):
        return said
    scope = filter_line(app.words, app.filters, has_period=False)
    return f"{scope}: {said[0].lower()}{said[1:]}"


def _line(words: Words, scenario: Scenario, question: str, column: str) -> Row:
    law, chosen = (
        getattr(figures, question)[column] for figures in (scenario.law, scenario.chosen)
    )
    return {
        "measure": words(f"mandate.{question}_{column}"),
        "law": law,
        "chosen": chosen,
        "difference": None if law is None or chosen is None else _apart(column, chosen, law),
    }


def _apart(column: str, chosen: float, law: float) -> float:
    return shown_points(chosen, law) / 100 if column == "coverage" else chosen - law


def _styled(words: Words, lines: pl.DataFrame, columns: Columns) -> Data:
    """Numbers stay numbers, so that the table aligns them; each line is written after its kind."""
    labels = {name: column.label for name, column in columns.items()}
    table = lines.rename(labels).to_pandas().style
    for kind in ("number", "percent", "decimal"):
        at = [place for place, (_, _, each) in enumerate(_MEASURES) if each == kind]
        values, change = [labels[side] for side in _SIDES], [labels["difference"]]
        table = table.format(partial(_written, words, kind), subset=(at, values))
        table = table.format(partial(_change, words, kind), subset=(at, change))
    return table


def _written(words: Words, kind: str, value: float) -> str:
    if math.isnan(value):
        return words("frame.no_value")
    return words.percent(value) if kind == "percent" else words.number(value, _DECIMALS[kind])


def _change(words: Words, kind: str, value: float) -> str:
    if math.isnan(value):
        return words("frame.no_value")
    if kind == "percent":
        return words("frame.points", points=words.signed(100 * value, 1))
    return words.signed(value, _DECIMALS[kind])


def _notes(words: Words, scenario: Scenario) -> tuple[str, ...]:
    """What is added and left out by name, and what of the law is not settled."""
    unsure = [
        code
        for code in types_by_law(scenario.day)
        if basis_of(reference().institution_type(code)) != "law"
    ]
    said = tuple(
        words(f"mandate.{what}", names=", ".join(map(words.institution_type, codes)))
        for what, codes in (
            ("added", scenario.mandate.added),
            ("left_out", scenario.mandate.left_out),
            ("law_unsure", unsure),
        )
        if codes
    )
    return (words("mandate.as_the_law"), *said) if scenario.mandate.is_the_law else said
