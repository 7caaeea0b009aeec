"""How often the same thing had to be said again, and which recommendations were said most often."""

import polars as pl
import streamlit as st

from npm_data.charts.counts import count_bars
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.sentences import share_text
from npm_data.figures.units import total_of
from npm_data.i18n import Words
from npm_data.ui.downloads import download_buttons
from npm_data.ui.frame.app import App, address_of
from npm_data.ui.show import caption, show
from npm_data.ui.table import plain_table
from npm_data.ui.tiles import small

TIMES = ("once", "twice", "three_times", "four_times_and_more")
_MOST_CHAINS = 20


def how_often(app: App) -> None:
    words, whole = app.words, total_of(app.repository.repeats(app.filters))
    total = whole["recommendations"]
    again = total - whole["once"]
    rows = [
        {
            "label": times,
            "name": words(f"implementation.said_{times}"),
            "counts_text": _counts_text(words, whole[times], total),
            "order": order,
            "count": whole[times],
            "share": whole[times] / total,
            "total": total,
        }
        for order, times in enumerate(TIMES)
        if total
    ]
    title = words("recommendations.counts_none")
    if total:
        title = words(
            f"implementation.repeats_{'some' if again else 'none'}",
            again=words.number(again),
            total=words.number(total),
        )
    show(
        app,
        "implementation.repeats",
        title=title,
        frame=pl.DataFrame(rows),
        spec=count_bars(words, app.look),
        alt=words("figures.alt_counts"),
        definition="repeats",
        columns={
            "name": Column(words("implementation.column_said")),
            "count": Column(words("recommendations.column_count"), "number"),
            "share": Column(words("recommendations.column_share"), "percent", of="total"),
        },
        counts=(
            words.plural("recommendations.count", total),
            words.plural("implementation.statements", whole["statements"]),
        ),
    )


def _counts_text(words: Words, count: int, total: int) -> str:
    """Of fewer than five only the count."""
    said = words.number(count)
    return f"{said}, {share_text(words, count, total)}" if total >= FEWEST_FOR_A_RATE else said


def longest_chains(app: App) -> None:
    """The most often said ones, each with a way to its story."""
    words = app.words
    frame = _chains(app)
    columns = {
        "theme": Column(words("recommendations.column_theme")),
        "addressee": Column(words("recommendations.column_ministry")),
        "issued_on": Column(words("implementation.column_first"), "date"),
        "last_said_on": Column(words("implementation.column_last"), "date"),
        "times": Column(words("implementation.column_times"), "number"),
        "status": Column(words("recommendations.column_status")),
    }
    with st.container(border=True):
        if frame.is_empty():
            st.header(words("implementation.chains_none"), anchor=False)
        else:
            title = words.plural("implementation.chains_title", frame["times"][0])
            st.header(title, anchor=False)
            _table(app, frame, columns)
            key = "implementation.longest_chains"
            download_buttons(
                app, key, title=title, rows=frame, definition="repeats", columns=columns
            )
        lines = caption(app, "repeats", (words("implementation.chains_shown"),))
        st.markdown("  \n".join(small(line) for line in lines))


def _chains(app: App) -> pl.DataFrame:
    words, day = app.words, app.filters.period.to_on
    longest = app.repository.longest_chains(app.filters, most=_MOST_CHAINS)
    return longest.with_columns(
        pl.Series("theme", [words.code("theme", code) for code in longest["theme"]], pl.String),
        pl.Series(
            "addressee",
            [words.ministry(code, day, is_short=True) for code in longest["ministry"]],
            pl.String,
        ),
        pl.Series(
            "status",
            [
                _status(app, status, is_verified=is_verified)
                for status, is_verified in longest.select("status", "is_verified").iter_rows()
            ],
            pl.String,
        ),
    )


def _status(app: App, status: str, *, is_verified: bool) -> str:
    """As the bands name it; what no band shows by its code."""
    if status == "implemented":
        return app.words(f"figures.status_{'verified' if is_verified else 'claimed'}")
    if status == "no_longer_applicable":
        return app.words.code("implementation_status", status)
    return app.words(f"figures.status_{status}")


def _table(app: App, frame: pl.DataFrame, columns: dict[str, Column]) -> None:
    words = app.words
    rows = [
        (
            f"[{row['theme']}]({_story(app, row['chain_id'])})",
            row["addressee"],
            words.date(row["issued_on"]),
            words.date(row["last_said_on"]),
            words.number(row["times"]),
            row["status"],
        )
        for row in frame.iter_rows(named=True)
    ]
    heads = [column.label for column in columns.values()]
    st.table(plain_table(heads, rows), hide_index=True, width="content")


def _story(app: App, chain_id: str) -> str:
    return address_of(app, "follow_up", recommendation=chain_id)
