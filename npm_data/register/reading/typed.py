"""From text to values: IDs, days, codes and today's regions; what cannot be read is a problem.

A cell that holds 1 and shows 001 is 001 to who reads the sheet. Yet another table may name it by
what the cell holds; so the shown form is tried, and of a reference the one that there is.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

import polars as pl

from npm_data.reference import WorkbookColumn
from npm_data.register.reading.days import WrittenDay, written_days
from npm_data.register.reading.sheet_scan import shown
from npm_data.register.reading.source import (
    IDENTIFIERS,
    UNREAD,
    RawTable,
    Source,
    at_most_of_a_kind,
    columns_of,
)
from npm_data.register.reading.workbook import ERROR_TEXTS
from npm_data.register.schema import RECORDS_OF_A_PART, ROWS_A_SHEET, SHEETS, Problem, record_number
from npm_data.register.spelling import fold, in_one_spelling
from npm_data.register.vocabulary import CODED_COLUMNS, RegionMeaning, meaning_of, vocabulary

FREE_TEXTS = ("name", "name_kk", "district", "text", "note")
UNREAD_RECORDS = {"record": pl.UInt64, "column": pl.String}

_FAMILIES = (
    (
        ("institutions", "institution_id"),
        ("visits", "institution_id"),
        ("recommendations", "institution_id"),
    ),
    (("visits", "visit_id"), ("recommendations", "visit_id")),
    (
        ("recommendations", "recommendation_id"),
        ("recommendations", "repeats"),
        ("follow_up", "recommendation_id"),
    ),
)
"""Columns that hold the same IDs; the first is where an ID is given."""

_MONTH = (
    r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|қаң|ақп|нау|сәу|мам|мау|шіл|там|қыр|қаз|"
    r"қар|жел|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\.?"
)
_NAMED_MONTH = rf"(?i)^(?:\d{{1,2}}[-. /]{_MONTH}|{_MONTH}[-. /]\d{{2,4}})$"
_DATE_CELL = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}"
_DAY = r"^(?:\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2})$"
_WHOLE = r"^(\d+)\.0+$"
"""A whole number as a workbook holds it."""

_WORDS = (
    *("нет", "нету", "не имеется", "отсутствует", "н/д", "н/п", "нет данных", "не применимо"),
    *("жоқ", "жок", "деректер жоқ", "мәлімет жоқ"),
    *("no", "none", "nil", "null", "n/a", "n.a.", "no data", "not applicable"),
)
_WORDS_OF_A_COLUMN = {
    "closed_on": (
        *("действует", "действующее", "не закрыто", "не закрыта", "не закрыт", "открыто"),
        *("работает", "функционирует", "жұмыс істейді", "жұмыс істеп тұр", "жабылмаған"),
        *("жабылған жоқ", "ашық", "not closed", "open", "still open", "in operation", "operating"),
    ),
    "ended_on": ("не завершено", "аяқталмаған", "not ended"),
    "reported_on": ("не подписан", "не составлен", "нет отчета", "қол қойылмаған", "not signed"),
    "repeats": ("не повторяет", "не повторяется", "қайталамайды", "does not repeat"),
}
_WORDS_FOR_NOTHING = {
    column: frozenset(map(fold, (*_WORDS, *words)))
    for column, words in {"": (), **_WORDS_OF_A_COLUMN}.items()
}
_LONGEST_WORD = 40
_SIGNS_FOR_NOTHING = r"^[-‐‑‒–—―−_. ]+$"

_BETWEEN = re.compile(r"\s*[,;\n+&]\s*|\s+(?:и|және|мен|and)\s+")
_PERHAPS_BETWEEN = re.compile(r"\s*/\s*|\s+")
_MAY_BE_SEVERAL = r"[,;/\n+&\s]"
_LONGEST_LIST = 1_000

_DAYS_OF_PLACES = ("opened_on", "closed_on")
_UNSEEN = r"[[\p{Cf}\x{034f}\x{fe00}-\x{fe0f}]--[\x{202b}\x{202d}\x{202e}\x{2067}]]"
"""But for signs that turn what is written round: those are an error, as they show other words."""

_BLANKS = r"[\p{Zs}\t]+"
_CLOSE_TO_THE_NEXT = "a_day_is_not_close_to_the_next"
"""Whoever wrote one such day wrote the others of the column: it is told once, with their number."""

_ROW = pl.col("record") % RECORDS_OF_A_PART
"""The spreadsheet's row of each record."""


