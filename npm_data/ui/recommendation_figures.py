"""What was recommended: headline numbers, and counts by theme, addressee, type and year."""

import polars as pl

from npm_data.charts.counts import count_bars
from npm_data.figures.columns import Column
from npm_data.figures.recommendation_units import by
from npm_data.figures.sentences import k_of_n, rate_text
from npm_data.figures.units import Row, total_of, unit_column, units_of
from npm_data.ui.frame.app import App, page_link
from npm_data.ui.recommendation_answers import Recommendations
from npm_data.ui.show import show
from npm_data.ui.tiles import tile, tiles


def headline(app: App, answers: Recommendations) -> None:
    words = app.words
    status, rate = total_of(answers.statuses), total_of(answers.rate)
    shares = (
        ("implementation.rate_cohort_12", "rate_cohort", rate["implemented"], rate["considered"]),
        (
            "recommendations.tile_verified",
            "verified_share",
            status["verified"],
            status["implemented"],
        ),
        (
            "recommendations.tile_answered",
            "rate_answered",
            status["answered"],
            status["recommendations"],
        ),
    )
    with tiles():
        tile(
            app,
            words("recommendations.tile_recommendations"),
            words.number(status["recommendations"]),
            definition="recommendations",
        )
        for label, definition, part, whole in shares:
            tile(
                app,
                words(label),
                rate_text(words, part, whole),
                definition=definition,
                note=k_of_n(words, part, whole),
            )
    page_link(app, "implementation", words("recommendations.more"))


def counts(app: App, answers: Recommendations, unit: str) -> None:
    """A bar for each unit; a high count can mean good access, so nothing is put in its order.

    Left out where the unit is not told of the choice.
    """
    words = app.words
    if unit not in answers.units:
        return
    whole = total_of(answers.statuses)["recommendations"]
    listed = units_of(app, answers.statuses, unit)
    rows: list[Row] = [
        {
            "label": each.code,
            "name": each.name,
            "counts_text": words.number(each.counts["recommendations"]),
            "order": order,
            "count": each.counts["recommendations"],
        }
        for order, each in enumerate(listed)
    ]
    notes = (words("recommendations.addressee_note"),) if unit == "ministry" else ()
    show(
        app,
        f"recommendations.{unit}",
        title=_counts_title(app, unit, rows, whole),
        frame=pl.DataFrame(rows),
        spec=count_bars(words, app.look),
        alt=words("figures.alt_counts"),
        definition="recommendations",
        columns={
            "name": unit_column(words, unit),
            "count": Column(words("recommendations.column_count"), "number"),
        },
        counts=(words("recommendations.not_a_ranking"), *notes),
    )


def _counts_title(app: App, unit: str, rows: list[Row], whole: int) -> str:
    words = app.words
    if not rows:
        return words("recommendations.counts_none")
    low, high = min(row["count"] for row in rows), max(row["count"] for row in rows)
    form = "one" if len(rows) == 1 else "same" if low == high else "many"
    return words(
        f"recommendations.counts_{form}",
        by=by(words, unit),
        name=rows[0]["name"],
        low=words.number(low),
        high=words.number(high),
        count=words.plural("recommendations.count", whole),
    )
