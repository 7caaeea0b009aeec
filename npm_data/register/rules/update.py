"""Add and update: the rows of a source put into a register that is there already.

A row whose key is known takes that row's place in the order; any other comes after those that were
there. What all rows of a visit say alike is the visit's: it is changed in all of them. A column
that the file does not have, and a cell that could not be read, leave the old value; an empty cell
empties it. Follow-up has no key: a row that is there already adds nothing.

Where a file gives the ID of one record to another (numbering that began anew each year), the first
would be lost without a word, so this asks before. A correction does not: a digit that was mistyped,
a text that was reworded or gone on with.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from npm_data.register.reading.source import RawTable, Source, is_required
from npm_data.register.reading.typed import UNREAD_RECORDS, TypedTable
from npm_data.register.rules.rules import KEYS, Frames
from npm_data.register.schema import (
    RECORDS_OF_A_PART,
    SHARED_BY_A_VISIT,
    SHEETS,
    Problem,
    Register,
    in_file_order,
    with_records,
)
from npm_data.register.spelling import fold

FILE = "file_record"
"""The record that a row has in the file; null in a row that the file does not name."""

_DAYS_OF_A_CORRECTION = 7
_ALIKE = 60
"""Of 100: texts of which less is alike are two texts."""
_CONTAINED = 90
"""Of 100: so much of the shorter text stands in the longer one when that goes on with it."""

_RULES_THAT_FOLLOW = (
    "a_place_does_not_close_before_it_opens",
    "a_visit_does_not_end_before_it_starts",
    "a_report_is_not_signed_before_its_visit_starts",
    "a_recommendations_place_is_one_of_its_visits_places",
    "a_recommendation_is_not_issued_before_its_visit_starts",
    "a_repeated_recommendation_was_issued_before_or_stands_higher",
    "a_chain_of_repeats_has_no_cycle",
    "follow_up_is_not_before_the_recommendation_was_issued",
)
"""Rules between what a file says of a record and what the register says of it and its like."""


def changed_fields(keys: list[str], before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """A row for each field that differs, in the order of the rows and then of the columns."""
    fields = [name for name in before.columns if name not in keys]
    both = before.with_row_index("row").join(after, on=keys, suffix=" after", maintain_order="left")
    parts = [
        both.filter(pl.col(name).ne_missing(pl.col(f"{name} after"))).select(
            "row",
            *keys,
            pl.lit(name).alias("column"),
            pl.col(name).cast(pl.String).alias("before"),
            pl.col(f"{name} after").cast(pl.String).alias("after"),
        )
        for name in fields
    ]
    schema = dict.fromkeys([*keys, "column", "before", "after"], pl.String)
    if not parts:
        return pl.DataFrame(schema={"column": pl.String, "before": pl.String, "after": pl.String})
    changed = pl.concat(parts).sort("row", maintain_order=True).drop("row")
    return changed.cast(schema)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Incoming:
    """The rows of a file's table, with `FILE`; `unread` lists cells (`record`, `column`)."""

    raw: RawTable
    rows: pl.DataFrame
    unread: pl.DataFrame

    @property
    def columns(self) -> list[str]:
        """Those that the file has."""
        return [name for name in self.rows.columns if name not in {FILE, *self.raw.missing}]

    def says(self, name: str) -> pl.Expr:
        """Whether a row (with `FILE` and `new_<name>`) says something of the column.

        A cell that could not be read says nothing, nor does an empty one that must not be empty:
        either is a finding, and shall not make others of what else the register holds.
        """
        unread = self.unread.filter(pl.col("column") == name)["record"]
        says = pl.col(FILE).is_not_null() & ~pl.col(FILE).is_in(unread.to_list())
        is_there = pl.col(f"new_{name}").is_not_null()
        return says & is_there if is_required(self.raw.code, name) else says


