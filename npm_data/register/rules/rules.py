"""The register's rules: which rows break which, where each points, and what its message tells.

The rules themselves stand in `model.schemas` and `model.register`; nothing here repeats them. Added
are what a register may hold and yet deserves a second look, and what a reference to nothing, or a
second spelling of an ID, was probably meant to be.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from npm_data.reference import reference
from npm_data.register.reading.typed import Several, TypedTable, several_in
from npm_data.register.schema import (
    ACROSS_TABLES,
    SHARED_BY_A_VISIT,
    SHEETS,
    Problem,
    Register,
    Severity,
    first_of_each,
)
from npm_data.register.spelling import difference, in_one_spelling, is_cyrillic
from npm_data.register.vocabulary import units_with_district

Frames = Mapping[str, pl.DataFrame]
Facts = Callable[[Frames], pl.DataFrame]
"""Gives `record` and, in the other columns, what a message tells about that row.

`first_row` is a record too: where it stands in the file is known only to who checks.
"""

_Rules = Mapping[str, tuple[str, Facts | None]]
Broken = Mapping[str, Mapping[str, list[int]]]
"""By sheet and rule, the records of the rows that break it."""

KEYS = {
    "institutions": ("institution_id",),
    "visits": ("visit_id", "institution_id"),
    "recommendations": ("recommendation_id",),
}
"""What tells one row of a table from another. Follow-up has no such columns."""

REFERENCES = {
    "a_visits_place_is_in_the_register": "institutions",
    "a_recommendations_visit_is_in_the_register": "visits",
    "a_recommendations_place_is_in_the_register": "institutions",
    "a_repeated_recommendation_is_in_the_register": "recommendations",
    "follow_up_belongs_to_a_recommendation": "recommendations",
}
"""Rules about a reference to nothing, and the table to which it refers."""

RECORDED_DAYS = (
    ("visits", "started_on"),
    ("visits", "ended_on"),
    ("visits", "reported_on"),
    ("recommendations", "issued_on"),
    ("follow_up", "on"),
)
"""Days on which something happened. A place may open or close on a day that is still to come."""


def evaluate(frames: Frames) -> Broken:
    """Run every rule over every row, whatever else is wrong with that row."""
    broken: dict[str, dict[str, list[int]]] = {}
    for sheet, schema in Register.member_schemas().items():
        # of a lazy frame the rows that break no rule are not copied
        broken[sheet] = _records(schema.filter(frames[sheet].lazy()).failure.details())
    register = Register.cast(frames)
    for rule, across in ACROSS_TABLES.items():
        found = across(register).select("record").collect().to_series()
        for sheet in SHEETS if found.len() else ():
            records = frames[sheet]["record"]
            broken[sheet][rule] = records.filter(records.is_in(found.implode())).to_list()
    return broken


def _records(details: pl.DataFrame) -> dict[str, list[int]]:
    """Rules that were not run over these rows come along, with nothing broken."""
    rules = [name for name, dtype in details.schema.items() if isinstance(dtype, pl.Enum)]
    records, is_broken = details["record"], details.select(pl.col(rules) == "invalid")
    return {rule: records.filter(is_broken[rule]).to_list() for rule in rules}


def copies_of_earlier_rows(table: TypedTable) -> pl.Series:
    """Records of rows with the content of an earlier one; of unread cells the text counts.

    Only rows that share a short number with another are compared: to compare all takes the memory
    of the table once more.
    """
    columns = table.texts.columns[1:]
    read = table.frame.select(pl.col(columns).cast(pl.String))
    content = pl.DataFrame([read[name].fill_null(table.texts[name]) for name in columns])
    is_alike = content.hash_rows().is_duplicated()
    alike = content.filter(is_alike).select(pl.struct(pl.all()).is_first_distinct()).to_series()
    return table.frame["record"].filter(is_alike).filter(~alike)


def rows_to_check(table: TypedTable, sheet: str, copies: pl.Series) -> pl.DataFrame:
    """The rows that stand once.

    A cell of a visit that could not be read is taken to say what the visit's other rows say: it is
    a finding already, and must not make those rows disagree with it.
    """
    rows = table.frame.filter(~pl.col("record").is_in(copies.to_list()))
    if sheet != "visits" or table.unread.is_empty():
        return rows
    for column in SHARED_BY_A_VISIT:
        unread = table.unread.filter(pl.col("column") == column)["record"]
        is_unread = pl.col("record").is_in(unread.to_list())
        others = pl.col(column).filter(~is_unread).first().over("visit_id")
        rows = rows.with_columns(pl.when(is_unread).then(others).otherwise(column).alias(column))
    return rows


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the register by its name there, the column at which it points, and its facts."""

    name: str
    sheet: str
    column: str
    facts: Facts | None


