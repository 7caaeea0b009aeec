"""What became of recommendations as bands of 100 %: statuses and replies, for both their pages."""

from collections.abc import Sequence

import polars as pl

from npm_data.charts import bands
from npm_data.figures.columns import Column
from npm_data.figures.recommendation_units import with_whole
from npm_data.figures.units import border_notes, total_of, unit_column
from npm_data.report.band_rows import band_rows
from npm_data.ui.frame.app import App
from npm_data.ui.show import show


def status_bands(app: App, key: str, answer: pl.DataFrame, unit: str) -> None:
    """Implemented ones verified and claimed apart; what is no longer applicable is counted."""
    words, whole = app.words, total_of(answer)
    title = words("recommendations.statuses_none")
    if whole["implemented"]:
        verified = words.number(whole["verified"])
        title = words.plural(
            "recommendations.statuses_title", whole["implemented"], verified=verified
        )
    show_bands(
        app,
        key,
        "status",
        title=title,
        answer=answer.with_columns(claimed=pl.col("implemented") - pl.col("verified")),
        unit=unit,
        definition="status",
        counts=(
            words.plural("recommendations.count", whole["recommendations"]),
            words(
                "recommendations.no_longer_applicable",
                count=words.number(whole["no_longer_applicable"]),
            ),
        ),
    )


def reply_bands(
    app: App, key: str, answer: pl.DataFrame | None, unit: str, notes: Sequence[str] = ()
) -> None:
    """Left out where replies are not told of the choice."""
    if answer is None:
        return
    words, whole = app.words, total_of(answer)
    values = {name: words.number(whole[name]) for name in ("in_time", "late", "overdue")}
    show_bands(
        app,
        key,
        "reply",
        title=words.plural("recommendations.replies_title", whole["due"], **values)
        if whole["due"]
        else words("recommendations.replies_none"),
        answer=answer,
        unit=unit,
        definition="replies",
        counts=notes,
    )


def show_bands(
    app: App,
    key: str,
    kind: bands.Kind,
    *,
    title: str,
    answer: pl.DataFrame,
    unit: str,
    definition: str,
    counts: Sequence[str],
) -> None:
    """A row for the whole and one for each unit, as bands of 100 %."""
    words = app.words
    rows = [
        row
        for order, each in enumerate(with_whole(app, answer, unit))
        for row in band_rows(words, kind, order, each.name, each.counts)
    ]
    notes = (words("recommendations.addressee_note"),) if unit == "ministry" else ()
    show(
        app,
        key,
        title=title,
        frame=pl.DataFrame(rows),
        spec=bands.share_bands(kind, words, app.look),
        alt=words("figures.alt_bands"),
        definition=definition,
        columns={
            "name": unit_column(words, unit),
            "part_name": Column(words("recommendations.column_status")),
            "count": Column(words("recommendations.column_count"), "number"),
            "total": Column(words("figures.column_total"), "number"),
            "share": Column(words("recommendations.column_share"), "percent", of="total"),
        },
        counts=(*counts, *notes, *border_notes(words, unit, app.filters.period.to_on)),
    )
