"""Whoever has all figures that the public can have cannot work out what is hidden.

Two worlds: registers that differ in something hidden, and in no figure that the public can have, no
slide and no table. What can be reckoned from the figures that do differ: `test_attacker.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from npm_data.figures import visits
from npm_data.figures.subject import Report
from npm_data.i18n import words_for
from npm_data.questions import disclosure
from npm_data.questions.disclosure import PUBLIC
from npm_data.questions.repository import Repository
from npm_data.register.filters import Period, Role
from npm_data.report.annex import annex_of
from npm_data.report.deck import deck_of
from tests.disclosure import worlds
from tests.disclosure.worlds import (
    GROUPED,
    REGIONS,
    YEARS,
    Figure,
    Rows,
    everything,
    opened,
    rows_of_a_register,
)
from tests.extent import EVERYWHERE

World = Callable[[Rows], Rows]
OTHER_WORLDS = (
    worlds.visits_of_other_types,
    worlds.second_visits_to_others,
    worlds.visits_of_other_months,
    worlds.recommendations_of_other_months,
    worlds.recommendations_to_others,
    worlds.places_of_other_names,
)
Mutate = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(scope="module")
def figures() -> list[Figure]:
    with opened(rows_of_a_register()) as public:
        ever = worlds.Filters(worlds.Period(date(YEARS[0], 1, 1), worlds.DATA_DATE))
        assert public.may_ask("visits", ever, ("year_visit_type",))
        return everything(public)


def test_all_questions_that_the_public_may_ask_are_asked(figures: list[Figure]) -> None:
    assert {name for name, rule in PUBLIC.items() if rule} == set(GROUPED)
    assert {each.question for each in figures} == set(GROUPED)
    assert {each.row[0] for each in figures} >= {"visit_type", "ministry", "theme", "region"}


@pytest.mark.parametrize(
    "changes", [OTHER_WORLDS, *([each] for each in OTHER_WORLDS if EVERYWHERE)], ids=len
)
def test_a_world_with_other_hidden_figures_tells_the_public_the_same(
    changes: Sequence[World], figures: list[Figure]
) -> None:
    """All that is hidden is another; everywhere also one thing after the other."""
    changed = rows_of_a_register()
    for world in changes:
        before, changed = changed, world(changed)
        assert changed != before
    with opened(changed) as public:
        assert everything(public) == figures


def _allow_visit_types(patch: pytest.MonkeyPatch) -> None:
    check = disclosure._filters_withheld
    patch.setattr(
        disclosure,
        "_filters_withheld",
        lambda rule, asked, known: check(rule, {**asked, "visit_types": None}, known),
    )


def _allow_months(patch: pytest.MonkeyPatch) -> None:
    rule = PUBLIC["visits"]
    assert rule is not None
    patch.setitem(PUBLIC, "visits", replace(rule, also=rule.also | {"month"}))


def _allow(name: str, **changes: Any) -> Mutate:
    def patched(patch: pytest.MonkeyPatch) -> None:
        rule = PUBLIC[name]
        assert rule is not None
        patch.setitem(PUBLIC, name, replace(rule, **changes))

    return patched


def _allow_any_horizon(patch: pytest.MonkeyPatch) -> None:
    check = disclosure._filters_withheld
    patch.setattr(
        disclosure,
        "_filters_withheld",
        lambda rule, asked, known: check(rule, {**asked, "horizons": ()}, known),
    )


def _tell_how_often(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disclosure, "_without_how_often", lambda rows, is_of_country: rows)


def _allow_parts_of_years(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Period, "is_whole_years", True)


@pytest.mark.smoke
@pytest.mark.parametrize(
    ("world", "mutate", "question"),
    [
        (worlds.visits_of_other_types, _allow_visit_types, "visits"),
        (worlds.second_visits_to_others, _tell_how_often, "visits"),
        (worlds.visits_of_other_months, _allow_months, "visits"),
        (worlds.visits_of_other_months, _allow_parts_of_years, "visits"),
        (worlds.recommendations_of_other_months, _allow("replies", settled_after=0), "replies"),
        (
            worlds.recommendations_of_other_months,
            _allow_any_horizon,
            "time_to_implementation",
        ),
        (
            worlds.recommendations_to_others,
            _allow("recommendations", has_host=True),
            "recommendations",
        ),
    ],
)
def test_the_comparison_of_worlds_finds_a_rule_that_is_missing(
    world: World, mutate: Mutate, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutate(monkeypatch)
    rows = rows_of_a_register()
    with opened(rows) as one, opened(world(rows)) as other:
        assert everything(one, (question,)) != everything(other, (question,))


@pytest.mark.parametrize("filters", [{}, {"regions": REGIONS[:1]}, {"ministries": ("interior",)}])
def test_slides_and_annex_of_such_worlds_say_the_same(filters: dict[str, tuple[str, ...]]) -> None:
    """What is visited, how often and why differ in all that is hidden."""
    rows = rows_of_a_register()
    changed = rows
    for world in OTHER_WORLDS:
        changed = world(changed)
    chosen = worlds.Filters(worlds.Period.of_year(YEARS[0]), **filters)
    with opened(rows) as one, opened(changed) as other:
        assert said(one, chosen) == said(other, chosen)


def test_tables_of_the_council_tell_them_apart() -> None:
    rows, chosen = rows_of_a_register(), worlds.Filters(worlds.Period.of_year(YEARS[0]))
    with opened(rows) as one, opened(worlds.second_visits_to_others(rows)) as other:
        tables = [
            [visits.by_unit(report, unit).rows.rows() for unit in visits.UNITS]
            for report in (
                Report(words_for("en"), chosen, each.seen_by(Role.COUNCIL)) for each in (one, other)
            )
        ]
        assert tables[0] != tables[1]


def said(seen: Repository, filters: worlds.Filters) -> tuple[list[object], list[object]]:
    """All that a deck and an annex say, with the rows behind their pictures."""
    report = Report(words_for("en"), filters, seen)
    slides = [
        (each.key, each.sentence, each.lines, each.counts, each.notes, _cells(each.frame))
        for each in deck_of(report).slides
    ]
    annex = annex_of(report)
    pictures = [each.picture.frame.rows() for each in annex.chapters if each.picture]
    tables = [(each.heading, _cells(each.released.frame)) for each in annex.tables]
    return [*slides], [*tables, pictures]


def _cells(frame: pl.DataFrame | None) -> object:
    return None if frame is None else (frame.columns, frame.rows())


def test_the_council_is_told_what_the_public_is_not() -> None:
    with opened(rows_of_a_register()) as public:
        council: Repository = public.seen_by(Role.COUNCIL)
        special = worlds.Filters(worlds.Period.of_year(2014), visit_types=("special",))
        assert council.visits(special, ("region", "month")).height > 0
