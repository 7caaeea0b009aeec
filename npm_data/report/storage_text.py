"""What is said alike on pages and in a terminal of versions, and of records that others hold."""

from collections.abc import Iterator, Mapping
from itertools import islice

import polars as pl

from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.reading.days import read_day
from npm_data.register.rules.findings import column_title
from npm_data.register.storage.versions import Version
from npm_data.register.vocabulary import CODED_COLUMNS, code_names


def action_text(words: Words, version: Version) -> str:
    """`import: all replaced`, `version 1 brought back`, `follow-up entered`."""
    if version.action == "restore" and version.restored_from is not None:
        return words("history.brought_back", version=words.number(version.restored_from))
    if version.action == "import" and version.mode:
        return words(f"history.action_import_{version.mode}")
    return words(f"history.action_{version.action}")


MOST_LINES = 10
_LONGEST = 80
_CODED = (*CODED_COLUMNS, "region")
_DAYS = frozenset(each.column for each in reference().columns if each.type == "date")


def other_record_lines(others: Mapping[str, pl.DataFrame], words: Words) -> Iterator[str]:
    """`Visits 1: Started on: 1 January 2016 → 1 March 2017`; at most ten, then how many more."""
    lines = (
        _line(sheet, record, words)
        for sheet, frame in others.items()
        for record in frame.partition_by(frame.columns[0], maintain_order=True)
    )
    yield from islice(lines, MOST_LINES)
    more = count_of(others) - MOST_LINES
    if more > 0:
        yield words.plural("difference.more_others", more)


def count_of(others: Mapping[str, pl.DataFrame]) -> int:
    """Records, not fields; of a visit to several places one."""
    return sum(frame[frame.columns[0]].n_unique() for frame in others.values())


def _line(sheet: str, record: pl.DataFrame, words: Words) -> str:
    title, key = reference().sheets[sheet][words.language], record.item(0, 0)
    fields = record.select("column", "before", "after").unique(maintain_order=True)
    told = "; ".join(_field(sheet, row, words) for row in fields.iter_rows(named=True))
    return f"{title} {key}: {told}"


def _field(sheet: str, row: Mapping[str, str | None], words: Words) -> str:
    column = str(row["column"])
    before, after = (_value(column, row[name], words) for name in ("before", "after"))
    return f"{column_title(sheet, column, words.language)}: {before} \u2192 {after}"


def _value(column: str, value: str | None, words: Words) -> str:
    if value is None:
        return "\u2013"
    if column in _CODED:
        return code_names(column, words.language).get(value, value)
    day = read_day(value) if column in _DAYS else None
    if day:
        return words.date(day)
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}\u2026"