def _first_row(sheet: str, key: str) -> Facts:
    first = pl.col("record").first().over(key)
    return lambda frames: frames[sheet].select("record", first_row=first)


def _first_value(column: str, fact: str) -> Facts:
    first = {fact: pl.col(column), "first_row": pl.col("record")}
    said = {name: each.first().over("visit_id") for name, each in first.items()}
    return lambda frames: frames["visits"].select("record", **said)


def _same_row(sheet: str, column: str, fact: str) -> Facts:
    return lambda frames: frames[sheet].select("record", pl.col(column).alias(fact))


def _first_day_of_its_visit(frames: Frames) -> pl.DataFrame:
    days = frames["visits"].group_by("visit_id").agg(pl.col("started_on").min().alias("day"))
    return frames["recommendations"].join(days, on="visit_id").select("record", "day")


def _places_of_its_visit(frames: Frames) -> pl.DataFrame:
    places = frames["visits"].group_by("visit_id", maintain_order=True)
    lists = places.agg(pl.col("institution_id").unique(maintain_order=True).alias("places"))
    return frames["recommendations"].join(lists, on="visit_id").select("record", "places")


def _day_of_issue(sheet: str, key: str) -> Facts:
    def facts(frames: Frames) -> pl.DataFrame:
        issued = first_of_each(frames["recommendations"], "recommendation_id").select(
            pl.col("recommendation_id").alias(key), day="issued_on", first_row="record"
        )
        return frames[sheet].join(issued, on=key).select("record", "day", "first_row")

    return facts


_OF_INSTITUTIONS: _Rules = {
    "an_institution_id_stands_once": (
        "institution_id",
        _first_row("institutions", "institution_id"),
    ),
    "a_place_does_not_close_before_it_opens": (
        "closed_on",
        _same_row("institutions", "opened_on", "day"),
    ),
}
_OF_VISITS: _Rules = {
    "the_rows_of_a_visit_share_its_first_day": ("started_on", _first_value("started_on", "day")),
    "the_rows_of_a_visit_share_its_last_day": ("ended_on", _first_value("ended_on", "day")),
    "the_rows_of_a_visit_share_its_type": ("visit_type", _first_value("visit_type", "visit_type")),
    "the_rows_of_a_visit_share_the_day_of_its_report": (
        "reported_on",
        _first_value("reported_on", "day"),
    ),
    "a_visit_does_not_end_before_it_starts": ("ended_on", _same_row("visits", "started_on", "day")),
    "a_report_is_not_signed_before_its_visit_starts": (
        "reported_on",
        _same_row("visits", "started_on", "day"),
    ),
    "a_visits_place_is_in_the_register": ("institution_id", None),
}
_OF_RECOMMENDATIONS: _Rules = {
    "a_recommendation_id_stands_once": (
        "recommendation_id",
        _first_row("recommendations", "recommendation_id"),
    ),
    "a_recommendation_from_a_visit_names_a_place": ("institution_id", _places_of_its_visit),
    "a_recommendations_visit_is_in_the_register": ("visit_id", None),
    "a_recommendations_place_is_in_the_register": ("institution_id", None),
    "a_recommendations_place_is_one_of_its_visits_places": ("institution_id", _places_of_its_visit),
    "a_recommendation_is_not_issued_before_its_visit_starts": (
        "issued_on",
        _first_day_of_its_visit,
    ),
    "a_repeated_recommendation_is_in_the_register": ("repeats", None),
    "a_repeated_recommendation_was_issued_before_or_stands_higher": (
        "repeats",
        _day_of_issue("recommendations", "repeats"),
    ),
    "a_chain_of_repeats_has_no_cycle": ("repeats", None),
}
_OF_FOLLOW_UP: _Rules = {
    "follow_up_belongs_to_a_recommendation": ("recommendation_id", None),
    "follow_up_is_not_before_the_recommendation_was_issued": (
        "on",
        _day_of_issue("follow_up", "recommendation_id"),
    ),
    "a_status_belongs_to_its_axis": ("status", _same_row("follow_up", "axis", "axis")),
    "a_reply_is_the_authoritys": ("judge", None),
}
RULES = tuple(
    Rule(name, sheet, *points)
    for sheet, rules in zip(
        SHEETS, (_OF_INSTITUTIONS, _OF_VISITS, _OF_RECOMMENDATIONS, _OF_FOLLOW_UP), strict=True
    )
    for name, points in rules.items()
)
"""Every rule that spans cells but `a_row_stands_once`: the rows that break it are left out."""

FOLLOWERS = {
    "a_visit_does_not_end_before_it_starts": ("the_rows_of_a_visit_share_its_first_day",),
    "a_report_is_not_signed_before_its_visit_starts": (
        "the_rows_of_a_visit_share_its_first_day",
        "a_visit_does_not_end_before_it_starts",
    ),
    "a_reply_is_the_authoritys": ("a_status_belongs_to_its_axis",),
}
"""Rules that a row is not told to break while it breaks one of others: those are mended first."""

