"""Coverage and the four-year term: rows, sentences and pictures against the other road."""

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from npm_data.charts.measures import PAST_DUE, Measure, coverage_over
from npm_data.charts.theme import Look
from npm_data.figures import coverage, past_due
from npm_data.figures.figure import Figure
from npm_data.figures.units import younger_regions
from npm_data.i18n import words_for
from npm_data.questions.disclosure import WithheldError
from npm_data.reference import reference
from npm_data.register.filters import Role
from tests.figures.conftest import Ask, by_code, plain
from tests.telling import truth
from tests.telling.tables import percent, spoken
from tests.telling.truth import BEFORE, EVER, PART, WHOLE, YEAR, Answer, Choice

SMALL = replace(YEAR, ministries=("health",))
NOTHING = replace(YEAR, ministries=("defence",), regions=("KZ-39",))
TOO_EARLY = Choice(date(2014, 1, 1), date(2014, 1, 15))
CHOICES = pytest.mark.parametrize("choice", [YEAR, BEFORE, EVER, PART, SMALL])
UNITS = pytest.mark.parametrize("unit", coverage.UNITS)


def hold(figure: Figure, known: Answer, columns: dict[str, str]) -> None:
    """Each unit of the other road has its row, in one order, the whole last, with its numbers."""
    shown = by_code(figure)
    units = {key: row for key, row in known.items() if key != WHOLE}
    assert set(shown) == ({*units, "total"} if units else set())
    if units:
        assert list(shown)[-1] == "total"
        for key, row in known.items():
            found = shown["total" if key == WHOLE else key]
            for column, measure in columns.items():
                assert found[column] == pytest.approx(row[measure]), (key, column)
    assert set(columns) <= set(figure.columns) | {"share_never"}


def known_by(choice: Choice, query: str, unit: str) -> Answer:
    """The other road's rows; regions in the borders of the period's end where none are chosen."""
    if unit != "region" or choice.regions or choice.to_on >= date(2022, 6, 8):
        return truth.with_whole(query, choice, unit)
    known: Answer = {WHOLE: truth.of(query, choice)}
    for region in reference().regions_of("2018" if choice.to_on >= date(2018, 6, 19) else "2016"):
        row = truth.of(query, replace(choice, regions=region.successors or (region.code,)))
        if row["places_in_mandate" if query == "coverage" else "places"]:
            known[region.code] = row
    return known


@CHOICES
@UNITS
def test_coverage_is_places_visited_of_those_in_the_mandate(
    choice: Choice, unit: str, about: Ask
) -> None:
    figure = coverage.coverage(about(choice), unit)
    counted = ("places_in_mandate", "places_visited", "coverage")
    hold(figure, known_by(choice, "coverage", unit), dict(zip(counted, counted, strict=True)))
    whole = truth.of("coverage", choice)
    share, of = percent(whole["coverage"]), (whole["places_visited"], whole["places_in_mandate"])
    said, counts, fraction = plain(figure.finding), f"{of[0]} of {of[1]}", spoken(*of)
    if "visited least" in said:
        assert said.endswith(f"; of all places {share} ({counts})")
    elif fraction is None:
        assert f"{counts} places were visited ({share})" in said
    else:
        assert f": {fraction} of the places were visited, {share} ({counts})" in said


@CHOICES
@UNITS
@pytest.mark.parametrize("shown", coverage.TERMS)
def test_the_term_has_four_classes_and_what_is_past_due(
    choice: Choice, unit: str, shown: str, about: Ask
) -> None:
    figure = coverage.term(about(choice), unit, shown)
    known = known_by(choice, "clock", unit)
    for row in known.values():
        row["share_never"] = row["never_visited"] / row["places"]
    columns = ("places", *truth.CLOCK, "never_visited_past_due", "past_due", "share_past_due")
    hold(figure, known, {name: name for name in (*columns, "share_never")})
    whole = known[WHOLE]
    share = percent(whole[shown] / whole["places"])
    assert plain(figure.finding).startswith(f"Of {whole['places']} places {whole[shown]} ")
    assert f"({share})" in plain(figure.finding)


