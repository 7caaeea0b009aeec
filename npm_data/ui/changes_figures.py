"""The counts of the page of changes: all kinds by ministry, one kind by unit."""

import polars as pl

from npm_data.charts import changes as charts
from npm_data.figures.columns import Column
from npm_data.figures.units import border_notes, codes_in_order, name_of
from npm_data.i18n import Words
from npm_data.report.changes import (
    KINDS,
    OF_RECOMMENDATIONS,
    SAID,
    UNITS,
    Changes,
    Days,
    said_of,
)
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import pick, switch
from npm_data.ui.show import show, show_table

UNITS_OF_A_KIND, RECORDS, STATUSES = "units", "records", "statuses"
"""What a person can look at below the counts."""


def overview(app: App, changes: Changes) -> None:
    """Every kind of change, in total and by ministry, under the finding as a sentence."""
    words, day = app.words, changes.days.after
    chosen = app.filters.ministries
    ministries = [code for code in codes_in_order("ministry") if not chosen or code in chosen]
    of_ministry = changes.counts.get("ministry", {})
    rows = [
        {"kind": words(f"changes.kind_{kind}"), "total": changes.total[kind]}
        | {code: of_ministry.get(code, {}).get(kind, 0) for code in ministries}
        for kind in KINDS
    ]
    show_table(
        app,
        "changes.overview",
        title=finding(words, changes),
        frame=pl.DataFrame(rows),
        columns={
            "kind": Column(words("changes.column_kind")),
            "total": Column(words("changes.column_total"), "number"),
            **{
                code: Column(words.ministry(code, day, is_short=True), "number")
                for code in ministries
            },
        },
        definition="changes",
        counts=notes(app),
        notes=(days_line(words, changes.days),),
    )


def finding(words: Words, changes: Changes) -> str:
    """`Between 8 May 2024 and 8 November 2024: 212 recommendations issued, ...`.

    What did not happen is left to the table, but for new recommendations: the sentence is read out.
    """
    days = {
        "before": words.date(changes.days.before),
        "after": words.date(changes.days.after),
    }
    if changes.is_nothing:
        return words("changes.nothing", **days)
    kinds = [kind for kind in SAID if changes.total[kind] or kind == SAID[0]]
    return words("changes.finding", parts=said_of(words, changes.total, kinds), **days)


def days_line(words: Words, days: Days) -> str:
    """What the two days mean, as a line above the rows of a file."""
    return words("changes.days_line", before=words.date(days.before), after=words.date(days.after))


def notes(app: App) -> tuple[str, ...]:
    """Which ministry is meant, and what the filter by visit types reaches."""
    said = [app.words("changes.ministry_note")]
    if app.filters.visit_types:
        said.append(app.words("changes.visit_type_note"))
    return tuple(said)


def choose_view(app: App) -> str:
    """What stands below the counts; only what is looked at is asked for."""
    views = {
        UNITS_OF_A_KIND: app.words("changes.view_units"),
        RECORDS: app.words("changes.view_records"),
        STATUSES: app.words("changes.view_statuses"),
    }
    return switch(app, "changes.view", app.words("changes.view"), views)


def choose_kind(app: App) -> str:
    """The kind of change that is shown by unit or one by one."""
    words = app.words
    names = {kind: words(f"changes.kind_{kind}") for kind in KINDS}
    return pick(app, "changes.kind", words("changes.kind"), names)


def by_unit(app: App, changes: Changes, kind: str) -> None:
    """One kind of change by ministry, type of place or region, as bars in a fixed order."""
    words = app.words
    units = {unit: words(f"changes.by_{unit}") for unit in UNITS}
    unit = switch(app, "changes.by", words("changes.by"), units)
    name, counted = name_of(unit, words, changes.days.after), changes.by(unit, kind)
    rows = [
        {
            "label": code or "",
            "name": words("changes.no_place") if code is None else name(code),
            "counts_text": words.number(counted[code]),
            "order": order,
            "count": counted[code],
        }
        for order, code in enumerate([*codes_in_order(unit), None])
        if code in counted
    ]
    show(
        app,
        "changes.units",
        title=kind_title(words, changes, kind),
        frame=pl.DataFrame(rows),
        spec=charts.change_bars(words, app.look),
        alt=words("changes.alt_bars"),
        definition="changes",
        columns={
            "name": Column(words(f"coverage.column_{unit}")),
            "count": Column(words("changes.column_total"), "number"),
        },
        counts=(
            _whose(words, unit, kind),
            *border_notes(words, unit, changes.days.after),
        ),
        empty=words("changes.none_of_the_kind"),
    )


def kind_title(words: Words, changes: Changes, kind: str) -> str:
    """`Recommendations issued, 8 May 2024 to 8 November 2024: 212`."""
    return words(
        "changes.kind_title",
        kind=words(f"changes.kind_{kind}"),
        before=words.date(changes.days.before),
        after=words.date(changes.days.after),
        total=words.number(changes.total[kind]),
    )


def _whose(words: Words, unit: str, kind: str) -> str:
    """Whose ministry is counted; the other units are those of the place."""
    if unit != "ministry":
        return words("changes.unit_of_place")
    is_addressee = kind in OF_RECOMMENDATIONS
    return words("changes.unit_of_addressee" if is_addressee else "coverage.host")