def with_identifiers(source: Mapping[str, RawTable]) -> tuple[dict[str, RawTable], list[Problem]]:
    """The tables with the IDs as they are shown, and what is to be said of those.

    Told as well are IDs of which a spreadsheet has made days.
    """
    tables = dict(source)
    problems: list[Problem] = []
    for sheet, column in chain(*_FAMILIES):
        if sheet in tables and column not in tables[sheet].missing:
            tables[sheet], told = _without_days(tables[sheet], column)
            problems += told
    changed = {sheet: [pl.DataFrame(schema=UNREAD)] for sheet in tables}
    for family in _FAMILIES:
        known = [(sheet, column) for sheet, column in family if sheet in tables]
        if any(_has_formats(tables[sheet], column) for sheet, column in known):
            forms = {each: _forms(tables[each[0]], each[1]) for each in known}
            for sheet, column in known:
                read = _readings(forms, (sheet, column), family[0])
                other = read.filter(pl.col("read").ne_missing(pl.col("held")))
                changed[sheet].append(other.select("row", column=pl.lit(column)))
                rows = tables[sheet].rows.with_columns(read["read"].alias(column))
                tables[sheet] = replace(tables[sheet], rows=rows)
    for sheet, cells in changed.items():
        problems += tables[sheet].notice("an_id_is_read_as_it_is_shown", pl.concat(cells))
    return tables, problems


def _without_days(table: RawTable, column: str) -> tuple[RawTable, list[Problem]]:
    """The table with such cells unread, and one problem for all of the column."""
    texts = pl.col(column)
    is_day = texts.str.contains(_NAMED_MONTH)
    if table.sheet.epoch:
        is_day |= texts.str.contains(_DATE_CELL)
    days = table.rows.filter(is_day | texts.str.contains(_DAY))
    if days.height == table.rows[column].count():  # that is how they write
        days = days.filter(is_day)
    if days.is_empty():
        return table, []
    row, text = days.select("row", column).row(0)
    rule = "an_id_is_not_turned_into_a_day"
    unread = pl.concat([table.unread, days.select("row", column=pl.lit(column))])
    table = replace(table, unread=unread, unsure=table.unsure | {column})
    return table, [table.problem(rule, row, column, text, count=days.height)]


def _has_formats(table: RawTable, column: str) -> bool:
    return any(
        piece.sheet.looks is not None
        and column in piece.positions
        and not piece.sheet.looks.formatted.filter(position=piece.positions[column]).is_empty()
        for piece in table.pieces
    )


def _forms(table: RawTable, column: str) -> pl.DataFrame:
    """By row what the cell holds, and what it shows where a format makes something else of it."""
    return pl.concat(
        _forms_of(piece, column).with_columns(pl.col("row") + pl.lit(piece.offset, pl.UInt32))
        for piece in table.pieces
    )


def _forms_of(table: RawTable, column: str) -> pl.DataFrame:
    rows = table.rows.select("row", pl.col(column).str.replace(_WHOLE, "$1").alias("held"))
    looks, position = table.sheet.looks, table.positions.get(column)
    if looks is None or position is None:
        return rows.with_columns(shown=pl.lit(None, pl.String))
    formatted = looks.formatted.filter(position=position).select("row", "format").unique("row")
    cells = rows.join(formatted, on="row", how="left", maintain_order="left")
    pairs = cells.select("held", "format").drop_nulls().unique()
    forms = [shown(*pair) for pair in pairs.iter_rows()]
    known = pairs.with_columns(pl.Series("shown", forms, dtype=pl.String))
    other = known.filter(pl.col("shown") != pl.col("held"))
    return cells.join(other, on=["held", "format"], how="left", maintain_order="left")


def _readings(
    forms: Mapping[tuple[str, str], pl.DataFrame], column: tuple[str, str], giver: tuple[str, str]
) -> pl.DataFrame:
    """The cells of a column with what each is `read` as.

    That is what its format shows, or else what its number shows where IDs are given, if all show it
    in one way. A reference is the first of these, or of what it holds, that is given.
    """
    given = forms.get(giver, pl.DataFrame(schema={"held": pl.String, "shown": pl.String}))
    ids = frozenset(given.select(pl.coalesce("shown", "held")).to_series().drop_nulls())
    ids = frozenset() if column == giver else ids
    pairs = given.select("held", "shown").drop_nulls().unique()
    one = dict(pairs.filter(pl.col("held").is_unique()).iter_rows())

    def read(held: str | None, form: str | None) -> str | None:
        if held is None:
            return None
        tried = (form, held, one.get(held))
        return next((each for each in tried if each in ids), form or one.get(held, held))

    cells = forms[column]
    known = cells.select("held", "shown").unique()
    meant = pl.Series("read", [read(*pair) for pair in known.iter_rows()], dtype=pl.String)
    keys = ["held", "shown"]
    known = known.with_columns(meant)
    return cells.join(known, on=keys, how="left", nulls_equal=True, maintain_order="left")


