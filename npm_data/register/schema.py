"""The register: the columns of its four tables, the rules of each and those that span them.

The columns are those of `data/reference/workbook_columns.csv`. Each rule is a sentence for a name
and the only place where that rule is written: the import reads its findings from these very
rules. An unknown value (null) breaks no rule but the one that asks for it. Of rows that contradict
each other it is the later one that breaks the rule.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import dataframely as dy
import polars as pl

from npm_data.reference import TODAYS_BORDERS, reference

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


def in_file_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Sorted by `record`; what is so already, as mostly, is not copied."""
    return frame if frame["record"].is_sorted() else frame.sort("record")


def _code(codes: Iterable[str], *, nullable: bool = False) -> dy.String:
    known = list(codes)
    check = {"the_code_is_known": lambda column: column.is_in(known)}
    return dy.String(nullable=nullable, check=check)


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
    institution_type = _code(each.code for each in reference().institution_types)
    region = _code(unit.code for unit in reference().regions_of(TODAYS_BORDERS))
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
    addressee = _code(reference().portfolios)
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
    status = _code(reference().codes("reply_status") + reference().codes("implementation_status"))
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


Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault and its address; `rule` is the sentence that it breaks, also a message's name.

    `row` counts as the spreadsheet does, from 1. `facts` are what the message tells beside `value`.
    `more` counts others of its kind that are not listed.
    """

    rule: str
    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = "error"
    facts: Mapping[str, object] = field(default_factory=dict)
    more: int = 0


Across = Callable[["Register"], pl.LazyFrame]
"""A rule that spans tables; gives the rows, with their `record`, that break it."""

ACROSS_TABLES: dict[str, Across] = {}
"""By name each rule that spans tables."""


def _across(broken: Across) -> object:
    """Makes the rule a filter of the collection, and notes it down for who asks what breaks it."""
    ACROSS_TABLES[broken.__name__] = broken
    return dy.filter()(lambda register: _all_but(register, broken(register)))


class Register(dy.Collection):
    """A register that keeps every rule; the frames stand in the order of their source.

    `record` is a row's address in its source: the sheet's number (1 to 4) times 2^32 plus the row
    of the spreadsheet. It is the key that the four members share; "higher up" is a smaller one.
    `Register.validate({sheet: frame})` makes one, or raises with all that is wrong.

    Each rule across tables gives the rows that break it. A reference to an ID that stands twice
    means the first.
    """

    institutions: dy.DataFrame[Institution]
    visits: dy.DataFrame[Visit]
    recommendations: dy.DataFrame[Recommendation]
    follow_up: dy.DataFrame[FollowUp]

    @_across
    def a_visits_place_is_in_the_register(self) -> pl.LazyFrame:
        return _without_partner(self.visits, "institution_id", self.institutions)

    @_across
    def a_recommendations_visit_is_in_the_register(self) -> pl.LazyFrame:
        return _without_partner(self.recommendations, "visit_id", self.visits)

    @_across
    def a_recommendations_place_is_in_the_register(self) -> pl.LazyFrame:
        return _without_partner(self.recommendations, "institution_id", self.institutions)

    @_across
    def a_recommendations_place_is_one_of_its_visits_places(self) -> pl.LazyFrame:
        """Silent where the place, or a place of the visit, is unknown: that is mended first."""
        places = self.institutions.lazy().select("institution_id")
        is_known = self.visits.lazy().join(places, on="institution_id", how="semi")
        doubtful = self.visits.lazy().join(is_known, on="record", how="anti")
        return (
            self.recommendations.lazy()
            .join(self.visits.lazy(), on="visit_id", how="semi")
            .join(doubtful, on="visit_id", how="anti")
            .join(places, on="institution_id", how="semi")
            .join(self.visits.lazy(), on=["visit_id", "institution_id"], how="anti")
        )

    @_across
    def a_recommendation_is_not_issued_before_its_visit_starts(self) -> pl.LazyFrame:
        starts = self.visits.lazy().group_by("visit_id").agg(pl.col("started_on").min())
        rows = self.recommendations.lazy().join(starts, on="visit_id")
        return rows.filter(pl.col("issued_on") < pl.col("started_on"))

    @_across
    def a_repeated_recommendation_is_in_the_register(self) -> pl.LazyFrame:
        earlier = self.recommendations.select(pl.col("recommendation_id").alias("repeats"))
        return _without_partner(self.recommendations, "repeats", earlier)

    @_across
    def a_repeated_recommendation_was_issued_before_or_stands_higher(self) -> pl.LazyFrame:
        return _repeats(self).filter(~_WAS_BEFORE)

    @_across
    def a_chain_of_repeats_has_no_cycle(self) -> pl.LazyFrame:
        """The lowest row of a cycle breaks it; cycles that a wrong order explains are left out."""
        links = _repeats(self).filter(_WAS_BEFORE.fill_null(True))
        repeated = dict(links.select("record", "earlier_record").collect().iter_rows())
        return pl.LazyFrame({"record": _ends_of_cycles(repeated)}, schema={"record": pl.UInt64})

    @_across
    def follow_up_belongs_to_a_recommendation(self) -> pl.LazyFrame:
        return _without_partner(self.follow_up, "recommendation_id", self.recommendations)

    @_across
    def follow_up_is_not_before_the_recommendation_was_issued(self) -> pl.LazyFrame:
        issued = first_of_each(self.recommendations, "recommendation_id").select(
            "recommendation_id", "issued_on"
        )
        rows = self.follow_up.lazy().join(issued.lazy(), on="recommendation_id")
        return rows.filter(pl.col("on") < pl.col("issued_on"))


_WAS_BEFORE = (pl.col("earlier_issued_on") < pl.col("issued_on")) | (
    (pl.col("earlier_issued_on") == pl.col("issued_on"))
    & (pl.col("earlier_record") < pl.col("record"))
)
"""Of a link to a repeated recommendation; unknown where a date is."""


def first_of_each(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """The first row of each value of `key`."""
    return frame.filter(pl.col(key).is_not_null() & pl.col(key).is_first_distinct())


def _all_but(register: Register, broken: pl.LazyFrame) -> pl.LazyFrame:
    members = [frame.select("record") for frame in register.to_dict().values()]
    return pl.concat(members).join(broken, on="record", how="anti")


def _without_partner(rows: pl.DataFrame, key: str, partners: pl.DataFrame) -> pl.LazyFrame:
    known = partners.lazy().select(key)
    return rows.lazy().filter(pl.col(key).is_not_null()).join(known, on=key, how="anti")


def _repeats(register: Register) -> pl.LazyFrame:
    """A row for each recommendation that repeats another: both records and both dates."""
    earlier = first_of_each(register.recommendations, "recommendation_id").select(
        pl.col("recommendation_id").alias("repeats"),
        pl.col("record").alias("earlier_record"),
        pl.col("issued_on").alias("earlier_issued_on"),
    )
    return register.recommendations.lazy().join(earlier.lazy(), on="repeats")


def _ends_of_cycles(repeated: dict[int, int]) -> list[int]:
    """The largest number of each cycle among links from a number to another."""
    ends: list[int] = []
    seen: set[int] = set()
    for start in repeated:
        path: list[int] = []
        at = start
        while at in repeated and at not in seen:
            seen.add(at)
            path.append(at)
            at = repeated[at]
        if at in path:
            ends.append(max(path[path.index(at) :]))
    return ends
