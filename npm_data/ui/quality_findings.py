"""What the last import found in the office's files and let pass."""

import polars as pl
import streamlit as st

from npm_data.figures.columns import Column, Columns
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.rules.findings import column_title, message_of, problem_of
from npm_data.ui.downloads import download_buttons
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import pick
from npm_data.ui.show import show_table
from npm_data.ui.table import ROWS_ON_THE_PAGE, styled_table
from npm_data.ui.tiles import small

EVERY_RULE = "all"


def by_rule(app: App) -> None:
    """How often each rule was broken; says so where nothing was found, or nothing imported."""
    words, counts = app.words, app.repository.findings_by_rule()
    rows = [
        {
            "rule": words(f"quality.rule_{row['rule']}"),
            "where": _where(words, row["sheet"], row["column_name"]),
            "severity": words(f"import.{row['severity']}"),
            "findings": row["findings"],
        }
        for row in counts.to_dicts()
    ]
    show_table(
        app,
        "quality.rules",
        title=_title(app, int(counts["findings"].sum())),
        frame=pl.DataFrame(rows),
        columns={
            "rule": Column(words("quality.rule")),
            "where": Column(words("quality.where")),
            "severity": Column(words("import.title_severity")),
            "findings": Column(words("quality.findings"), "number"),
        },
        definition="findings",
        counts=_imported(app),
        empty=words(f"quality.findings_{_why_none(app)}"),
    )


def listed(app: App) -> None:
    """Each finding at its address, in the reader's language; the first of them on the page."""
    words, counts = app.words, app.repository.findings_by_rule()
    if counts.is_empty():
        return
    rules = {EVERY_RULE: words("quality.every_rule")}
    rules |= {rule: words(f"quality.rule_{rule}") for rule in counts["rule"]}
    with st.container(border=True):
        title = words("quality.findings_list")
        st.header(title, anchor=False)
        chosen = pick(app, "quality.rule", words("quality.rule"), rules)
        rule = None if chosen == EVERY_RULE else chosen
        shown = counts if rule is None else counts.filter(pl.col("rule") == rule)
        columns = _columns(words)
        first = told(app, rule, ROWS_ON_THE_PAGE)
        st.table(styled_table(words, first, columns), hide_index=True, width="content")
        total = int(shown["findings"].sum())
        if total > first.height:
            numbers = {"shown": words.number(first.height), "total": words.number(total)}
            st.caption(words("frame.table_of", **numbers))
        download_buttons(
            app,
            "quality.findings",
            title=title,
            rows=lambda: told(app, rule),
            definition="findings",
            columns=columns,
        )
        st.markdown(small(words("quality.values_left_out")))


def told(app: App, rule: str | None, most: int | None = None) -> pl.DataFrame:
    """Findings with their sentence in the reader's language; of one rule or of all."""
    words = app.words
    rows = [_told(words, row) for row in app.repository.findings(rule, most).to_dicts()]
    return pl.DataFrame(rows, infer_schema_length=None)


def _told(words: Words, row: Row) -> Row:
    return {
        "severity": words(f"import.{row['severity']}"),
        "file": row["file_name"],
        "sheet": _sheet(words, row["sheet"]),
        "row": "" if row["row_number"] is None else str(row["row_number"]),
        "column": column_title(row["sheet"], row["column_name"], words.language),
        "message": message_of(problem_of(row), words),
    }


def _columns(words: Words) -> Columns:
    names = ("severity", "file", "sheet", "row", "column", "message")
    return {name: Column(words(f"import.title_{name}")) for name in names}


def _where(words: Words, sheet: str | None, column: str | None) -> str:
    title = column_title(sheet, column, words.language)
    return ": ".join(part for part in (_sheet(words, sheet), title) if part)


def _sheet(words: Words, sheet: str | None) -> str:
    return reference().sheets[sheet][words.language] if sheet else ""


def _title(app: App, count: int) -> str:
    if count:
        return app.words.plural("quality.findings_finding", count)
    return app.words("quality.findings_title_none")


def _imported(app: App) -> tuple[str, ...]:
    imported_at = app.data_set.imported_at
    if app.data_set.is_demonstration or imported_at is None:
        return ()
    day = app.words.date(imported_at.date())
    return (app.words("methodology.register_imported", date=day),)


def _why_none(app: App) -> str:
    return "not_imported" if app.data_set.is_demonstration else "none"
