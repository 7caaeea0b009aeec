"""A finding: what is wrong where, and how to mend it, in the reader's language; what is kept."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.reading.source import columns_of
from npm_data.register.rules.rules import REFERENCES
from npm_data.register.schema import SHEETS, Problem, Severity
from npm_data.register.vocabulary import code_names, nearest_units, vocabulary

_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00:00")
_MOST_TOLD = 20
"""Of the rows that bear the same fault."""

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

_OF_A_ROW_IN_THE_REGISTER = {
    "import.a_repeated_recommendation_was_issued_before_or_stands_higher": (
        "import.repeated_earlier_in_the_register"
    ),
    "import.an_id_is_spelt_in_one_way": "import.spelt_otherwise_in_the_register",
}
"""Sentences that name a row of the file, and how they are said when it is the register's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault at its address; errors keep a register from being imported, warnings do not.

    `sheet` and `column` are codes, `row` counts as the spreadsheet does; each is None where the
    finding is about more than that. `rule` is the broken rule's name, a sentence.
    `more` counts others of its kind that are not listed; the message says so.
    """

    severity: Severity
    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    rule: str
    message: str
    more: int = 0

    def as_dict(self) -> dict[str, str | int | None]:
        return asdict(self)


def findings_of(problems: Iterable[Problem], words: Words) -> tuple[Finding, ...]:
    """Problems as findings, in the order in which they come."""
    return tuple(
        Finding(
            each.severity,
            *_address(each),
            _shown(each.value),
            each.rule,
            message_of(each, words),
            each.more,
        )
        for each in problems
    )


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By sheet, file, row and column; what is about a whole file comes last."""
    return tuple(sorted(problems, key=_order))


def message_of(problem: Problem, words: Words) -> str:
    """The sentence of the broken rule, with the values that it names."""
    values = {name: _told(name, value, words) for name, value in problem.facts.items()}
    values["value"] = _shown(problem.value) or ""
    values["sheet"] = reference().sheets[problem.sheet][words.language] if problem.sheet else ""
    values["column"] = column_title(problem.sheet, problem.column, words.language)
    if "difference" in problem.facts:
        values["difference"] = words(f"import.difference_{problem.facts['difference']}", **values)
    if problem.rule == "the_code_is_known":
        values |= _near(str(problem.column), str(problem.value), words)
    if problem.rule == "a_row_begins_by_the_data_date":
        values["parts"] = _left_out(problem, words)
    name = f"import.{problem.rule}"
    if problem.facts.get("first_row", 0) is None:
        name = _OF_A_ROW_IN_THE_REGISTER.get(name, name)
    # a Russian date brings a full stop of its own to the end of a sentence
    text = words(name, **values).replace("г..", "г.")
    if "other" in problem.facts and problem.rule in REFERENCES:
        text = f"{text} {words('import.perhaps_this_id', **values)}"
    if "also_in_rows" in problem.facts:
        text = f"{text} {words('import.also_in_rows', **values)}"
    text = _in_the_register(problem, text, values, words) if is_in_the_register(problem) else text
    more = words.plural("import.more_of_its_kind", problem.more) if problem.more else None
    return f"{text} {more}" if more else text


def _left_out(problem: Problem, words: Words) -> str:
    """How many rows are left out, and how many days are not known yet."""
    counts = {name: int(str(problem.facts[name])) for name in ("count", "unknown")}
    day = _told("day", problem.facts["day"], words)
    rows = words.plural("import.rows_left_out", counts["count"], day=day)
    days = words.plural("import.days_left_out", counts["unknown"], day=day)
    told = (text for text, count in zip((rows, days), counts.values(), strict=True) if count)
    text = "; ".join(told)
    return text[:1].upper() + text[1:]


def counted(findings: Iterable[Finding], severity: Severity) -> int:
    """How many there are of a severity, with those that are not listed."""
    return sum(1 + each.more for each in findings if each.severity == severity)


def is_in_the_register(problem: Problem) -> bool:
    """Whether the fault lies in a row that a file which adds to the register does not name."""
    return "register_id" in problem.facts