@dataclass(frozen=True, slots=True)
class Several:
    """A cell's parts; `unknown` are those of them that are the ID of nothing."""

    parts: tuple[str, ...]
    unknown: tuple[str, ...]


def several_in(texts: pl.Series, known: Iterable[str]) -> dict[str, Several]:
    """By text the parts of each that names several records, of which at least one is known."""
    ids = set(_in_one_spelling(known).values())
    written = texts.drop_nulls().unique()
    is_short = written.str.len_chars() <= _LONGEST_LIST
    perhaps = written.filter(is_short & written.str.contains(_MAY_BE_SEVERAL))
    whole = {text for text, each in _in_one_spelling(perhaps).items() if each in ids}
    found: dict[str, Several] = {}
    for text in perhaps:
        if text not in whole and (several := _parts(text, ids)):
            found[text] = several
    return found


def _parts(text: str, ids: set[str]) -> Several | None:
    """Parted at signs; at blanks and strokes, which IDs may have, only if all parts are known."""
    written = [part for part in _BETWEEN.split(text.strip()) if part]
    has_signs = len(written) > 1
    parts = tuple(dict.fromkeys(written if has_signs else _PERHAPS_BETWEEN.split(text)))
    spelled = _in_one_spelling(parts)
    unknown = tuple(part for part in parts if spelled[part] not in ids)
    is_several = len(unknown) < len(parts) if has_signs else not unknown
    return Several(parts, unknown) if is_several else None


