"""What any text of the register must be: not endless, all to be read, and about nobody.

What is about a person is found before anything is stored, and never said again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath

import polars as pl

from npm_data.reference import reference
from npm_data.register.personal import CERTAIN, Kind, kinds_in, masked, may_be_personal
from npm_data.register.reading.source import (
    IDENTIFIERS,
    LONGEST_TEXT,
    Source,
    at_most_of_a_kind,
)
from npm_data.register.reading.typed import TypedTable
from npm_data.register.rules.findings import in_order
from npm_data.register.rules.rules import KEYS
from npm_data.register.rules.update import Whole
from npm_data.register.schema import Problem, Register, Severity
from npm_data.register.vocabulary import CODED_COLUMNS

_UNSEEN = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffe}\x{ffff}]"
)
"""Control characters but tabs and ends of lines, and those that turn the direction of writing."""

_HALVES = bytes(range(0x80, 0xC0)).decode("cp1251", "ignore").replace("\xad", "")
_GARBLED = "|".join(
    (
        "\ufffd",
        f"(?:[РСТУ][{_HALVES}]){{3}}",
        "(?:[ÐÑÒÓ][\u0080-\u00bf\u0100-\u02ff\u2000-\u2122]){3}",
        r"(?:^|[\sа-яёА-ЯЁ«(])\?+[а-яё]",
        r"^[?\s\d.,№«»()-]*\?{3}[?\s\d.,№«»()-]*$",
    )
)
"""Letters that were lost; Cyrillic UTF-8 taken for Windows-1251 or Windows-1252, where each letter
became two; and Kazakh letters, or all, that a code page without them has made question marks.
"""


_LONGEST_QUOTE = 200
"""Of a cell's content in a finding; more would make the list itself a burden."""

SURE = "a_text_says_nothing_about_a_person"
"""The rule that a text breaks which is surely about a person."""

_RULES: tuple[tuple[str, Severity, tuple[Kind, ...]], ...] = (
    (SURE, "error", CERTAIN),
    ("a_text_holds_no_personal_number", "warning", ("number",)),
    ("a_text_names_nobody", "warning", ("name",)),
)


def about_texts(source: Source, tables: Mapping[str, TypedTable]) -> Iterator[Problem]:
    """A problem for each cell that breaks one of the rules."""
    of_words = _columns_of_words()
    for sheet, table in tables.items():
        for column in table.texts.columns[1:]:
            text = pl.col(column)
            rules = {
                "a_text_fits_into_a_cell": text.str.len_chars() > LONGEST_TEXT,
                "a_text_has_only_signs_that_are_seen": text.str.contains(_UNSEEN),
            }
            if (sheet, column) in of_words:  # codes and days that are garbled are not read anyway
                rules["a_text_is_not_garbled"] = text.str.contains(_GARBLED)
            for rule, is_broken in rules.items():
                for record in table.texts.filter(is_broken)["record"]:
                    yield source.tables[sheet].problem(rule, record, column)


def about_persons(source: Source, tables: Mapping[str, TypedTable]) -> Iterator[Problem]:
    """A problem for each text, ID and file name that holds something about a person."""
    for sheet, column in _columns_of_words():
        texts = tables[sheet].texts.select("record", pl.col(column).alias("text"))
        perhaps = texts.filter(may_be_personal(pl.col("text")))
        told = {text: _kinds_to_tell(column, text) for text in perhaps["text"].unique()}
        for record, text in perhaps.iter_rows():
            raw = source.tables[sheet]
            for rule, severity, facts in told[text]:
                problem = raw.problem(rule, record, column, severity=severity)
                yield replace(problem, facts=facts)
    for name in _names_of_files(source):
        found = [kind for kind in kinds_in(PurePath(name).stem) if kind in CERTAIN]
        if found:
            rule = "a_files_name_says_nothing_about_a_person"
            yield Problem(rule, name, facts={"personal": tuple(found)})


def about_persons_held(whole: Whole, source: Source) -> Iterator[Problem]:
    """The same for what the register holds already and the source does not say anew.

    Warnings, all of them: an import that mends one row must not fail for another.
    """
    for sheet, column in _columns_of_words():
        texts, raw = whole.tables[sheet].texts, source.tables.get(sheet)
        if raw is not None and column not in raw.missing:
            texts = texts.filter(~pl.col("record").is_in(list(whole.rows)))
        yield from _held(sheet, column, texts)


def with_persons_held(register: Register, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What a register was let pass, and what it surely holds about persons, looked for anew.

    A version of an older program was never asked, and one that is brought back may hold what has
    been taken out since.
    """
    frames = {sheet: frame.collect() for sheet, frame in register.to_dict().items()}
    held = (each for at in _columns_of_words() for each in _held(*at, frames[at[0]]))
    sure = at_most_of_a_kind(each for each in held if each.rule == SURE)
    others = (each for each in problems if each.rule != SURE)
    return in_order((*others, *map(without_persons, sure)))


def _held(sheet: str, column: str, rows: pl.DataFrame) -> Iterator[Problem]:
    """Pointed at by the ID of its row: there is no file to point into."""
    ids = pl.concat_list(KEYS.get(sheet, ("recommendation_id",))).list.join(", ")
    perhaps = rows.filter(may_be_personal(pl.col(column))).select(column, ids.alias("ids"))
    for text, its_id in perhaps.iter_rows():
        for rule, _, facts in _kinds_to_tell(column, text):
            address = {"register_id": its_id}
            yield Problem(rule, "", sheet, None, column, None, "warning", facts | address)


def without_persons(problem: Problem) -> Problem:
    """The problem with everything about a person masked, wherever it quotes what was written.

    Every problem goes through here before it is put into words, whatever its rule.
    """
    value = _clean_text(problem.value) if problem.value is not None else None
    facts = {name: _clean(fact) for name, fact in problem.facts.items()}
    return replace(problem, file=masked(problem.file), value=value, facts=facts)


def _columns_of_words() -> list[tuple[str, str]]:
    """Sheet and column of what is stored as it was written; the rest become codes and days."""
    return [
        (each.sheet, each.column)
        for each in reference().columns
        if each.type != "date" and each.column not in (*CODED_COLUMNS, "region")
    ]


def _kinds_to_tell(column: str, text: str) -> list[tuple[str, Severity, dict[str, object]]]:
    kinds = kinds_in(text)
    told: list[tuple[str, Severity, dict[str, object]]] = []
    for rule, severity, of_the_rule in _RULES:
        found = tuple(kind for kind in kinds if kind in of_the_rule)
        is_a_guess_at_an_id = column in IDENTIFIERS and of_the_rule == ("name",)
        if found and not is_a_guess_at_an_id:
            told.append((rule, severity, {"personal": found} if severity == "error" else {}))
    return told


def _names_of_files(source: Source) -> list[str]:
    """Of all files, also of those left out: a register keeps both."""
    names = [each.name for each in source.files]
    return list(dict.fromkeys([*names, *(problem.file for problem in source.problems)]))


def _clean_text(text: str) -> str:
    """Masked first: what is cut through its middle would not be known again."""
    clean = masked(text[: 10 * _LONGEST_QUOTE])
    return clean if len(clean) <= _LONGEST_QUOTE else f"{clean[:_LONGEST_QUOTE]}…"


def _clean(fact: object) -> object:
    if isinstance(fact, str):
        return _clean_text(fact)
    if isinstance(fact, list | tuple):
        return tuple(_clean(each) for each in fact)
    return fact
