"""Hold a source against every rule, and make a register of it when no rule is broken."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

import polars as pl

from npm_data.i18n import words_for
from npm_data.reference import reference
from npm_data.register.reading.source import Source, at_most_of_a_kind, columns_of, is_required
from npm_data.register.reading.typed import TypedTable, typed_tables
from npm_data.register.rules.cut_off import (
    about_the_cut_off,
    cut_off,
    not_in,
    rows_gone,
    without_rows,
)
from npm_data.register.rules.findings import Finding, findings_of, in_order
from npm_data.register.rules.rules import (
    FOLLOWERS,
    KEYS,
    NOTICES,
    OF_A_VISITS_FIRST_DAY,
    OF_A_VISITS_ROWS,
    REFERENCES,
    RULES,
    Broken,
    Frames,
    Notice,
    Rule,
    copies_of_earlier_rows,
    evaluate,
    ids_of,
    latest_day,
    notices_about_days,
    rows_to_check,
    told_once,
    twins,
    visits_of_two_spellings,
)
from npm_data.register.rules.texts import (
    SURE,
    about_persons,
    about_persons_held,
    about_texts,
    without_persons,
)
from npm_data.register.rules.update import Base, Whole, merge, other_records, told_at_their_ids
from npm_data.register.schema import ROWS_A_SHEET, SHEETS, Problem, Register, Severity, row_of

_ASKS = "a_heading_names_its_column"
"""The sentence about a heading that may be the one of a column which is missing."""


@dataclass(frozen=True, slots=True)
class Checked:
    """All findings at once; the register and its data date when none of them is an error.

    `problems` are the findings before they were put into words, and what the register that was
    added to had been let pass before: that is told of once, when it is let pass. `others`
    are known records of that register that the source would make into others, by table as the
    fields that change.
    """

    register: Register | None
    findings: tuple[Finding, ...]
    data_date: date | None
    problems: tuple[Problem, ...]
    others: Mapping[str, pl.DataFrame] = field(default_factory=dict)


def check(
    source: Source,
    language: str,
    data_date: date | None = None,
    today: date | None = None,
    base: Base | None = None,
) -> Checked:
    """Check everything. The data date is the one given, or else the latest day in the records.

    What lies after a data date that is given is left out; days after `today` are warnings. With
    a `base` the source adds to that register and updates it: the rules are asked of the whole, and
    the data date is never before that of the base unless it is given.
    """
    held_places = base.register.institutions["institution_id"] if base and base.register else ()
    tables = typed_tables(source, held_places)
    copies = {sheet: _copies(source, tables[sheet], sheet) for sheet in SHEETS}
    read = {sheet: rows_to_check(tables[sheet], sheet, copies[sheet]) for sheet in SHEETS}
    whole = merge(source, tables, read, base.register) if base else None
    frames: Frames = whole.frames if whole else read
    cells = _Cells(source, tables, whole)
    cut = cut_off(frames, data_date) if data_date else None
    gone = rows_gone(cut, tables, copies, cells.row_of) if cut else {}
    frames = cut.frames if cut else frames
    stays = without_rows(source, gone)
    stay = typed_tables(stays, held_places) if any(gone.values()) else tables
    broken = evaluate(frames)
    told, let_pass = _broken([*NOTICES, *notices_about_days(today)], frames, whole)
    if cut:  # it tells itself of a report that is signed later: that has its day
        is_later = pl.col("record").is_in(cut.unknown["reported_on"])
        reports = [each for each in told if each.column == "reported_on"]
        told |= {each: told[each].filter(~is_later) for each in reports}
    held = at_most_of_a_kind(about_persons_held(whole, source)) if whole else []
    found = chain(
        not_in(whole.problems if whole else source.problems, gone, source),
        *(table.problems for table in stay.values()),
        not_in(_about_copies(_Cells(source, tables), copies), gone, source),
        about_the_cut_off(cut, source, cells.tables, cells.row_of) if cut else (),
        _about_rules(cells, frames, broken, whole),
        _about_spellings(cells, frames, whole),
        _about_notices(cells, told),
        about_texts(stays, stay),
        about_persons(stays, stay),
        (each for each in held if each.rule == SURE),
    )
    problems = [*map(without_persons, at_most_of_a_kind(found))]
    if not _has_error(problems):
        every = _Cells(source, tables, whole, tells_unread=True)
        problems += at_most_of_a_kind(_about_rules(every, frames, broken, whole))
    others = other_records(whole, frames) if whole else {}
    if whole and others and _has_error(problems):
        told_once_a_record = told_at_their_ids(problems, others, whole, source)
        problems = at_most_of_a_kind(map(without_persons, told_once_a_record))
    days = (latest_day(read), base.data_date if base else None)
    last_day = data_date or max((day for day in days if day), default=None)
    if last_day is None and not _has_error(problems):
        problems.append(Problem("the_records_bear_a_day", source.path.name))
    sorted_problems = in_order(problems)
    findings = findings_of(sorted_problems, words_for(language))
    if _has_error(problems):
        return Checked(None, findings, None, sorted_problems)
    guesses = (each for each in held if each.rule != SURE)
    passed = at_most_of_a_kind(chain(_about_notices(cells, let_pass), guesses))
    kept = at_most_of_a_kind((*problems, *map(without_persons, passed)))
    return Checked(_register(frames, broken), findings, last_day, in_order(kept), others)


def _register(frames: Frames, broken: Broken) -> Register:
    """A register of rows that break no rule; of others there would be an error, so this raises."""
    is_broken = any(records for rules in broken.values() for records in rules.values())
    return Register.validate(frames) if is_broken else Register.cast(frames)


def _copies(source: Source, table: TypedTable, sheet: str) -> pl.Series:
    """None is said to be one while a column that tells rows apart is missing or not made out."""
    raw = source.tables.get(sheet)
    missing = raw.missing if raw else frozenset()
    needed = KEYS.get(sheet) or [each.column for each in columns_of(sheet) if each.is_required]
    is_asked = any((each.rule, each.sheet) == (_ASKS, sheet) for each in source.problems)
    if is_asked or not missing.isdisjoint(needed):
        return pl.Series("record", [], dtype=pl.UInt64)
    return copies_of_earlier_rows(table)


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


class _Cells:
    """The cells as they were written, to point at those that break a rule.

    In a `whole` a row that the file does not name is pointed at by its ID. A cell that could not be
    read is told of by whoever could not read it; `tells_unread` tells of it as well.
    """

    def __init__(
        self,
        source: Source,
        tables: Mapping[str, TypedTable],
        whole: Whole | None = None,
        *,
        tells_unread: bool = False,
    ) -> None:
        self._source = source
        self._whole = whole
        self._tells_unread = tells_unread
        self.tables = whole.tables if whole else tables

    def is_there(self, sheet: str, column: str) -> bool:
        """Whether the source has the column and can read it, or the register has it."""
        raw = self._source.tables.get(sheet)
        if self._tells_unread or raw is None:
            return self._tells_unread or self._whole is not None
        return column not in raw.unsure and (self._whole is not None or column not in raw.missing)

    def problems(
        self, rule: str, sheet: str, column: str, rows: pl.DataFrame, severity: Severity = "error"
    ) -> Iterator[Problem]:
        """One for each row (`record` and facts), but for cells that could not be read anyway."""
        if rows.is_empty():
            return
        table = self.tables[sheet]
        unread = table.unread.filter((pl.col("column") == column) & (not self._tells_unread))
        if severity == "error":
            yield from self._about_a_column(
                sheet, column, rows.join(unread, on="record", how="semi")
            )
        keys = KEYS.get(sheet, ("recommendation_id",))
        texts = table.texts.select(
            "record", pl.col(column).alias("value"), pl.concat_list(keys).alias("keys")
        )
        told = rows.join(unread, on="record", how="anti").join(texts, on="record")
        said: set[str] = set()
        for facts in told.iter_rows(named=True):
            file, row = self._place(facts.pop("record"))
            value, ids = facts.pop("value"), facts.pop("keys")
            if facts.get("first_row") is not None:
                facts["first_row"] = self._told_from(file, facts["first_row"])
            if row is None:
                facts |= {"register_id": ", ".join(ids)}
            # a row of several places is several records, of which each breaks the rule
            same = f"{file} {row} {value} {facts}"
            if row is None or same not in said:
                yield Problem(rule, file, sheet, row, column, value, severity, facts)
            said.add(same)

    def _told_from(self, file: str, first: int) -> int | str | None:
        """The row of another record, with its file where that is another one."""
        other, row = self._place(first, of_its_visit=True)
        return row if row is None or other == file or not file else f"{row} ({other})"

    def _place(self, record: int, *, of_its_visit: bool = False) -> tuple[str, int | None]:
        """The file and its row; no row for one that stands in the register alone."""
        row = self.row_of(record, of_its_visit=of_its_visit)
        sheet = SHEETS[record // ROWS_A_SHEET - 1]
        return self._source.tables[sheet].place(row) if row is not None else ("", None)

    def row_of(self, record: int, *, of_its_visit: bool = False) -> int | None:
        """The row of the table; None for a row that stands in the register alone."""
        if self._whole is None:
            return row_of(record)
        others = self._whole.visit_rows if of_its_visit else {}
        return self._whole.rows.get(record, others.get(record))

    def _about_a_column(self, sheet: str, column: str, rows: pl.DataFrame) -> Iterator[Problem]:
        """One for rows that need a column which a file may lack, and this one does."""
        raw = self._source.tables.get(sheet)
        if raw is None or rows.is_empty() or is_required(sheet, column):
            return
        lacking = next((each for each in raw.pieces if column in each.missing), None)
        is_asked = any(
            (each.rule, each.sheet, each.column) == (_ASKS, sheet, column)
            for each in self._source.problems
        )
        if lacking and not is_asked:
            rule, facts = "a_column_that_rows_need_is_there", {"count": rows.height}
            yield Problem(rule, lacking.file, sheet, lacking.header_row, column, facts=facts)


def _about_copies(cells: _Cells, copies: Mapping[str, pl.Series]) -> Iterator[Problem]:
    for sheet, records in copies.items():
        key = columns_of(sheet)[0].column
        yield from cells.problems("a_row_stands_once", sheet, key, records.to_frame(), "warning")


def _about_rules(
    cells: _Cells, frames: Frames, broken: Broken, whole: Whole | None
) -> Iterator[Problem]:
    for column in reference().columns:
        empty = _rows(broken[column.sheet].get(f"{column.column}|nullability", []))
        yield from cells.problems("a_required_value_is_there", column.sheet, column.column, empty)
    for rule in RULES:
        yield from _about_a_rule(cells, rule, frames, broken, whole)


def _about_a_rule(
    cells: _Cells, rule: Rule, frames: Frames, broken: Broken, whole: Whole | None
) -> Iterator[Problem]:
    records = broken[rule.sheet].get(rule.name, [])
    table = REFERENCES.get(rule.name)
    if not records or (table and not cells.is_there(table, KEYS[table][0])):
        return
    followers = _told_by_others(rule, frames, broken, whole)
    rows = _rows(records).filter(~pl.col("record").is_in(followers))
    if rule.facts:
        rows = rows.join(rule.facts(frames), on="record", how="left", maintain_order="left")
    found = cells.problems(rule.name, rule.sheet, rule.column, rows)
    yield from told_once(found, ids_of(frames, table)) if table else found


def _told_by_others(rule: Rule, frames: Frames, broken: Broken, whole: Whole | None) -> list[int]:
    """Records of rows that break the rule only because of what another finding tells of."""
    of_rules = broken[rule.sheet]
    records = [each for name in FOLLOWERS.get(rule.name, ()) for each in of_rules.get(name, [])]
    if rule.name in OF_A_VISITS_ROWS:
        rules = [broken["visits"].get(name, []) for name in OF_A_VISITS_FIRST_DAY]
        is_doubtful = pl.col("record").is_in(list(chain(*rules)))
        visits = visits_of_two_spellings(frames, whole.before if whole else None)
        if rule.column == "issued_on":
            visits += frames["visits"].filter(is_doubtful)["visit_id"].to_list()
        rows = frames[rule.sheet].filter(pl.col("visit_id").is_in(visits))
        records += rows["record"].to_list()
    return records


def _about_spellings(cells: _Cells, frames: Frames, whole: Whole | None) -> Iterator[Problem]:
    for sheet, rows in twins(frames, whole.before if whole else None):
        yield from cells.problems("an_id_is_spelt_in_one_way", sheet, KEYS[sheet][0], rows)


def _about_notices(cells: _Cells, found: Mapping[Notice, pl.DataFrame]) -> Iterator[Problem]:
    for notice, rows in found.items():
        yield from cells.problems(notice.name, notice.sheet, notice.column, rows, notice.severity)


def _broken(
    notices: Iterable[Notice], frames: Frames, whole: Whole | None
) -> tuple[dict[Notice, pl.DataFrame], dict[Notice, pl.DataFrame]]:
    """By notice the rows that break it: those to tell of, and those let pass once before.

    The latter are rows that the file does not name, whose warning the register held already.
    """
    told: dict[Notice, pl.DataFrame] = {}
    let_pass: dict[Notice, pl.DataFrame] = {}
    for notice in notices:
        rows = notice.broken(frames)
        if whole is None or notice.severity == "error":
            told[notice] = rows
            continue
        held = notice.broken(whole.before)["record"].unique().to_list()
        is_known = pl.col("record").is_in([each for each in held if each not in whole.rows])
        told[notice], let_pass[notice] = rows.filter(~is_known), rows.filter(is_known)
    return told, let_pass


def _rows(records: list[int]) -> pl.DataFrame:
    return pl.DataFrame({"record": records}, schema={"record": pl.UInt64})