def _in_one_spelling(ids: Iterable[str]) -> dict[str, str]:
    written = pl.DataFrame({"id": list(ids)}, schema={"id": pl.String})
    return dict(written.with_columns(in_one_spelling(pl.col("id")).alias("alike")).iter_rows())


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A sheet's rows with the types of its schema.

    `texts` has the same rows as they were written. `unread` lists the cells (`record`, `column`)
    that hold something which could not be read, and all of a column that is not in the file.
    """

    frame: pl.DataFrame
    texts: pl.DataFrame
    unread: pl.DataFrame
    problems: tuple[Problem, ...]


def typed_tables(source: Source, places: Iterable[str] = ()) -> dict[str, TypedTable]:
    """All four sheets; one that could not be read has no rows.

    `places` are IDs of places that stand in the register to which the source is added.
    """
    tables: dict[str, TypedTable] = {}
    for sheet in SHEETS:
        ids = tables["institutions"].frame["institution_id"].drop_nulls() if tables else ()
        tables[sheet] = _typed(source.tables.get(sheet), sheet, (*ids, *places))
    return tables


def _typed(table: RawTable | None, sheet: str, places: Iterable[str]) -> TypedTable:
    columns = columns_of(sheet)
    if table is None:
        types = {each.column: pl.Date if each.type == "date" else pl.String for each in columns}
        empty = pl.DataFrame(schema={"record": pl.UInt64, **types})
        texts = pl.DataFrame(schema={"record": pl.UInt64, **dict.fromkeys(types, pl.String)})
        return TypedTable(empty, texts, pl.DataFrame(schema=UNREAD_RECORDS), ())
    record = (pl.col("row").cast(pl.UInt64) + record_number(sheet)).alias("record")
    texts = _without_what_is_unseen(table.rows.select(record, pl.all().exclude("row")))
    problems: list[Problem] = []
    for column in columns:
        if not column.is_required:
            texts, told = _with_empty_cells(table, column.column, texts)
            problems += told
    if sheet == "visits":
        texts, told = _with_a_row_for_each_place(table, texts, places)
        problems += told
    frame = said = _without_unread(table, texts)
    for column in columns:
        values, faults = _column(table, column, said)
        frame = frame.with_columns(values)
        problems += at_most_of_a_kind(faults)
    return TypedTable(frame, texts, _unread(table, texts, frame), tuple(problems))


def _without_unread(table: RawTable, texts: pl.DataFrame) -> pl.DataFrame:
    """Without cells that are a finding already."""
    for (name,), cells in table.unread.group_by("column"):
        is_unread = _ROW.is_in(cells["row"].cast(pl.UInt64).to_list())
        value = pl.when(~is_unread).then(pl.col(str(name)))
        texts = texts.with_columns(value.alias(str(name)))
    return texts


def _without_what_is_unseen(texts: pl.DataFrame) -> pl.DataFrame:
    """Codes, IDs and days without signs that nobody sees, and with one kind of blank."""
    for name in texts.columns[1:]:
        if name not in FREE_TEXTS and texts[name].str.contains(rf"{_UNSEEN}|{_BLANKS}").any():
            seen = pl.col(name).str.replace_all(_UNSEEN, "").str.replace_all(_BLANKS, " ")
            texts = texts.with_columns(seen.str.strip_chars().replace("", None).alias(name))
    return texts


def _with_a_row_for_each_place(
    table: RawTable, texts: pl.DataFrame, places: Iterable[str]
) -> tuple[pl.DataFrame, list[Problem]]:
    several = several_in(texts["institution_id"], places)
    split = {text: list(each.parts) for text, each in several.items() if not each.unknown}
    if not split:
        return texts, []
    place = pl.col("institution_id")
    rule = "the_places_of_a_cell_are_a_row_each"
    told = _notice(table, rule, "institution_id", texts.filter(place.is_in(list(split))))
    many = place.replace_strict(split, default=None, return_dtype=pl.List(pl.String))
    each_one = texts.with_columns(many.fill_null(pl.concat_list(place)).alias("institution_id"))
    numbers = pl.int_ranges(pl.col("institution_id").list.len(), dtype=pl.UInt64)
    rows = each_one.with_columns(numbers.alias("part")).explode("institution_id", "part")
    record = pl.col("record") + pl.col("part") * RECORDS_OF_A_PART
    return rows.with_columns(record).drop("part"), told


def _with_empty_cells(
    table: RawTable, name: str, texts: pl.DataFrame
) -> tuple[pl.DataFrame, list[Problem]]:
    """Optional cells that only say that there is nothing in them are empty."""
    is_nothing = pl.col(name).is_in(_texts_for_nothing(texts[name]))
    rows = texts.filter(is_nothing)
    if rows.is_empty():
        return texts, []
    texts = texts.with_columns(pl.when(~is_nothing).then(name).alias(name))
    return texts, _notice(table, "a_dash_is_read_as_an_empty_cell", name, rows)


def _texts_for_nothing(texts: pl.Series) -> list[str]:
    """Those of a column that only say that there is nothing: a lone dash, or a word for it.

    In a column of free texts a word may well be meant, and what is a code is meant so.
    """
    written = texts.drop_nulls().unique()
    if written.is_empty():
        return []
    signs = written.filter(written.str.contains(_SIGNS_FOR_NOTHING)).to_list()
    if texts.name in FREE_TEXTS:
        return signs
    meant = _WORDS_FOR_NOTHING.get(texts.name, _WORDS_FOR_NOTHING[""])
    is_short = written.str.len_chars() <= _LONGEST_WORD
    words = written.filter(is_short & ~written.str.contains(r"\d"))
    found = signs + [word for word in words if fold(word) in meant]
    if texts.name not in CODED_COLUMNS:
        return found
    return [text for text in found if vocabulary(texts.name).code(text) is None]


def _column(
    table: RawTable, column: WorkbookColumn, texts: pl.DataFrame
) -> tuple[pl.Series, Iterator[Problem]]:
    name = column.column
    nothing = _texts_for_nothing(texts[name]) if column.is_required else []
    clean, problems = _without_errors_and_dashes(table, name, texts, nothing)
    faults: Iterable[Problem] = ()
    values = clean[name]
    if column.type == "date":
        values, faults = _days(table, name, clean)
    elif name == "region":
        values, faults = _regions(table, clean)
    elif name in CODED_COLUMNS:
        values, faults = _codes(table, name, clean)
    elif name in IDENTIFIERS:
        values = values.str.replace(_WHOLE, "$1")
    return values.alias(name), chain(problems, faults)


def _without_errors_and_dashes(
    table: RawTable, name: str, texts: pl.DataFrame, nothing: Collection[str]
) -> tuple[pl.DataFrame, Iterable[Problem]]:
    """Cells may show an error of the spreadsheet, or a dash where a value must be."""
    is_nothing = pl.col(name).is_in(nothing)
    is_unclean = pl.col(name).is_in(ERROR_TEXTS) | is_nothing
    rows = texts.filter(is_unclean)
    if rows.is_empty():
        return texts, ()
    clean = texts.with_columns(pl.when(~is_unclean).then(pl.col(name)).alias(name))
    return clean, chain(
        _problems(table, "a_cell_shows_no_error", name, rows.filter(~is_nothing)),
        _problems(table, "a_dash_is_no_value", name, rows.filter(is_nothing)),
    )


def _days(table: RawTable, name: str, texts: pl.DataFrame) -> tuple[pl.Series, Iterator[Problem]]:
    """An error for each cell without a day; of each way to read one, a notice for the column."""
    is_of_the_mechanism = name not in _DAYS_OF_PLACES
    different = texts[name].drop_nulls().unique()
    written = written_days(different, table.sheet.epoch, is_of_the_mechanism=is_of_the_mechanism)
    days = {text: each.day for text, each in written.items()}
    values = texts[name].replace_strict(days, default=None, return_dtype=pl.Date)
    return values, _about_days(table, name, texts, written)


def _about_days(
    table: RawTable, name: str, texts: pl.DataFrame, written: Mapping[str, WrittenDay]
) -> Iterator[Problem]:
    by_rule: dict[tuple[bool, str], list[str]] = {}
    for text, each in written.items():
        if each.rule:
            by_rule.setdefault((each.day is None, each.rule), []).append(text)
    for (is_fault, rule), told in by_rule.items():
        rows = texts.filter(pl.col(name).is_in(told))
        if not is_fault:
            yield from _notice(table, rule, name, rows)
            continue
        cells = _cells(rows, name)
        is_told_once = rule == _CLOSE_TO_THE_NEXT
        for record, text in cells.head(1 if is_told_once else cells.height).iter_rows():
            more = cells.height - 1 if is_told_once else 0
            problem = table.problem(rule, record, name, text, more=more)
            yield replace(problem, facts=written[text].facts)


def _codes(table: RawTable, name: str, texts: pl.DataFrame) -> tuple[pl.Series, Iterator[Problem]]:
    codes = {text: vocabulary(name).code(text) for text in texts[name].drop_nulls().unique()}
    values = texts[name].replace_strict(codes, default=None, return_dtype=pl.String)
    return values, _problems(table, "the_code_is_known", name, texts.filter(values.is_null()))


def _regions(table: RawTable, texts: pl.DataFrame) -> tuple[pl.Series, Iterator[Problem]]:
    """Today's unit by the region and, where that was split, by the district of the same row."""
    pairs = texts.select("region", "district").unique().drop_nulls("region").rows()
    meanings = {pair: meaning_of(*pair) for pair in pairs}
    found = [meanings.get(pair) for pair in texts.select("region", "district").iter_rows()]
    values = pl.Series([each.region if each else None for each in found], dtype=pl.String)
    return values, _about_regions(table, texts, found)


