"""The four tables of the register: columns, and the rules that a table keeps by itself.

The columns are those of `data/reference/workbook_columns.csv`. Each rule is a sentence for a name
and the only place where that rule is written: the import reads its findings from these very
rules. An unknown value (null) breaks no rule but the one that asks for it. Of rows that contradict
each other it is the later one that breaks the rule.
"""

from collections.abc import Callable

import dataframely as dy
import polars as pl

from npm_data.reference import reference

SHEETS = tuple(reference().sheets)
"""`institutions`, `visits`, `recommendations`, `follow_up`, in the order of the workbook."""

ROWS_A_SHEET = 2**32
RECORDS_OF_A_PART = 2**24
"""More than a spreadsheet has rows. Of a row that became several, the second part has a record that
is higher by this, and so on.
"""
SHARED_BY_A_VISIT = ("started_on", "ended_on", "visit_type", "reported_on")
"""What all rows of one visit say alike."""


def record_number(sheet: str) -> int:
    """What a row's `record` is counted from: the sheet's number (1 to 4) times 2^32."""
    return (SHEETS.index(sheet) + 1) * ROWS_A_SHEET


def row_of(record: int) -> int:
    """The spreadsheet's row of a record; also of a column of them."""
    return record % RECORDS_OF_A_PART


def with_records(sheet: str, frame: pl.DataFrame, first_row: int = 2) -> pl.DataFrame:
    """The rows with their `record`: numbered downwards from `first_row` (a header is row 1)."""
    start = record_number(sheet) + first_row
    rows = pl.int_range(start, start + frame.height, dtype=pl.UInt64, eager=True)
    return frame.select(rows.alias("record"), pl.all().exclude("record"))


def portfolios() -> tuple[str, ...]:
    return reference().portfolios


def institution_type_codes() -> tuple[str, ...]:
    return tuple(each.code for each in reference().institution_types)


def region_codes() -> tuple[str, ...]:
    """Today's units."""
    return tuple(unit.code for unit in reference().regions_of("2022"))


def status_codes() -> tuple[str, ...]:
    """The statuses of both axes."""
    return reference().codes("reply_status") + reference().codes("implementation_status")


def _known(codes: tuple[str, ...]) -> dict[str, Callable[[pl.Expr], pl.Expr]]:
    return {"the_code_is_known": lambda column: column.is_in(list(codes))}


def _code(codes: tuple[str, ...], *, nullable: bool = False) -> dy.String:
    return dy.String(nullable=nullable, check=_known(codes))


def _text(*, nullable: bool = False) -> dy.String:
    return dy.String(nullable=nullable, min_length=1)


def _says_what_the_first_row_of_its_visit_says(column: str) -> pl.Expr:
    first = pl.col(column).first().over("visit_id")
    return pl.col("visit_id").is_null() | pl.col(column).eq_missing(first)


def stands_once(*columns: str) -> pl.Expr:
    """False in every row that repeats an earlier row's values; unknown values repeat nothing."""
    is_unknown = pl.all_horizontal(pl.col(columns).is_null())
    return is_unknown | pl.struct(columns).is_first_distinct()


class Institution(dy.Schema):
    """A place where people are or may be deprived of liberty. Closed on `closed_on` already."""

    record = dy.UInt64(primary_key=True)
    institution_id = _text()
    name = _text()
    institution_type = _code(institution_type_codes())
    region = _code(region_codes())
    district = _text(nullable=True)
    opened_on = dy.Date()
    closed_on = dy.Date(nullable=True)
    name_kk = _text(nullable=True)

    @dy.rule()
    def an_institution_id_stands_once(cls) -> pl.Expr:
        return stands_once("institution_id")

    @dy.rule()
    def a_place_does_not_close_before_it_opens(cls) -> pl.Expr:
        return pl.col("closed_on") >= pl.col("opened_on")


class Visit(dy.Schema):
    """One place of one visit: a visit to three places is three rows that share dates and type."""

    record = dy.UInt64(primary_key=True)
    visit_id = _text()
    institution_id = _text()
    started_on = dy.Date()
    ended_on = dy.Date(nullable=True)
    visit_type = _code(reference().codes("visit_type"))
    reported_on = dy.Date(nullable=True)

    @dy.rule()
    def a_row_stands_once(cls) -> pl.Expr:
        return stands_once("visit_id", "institution_id", *SHARED_BY_A_VISIT)

    @dy.rule()
    def the_rows_of_a_visit_share_its_first_day(cls) -> pl.Expr:
        return _says_what_the_first_row_of_its_visit_says("started_on")

    @dy.rule()
    def the_rows_of_a_visit_share_its_last_day(cls) -> pl.Expr:
        return _says_what_the_first_row_of_its_visit_says("ended_on")

    @dy.rule()
    def the_rows_of_a_visit_share_its_type(cls) -> pl.Expr:
        return _says_what_the_first_row_of_its_visit_says("visit_type")

    @dy.rule()
    def the_rows_of_a_visit_share_the_day_of_its_report(cls) -> pl.Expr:
        return _says_what_the_first_row_of_its_visit_says("reported_on")

    @dy.rule()
    def a_visit_does_not_end_before_it_starts(cls) -> pl.Expr:
        return pl.col("ended_on") >= pl.col("started_on")

    @dy.rule()
    def a_report_is_not_signed_before_its_visit_starts(cls) -> pl.Expr:
        return pl.col("reported_on") >= pl.col("started_on")


class Recommendation(dy.Schema):
    """A statement to an authority; those that repeat an earlier one are one chain with it."""

    record = dy.UInt64(primary_key=True)
    recommendation_id = _text()
    visit_id = _text(nullable=True)
    institution_id = _text(nullable=True)
    addressee = _code(portfolios())
    addressee_level = _code(reference().codes("addressee_level"), nullable=True)
    theme = _code(reference().codes("theme"))
    issued_on = dy.Date()
    repeats = _text(nullable=True)
    text = _text()

    @dy.rule()
    def a_recommendation_id_stands_once(cls) -> pl.Expr:
        return stands_once("recommendation_id")

    @dy.rule()
    def a_recommendation_from_a_visit_names_a_place(cls) -> pl.Expr:
        return pl.col("visit_id").is_null() | pl.col("institution_id").is_not_null()


class FollowUp(dy.Schema):
    """What became of a recommendation: a reply, or a judgement on its implementation."""

    record = dy.UInt64(primary_key=True)
    recommendation_id = _text()
    on = dy.Date()
    axis = _code(reference().codes("axis"))
    status = _code(status_codes())
    judge = _code(reference().codes("judge"))
    note = _text(nullable=True)

    @dy.rule()
    def a_row_stands_once(cls) -> pl.Expr:
        return stands_once("recommendation_id", "on", "axis", "status", "judge", "note")

    @dy.rule()
    def a_status_belongs_to_its_axis(cls) -> pl.Expr:
        is_reply = pl.col("status").is_in(list(reference().codes("reply_status")))
        return is_reply == (pl.col("axis") == "reply")

    @dy.rule()
    def a_reply_is_the_authoritys(cls) -> pl.Expr:
        return (pl.col("axis") != "reply") | (pl.col("judge") == "authority")