OF_A_VISITS_FIRST_DAY = (
    "a_visit_does_not_end_before_it_starts",
    "a_report_is_not_signed_before_its_visit_starts",
    "the_rows_of_a_visit_share_its_first_day",
)
"""Rules of a visit whose break leaves in doubt when it started."""

OF_A_VISITS_ROWS = (
    "a_recommendations_place_is_one_of_its_visits_places",
    "a_recommendation_is_not_issued_before_its_visit_starts",
)
"""Rules of a recommendation that ask what rows its visit has."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that should hold; `broken` gives the `record` of rows where not, and facts."""

    name: str
    sheet: str
    column: str
    broken: Callable[[Frames], pl.DataFrame]
    severity: Severity = "warning"


def _visited_places(frames: Frames) -> pl.DataFrame:
    """The visits' rows with their place, and whether that was in the mandate on the first day."""
    types = pl.DataFrame(
        [(each.code, each.mandate_from, each.mandate_to) for each in reference().institution_types],
        schema={"institution_type": pl.String, "mandate_from": pl.Date, "mandate_to": pl.Date},
        orient="row",
    )
    places = first_of_each(frames["institutions"], "institution_id").drop("record")
    day = pl.col("started_on")
    is_too_late = (day >= pl.col("mandate_to")).fill_null(False)
    return (
        frames["visits"]
        .join(places, on="institution_id", maintain_order="left")
        .join(types, on="institution_type", how="left", maintain_order="left")
        .with_columns(
            why=pl.when((day < pl.col("mandate_from")).fill_null(False) | is_too_late)
            .then(pl.lit("its type"))
            .when(day < pl.col("opened_on"))
            .then(pl.lit("not open"))
            .when(day >= pl.col("closed_on"))
            .then(pl.lit("closed"))
        )
    )


def _of_a_place(why: str, day: str, *others: str) -> Facts:
    """Visits of places that were not in the mandate, of which this is why; of reasons the first."""
    return lambda frames: (
        _visited_places(frames).filter(pl.col("why") == why).select("record", *others, day=day)
    )


def _without_the_day_of_a_report(frames: Frames) -> pl.DataFrame:
    """The first row of each visit none of whose rows has the day."""
    visits = frames["visits"]
    has_none = pl.col("reported_on").is_null().all().over("visit_id")
    return visits.filter(has_none & pl.col("visit_id").is_first_distinct()).select("record")


def _in_a_region_without_the_district(frames: Frames) -> pl.DataFrame:
    places = frames["institutions"].select("record", "region", "district").drop_nulls()
    known = {each: units_with_district(each) for each in places["district"].unique()}
    found = [
        (record, tuple(sorted(known[district])))
        for record, region, district in places.iter_rows()
        if known[district] and region not in known[district] and _is_of_a_split(region)
    ]
    return pl.DataFrame(
        found, schema={"record": pl.UInt64, "units": pl.List(pl.String)}, orient="row"
    )


def _is_of_a_split(region: str) -> bool:
    """Elsewhere a district may well bear the name of one that is listed."""
    return any(district.region == region for district in reference().districts)


def _after(sheet: str, column: str, day: date) -> Callable[[Frames], pl.DataFrame]:
    is_after = pl.col(column) > day
    return lambda frames: (
        frames[sheet].filter(is_after).select("record", pl.lit(day, pl.Date).alias("day"))
    )


NOTICES = (
    Notice(
        "a_visited_type_is_in_the_mandate",
        "visits",
        "started_on",
        _of_a_place("its type", "mandate_from", "institution_type"),
    ),
    Notice(
        "a_visited_place_is_open_already",
        "visits",
        "started_on",
        _of_a_place("not open", "opened_on"),
    ),
    Notice(
        "a_visited_place_is_not_closed_yet",
        "visits",
        "started_on",
        _of_a_place("closed", "closed_on"),
    ),
    Notice(
        "a_visit_has_a_day_of_its_report", "visits", "reported_on", _without_the_day_of_a_report
    ),
    Notice(
        "a_district_lies_in_its_region",
        "institutions",
        "district",
        _in_a_region_without_the_district,
    ),
)


def notices_about_days(today: date | None) -> list[Notice]:
    """Days that are still to come."""
    if today is None:
        return []
    rule = "a_recorded_day_is_not_in_the_future"
    return [
        Notice(rule, sheet, column, _after(sheet, column, today)) for sheet, column in RECORDED_DAYS
    ]


