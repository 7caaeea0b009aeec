"""The rates of the recommendations page: as numbers, as a sentence with its formula, by unit."""

import polars as pl
import streamlit as st

from npm_data.charts import rates
from npm_data.charts.rates import FEWEST_FOR_A_RATE
from npm_data.i18n import Words
from npm_data.ui.app import App
from npm_data.ui.filter_line import SEPARATOR
from npm_data.ui.findings import interval_text, k_of_n, rate_text
from npm_data.ui.recommendation_answers import Recommendations
from npm_data.ui.show import show
from npm_data.ui.table import Column
from npm_data.ui.tiles import tile, tiles
from npm_data.ui.units import Row, codes_in_order, name_of, rows_of, total_of

_COMPLETENESS = ("place", "addressee_level", "reply", "answer")
_RATE_TYPES = dict.fromkeys(("rate", "low", "high", "whole"), pl.Float64)


def headline(app: App, answers: Recommendations) -> None:
    words = app.words
    status, rate = total_of(answers.statuses), total_of(answers.rates)
    with tiles():
        tile(
            app,
            words("recommendations.tile_recommendations"),
            words.number(status["recommendations"]),
            definition="recommendations",
        )
        tile(
            app,
            words(f"recommendations.rate_{answers.chosen}"),
            rate_text(words, rate["implemented"], rate["considered"]),
            definition=answers.definition,
            note=k_of_n(words, rate["implemented"], rate["considered"]),
        )
        tile(
            app,
            words("recommendations.tile_verified"),
            rate_text(words, rate["verified"], rate["implemented"]),
            definition="verified_share",
            note=k_of_n(words, rate["verified"], rate["implemented"]),
        )
        tile(
            app,
            words("recommendations.tile_answered"),
            rate_text(words, status["answered"], status["recommendations"]),
            definition="rate_answered",
            note=k_of_n(words, status["answered"], status["recommendations"]),
        )


def sentences(app: App, answers: Recommendations) -> None:
    """The chosen rate as a sentence with its formula, and how complete the records are."""
    words, rate = app.words, total_of(answers.rates)
    values = {
        "implemented": words.number(rate["implemented"]),
        "considered": words.number(rate["considered"]),
        "rate": rate_text(words, rate["implemented"], rate["considered"]) + _interval(words, rate),
    }
    form = "none" if not rate["considered"] else "few" if _is_few(rate) else "many"
    if form == "none":
        finding = words("recommendations.finding_none")
    else:
        finding = words(f"recommendations.finding_{answers.chosen}_{form}", **values)
    st.markdown(f"**{finding}** {words(f'definition.{answers.definition}_full')}")
    st.caption(f"{words('recommendations.complete')} {_completeness(words, answers)}")


def by_unit(app: App, answers: Recommendations, unit: str) -> None:
    words = app.words
    name = name_of(unit, words, app.filters.period.to_on)
    of_unit = rows_of(answers.rates, unit)
    whole = total_of(answers.rates)
    rows: list[Row] = []
    for order, code in enumerate([*codes_in_order(unit), None]):
        if code not in of_unit:
            continue
        row = of_unit[code]
        few = _is_few(row)
        label = words("recommendations.no_place") if code is None else name(code)
        rows.append(
            {
                "label": code or "",
                "name": label,
                "counts_text": _counts_text(words, row),
                "order": order,
                "implemented": row["implemented"],
                "considered": row["considered"],
                "rate": None if few else row["rate"],
                "low": None if few else row["low"],
                "high": None if few else row["high"],
                "whole": whole["rate"] if not rows and not _is_few(whole) else None,
            }
        )
    known = [row["rate"] for row in rows if row["rate"] is not None]
    title = words(f"recommendations.{unit}_few")
    if len(known) > 1:
        low, high = words.percent(min(known)), words.percent(max(known))
        title = words(f"recommendations.{unit}_title", low=low, high=high)
    show(
        app,
        f"recommendations.{unit}",
        title=title,
        frame=pl.DataFrame(rows, schema_overrides=_RATE_TYPES, infer_schema_length=None),
        spec=rates.rate_dots(words, app.look),
        alt=words("figures.alt_dots"),
        definition=answers.definition,
        columns={
            "name": Column(words(f"recommendations.column_{unit}")),
            "implemented": Column(words("recommendations.column_implemented"), "number"),
            "considered": Column(words("recommendations.column_considered"), "number"),
            "rate": Column(words("recommendations.column_rate"), "percent"),
            "low": Column(words("recommendations.column_low"), "percent"),
            "high": Column(words("recommendations.column_high"), "percent"),
        },
        counts=(
            words(f"recommendations.rate_{answers.chosen}"),
            k_of_n(words, whole["implemented"], whole["considered"]),
            words(
                "recommendations.dashed_line",
                rate=rate_text(words, whole["implemented"], whole["considered"]),
            ),
        ),
    )


def _is_few(row: Row) -> bool:
    return bool(row["considered"] < FEWEST_FOR_A_RATE)


def _interval(words: Words, row: Row) -> str:
    return "" if _is_few(row) else SEPARATOR + interval_text(words, row["low"], row["high"])


def _counts_text(words: Words, row: Row) -> str:
    text = k_of_n(words, row["implemented"], row["considered"])
    if _is_few(row):
        return text
    return f"{text}, {words.percent(row['rate'])}"


def _completeness(words: Words, answers: Recommendations) -> str:
    known = {row["subject"]: row for row in answers.completeness.iter_rows(named=True)}
    return SEPARATOR.join(
        words(
            f"recommendations.complete_{subject}",
            of=k_of_n(words, known[subject]["recorded"], known[subject]["total"]),
        )
        for subject in _COMPLETENESS
    )