def _in_the_register(problem: Problem, text: str, values: dict[str, str], words: Words) -> str:
    """Which row of which table it is, since no file has an address for it."""
    told = {name: values[name] for name in ("sheet", "column")}
    return words("import.in_the_register", id=problem.facts["register_id"], text=text, **told)


def column_title(sheet: str | None, column: str | None, language: str) -> str:
    """The column's name in a language; empty for none."""
    names = (each.names[language] for each in columns_of(sheet or "") if each.column == column)
    return next(names, "")


def _order(problem: Problem) -> tuple[str, int, str, int, int]:
    if not problem.sheet:
        return (problem.file, -1, "", 0, -1)
    columns = [each.column for each in columns_of(problem.sheet)]
    column = columns.index(problem.column) if problem.column else -1
    file = problem.file if problem.row else ""
    return ("", SHEETS.index(problem.sheet), file, problem.row or 0, column)


def _address(problem: Problem) -> tuple[str, str | None, int | None, str | None]:
    return problem.file, problem.sheet, problem.row, problem.column


def _shown(value: str | None) -> str | None:
    """A date cell comes with a midnight that nobody wrote."""
    midnight = _MIDNIGHT.fullmatch(value) if value else None
    return midnight[1] if midnight else value


def _told(name: str, value: object, words: Words) -> str:
    """A fact as it is read: days and codes in words, lists with commas, a word for nothing."""
    if value is None:
        return words("import.nothing")
    if isinstance(value, date):
        return words.date(value)
    if name in ("part", "format"):
        return words(f"import.{name}_{value}")
    if isinstance(value, list | tuple):
        told = [_one_of(name, each, words) for each in value if each is not None]
        rest = ["…"] if len(told) > _MOST_TOLD and name == "also_in_rows" else []
        return ", ".join([*told[:_MOST_TOLD], *rest] if rest else told)
    if name == "institution_type":
        return words.institution_type(str(value))
    return words.code(name, str(value)) if name in ("visit_type", "axis") else str(value)


def _one_of(name: str, value: object, words: Words) -> str:
    """One of a list of facts: a unit with its name, a kind of personal data in words."""
    if name == "units":
        return f"{value} ({words.region(str(value))})"
    return words(f"import.personal_{value}") if name == "personal" else str(value)


def _near(column: str, text: str, words: Words) -> dict[str, str]:
    """What was probably meant, and where all values are listed."""
    names = "; ".join(_nearest(column, text, words))
    near = words("import.perhaps", name=names) if names else words("import.nothing_is_near")
    where = {"lists": words("template.lists"), "page": words("intake.title")}
    return {"near": near, **where}


@lru_cache(maxsize=1024)
def _nearest(column: str, text: str, words: Words) -> tuple[str, ...]:
    """The names that were probably meant by a misspelt one."""
    codes = nearest_units(text) if column == "region" else vocabulary(column).nearest(text)
    return tuple(code_names(column, words.language)[code] for code in codes)


def kept_frame(problems: Iterable[Problem]) -> pl.DataFrame:
    """Problems as rows of `SCHEMA`, in the order in which they come.

    What of a finding is kept in the register is its rule and its address, never what was written: a
    cell may hold what must not be kept, and a sentence is in one language only. So the facts are
    kept that the sentence names in any language; the value stays in the office's file.
    """
    rows = [
        (number, each.severity, each.rule, *_address(each), _facts_text(each))
        for number, each in enumerate(problems, start=1)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def problem_of(row: Mapping[str, Any]) -> Problem:
    """The problem that a row tells of, ready for `message_of` in any language."""
    facts = json.loads(row["facts"])
    more = facts.pop(_MORE, 0)
    if "day" in facts:
        facts["day"] = date.fromisoformat(facts["day"])
    address = row["file_name"], row["sheet"], row["row_number"], row["column_name"]
    return Problem(row["rule"], *address, LEFT_OUT, row["severity"], facts, more)


def _facts_text(problem: Problem) -> str:
    facts = {**problem.facts, _MORE: problem.more or None}
    kept = {name: facts[name] for name in (*KEPT_FACTS, _MORE) if facts.get(name) is not None}
    return json.dumps(kept, default=_day_text)


def _day_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} is no fact that a register keeps")
