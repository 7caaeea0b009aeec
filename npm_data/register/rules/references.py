"""References to nothing: each is told once, with all rows that bear it and what was meant."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl

from npm_data.register.reading import Problem
from npm_data.register.reading.places_of_a_visit import Several, several_in
from npm_data.register.rules.spellings import facts_of_a_spelling, spelt_alike

REFERENCES = {
    "a_visits_place_is_in_the_register": "institutions",
    "a_recommendations_visit_is_in_the_register": "visits",
    "a_recommendations_place_is_in_the_register": "institutions",
    "a_repeated_recommendation_is_in_the_register": "recommendations",
    "follow_up_belongs_to_a_recommendation": "recommendations",
}
"""Rules about a reference to nothing, and the table to which it refers."""


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
    alike = spelt_alike(unknown, known)
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
