"""Known records that an update would make into others: numbering that began anew each year.

An update finds a record by its ID. Where a file gives the ID of one record to another, the first
would be lost without a word, so this asks before. A correction does not: a digit that was mistyped,
a text that was reworded or gone on with.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from npm_data.load import Problem, Source
from npm_data.register.spelling import fold
from npm_data.validate.changed_fields import changed_fields
from npm_data.validate.merge import Whole
from npm_data.validate.merged_rows import KEYS
from npm_data.validate.rules import Frames

_DAYS_OF_A_CORRECTION = 7
_ALIKE = 60
"""Of 100: texts of which less is alike are two texts."""
_CONTAINED = 90
"""Of 100: so much of the shorter text stands in the longer one when that goes on with it."""


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
    problems: Sequence[Problem],
    others: Mapping[str, pl.DataFrame],
    whole: Whole,
    source: Source,
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
            file, row = source.tables[sheet].sheet.file, whole.rows[record]
            yield Problem("a_known_id_stays_with_its_record", file, sheet, row, keys[0], value)


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