def latest_day(frames: Frames) -> date | None:
    """The last day on which something happened according to the records."""
    days = [frames[sheet][column].max() for sheet, column in RECORDED_DAYS]
    return max((day for day in days if isinstance(day, date)), default=None)


def ids_of(frames: Frames, sheet: str) -> pl.Series:
    """The column whose values are what other tables refer to."""
    return frames[sheet][KEYS[sheet][0]]


def twins(frames: Frames, before: Frames | None) -> Iterator[tuple[str, pl.DataFrame]]:
    """By sheet the rows (`record`, facts) where another spelling of an earlier ID stands first.

    What stood in the register `before` is not told again by each file that adds to it.
    """
    for sheet in KEYS:
        rows = _spelt_otherwise(frames, before, sheet)
        facts = [facts_of_a_spelling(*each) for each in rows.select("id", "first_id").iter_rows()]
        told = pl.DataFrame(facts, schema=dict.fromkeys(_FACTS, pl.String))
        yield sheet, pl.concat([rows.select("record", "first_row"), told], how="horizontal")


def visits_of_two_spellings(frames: Frames, before: Frames | None) -> list[str]:
    """IDs of visits that may be one visit: what its places are is not known before."""
    rows = _spelt_otherwise(frames, before, "visits")
    return [*rows["id"], *rows["first_id"]]


def _spelt_otherwise(frames: Frames, before: Frames | None, sheet: str) -> pl.DataFrame:
    """The first row of each spelling of an ID but the first spelling."""
    ids = frames[sheet].select("record", id=ids_of(frames, sheet)).drop_nulls()
    ids = ids.unique("id", keep="first", maintain_order=True)
    ids = ids.with_columns(alike=in_one_spelling(pl.col("id")))
    first = pl.col("id", "record").first().over("alike").name.prefix("first_")
    ids = ids.filter(~pl.col("alike").is_unique()).with_columns(first)
    ids = ids.filter(pl.col("id") != pl.col("first_id")).rename({"first_record": "first_row"})
    held = ids_of(before, sheet).drop_nulls().unique().to_list() if before else []
    return ids.filter(~pl.col("id").is_in(held))


_FACTS = ("other", "difference", "here", "there")


def facts_of_a_spelling(here: str, there: str) -> dict[str, str]:
    """What a sentence tells of a difference: its kind, the sign here and the sign there."""
    found = difference(here, there)
    kind: str = found.kind
    if kind == "alphabet":
        kind = "cyrillic_here" if is_cyrillic(found.here) else "latin_here"
    return dict(zip(_FACTS, (there, kind, found.here, found.there), strict=True))


def _spelt_alike(ids: pl.Series, known: pl.Series) -> dict[str, str]:
    """For IDs that are not known, the known one of which each is another spelling."""
    there = _in_one_spelling(known).unique("alike", keep="first").rename({"id": "known"})
    here = _in_one_spelling(ids).join(there, on="alike")
    return dict(here.select("id", "known").iter_rows())


def _in_one_spelling(ids: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame({"id": ids.drop_nulls().unique(maintain_order=True)})
    return frame.with_columns(in_one_spelling(pl.col("id")).alias("alike"))


def told_once(problems: Iterable[Problem], known: pl.Series) -> Iterator[Problem]:
    """One for each ID that refers to nothing.

    `known` are the IDs of the table that is referred to. Where some of them could not be read,
    references that may well be to those are not told: they are right once those are mended.
    """
    rows: dict[str, list[Problem]] = {}
    for problem in problems:
        rows.setdefault(str(problem.value), []).append(problem)
    if not rows:
        return
    unknown = pl.Series(list(rows), dtype=pl.String)
    alike = _spelt_alike(unknown, known)
    several = {
        text: each
        for text, each in several_in(unknown, known.drop_nulls()).items()
        if rows[text][0].sheet == "visits" or not each.unknown
    }
    to_nothing = [text for text in rows if text not in alike and text not in several]
    is_explained = len(to_nothing) <= known.null_count()
    for text, found in rows.items():
        if text in several:
            yield from (_of_several(each, several[text]) for each in found)
        elif text in alike:
            yield _with_rows(found, facts_of_a_spelling(text, alike[text]))
        elif not is_explained:
            yield _with_rows(found, {})


def _of_several(problem: Problem, several: Several) -> Problem:
    if problem.sheet == "visits":
        rule = "each_place_of_a_cell_is_in_the_register"
        return replace(problem, rule=rule, facts={"unknown": several.unknown})
    return replace(problem, rule="a_cell_names_one_record", facts={"parts": several.parts})


def _with_rows(problems: list[Problem], facts: dict[str, str]) -> Problem:
    first, *others = problems
    rows = [each.row for each in others if each.row is not None]
    also = {"also_in_rows": tuple(rows)} if rows else {}
    return replace(first, facts={**first.facts, **facts, **also})
