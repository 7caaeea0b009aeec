"""What the names of sheets, files and columns mean, however an office or a program has set them.

Of a sheet's or a file's name, what is left when years, copies and the like are taken away must be
the name of one table ("Посещения 2016 (1)", "Copy of visits", "Реестр НПМ - Посещения"). Any other
words make it a guess, which holds only where no other name is surely that table's.

A heading may be broken, noted, numbered or in brackets. One that is only nearly a column's name is
not taken for it; it is asked about.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Indel

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, reference
from npm_data.register.reading.source import RawSheet, columns_of, letter_of
from npm_data.register.schema import Problem
from npm_data.register.spelling import fold, in_cyrillic, in_russian_letters
from npm_data.register.vocabulary import sheet_names, without_brackets

SIDE_BY_SIDE = "a_sheet_holds_one_table"
"""The sentence that tables beside each other in one sheet break."""

ROWS_SEARCHED, ROWS_SEARCHED_BY_TWO = 200, 40
FEWEST_KNOWN_NAMES = 2

_BETWEEN_PARTS = re.compile(r"\s+[-–—|]\s+")
_NUMBER = re.compile(r"\d+")
_ADDED = """
copy of the копия из көшірме көшірмесі sheet лист парақ бет table таблица кесте кестесі
year год года годы г гг жыл жылы ж quarter квартал кв тоқсан q half полугодие жартыжылдық
part часть бөлім бөлігі version версия v нұсқа нұсқасы new новый жаңа final
register registry реестр реестра тізілім тізілімі npm нпм ұпт рк қр kz
export экспорт выгрузка data данные деректер i ii iii iv
"""
_GENITIVES = {
    "учреждений": "institutions",
    "мекемелердің": "institutions",
    "посещений": "visits",
    "барулардың": "visits",
    "рекомендаций": "recommendations",
    "ұсынымдардың": "recommendations",
    "исполнения": "follow_up",
    "орындалуының": "follow_up",
}
"""As in "a list of places"."""

_ADDITIONS = frozenset(_ADDED.split())

_BROKEN_WORD = re.compile(r"(?<=\w)[-\u2010\u2011\u00ac]\s+(?=\w)")
_NOTES = re.compile(
    r"[\u00b9\u00b2\u00b3\u2070-\u2079\u2080-\u2089*†‡]+|\([^()]*\)|\[[^\[\]]*\]|"
    r"(?<=[^\W\d_])\d{1,2}\)?\s*$"
)
"""Signs of footnotes, also one that only its format raised, and what stands in brackets."""

_NUMBER_IN_FRONT = re.compile(r"^\s*(?:№\s*)?\d{1,2}(?:\.\d{1,2})*(?:[.)]+\s*|\s+)(?=\D)")
_UNIT_BEHIND = re.compile(
    r"(?i)[,;:]\s*(?:(?:[дмгкжdmy]{1,4}[./-]){1,2}[дмгкжdmy]{1,4}|\w{1,4}\.)\s*$"
)
_NO_NAMES = ("true", "false", "истина", "ложь", "шын", "жалған")
_MUCH_ALIKE, _WORD_ALIKE, _CLEARLY_MORE = 0.8, 0.7, 0.05
_SHORTEST_ABBREVIATION = 3

Record = Sequence[str | None]


def tables_named(titles: Iterable[str]) -> dict[str, str]:
    """The code of the table by each title that names one."""
    told = list(titles)
    sure = {title: code for title in told if (code := _surely(title)) is not None}
    guessed = {
        title: code
        for title in told
        if title not in sure and (code := _only_one_in(title)) is not None
    }
    return sure | {title: code for title, code in guessed.items() if code not in sure.values()}


def _surely(title: str) -> str | None:
    """By the whole name, or by one of the parts that dashes make of it."""
    whole = _without_additions(title)
    if whole is not None:
        return whole
    codes = {_without_additions(part) for part in _BETWEEN_PARTS.split(title)} - {None}
    return codes.pop() if len(codes) == 1 else None


def _without_additions(title: str) -> str | None:
    for run, others in _runs(title):
        code = sheet_names().code(run)
        if code and all(map(_is_an_addition, others)):
            return code
    return None


def _only_one_in(title: str) -> str | None:
    runs = {run for run, _ in _runs(title)}
    codes = {sheet_names().code(run) for run in runs} - {None}
    codes = codes or {code for word, code in _GENITIVES.items() if fold(word) in runs}
    return codes.pop() if len(codes) == 1 else None


def _runs(title: str) -> Iterator[tuple[str, list[str]]]:
    """Each run of its words, the longest first from each of them, and the words around it.

    A long name is no table's: so few words that every run of them can be tried.
    """
    words = fold(_NUMBER.sub(r" \g<0> ", title[:120])).split()[:20]
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            yield " ".join(words[start:end]), [*words[:start], *words[end:]]


def _is_an_addition(word: str) -> bool:
    return word.isdigit() or word in _ADDITIONS or word in _months_and_regions()


@cache
def _months_and_regions() -> frozenset[str]:
    months = [words_for(each).month(month) for each in LANGUAGES for month in range(1, 13)]
    regions = [
        name
        for each in reference().regions
        for names in (each.names.values(), *each.other_names.values())
        for name in names
    ]
    return frozenset(word for name in (*months, *regions) for word in fold(name).split())


def is_our_own(name: str | None) -> bool:
    """Whether a column or sheet is one that `--findings` adds to a workbook."""
    return name is not None and fold(name) in _messages("import.findings_title")


def is_beside_the_tables(title: str) -> bool:
    """Whether the program itself has put the sheet there: findings, or what the template has."""
    names = ("template.instructions", "template.example", "template.lists")
    return is_our_own(title) or fold(title) in _messages(*names)


def is_said_by_the_template(text: str) -> bool:
    """Whether it is the title or the description that the template bears as a document."""
    return fold(text) in _messages("template.title", "template.about")


@cache
def _messages(*names: str) -> frozenset[str]:
    """Folded, in all languages."""
    return frozenset(fold(words_for(each)(name)) for each in LANGUAGES for name in names)


@dataclass(frozen=True, slots=True)
class Heading:
    """A header of one row or two; `row` is its last, from 1.

    `names` stand as they are read, by the frame's columns; `records` are its rows as they stand.
    """

    row: int
    names: Record
    records: tuple[Record, ...]


@lru_cache(maxsize=65536)
def column_of(heading: str, sheet: str) -> str | None:
    """The one column of the sheet that the heading names, if it names one."""
    codes = _codes_by_letters(sheet)
    return next((codes[each] for each in map(_letters, _spellings(heading)) if each in codes), None)


@lru_cache(maxsize=1024)
def nearest_column(heading: str, sheet: str, missing: frozenset[str]) -> str | None:
    """The missing column that a heading nearly names, and no other of the sheet as nearly.

    A heading that is no name at all (a number, a truth value) stands for the only one missing.
    """
    words = in_russian_letters(fold(_plain(heading))).split()
    if not any(word.isalpha() and word not in _NO_NAMES for word in words):
        return next(iter(missing)) if len(missing) == 1 else None
    likeness: dict[str, float] = {}
    for name, code in _names(sheet):
        alike = _likeness(words, in_russian_letters(fold(name)).split())
        likeness[code] = max(likeness.get(code, 0), alike)
    best, *others = sorted(likeness, key=lambda code: likeness[code], reverse=True)
    is_clear = likeness[best] - likeness[others[0]] >= _CLEARLY_MORE
    return best if best in missing and likeness[best] >= _MUCH_ALIKE and is_clear else None


def _likeness(words: Collection[str], name: Collection[str]) -> float:
    """From 0 to 1; every word must be much like its own, or the beginning of it."""
    if len(words) != len(name):
        glued = Indel.normalized_similarity("".join(words), "".join(name))
        return glued if glued >= _MUCH_ALIKE + 0.1 else 0
    pairs = list(zip(words, name, strict=True))
    if all(Indel.normalized_similarity(*pair) >= _WORD_ALIKE for pair in pairs):
        return Indel.normalized_similarity(" ".join(words), " ".join(name))
    is_short = all(
        word == whole or (len(word) >= _SHORTEST_ABBREVIATION and whole.startswith(word))
        for word, whole in pairs
    )
    return 0.9 if is_short else 0


def _spellings(heading: str) -> Iterator[str]:
    """The heading with ever more of its dress taken off."""
    yield from (heading, in_cyrillic(heading), _BROKEN_WORD.sub("", heading))
    plain = _plain(heading)
    yield from (plain, _UNIT_BEHIND.sub("", plain))


def _plain(heading: str) -> str:
    whole = _BROKEN_WORD.sub("", heading)
    return _NOTES.sub("", _NUMBER_IN_FRONT.sub("", whole).strip()).strip()


def _letters(text: str) -> str:
    """What is left to compare where blanks and signs mean nothing."""
    return in_russian_letters(fold(text)).replace(" ", "")


@cache
def _names(sheet: str) -> tuple[tuple[str, str], ...]:
    columns = columns_of(sheet)
    return tuple(
        (name, each.column) for each in columns for name in (each.column, *each.names.values())
    )


@cache
def _codes_by_letters(sheet: str) -> Mapping[str, str]:
    """By the letters of each name its column; letters that would mean two columns mean none."""
    codes: dict[str, set[str]] = {}
    for name, code in _names(sheet):
        for spelling in (name, without_brackets(name)):
            codes.setdefault(_letters(spelling), set()).add(code)
    return {letters: code.pop() for letters, code in codes.items() if len(code) == 1}


def best_score(records: Iterable[Record], sheet: str) -> int:
    """How many different columns of the sheet the best of the records names."""
    return max((len(_named(record, sheet)) for record in records), default=0)


def _named(record: Record, sheet: str) -> set[str]:
    return {column for cell in record if cell and (column := column_of(cell, sheet))}


def heading_of(raw: RawSheet, sheet: str) -> Heading | Problem:
    """The sheet's header, or why it has none.

    The header is the row that names the most of the sheet's columns, the first of such rows; or two
    rows that together name more.
    """
    if raw.cells.is_empty():
        return Problem("a_file_is_not_empty", raw.file, sheet)
    heading = _best_heading(raw.cells.head(ROWS_SEARCHED).rows(), sheet)
    if len(_named(heading.names, sheet)) < FEWEST_KNOWN_NAMES:
        return Problem("a_table_has_a_header", raw.file, sheet)
    if any(_has_all_of(heading.names, other) for other in reference().sheets if other != sheet):
        return Problem(SIDE_BY_SIDE, raw.file, sheet, heading.row, value=raw.title)
    return heading


def _has_all_of(record: Record, sheet: str) -> bool:
    """Whether the row names every column that a table needs: then it stands there as well."""
    return {each.column for each in columns_of(sheet) if each.is_required} <= _named(record, sheet)


def _best_heading(head: Sequence[Record], sheet: str) -> Heading:
    scores = [len(_named(record, sheet)) for record in head]
    most = max(scores)
    at = scores.index(most)
    best = Heading(at + 1, tuple(head[at]), (head[at],))
    if most == len(columns_of(sheet)):
        return best
    for upper, lower in enumerate(range(1, min(len(head), ROWS_SEARCHED_BY_TWO))):
        names = _names_over_two_rows(head[upper], head[lower], sheet)
        if (score := len(_named(names, sheet))) > most:
            best, most = Heading(lower + 1, names, (head[upper], head[lower])), score
    return best


def _names_over_two_rows(upper: Record, lower: Record, sheet: str) -> tuple[str | None, ...]:
    """`Date` over `from` and `to`: an empty upper cell belongs to what stands to the left of it."""
    names: list[str | None] = []
    over: str | None = None
    for above, below in zip(upper, lower, strict=True):
        over = above if above and above.strip() else over if below else None
        is_joined = over and below and not is_our_own(below)
        tried = [f"{over} {below}", below, above] if is_joined else [above or below]
        known = (each for each in tried if each and column_of(each, sheet))
        names.append(next(known, tried[0]))
    return tuple(names)


def positions_in(raw: RawSheet, sheet: str, heading: Heading) -> dict[str, int]:
    """Where each column stands that the heading names; of one that stands twice the first place."""
    positions: dict[str, int] = {}
    for at, name in zip(raw.cells.columns, heading.names, strict=True):
        if name and (column := column_of(name, sheet)):
            positions.setdefault(column, int(at))
    return positions


def about_headings(
    raw: RawSheet, sheet: str, heading: Heading, has_content: Sequence[bool]
) -> tuple[frozenset[str], list[Problem]]:
    """The missing columns that a heading nearly names, and what is to be said of all headings.

    Such a heading is asked about; others that name no column are left out.
    """
    positions = positions_in(raw, sheet, heading)
    missing = frozenset(each.column for each in columns_of(sheet)).difference(positions)
    asked: set[str] = set()
    problems: list[Problem] = []
    for at, (place, name) in enumerate(zip(raw.cells.columns, heading.names, strict=True)):
        said = (name or "").strip() or None
        where = (raw.file, sheet, heading.row)
        column = column_of(name, sheet) if name else None
        facts = {"letter": letter_of(int(place))}
        if column:
            if positions[column] != int(place):
                problems.append(Problem("a_column_stands_once", *where, column, said))
        elif (said or has_content[at]) and not is_our_own(name):
            left = missing - asked
            nearest = nearest_column(name, sheet, left) if name and left else None
            if nearest:
                asked.add(nearest)
                rule = "a_heading_names_its_column"
                problems.append(Problem(rule, *where, nearest, said or "", facts=facts))
            else:
                rule = "a_column_is_of_the_register"
                problem = Problem(rule, *where, None, said, severity="warning", facts=facts)
                problems.append(problem)
    return frozenset(asked), problems