def merged_rows(incoming: Incoming, before: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that were there, as they are now, and those that are new; both with `FILE`."""
    if incoming.raw.code in KEYS:
        known = _updated(incoming, before)
    else:
        named = incoming.rows.select(FILE, *incoming.columns)
        known = before.join(
            named, on=incoming.columns, how="left", nulls_equal=True, maintain_order="left"
        )
    new = incoming.rows.join(known.select(FILE), on=FILE, how="anti", maintain_order="left")
    if incoming.raw.code == "visits":
        known, new = _with_what_visits_say(incoming, known, new)
    columns = [*before.columns[1:], FILE]
    return known.select(columns), new.select(columns)


def _updated(incoming: Incoming, before: pl.DataFrame) -> pl.DataFrame:
    """With what the file says of each row; of two rows of the file alike the first counts."""
    keys = list(KEYS[incoming.raw.code])
    others = [name for name in incoming.columns if name not in keys]
    said = incoming.rows.filter(
        pl.all_horizontal(pl.col(keys).is_not_null()) & pl.struct(keys).is_first_distinct()
    ).select(FILE, *keys, *(pl.col(name).alias(f"new_{name}") for name in others))
    known = before.join(said, on=keys, how="left", maintain_order="left")
    return known.with_columns(
        pl.when(incoming.says(name)).then(f"new_{name}").otherwise(pl.col(name)).alias(name)
        for name in others
    )


def _with_what_visits_say(
    incoming: Incoming, known: pl.DataFrame, new: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the file says of a visit, in the visit's other rows too.

    A column that it does not have is filled in new rows of a visit that is known.
    """
    for name in SHARED_BY_A_VISIT:
        if name in incoming.columns:
            of_visits = _said_of_visits(incoming, name)
            known = known.join(of_visits, on="visit_id", how="left", maintain_order="left")
            is_other = pl.col(FILE).is_null() & pl.col("is_said")
            value = pl.when(is_other).then("said").otherwise(pl.col(name)).alias(name)
            known = known.with_columns(value).drop("said", "is_said")
        else:
            first = known.group_by("visit_id").agg(pl.col(name).first())
            new = new.drop(name).join(first, on="visit_id", how="left", maintain_order="left")
    return known, new


def _said_of_visits(incoming: Incoming, name: str) -> pl.DataFrame:
    """By visit what the first of its rows that says something says: `said`, `is_said`."""
    rows = incoming.rows.select(FILE, "visit_id", pl.col(name).alias(f"new_{name}"))
    saying = rows.filter(incoming.says(name)).group_by("visit_id")
    first = saying.agg(pl.col(f"new_{name}").sort_by(FILE).first().alias("said"))
    return first.with_columns(is_said=True)


@dataclass(frozen=True, slots=True)
class Base:
    """The register to which a source is added; None where there is none yet."""

    register: Register | None
    data_date: date | None


@dataclass(frozen=True, slots=True)
class Whole:
    """The register and the source in one: `tables` as if they had been read from one file.

    `rows` gives the file's row of each record that the file names; `visit_rows` gives one for the
    other rows of a visit that the file names, as what they say comes from there. `before` is the
    register by itself, with the same records. `problems` are those of the files that stay, and the
    required cells that the file would empty.
    """

    tables: Mapping[str, TypedTable]
    rows: Mapping[int, int]
    visit_rows: Mapping[int, int]
    before: Frames
    problems: tuple[Problem, ...]

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        return {sheet: table.frame for sheet, table in self.tables.items()}


def merge(
    source: Source, tables: Mapping[str, TypedTable], read: Frames, register: Register | None
) -> Whole:
    """`read` are the rows of the source that are to be checked, each once."""
    frames = (register or Register.create_empty()).to_dict()
    before = {
        sheet: with_records(sheet, in_file_order(frame.collect()), first_row=1)
        for sheet, frame in frames.items()
    }
    whole = {sheet: _as_it_was(before[sheet]) for sheet in SHEETS}
    rows: dict[int, int] = {}
    visit_rows: dict[int, int] = {}
    problems: list[Problem] = []
    for sheet, raw in source.tables.items():
        if not set(KEYS.get(sheet, ())).isdisjoint(raw.missing):
            continue
        cells = tables[sheet].unread.filter(~pl.col("column").is_in(list(raw.missing)))
        incoming = Incoming(raw, read[sheet].rename({"record": FILE}), cells)
        known, new = merged_rows(incoming, before[sheet])
        frame = with_records(sheet, pl.concat([known, new]), first_row=1)
        named = frame.filter(pl.col(FILE).is_not_null())
        rows |= _rows(named)
        if sheet == "visits":
            visit_rows = _rows_of_visits(frame)
        problems += _emptied(incoming, known)
        whole[sheet] = _with_texts(incoming, tables[sheet], frame, known.height)
    stay = [each for each in source.problems if not _is_no_fault(each, source, whole, rows)]
    return Whole(whole, rows, visit_rows, before, (*stay, *problems))


def _as_it_was(frame: pl.DataFrame) -> TypedTable:
    texts = frame.select("record", pl.all().exclude("record").cast(pl.String))
    return TypedTable(frame, texts, pl.DataFrame(schema=UNREAD_RECORDS), ())


def _rows(named: pl.DataFrame) -> dict[int, int]:
    return dict(named.select("record", pl.col(FILE) % RECORDS_OF_A_PART).iter_rows())


def _rows_of_visits(frame: pl.DataFrame) -> dict[int, int]:
    others = frame.with_columns(pl.col(FILE).min().over("visit_id").alias("first"))
    others = others.filter(pl.col(FILE).is_null() & pl.col("first").is_not_null())
    return dict(others.select("record", pl.col("first") % RECORDS_OF_A_PART).iter_rows())


def _emptied(incoming: Incoming, known: pl.DataFrame) -> Iterator[Problem]:
    """Required cells that the file leaves empty in rows that are there: those keep their value."""
    raw, rows = incoming.raw, incoming.rows.join(known.select(FILE), on=FILE, how="semi")
    for name in incoming.columns:
        if is_required(raw.code, name):
            unread = incoming.unread.filter(pl.col("column") == name)["record"].to_list()
            empty = rows.filter(pl.col(name).is_null() & ~pl.col(FILE).is_in(unread))[FILE]
            for record in empty:
                yield raw.problem("a_required_value_is_there", record, name)


def _with_texts(
    incoming: Incoming, table: TypedTable, frame: pl.DataFrame, known: int
) -> TypedTable:
    """What was written, with the records of the whole.

    Of rows and columns that are not in the file it is what the register says.
    """
    written = table.texts.select(
        pl.col("record").alias(FILE),
        *(pl.col(name).alias(f"new_{name}") for name in incoming.columns),
    )
    texts = frame.select(pl.col("record", FILE), pl.all().exclude("record", FILE).cast(pl.String))
    texts = texts.join(written, on=FILE, how="left", maintain_order="left").with_columns(
        pl.when(pl.col(FILE).is_not_null()).then(f"new_{name}").otherwise(pl.col(name)).alias(name)
        for name in incoming.columns
    )
    records = frame.select("record", FILE).drop_nulls()
    unread = incoming.unread.rename({"record": FILE}).join(records, on=FILE)
    new = frame.slice(known).select("record")
    absent = [new.with_columns(column=pl.lit(name)) for name in sorted(incoming.raw.missing)]
    cells = pl.concat([unread.select("record", "column"), *absent])
    rows = frame.drop(FILE)
    return TypedTable(rows, texts.select(rows.columns), cells, ())


def _is_no_fault(
    problem: Problem, source: Source, whole: Mapping[str, TypedTable], rows: Mapping[int, int]
) -> bool:
    """A file that adds to a register may lack tables, and columns of rows that are there."""
    if problem.sheet is None or not source.tables:
        return False
    if problem.rule == "a_table_is_there":
        return True
    if problem.rule == "a_file_is_not_empty":
        return source.is_workbook
    if problem.rule != "a_required_column_is_there" or problem.sheet not in KEYS:
        return False
    frame = whole[problem.sheet].frame
    named = frame.filter(pl.col("record").is_in(list(rows)))
    is_key = problem.column in KEYS[problem.sheet]
    return not is_key and not named[str(problem.column)].has_nulls()


def is_another_day(before: str | None, after: str | None) -> bool:
    """Whether more than a slip lies between two days: more than a week, and more than a digit.

    Digits that changed places are a slip also in the year; a year that is another one is not.
    """
    if before is None or after is None:
        return before != after
    old, new = date.fromisoformat(before), date.fromisoformat(after)
    if abs((new - old).days) <= _DAYS_OF_A_CORRECTION:
        return False
    is_turned = (old.year, old.month, old.day) == (new.year, new.day, new.month)
    is_a_digit = OSA.distance(f"{old:%Y%m%d}", f"{new:%Y%m%d}") <= 1
    same_digits = sorted(before) == sorted(after)
    return not (is_turned or (is_a_digit and (old.year == new.year or same_digits)))


def is_another_text(before: str | None, after: str | None) -> bool:
    """Whether two texts have so little in common that one is no correction of the other."""
    old, new = fold(before or ""), fold(after or "")
    if fuzz.ratio(old, new) >= _ALIKE:
        return False
    return fuzz.partial_ratio(old, new) < _CONTAINED


def _is_another_place(before: str | None, _after: str | None) -> bool:
    """A recommendation that had no place may be given one."""
    return before is not None


def _is_reworded(before: str | None, after: str | None) -> bool:
    return fold(before or "") != fold(after or "")


@dataclass(frozen=True, slots=True)
class _Sign:
    """A changed field that tells of another record; with `beside`, where one of those changed too.

    `is_other` is asked of what the field said before and says now.
    """

    sheet: str
    column: str
    is_other: Callable[[str | None, str | None], bool]
    beside: tuple[str, ...] = ()


_SIGNS = (
    # A place is renamed often enough; with another type, region or first day it is another place.
    _Sign("institutions", "name", is_another_text, ("institution_type", "region", "opened_on")),
    _Sign("visits", "started_on", is_another_day),
    _Sign("recommendations", "issued_on", is_another_day),
    _Sign("recommendations", "institution_id", _is_another_place),
    _Sign("recommendations", "text", is_another_text),
    _Sign("recommendations", "text", _is_reworded, ("addressee",)),
)


def other_records(whole: Whole, frames: Frames) -> dict[str, pl.DataFrame]:
    """By table the changed fields of known records that would become others.

    `frames` is what the register would be. The rows are those of `changed_fields`.
    """
    found = {}
    for sheet, keys in KEYS.items():
        before, after = (each[sheet].drop("record") for each in (whole.before, frames))
        changed = changed_fields(list(keys), before, after)
        signs = [_rows_with(sign, changed) for sign in _SIGNS if sign.sheet == sheet]
        rows = changed.join(
            pl.concat(signs).unique(), on=list(keys), how="semi", maintain_order="left"
        )
        if sheet == "visits":
            rows = pl.concat([rows, _elsewhere(whole)])
        if not rows.is_empty():
            found[sheet] = rows
    return found


def told_at_their_ids(
    problems: Sequence[Problem], others: Mapping[str, pl.DataFrame], whole: Whole, source: Source
) -> list[Problem]:
    """One error a record in the place of those that follow from it.

    What a record that is overwritten leaves behind contradicts it: the rows of the register that
    hang on it, and its own that the file does not name.
    """
    own = list(_at_their_ids(others, whole, source))
    rows = {(each.sheet, each.row) for each in own}

    def follows(problem: Problem) -> bool:
        is_of_one = "register_id" in problem.facts or (problem.sheet, problem.row) in rows
        return problem.severity == "error" and problem.rule in _RULES_THAT_FOLLOW and is_of_one

    stay = [each for each in problems if not follows(each)]
    first = {(each.sheet, each.value): each for each in reversed(own)}
    return stay if len(stay) == len(problems) else [*stay, *reversed(first.values())]


def _at_their_ids(
    others: Mapping[str, pl.DataFrame], whole: Whole, source: Source
) -> Iterator[Problem]:
    for sheet, fields in others.items():
        keys = list(KEYS[sheet])
        named = whole.tables[sheet].frame.filter(pl.col("record").is_in(list(whole.rows)))
        of_others = named.join(fields.select(keys).unique(), on=keys, how="semi")
        for record, value in of_others.select("record", keys[0]).iter_rows():
            rule, row = "a_known_id_stays_with_its_record", whole.rows[record]
            yield source.tables[sheet].problem(rule, row, keys[0], value)


def _rows_with(sign: _Sign, changed: pl.DataFrame) -> pl.DataFrame:
    """The keys of the rows that bear the sign."""
    keys = changed.columns[:-3]
    fields = changed.filter(pl.col("column") == sign.column)
    pairs = fields.select("before", "after").unique()
    others = [pair for pair in pairs.iter_rows() if sign.is_other(*pair)]
    known = pl.DataFrame(others, schema=pairs.schema, orient="row")
    rows = fields.join(known, on=["before", "after"], how="semi", nulls_equal=True).select(keys)
    if not sign.beside:
        return rows
    beside = changed.filter(pl.col("column").is_in(sign.beside)).select(keys)
    return rows.join(beside, on=keys, how="semi")


def _elsewhere(whole: Whole) -> pl.DataFrame:
    """Places of known visits of which the file names other places alone: they would be added."""
    keys = list(KEYS["visits"])
    known = whole.before["visits"].select(*keys, is_known=True)
    is_named = pl.col("record").is_in(list(whole.rows))
    visits = (
        whole.tables["visits"]
        .frame.with_columns(is_named.alias("is_named"))
        .join(known, on=keys, how="left", maintain_order="left")
        .with_columns(pl.col("is_known").fill_null(False))
    )
    of_known = visits.filter("is_known").group_by("visit_id", maintain_order=True)
    places = of_known.agg(
        pl.col("institution_id").str.join(", ").alias("before"),
        pl.col("is_named").any().alias("is_named_so"),
    )
    moved = visits.filter(pl.col("is_named") & ~pl.col("is_known")).join(
        places.filter(~pl.col("is_named_so")), on="visit_id", maintain_order="left"
    )
    return moved.select(
        *keys,
        column=pl.lit("institution_id"),
        before="before",
        after=pl.concat_str("before", "institution_id", separator=", "),
    )
