"""IDs of one table that nobody can tell apart, and what a reference was probably meant to be."""

from collections.abc import Iterator

import polars as pl

from npm_data.register.spelling import Difference, difference, in_one_spelling, is_cyrillic
from npm_data.validate.merged_rows import KEYS
from npm_data.validate.rules import Frames

AN_ID_IS_SPELT_IN_ONE_WAY = "an_id_is_spelt_in_one_way"


def ids_of(frames: Frames, sheet: str) -> pl.Series:
    """The column whose values are what other tables refer to."""
    return frames[sheet][KEYS[sheet][0]]


def twins(frames: Frames, before: Frames | None) -> Iterator[tuple[str, pl.DataFrame]]:
    """By sheet the rows (`record`, facts) where another spelling of an earlier ID stands first.

    What stood in the register `before` is not told again by each file that adds to it.
    """
    for sheet in KEYS:
        rows = _told(frames, before, sheet)
        facts = [facts_of_a_spelling(*each) for each in rows.select("id", "first_id").iter_rows()]
        told = pl.DataFrame(facts, schema=dict.fromkeys(_FACTS, pl.String))
        yield sheet, pl.concat([rows.select("record", "first_row"), told], how="horizontal")


def visits_of_two_spellings(frames: Frames, before: Frames | None) -> list[str]:
    """IDs of visits that may be one visit: what its places are is not known before."""
    rows = _told(frames, before, "visits")
    return [*rows["id"], *rows["first_id"]]


def spelt_alike(ids: pl.Series, known: pl.Series) -> dict[str, str]:
    """For IDs that are not known, the known one of which each is another spelling."""
    there = _in_one_spelling(known).unique("alike", keep="first").rename({"id": "known"})
    here = _in_one_spelling(ids).join(there, on="alike")
    return dict(here.select("id", "known").iter_rows())


_FACTS = ("other", "difference", "here", "there")


def facts_of_a_spelling(here: str, there: str) -> dict[str, str]:
    """What a sentence tells of a difference: its kind, the sign here and the sign there."""
    found = difference(here, there)
    return dict(zip(_FACTS, (there, _kind(found), found.here, found.there), strict=True))


def _told(frames: Frames, before: Frames | None, sheet: str) -> pl.DataFrame:
    held = ids_of(before, sheet).drop_nulls().unique().to_list() if before else []
    return _spelt_otherwise(frames, sheet).filter(~pl.col("id").is_in(held))


def _kind(found: Difference) -> str:
    if found.kind != "alphabet":
        return found.kind
    return "cyrillic_here" if is_cyrillic(found.here) else "latin_here"


def _spelt_otherwise(frames: Frames, sheet: str) -> pl.DataFrame:
    """The first row of each spelling of an ID but the first spelling."""
    key = KEYS[sheet][0]
    ids = frames[sheet].select("record", pl.col(key).alias("id")).drop_nulls()
    ids = ids.unique("id", keep="first", maintain_order=True)
    ids = ids.with_columns(in_one_spelling(pl.col("id")).alias("alike"))
    if ids["alike"].is_unique().all():
        return ids.clear().with_columns(first_id="id", first_row="record")
    first = (pl.col("id").first().over("alike"), pl.col("record").first().over("alike"))
    ids = ids.with_columns(first[0].alias("first_id"), first[1].alias("first_row"))
    return ids.filter(pl.col("id") != pl.col("first_id"))


def _in_one_spelling(ids: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame({"id": ids.drop_nulls().unique(maintain_order=True)})
    return frame.with_columns(in_one_spelling(pl.col("id")).alias("alike"))
