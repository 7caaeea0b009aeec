"""What a new version changes: how much of each table, and the rows and fields themselves."""

from collections.abc import Callable, Mapping

import polars as pl
import streamlit as st
from streamlit.dataframe_util import Data

from npm_data.figures.columns import Column
from npm_data.figures.periods import day_text
from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.reading.days import read_day
from npm_data.register.rules.findings import column_title
from npm_data.register.storage.difference import Difference, TableDifference
from npm_data.register.vocabulary import CODED_COLUMNS, code_names
from npm_data.ui import paging
from npm_data.ui.register_text import as_text, beginning_of
from npm_data.ui.table import plain_table, styled_table

_KINDS: dict[str, Callable[[TableDifference], pl.DataFrame]] = {
    "new": lambda table: table.new,
    "changed": lambda table: table.changed,
    "moved": lambda table: table.moved,
    "missing": lambda table: table.missing,
}
_CODED = (*CODED_COLUMNS, "region")
_DAYS = tuple({each.column for each in reference().columns if each.type == "date"})


class _Worded:
    """What the pager is given."""

    def __init__(self, words: Words) -> None:
        self.words = words


def difference_view(
    words: Words,
    difference: Difference,
    key: str,
    others: Mapping[str, pl.DataFrame] | None = None,
) -> None:
    """The sentence, the counts by table, and each kind of change to be opened.

    The fields of known records that would become `others` come first, and are open.
    """
    for sheet, rows in (others or {}).items():
        _opened(words, sheet, "others", rows, f"{key}.{sheet}.others", is_open=True)
    st.markdown(f"**{difference_sentence(words, difference)}**")
    st.table(_counts(words, difference), hide_index=True, width="content")
    for sheet, table in difference.tables.items():
        for kind, rows_of in _KINDS.items():
            rows = rows_of(table)
            if not rows.is_empty():
                _opened(words, sheet, kind, rows, f"{key}.{sheet}.{kind}")


def difference_sentence(words: Words, difference: Difference) -> str:
    """`12 rows are new, 3 are changed, none is missing.`"""
    if difference.is_empty:
        return words("difference.none")
    tables = difference.tables.values()
    parts = [
        words.plural("difference.new", sum(each.rows_new for each in tables)),
        words.plural("difference.changed", sum(each.rows_changed for each in tables)),
        words.plural("difference.missing", sum(each.rows_missing for each in tables)),
    ]
    return words("difference.sentence", parts="; ".join(parts))


def counts_table(words: Words, counts: Mapping[str, Mapping[str, int]]) -> Data:
    """Numbers by sheet, under the headings `difference.title_<name>`."""
    names = list(next(iter(counts.values())))
    rows = [
        {"table": reference().sheets[sheet][words.language], **numbers}
        for sheet, numbers in counts.items()
    ]
    columns = {"table": Column(words("difference.title_table"))}
    columns |= {name: Column(words(f"difference.title_{name}"), "number") for name in names}
    return styled_table(words, pl.DataFrame(rows), columns)


def _counts(words: Words, difference: Difference) -> Data:
    return counts_table(
        words,
        {
            sheet: {
                "before": table.before,
                "after": table.after,
                "new": table.rows_new,
                "changed": table.rows_changed,
                "missing": table.rows_missing,
            }
            for sheet, table in difference.tables.items()
        },
    )


@st.fragment
def _opened(
    words: Words, sheet: str, kind: str, rows: pl.DataFrame, key: str, *, is_open: bool = False
) -> None:
    """Rows of one kind; made only once they are opened, and a page at a time."""
    title = reference().sheets[sheet][words.language]
    count = words.number(rows.height)
    label = words(f"difference.{kind}_of", sheet=title, count=count)
    opened = st.expander(label, key=key, on_change="rerun", expanded=is_open)
    if not opened.open:
        return
    with opened:
        page = paging.page_here(f"{key}.page", (kind, rows.height), rows.height)
        first = (page - 1) * paging.ROWS_A_PAGE
        st.table(
            _table(words, sheet, rows.slice(first, paging.ROWS_A_PAGE)),
            hide_index=True,
            width="content",
        )
        paging.pager(_Worded(words), f"{key}.page", page, rows.height)


def _table(words: Words, sheet: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Headings and values as they are read; of changed fields, each with its own kind of value."""
    is_of_fields = rows.columns[-3:] == ["column", "before", "after"]
    heads = [
        words(f"difference.field_{name}")
        if is_of_fields and name in ("column", "before", "after")
        else column_title(sheet, name, words.language)
        for name in rows.columns
    ]
    cells = []
    for row in rows.iter_rows(named=True):
        if is_of_fields:
            field = row["column"]
            row |= {name: _field(words, field, row[name]) for name in ("before", "after")}
            row["column"] = column_title(sheet, field, words.language)
            shown = [
                value if name in ("before", "after", "column") else _cell(words, name, value)
                for name, value in row.items()
            ]
        else:
            shown = [_cell(words, name, value) for name, value in row.items()]
        cells.append(shown)
    return plain_table(heads, cells)


def _cell(words: Words, column: str, value: object) -> str:
    if value is None:
        return "\u2013"
    if column in _CODED:
        return as_text(code_names(column, words.language).get(str(value), str(value)))
    if column in _DAYS:
        day = read_day(str(value))
        return day_text(day) if day else as_text(str(value))
    return as_text(beginning_of(str(value)))


def _field(words: Words, column: str, value: str | None) -> str:
    """A changed text stands whole: what differs can be anywhere in it."""
    is_text = value is not None and column not in (*_CODED, *_DAYS)
    return as_text(str(value)) if is_text else _cell(words, column, value)