def _about_regions(
    table: RawTable, texts: pl.DataFrame, found: Iterable[RegionMeaning | None]
) -> Iterator[Problem]:
    cells = texts.select("record", "region").iter_rows()
    for (record, text), meaning in zip(cells, found, strict=True):
        if meaning and not meaning.units:
            yield table.problem("the_code_is_known", record, "region", text)
        elif meaning and not meaning.region:
            rule = "a_district_decides_a_split_region"
            yield table.problem(rule, record, "region", text, units=meaning.units)


def _problems(table: RawTable, rule: str, name: str, rows: pl.DataFrame) -> Iterator[Problem]:
    """One for each row with something in the column."""
    for record, text in _cells(rows, name).drop_nulls(name).iter_rows():
        yield table.problem(rule, record, name, text)


def _notice(table: RawTable, rule: str, name: str, rows: pl.DataFrame) -> list[Problem]:
    """One for all the rows, at the first of them."""
    cells = _cells(rows, name)
    return [
        table.problem(rule, record, name, text, severity="warning", count=cells.height)
        for record, text in cells.head(1).iter_rows()
    ]


def _cells(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """The records with what is written there; of a row that became several, the first."""
    return rows.filter(pl.col("record") % ROWS_A_SHEET == _ROW).select("record", name)


def _unread(table: RawTable, texts: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Where something was written and nothing could be read; and all of a column that is absent.

    Cells that were a finding before are among them, whether something stands in them or not.
    """
    written = [
        texts.filter(texts[name].is_not_null() & frame[name].is_null()).select(
            "record", pl.lit(name).alias("column")
        )
        for name in texts.columns[1:]
        if texts[name].null_count() < frame[name].null_count()
    ]
    places = texts.select("record", _ROW.cast(pl.UInt32).alias("row"))
    absent = [
        places.join(part.rows.select(pl.col("row") + pl.lit(part.offset, pl.UInt32)), on="row")
        .select("record")
        .with_columns(pl.lit(name).alias("column"))
        for part in table.pieces
        for name in part.missing
    ]
    before = places.join(table.unread, on="row").select("record", "column")
    return pl.concat([before, *written, *absent]).unique(maintain_order=True)
