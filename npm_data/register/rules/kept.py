"""What of a finding is kept in the register: its rule and its address, never what was written.

A cell may hold what must not be kept, and a sentence is in one language only. So a register keeps
the broken rule, where it was broken, and the facts that its sentence names in any language; the
value itself stays in the office's file.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from npm_data.register.reading import Problem

SCHEMA = {
    "finding_number": pl.Int64,
    "severity": pl.String,
    "rule": pl.String,
    "file_name": pl.String,
    "sheet": pl.String,
    "row_number": pl.Int64,
    "column_name": pl.String,
    "facts": pl.String,
}
"""The columns of the table `findings`; `facts` is JSON."""

KEPT_FACTS = (
    *("day", "institution_type", "units", "letter", "register_id"),
    *("part", "count", "unknown", "rows", "columns", "personal", "encoding"),
)
"""Days, codes, kinds of personal data, a column's letter, the ID of a row that was in the register
before the file, kinds of parts of a workbook, encodings and counts. What is not named is left out.
"""

_MORE = "more"
"""Stands among the facts: how many findings of its kind are not listed."""

LEFT_OUT = "…"
"""Stands in a sentence where the finding of the import quoted what was written."""


def kept_frame(problems: Iterable[Problem]) -> pl.DataFrame:
    """Problems as rows of `SCHEMA`, in the order in which they come."""
    rows = [
        (
            number,
            problem.severity,
            problem.rule,
            problem.file,
            problem.sheet,
            problem.row,
            problem.column,
            _facts_text(problem),
        )
        for number, problem in enumerate(problems, start=1)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def problem_of(row: Mapping[str, Any]) -> Problem:
    """The problem that a row tells of, ready for `message_of` in any language."""
    facts = json.loads(row["facts"])
    more = facts.pop(_MORE, 0)
    if "day" in facts:
        facts["day"] = date.fromisoformat(facts["day"])
    return Problem(
        row["rule"],
        row["file_name"],
        row["sheet"],
        row["row_number"],
        row["column_name"],
        LEFT_OUT,
        row["severity"],
        facts,
        more,
    )


def _facts_text(problem: Problem) -> str:
    facts = problem.facts
    kept = {name: facts[name] for name in KEPT_FACTS if facts.get(name) is not None}
    if problem.more:
        kept[_MORE] = problem.more
    return json.dumps(kept, default=_day_text)


def _day_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no fact that a register keeps")
