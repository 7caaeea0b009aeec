"""What became of recommendations: statuses, replies, and the time to implementation."""

from collections.abc import Sequence

import polars as pl

from npm_data.charts import bands, rates
from npm_data.repository import HORIZONS
from npm_data.ui.app import App
from npm_data.ui.band_rows import band_rows
from npm_data.ui.recommendation_answers import Recommendations
from npm_data.ui.show import show
from npm_data.ui.table import Column
from npm_data.ui.units import codes_in_order, name_of, rows_of, total_of

_NO_ROWS = pl.DataFrame()


def statuses(app: App, answers: Recommendations) -> None:
    """Bands of status, claimed and verified apart; what is no longer applicable is counted."""
    words, whole = app.words, total_of(answers.statuses)
    title = words("recommendations.statuses_none")
    if whole["implemented"]:
        verified, implemented = whole["verified"], whole["implemented"]
        title = words(
            "recommendations.statuses_title",
            verified=words.number(verified),
            implemented=words.number(implemented),
        )
    _bands(
        app,
        "status",
        title=title,
        answer=answers.statuses.with_columns(claimed=pl.col("implemented") - pl.col("verified")),
        definition="status",
        counts=(
            words.plural("recommendations.count", whole["recommendations"]),
            words(
                "recommendations.no_longer_applicable",
                count=words.number(whole["no_longer_applicable"]),
            ),
        ),
    )


def replies(app: App, answers: Recommendations) -> None:
    words, whole = app.words, total_of(answers.replies)
    values = {name: words.number(whole[name]) for name in ("due", "in_time", "overdue")}
    _bands(
        app,
        "reply",
        title=words("recommendations.replies_title", **values)
        if whole["due"]
        else words("recommendations.replies_none"),
        answer=answers.replies,
        definition="replies",
        counts=(words("recommendations.replies_due", count=words.number(whole["due"])),),
    )


def time_to_implementation(app: App, answers: Recommendations) -> None:
    """Steps as far as anything is still observed: beyond that the register knows nothing."""
    words = app.words
    observed = answers.times.filter(pl.col("at_risk") > 0)
    rows = [
        {
            "month": row["month"],
            "cumulative_incidence": row["cumulative_incidence"],
            "at_risk": row["at_risk"],
            "at_risk_text": words.number(row["at_risk"]) if row["month"] in HORIZONS else "",
        }
        for row in observed.iter_rows(named=True)
    ]
    read_at = [row for row in rows if row["month"] in (12, 48)]
    parts = ", ".join(
        words(
            "recommendations.times_part",
            months=row["month"],
            share=words.percent(row["cumulative_incidence"]),
        )
        for row in read_at
    )
    title = words("recommendations.times_title", parts=parts) if parts else ""
    show(
        app,
        "recommendations.times",
        title=title or words("recommendations.times_short"),
        frame=pl.DataFrame(rows) if total_of(answers.statuses)["recommendations"] else _NO_ROWS,
        spec=rates.cumulative_incidence(words, app.look),
        alt=words("figures.alt_steps"),
        definition="time_to_implementation",
        columns={
            "month": Column(words("recommendations.column_month"), "number"),
            "at_risk": Column(words("recommendations.column_at_risk"), "number"),
            "cumulative_incidence": Column(words("recommendations.column_rate"), "percent"),
        },
        counts=(
            words.plural("recommendations.count", total_of(answers.statuses)["recommendations"]),
        ),
    )


def _bands(
    app: App,
    kind: bands.Kind,
    *,
    title: str,
    answer: pl.DataFrame,
    definition: str,
    counts: Sequence[str],
) -> None:
    """A row for the whole and one for each addressee, as bands of 100 %."""
    words = app.words
    name = name_of("ministry", words, app.filters.period.to_on)
    of_ministry = rows_of(answer, "ministry")
    codes = [code for code in codes_in_order("ministry") if code in of_ministry]
    named = [(words("recommendations.all_addressees"), total_of(answer))]
    named += [(name(code), of_ministry[code]) for code in codes]
    rows = [
        row
        for order, (label, counted) in enumerate(named)
        for row in band_rows(words, kind, order, label, counted)
    ]
    show(
        app,
        f"recommendations.{kind}",
        title=title,
        frame=pl.DataFrame(rows),
        spec=bands.share_bands(kind, words, app.look),
        alt=words("figures.alt_bands"),
        definition=definition,
        columns={
            "name": Column(words("recommendations.column_ministry")),
            "part_name": Column(words("recommendations.column_status")),
            "count": Column(words("recommendations.column_count"), "number"),
            "share": Column(words("recommendations.column_share"), "percent"),
        },
        counts=(*counts, words("recommendations.addressee_note")),
    )
