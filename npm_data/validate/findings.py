"""A finding: what is wrong where, and how to mend it, in the reader's language."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache, lru_cache

from npm_data.i18n import Words
from npm_data.load import Problem, Severity
from npm_data.model.folding import fold
from npm_data.model.schemas import SHEETS
from npm_data.model.vocabulary import code_names, vocabulary
from npm_data.reference import reference

_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00:00")
_OF_A_ROW_IN_THE_REGISTER = {
    "import.a_repeated_recommendation_was_issued_before_or_stands_higher": (
        "import.repeated_earlier_in_the_register"
    ),
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
            problem.severity,
            problem.file,
            problem.sheet,
            problem.row,
            problem.column,
            _shown(problem.value),
            problem.rule,
            message_of(problem, words),
            problem.more,
        )
        for problem in problems
    )


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By sheet, file, row and column; what is about a whole file comes last."""
    return tuple(sorted(problems, key=_address))


def message_of(problem: Problem, words: Words) -> str:
    """The sentence of the broken rule, with the values that it names."""
    values = {name: _told(name, value, words) for name, value in problem.facts.items()}
    values["value"] = _shown(problem.value) or ""
    values["sheet"] = reference().sheets[problem.sheet][words.language] if problem.sheet else ""
    values["column"] = column_title(problem.sheet, problem.column, words.language)
    if problem.rule == "the_code_is_known":
        values["known"] = _known_values(str(problem.column), words)
    name = f"import.{problem.rule}"
    if problem.facts.get("first_row", 0) is None:
        name = _OF_A_ROW_IN_THE_REGISTER.get(name, name)
    # a Russian date brings a full stop of its own to the end of a sentence
    text = words(name, **values).replace("г..", "г.")
    is_misspelt = problem.rule == "the_code_is_known" and problem.column != "region"
    nearest = _nearest(str(problem.column), str(problem.value), words) if is_misspelt else None
    text = f"{text} {words('import.perhaps', name=nearest)}" if nearest else text
    text = _in_the_register(problem, text, values, words) if is_in_the_register(problem) else text
    more = words.plural("import.more_of_its_kind", problem.more) if problem.more else None
    return f"{text} {more}" if more else text


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
    return next(
        (
            each.names[language]
            for each in reference().columns
            if (each.sheet, each.column) == (sheet, column)
        ),
        "",
    )


def _address(problem: Problem) -> tuple[str, int, str, int, int]:
    columns = _columns_of(problem.sheet)
    sheet = SHEETS.index(problem.sheet) if problem.sheet else -1
    column = columns.index(problem.column) if problem.column else -1
    file = problem.file if problem.row else ""
    if not problem.sheet:
        return (problem.file, sheet, "", 0, column)
    return ("", sheet, file, problem.row or 0, column)


def _columns_of(sheet: str | None) -> list[str]:
    return [each.column for each in reference().columns if each.sheet == sheet]


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
        return ", ".join(_one_of(name, each, words) for each in value if each is not None)
    if name == "institution_type":
        return words.institution_type(str(value))
    return words.code(name, str(value)) if name in ("visit_type", "axis") else str(value)


def _one_of(name: str, value: object, words: Words) -> str:
    """One of a list of facts: a unit with its name, a kind of personal data in words."""
    if name == "units":
        return f"{value} ({words.region(str(value))})"
    return words(f"import.personal_{value}") if name == "personal" else str(value)


@cache
def _known_values(column: str, words: Words) -> str:
    """The codes of a column, with their names where those say more."""
    return ", ".join(
        code if fold(name) == fold(code) else f"{code} ({name})"
        for code, name in code_names(column, words.language).items()
    )


@lru_cache(maxsize=1024)
def _nearest(column: str, text: str, words: Words) -> str | None:
    """The name that was probably meant by a misspelt one."""
    code = vocabulary(column).nearest(text)
    return code_names(column, words.language)[code] if code else None
