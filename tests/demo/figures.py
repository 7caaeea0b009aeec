"""Figures of a register, worked out from its four tables without the program's own queries."""

from datetime import date

import polars as pl

from npm_data.reference import PublishedFigure, reference

Frames = dict[str, pl.DataFrame]


def published(period: str, measure: str, breakdown: str = "", value: str = "") -> PublishedFigure:
    """The published figure of a period; an empty breakdown is the total."""
    found = [
        each
        for each in reference().published_figures
        if (each.country, each.period, each.measure) == ("Kazakhstan", period, measure)
        and each.breakdown.startswith(breakdown or "total")
        and each.breakdown_value == value
    ]
    derived = [each for each in found if each.precision == "derived"]
    return (derived or found)[0]


def visits_in(frames: Frames, from_on: date, to_on: date) -> pl.DataFrame:
    return frames["visits"].filter(pl.col("started_on").is_between(from_on, to_on))


def visits_of(frames: Frames, year: int) -> pl.DataFrame:
    return visits_in(frames, date(year, 1, 1), date(year, 12, 31))


def in_mandate_on(frames: Frames, day: date) -> pl.DataFrame:
    starts = {each.code: each.mandate_from for each in reference().institution_types}
    mandate_from = pl.col("institution_type").replace_strict(starts, return_dtype=pl.Date)
    return frames["institutions"].filter(
        (pl.col("opened_on") <= day)
        & (mandate_from <= day)
        & (pl.col("closed_on").is_null() | (pl.col("closed_on") > day))
    )


def chains(frames: Frames) -> pl.DataFrame:
    """The first statement of each chain, and how many statements the chain has."""
    rows = frames["recommendations"]
    repeated = dict(rows.select("recommendation_id", "repeats").drop_nulls().iter_rows())

    def first_of(code: str) -> str:
        while code in repeated:
            code = repeated[code]
        return code

    chain_of = [first_of(code) for code in rows["recommendation_id"]]
    members = rows.with_columns(pl.Series("chain_id", chain_of))
    sizes = members.group_by("chain_id").len("statements")
    return members.filter(pl.col("repeats").is_null()).join(sizes, on="chain_id")


def events(frames: Frames) -> pl.DataFrame:
    """The follow-up with the chain that each row belongs to."""
    rows = frames["recommendations"]
    chain_of = {code: code for code in rows["recommendation_id"]}
    for code, repeated in rows.select("recommendation_id", "repeats").iter_rows():
        chain_of[code] = chain_of[repeated] if repeated else code
    return frames["follow_up"].with_columns(
        pl.col("recommendation_id").replace_strict(chain_of).alias("chain_id")
    )


def statuses(frames: Frames, as_of: date | pl.Expr) -> pl.DataFrame:
    """Chains with `npm` and `authority` (each one's latest word, or none) and `status` as of a day.

    The day may be an expression over the chain's columns.
    """
    all_chains = chains(frames).with_columns(
        (pl.lit(as_of) if isinstance(as_of, date) else as_of).alias("as_of")
    )
    heard = (
        events(frames)
        .filter(pl.col("axis") == "implementation")
        .join(all_chains.select("chain_id", "as_of"), on="chain_id")
        .filter(pl.col("on") <= pl.col("as_of"))
        .sort("on", "record")
    )
    for judge in ("npm", "authority"):
        latest = heard.filter(pl.col("judge") == judge).group_by("chain_id", maintain_order=True)
        words = latest.agg(pl.col("status").last().alias(judge))
        all_chains = all_chains.join(words, on="chain_id", how="left")
    word = pl.coalesce("npm", "authority", pl.lit("no_information"))
    return all_chains.with_columns(word.alias("status"))