@CHOICES
def test_the_round_says_the_larger_fact_first(choice: Choice, about: Ask) -> None:
    figure = coverage.four_year_round(about(choice))
    whole = truth.of("clock", choice)
    shown = by_code(figure)
    assert list(shown) == list(truth.CLOCK)
    for part, row in shown.items():
        assert row["count"] == whole[part]
        assert row["share"] == pytest.approx(whole[part] / whole["places"])
    never, overdue, places = whole["never_visited"], whole["overdue"], whole["places"]
    said, past = plain(figure.finding), whole["never_visited_past_due"]
    assert f"{max(never, overdue)} of {places} places" in said
    if never >= overdue:
        passed = f"; for {past} of these the first term has passed"
        assert (passed in said) if past else ("term" not in said)
    else:
        assert (f"; {never} have not yet" in said) if never else ("not yet" not in said)
    pace = truth.of("pace", choice)
    needed = -(-pace["needed_a_year"] // 1)
    assert f"needs {needed:.0f} a year" in plain(figure.counts[1]) or needed == 0
    assert str(pace["places_visited"]) in figure.counts[1]


@CHOICES
def test_the_pace_is_held_against_whole_visits(choice: Choice, about: Ask) -> None:
    known = truth.with_whole("pace", choice, "ministry")
    for row in known.values():
        row["needed_a_year"] = -(-row["needed_a_year"] // 1)
    columns = ("places", "needed_a_year", "places_visited", "pace")
    hold(coverage.pace(about(choice)), known, {name: name for name in columns})


def test_titles_name_the_lowest_and_the_highest_of_units_that_are_large_enough(about: Ask) -> None:
    """By type in 2018; no type has twenty places, so those with five and more are named."""
    known = truth.ask("coverage", EVER, "region")
    large = {code: row for code, row in known.items() if row["places_in_mandate"] >= 5}
    assert len(large) < 3, "then two of them would be named"
    assert "least" not in coverage.coverage(about(EVER), "region").finding
    rows = pl.DataFrame(
        [
            {"code": code, "short_name": code, "n": n, "share": share}
            for code, n, share in (("A", 4, 0.0), ("B", 5, 0.4), ("C", 6, 0.2), ("D", 7, 0.9))
        ]
        + [{"code": "total", "short_name": "All", "n": 22, "share": 0.01}]
    )
    shape = coverage._Shape("region", "map", PAST_DUE, "", "n", "share")
    said = coverage._named(about(YEAR), shape, rows, "least")
    assert [plain(each) for each in said] == ["least: C 20.0 %, B 40.0 %"]
    said = coverage._named(about(YEAR), shape, rows, "most")
    assert [plain(each) for each in said] == ["most: D 90.0 %, B 40.0 %"]
    among = "named by a share: those with {} places or more"
    assert coverage._counts(about(YEAR), shape, rows)[-1] == among.format(5)
    many = rows.with_columns(n=pl.col("n") * 5)
    assert coverage._counts(about(YEAR), shape, many)[-1] == among.format(20)
    assert [plain(each) for each in coverage._named(about(YEAR), shape, many, "least")] == [
        "least: A 0.0 %, C 20.0 %"
    ]


def test_the_regions_below_what_the_round_needs_are_counted(about: Ask) -> None:
    known = known_by(YEAR, "coverage", "region")
    del known[WHOLE]
    below = sum(row["coverage"] < 0.25 for row in known.values())
    said = plain(coverage.coverage(about(YEAR), "region").finding)
    assert (
        f"{below} of {len(known)} regions stay below the 25 % that a four-year round needs" in said
    )
    two = replace(YEAR, from_on=date(2017, 1, 1))
    known = known_by(two, "coverage", "region")
    del known[WHOLE]
    below = sum(row["coverage"] < 0.5 for row in known.values())
    said = plain(coverage.coverage(about(two), "region").finding)
    assert f"{below} of {len(known)} regions stay below the 50 % that" in said
    assert said.startswith("2017–2018: ")


def test_of_regions_with_a_place_or_two_nothing_is_counted(about: Ask) -> None:
    few = replace(EVER, ministries=("education",))
    known = known_by(few, "coverage", "region")
    assert max(row["places_in_mandate"] for code, row in known.items() if code != WHOLE) < 5
    assert "regions" not in coverage.coverage(about(few), "region").finding


def test_a_region_that_did_not_exist_says_since_when_it_does(about: Ask) -> None:
    said = "Abai Region has existed since 8 June 2022: counted are the places that lie in it today"
    there = replace(YEAR, regions=("KZ-10",))
    assert [plain(each) for each in younger_regions(about(there))] == [said]
    assert said in plain("; ".join(coverage.coverage(about(there), "region").counts))
    assert younger_regions(about(YEAR)) == ()
    assert younger_regions(about(replace(YEAR, regions=("KZ-35",)))) == ()


def test_a_hall_reads_seven_bars_and_the_others_are_one() -> None:
    shape = coverage._Shape("institution_type", "map", PAST_DUE, "k", "n", "share")
    units = [{"name": str(n), "k": n // 2, "n": n, "share": 0.0} for n in range(9, 0, -1)]
    shown = coverage._most_marks(words_for("en"), shape, units)
    assert [row["name"] for row in shown] == [*"987654", "all other types"]
    assert (shown[-1]["k"], shown[-1]["n"], shown[-1]["share"]) == (2, 6, 2 / 6)
    assert coverage._most_marks(words_for("en"), shape, units[:7]) == units[:7]


def test_chosen_regions_stand_beside_the_country(about: Ask) -> None:
    here = replace(YEAR, regions=("KZ-35",))
    country = percent(truth.of("coverage", YEAR)["coverage"])
    figure = coverage.coverage(about(here), "region")
    assert plain(figure.finding).endswith(f"; whole country: {country}")
    assert set(by_code(figure)) == {"KZ-35", "total"}
    drawn = figure.picture(Look.LIGHT)
    assert drawn is not None
    assert drawn.frame.filter(pl.col("value").is_not_null()).height > 1
    assert drawn.frame.filter("is_chosen")["region"].to_list() == ["KZ-35"]


@pytest.mark.parametrize("look", [Look.LIGHT, Look.HALL])
def test_the_map_has_every_region_in_the_borders_of_the_day(look: Look, about: Ask) -> None:
    picture = coverage.coverage(about(YEAR), "region").picture(look)
    assert picture is not None
    known = truth.by_region_of_2018("coverage", YEAR)
    today = {unit.code: unit.successors for unit in reference().regions_of("2018")}
    drawn = {
        next((code for code in today[row["region"]] if code in known), row["region"]): row
        for row in picture.frame.iter_rows(named=True)
        if row["region"] and row["whole"]
    }
    for code, row in known.items():
        if row["places_in_mandate"]:
            assert (drawn[code]["part"], drawn[code]["whole"]) == (
                row["places_visited"],
                row["places_in_mandate"],
            )
            counts = f"{row['places_visited']}/{row['places_in_mandate']}"
            is_few = look.is_hall and row["places_in_mandate"] < 5
            label = counts if is_few else percent(row["coverage"], 0)
            assert plain(drawn[code]["value_label"]) == label
            bounds = (0.1, 0.15, 0.2, 0.25, 0.35)
            assert drawn[code]["class"] == str(sum(row["coverage"] >= each for each in bounds))


YEARLY = coverage_over(1)


def test_a_hall_reads_the_names_of_the_three_worst_and_the_best() -> None:
    def names(chosen: tuple[str, ...], measure: Measure = YEARLY) -> list[str]:
        rows = [
            {
                "region": code,
                "value": value,
                "part": 1,
                "whole": 9,
                "value_label": "",
                "is_chosen": code in chosen,
            }
            for code, value in (
                ("A", 0.5),
                ("B", None),
                ("C", 0.1),
                ("D", 0.3),
                ("E", 0.2),
                ("F", 0.9),
            )
        ]
        shown = coverage._with_names(pl.DataFrame(rows), measure)
        return shown.filter("is_named")["region"].to_list()

    assert names(()) == ["C", "D", "E", "F"]
    assert names((), PAST_DUE) == ["A", "C", "D", "F"]
    assert names(("A",)) == ["A"]


@pytest.mark.parametrize("look", [Look.LIGHT, Look.HALL])
def test_bars_say_share_and_counts_of_each_unit(look: Look, about: Ask) -> None:
    picture = coverage.coverage(about(YEAR), "ministry").picture(look)
    assert picture is not None
    texts = picture.frame["text" if look.is_hall else "counts_text"].to_list()
    for row in truth.ask("coverage", YEAR, "ministry").values():
        counts = f"{row['places_visited']} of {row['places_in_mandate']}"
        assert f"{percent(row['coverage'])} ({counts})" in [plain(text or "") for text in texts]


def test_regions_by_ministry_are_the_parts_of_both(about: Ask) -> None:
    figure = coverage.regions_by_ministry(about(YEAR))
    shown = [row for row in figure.rows.iter_rows(named=True) if row["whole"]]
    whole = truth.of("coverage", YEAR)
    assert sum(row["part"] for row in shown) == whole["places_visited"]
    assert sum(row["whole"] for row in shown) == whole["places_in_mandate"]
    for row in shown:
        assert row["coverage"] == pytest.approx(row["part"] / row["whole"])
    for region in {place["region"] for place in truth.rows()["institutions"]}:
        known = truth.ask("coverage", replace(YEAR, regions=(region,)), "ministry")
        name = about(YEAR).words.region(region, on=YEAR.to_on)
        cells = [row for row in shown if row["name"] == name]
        assert sorted((row["part"], row["whole"]) for row in cells) == sorted(
            (row["places_visited"], row["places_in_mandate"]) for row in known.values()
        )


def test_places_never_visited_are_listed_with_the_day_of_their_term(about: Ask) -> None:
    day = YEAR.clock_day
    known: dict[str, Any] = {
        place["institution_id"]: (place["name"], truth.oracle().due_on(place, day))
        for place in truth.by_name(
            YEAR, lambda place: truth.oracle().last(place, day, "periodic") is None
        )
    }
    shown = past_due.never_visited_places(about(YEAR)).rows
    rows = shown.select("institution_id", "name", "due_on").iter_rows()
    assert {code: (name, due) for code, name, due in rows} == known


def test_a_period_without_records_is_said_and_draws_nothing(about: Ask) -> None:
    figure = coverage.coverage(about(TOO_EARLY), "ministry")
    assert figure.finding == "Nothing is recorded for this period"
    assert figure.picture(Look.LIGHT) is None
    assert figure.rows["places_visited"].null_count() == figure.rows.height


def test_no_place_is_said_and_has_no_rows(about: Ask) -> None:
    for figure in (
        coverage.coverage(about(NOTHING), "region"),
        coverage.term(about(NOTHING), "region"),
        coverage.four_year_round(about(NOTHING)),
    ):
        assert figure.rows.is_empty()
        assert figure.finding == figure.empty == "No place in the mandate matches this choice"


def test_the_public_is_told_coverage_alone(about: Ask) -> None:
    public = about(YEAR, Role.PUBLIC)
    hold(
        coverage.coverage(public, "region"),
        known_by(YEAR, "coverage", "region"),
        {"coverage": "coverage"},
    )
    for make in (coverage.four_year_round, coverage.pace, past_due.never_visited_places):
        with pytest.raises(WithheldError):
            make(public)


@pytest.mark.parametrize(
    ("years", "bounds", "needed"),
    [
        (1, (0.1, 0.15, 0.2, 0.25, 0.35), 0.25),
        (2, (0.2, 0.3, 0.4, 0.5, 0.7), 0.5),
        (3, (0.3, 0.45, 0.6, 0.75), 0.75),
        (4, (0.4, 0.6, 0.8, 1.0), 1),
        (10, (0.4, 0.6, 0.8, 1.0), 1),
    ],
)
def test_classes_grow_with_the_years_up_to_every_place(
    years: int, bounds: tuple[float, ...], needed: float
) -> None:
    measure = coverage_over(years)
    assert measure.bounds == pytest.approx(bounds)
    assert measure.needed == needed
    assert len(measure.inks) == len(bounds) + 1
    below = [ramp for ramp, _ in measure.inks].count("orange")
    assert below == sum(bound <= needed for bound in bounds)
