"""Statuses of the earlier day by statuses of the later one, on the page of changes."""

import polars as pl

from npm_data.charts import changes as charts
from npm_data.figures.columns import Column
from npm_data.i18n import Words
from npm_data.report.changes import Changes
from npm_data.ui.frame.app import App
from npm_data.ui.show import show

Counts = dict[tuple[str, str], int]
"""Recommendations by status on the earlier and on the later day."""


def transitions(app: App, changes: Changes) -> None:
    """Where recommendations stood on the earlier day, and where they stand on the later one."""
    words = app.words
    moved = app.repository.status_transitions(changes.filters)
    counts = {(then, now): number for then, now, number in moved.iter_rows()}
    heads = charts.short_names(words)
    days = {
        "before": words.date(changes.days.before),
        "after": words.date(changes.days.after),
    }
    show(
        app,
        "changes.matrix",
        title=_title(words, counts, days),
        frame=pl.DataFrame(_cells(words, counts)),
        table=pl.DataFrame(_table(words, counts)),
        spec=charts.status_matrix(words, app.look),
        alt=words("changes.alt_matrix"),
        definition="status",
        columns={
            "name": Column(words("changes.status_on", date=days["before"])),
            **{code: Column(heads[code], "number") for code in charts.STATUSES_ON_A_DAY},
            "total": Column(words("changes.column_total"), "number"),
        },
        counts=(words("changes.matrix_read", **days),),
    )


def _title(words: Words, counts: Counts, days: dict[str, str]) -> str:
    """How many stand as they stood, of those issued by the earlier day, and how many are new."""
    known = sum(counts.values())
    new = _of_row(counts, charts.NOT_ISSUED)
    if not known:
        return words("changes.matrix_none", **days)
    same = sum(number for (then, now), number in counts.items() if then == now)
    values = {
        "earlier": words.number(known - new),
        "same": words.number(same),
        "new": words.number(new),
    }
    return words("changes.matrix_title" if known > new else "changes.matrix_new", **days, **values)


def _of_row(counts: Counts, then: str) -> int:
    return sum(counts.get((then, now), 0) for now in charts.STATUSES_ON_A_DAY)


def _cells(words: Words, counts: Counts) -> list[dict[str, object]]:
    """A row of the frame for each cell, of the statuses that any recommendation had before."""
    names = charts.short_names(words)
    cells: list[dict[str, object]] = []
    for order, then in enumerate(charts.STATUSES_BEFORE):
        whole = _of_row(counts, then)
        numbered = names[then] if then == charts.NOT_ISSUED else f"{order}. {names[then]}"
        for column, now in enumerate(charts.STATUSES_ON_A_DAY if whole else ()):
            count = counts.get((then, now), 0)
            cells.append(
                {
                    "label": then,
                    "name": numbered,
                    "order": order,
                    "counts_text": words.number(whole),
                    "column": now,
                    "column_order": column,
                    "share": count / whole,
                    "count_text": words.number(count),
                    "is_dark": count / whole >= charts.DARK_FROM,
                    "is_same": then == now,
                }
            )
    return cells


def _table(words: Words, counts: Counts) -> list[dict[str, object]]:
    """The same as rows of counts with their totals, which are those of both days."""
    names = charts.short_names(words)
    rows: list[dict[str, object]] = [
        {"name": names[then], "total": _of_row(counts, then)}
        | {now: counts.get((then, now), 0) for now in charts.STATUSES_ON_A_DAY}
        for then in charts.STATUSES_BEFORE
    ]
    sums = {
        now: sum(number for (_, after), number in counts.items() if after == now)
        for now in charts.STATUSES_ON_A_DAY
    }
    return [*rows, {"name": words("changes.column_total"), "total": sum(sums.values())} | sums]
