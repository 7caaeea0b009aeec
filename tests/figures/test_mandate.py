"""The figures on the mandate are those of the other road: growth, types, scenarios, medical."""

import math
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from npm_data.charts.theme import Look
from npm_data.figures import mandate
from npm_data.figures.figure import Figure
from npm_data.figures.subject import Report
from npm_data.files.release import release
from npm_data.i18n import words_for
from npm_data.questions.disclosure import WithheldError
from npm_data.reference import LANGUAGES, reference
from npm_data.register.filters import Role, types_by_law, whole_visits
from tests.figures.conftest import Ask, plain
from tests.queries.oracle import Row
from tests.registers import register_of, repository_of
from tests.telling import truth
from tests.telling.truth import EVER, FEWEST, PART, YEAR, Choice, Truth

EARLY = Choice(date(2013, 1, 1), date(2013, 12, 31))
NOWHERE = replace(YEAR, regions=("KZ-47",))
HEALTH = replace(EVER, ministries=("health",))
CHOICES = (YEAR, EVER, PART, HEALTH, EARLY, NOWHERE)
ENTRIES = {"2014-01-01": 14, "2019-04-01": 3, "2020-01-01": 1}
"""Types by the day of their entry."""

ADDED, LEFT_OUT = "childrens_home", "ivs"


def by_law(day: date) -> set[str]:
    return {code for code, row in truth.types_of_places().items() if row["from"] <= day}


# -- growth ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", CHOICES)
def test_places_are_counted_at_each_years_end_by_the_entry_of_their_type(
    choice: Choice, about: Ask
) -> None:
    figure = mandate.growth(about(choice))
    known = truth.growth(choice)
    days = sorted({day for day, _ in known})
    assert figure.rows["day"].to_list() == days if days else figure.rows.is_empty()
    for row in figure.rows.iter_rows(named=True):
        whole = known[row["day"], truth.WHOLE]
        assert {name: row[name] for name in ("places", *mandate.MOVES)} == whole
        assert row["needed"] == math.ceil(whole["places"] / 4)
        for code in set(ENTRIES) & set(row):
            of_entry = known.get((row["day"], date.fromisoformat(code)), {"places": 0})
            assert row[code] == of_entry["places"]
        assert sum(row[code] for code in set(ENTRIES) & set(row)) == row["places"]
    if days:
        last = known[days[-1], truth.WHOLE]["places"]
        assert f"the mandate holds {last} place" in plain(figure.finding)
        assert f"needs {math.ceil(last / 4)} periodic visit" in plain(figure.finding)


def test_growth_says_since_when_by_which_types_and_by_which_law(about: Ask) -> None:
    figure = mandate.growth(about(EVER))
    assert plain(figure.finding) == (
        "By law the mandate holds 21 places on 30 June 2020; a four-year round needs 6 periodic"
        " visits a year"
    )
    said = [plain(each) for each in figure.counts]
    assert said[0] == ("since 2014: 17 places (14 types of place); Law No. 111-V of 2 July 2013")
    assert said[1].startswith("since 1 April 2019 (inferred): 2 places (the types “organisation")
    assert said[1].endswith("Inferred: the date of Law No. 240-VI of 1 April 2019")
    assert said[2].startswith("since 1 January 2020 (assumed): 2 places (the type “residential")
    assert said[2].endswith("Assumed: after 2019, the exact day was not found")
    assert [plain(column.label) for column in figure.columns.values()] == [
        *("Day", "since 2014", "since 1 April 2019 (inferred)"),
        *("since 1 January 2020 (assumed)", "Places", "Periodic visits needed a year"),
        *("Came with their type in the year", "Opened in the year"),
        *("Left with their type in the year", "Closed in the year"),
    ]


def test_of_one_ministry_only_its_types_are_named(about: Ask) -> None:
    figure = mandate.growth(about(HEALTH))
    assert plain(figure.finding).startswith("Ministry of Health: by law the mandate holds 3 places")
    assert [plain(each).partition(";")[0] for each in figure.counts] == [
        "since 2014: 3 places (the types “psychiatric organisation (compulsory measures)”,"
        " “compulsory tuberculosis treatment organisation”, “compulsory narcological treatment"
        " organisation”)"
    ]


def test_the_picture_of_growth_has_a_part_for_each_number_of_the_table(
    about: Ask,
) -> None:
    figure = mandate.growth(about(EVER))
    picture = figure.picture(Look.LIGHT)
    assert picture is not None
    drawn = {
        (row["label"], row["group"]): (row["places"], row["places_text"])
        for row in picture.frame.iter_rows(named=True)
    }
    names = [*(str(year) for year in range(2014, 2020)), "30.06.2020"]
    wanted = {
        (name, group): (row[column], str(row[column]))
        for name, row in zip(names, figure.rows.iter_rows(named=True), strict=True)
        for group, column in ((mandate.WHOLE, "places"), *((code, code) for code in ENTRIES))
    }
    assert drawn == wanted


def test_the_public_is_told_of_growth_up_to_the_end_of_a_year_and_of_nothing_else(
    about: Ask,
) -> None:
    public = about(YEAR, Role.PUBLIC)
    assert mandate.growth(public).rows["day"].to_list()[-1] == date(2019, 12, 31)
    for make in (mandate.types, mandate.medical):
        with pytest.raises(WithheldError):
            make(public)
    with pytest.raises(WithheldError):
        mandate.scenario(public, types_by_law(public.as_of))


# -- types ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", CHOICES)
def test_each_type_of_the_law_has_its_places_on_the_day(choice: Choice, about: Ask) -> None:
    figure = mandate.types(about(choice))
    known = Counter(
        place["institution_type"]
        for place in truth.oracle().places_on(choice.row, choice.clock_day)
    )
    hosts = {code: row["portfolio"] for code, row in truth.types_of_places().items()}
    wanted = {
        code: known[code]
        for code in by_law(choice.clock_day)
        if not choice.ministries or hosts[code] in choice.ministries
    }
    if not wanted:
        assert figure.rows.is_empty()
        return
    *rows, whole = figure.rows.iter_rows(named=True)
    assert {row["code"]: row["places"] for row in rows} == wanted
    assert whole["places"] == known.total()
    if known:
        named = figure.finding.partition("“")[2].partition("”")[0]
        (most,) = (row for row in rows if row["name"] == named)
        assert most["places"] == max(known.values())
        assert f": {most['places']} of {known.total()} (" in figure.finding
    else:
        assert figure.finding == words_for("en")("coverage.no_places")


def test_types_stand_in_the_order_of_the_reports_chapters(about: Ask) -> None:
    figure = mandate.types(about(EVER))
    chapters = [
        reference().institution_type(code).report_chapter for code in figure.rows["code"][:-1]
    ]
    assert chapters == sorted(chapters)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_inferred_or_assumed_is_marked_in_every_language(language: str, about: Ask) -> None:
    words, subject = words_for(language), about(EVER, language=language)
    by_code = {row["code"]: row for row in mandate.types(subject).rows.iter_rows(named=True)}
    laws = mandate.growth(subject).counts
    for each in reference().institution_types:
        source = mandate.SOURCES[each.mandate_source]
        assert (source == "law") is not each.is_mandate_assumed
        assert ("(" in by_code[each.code]["since"]) is each.is_mandate_assumed
        assert by_code[each.code]["ministry"]
        assert any(said.endswith(words(f"mandate.source_{source}")) for said in laws)


# -- scenarios ------------------------------------------------------------------------------------


class OtherTypes(Truth):
    """The register as if IVS were not in the mandate, and children's homes always had been."""

    def is_in_mandate(self, place: Row, day: date) -> bool:
        if place["institution_type"] == ADDED:
            return place["opened_on"] <= day and not (place["closed_on"] or date.max) <= day
        return place["institution_type"] != LEFT_OUT and super().is_in_mandate(place, day)


def scenario(about: Ask, choice: Choice) -> tuple[Figure, int, int, tuple[str, ...]]:
    """The figure, the places by law and in the scenario, and its types."""
    day = choice.clock_day
    types = tuple(code for code in types_by_law(day) if code != LEFT_OUT)
    types += () if ADDED in types else (ADDED,)
    other = OtherTypes(**truth.rows(), types=truth.types_of_places(), data_date=truth.DATA_DATE)
    places = [len(each.places_on(choice.row, day)) for each in (truth.oracle(), other)]
    return mandate.scenario(about(choice), types), places[0], places[1], types


@pytest.mark.parametrize("choice", [YEAR, EVER, PART, HEALTH])
def test_a_scenario_has_the_places_of_its_types_and_is_held_against_visits_to_them(
    choice: Choice, about: Ask
) -> None:
    figure, law, chosen, types = scenario(about, choice)
    if chosen == law:
        assert f"as it is by law ({law})" in figure.finding
    else:
        change = abs(chosen - law)
        direction = "grows" if chosen > law else "shrinks"
        said = f"{direction} by {change} place{'s' * (change > 1)} (from {law} to {chosen})"
        assert said in figure.finding
        assert f" takes {math.ceil(change / 4)} periodic visit" in figure.finding
    asked = replace(choice, from_on=EVER.from_on, to_on=truth.DATA_DATE, institution_types=types)
    every = truth.ask("visits", asked, "year")
    periodic = truth.ask("visits", replace(asked, visit_types=("periodic",)), "year")
    none = {"visits": 0}
    assert figure.rows.to_dicts() == [
        {
            "year": str(year),
            "periodic": periodic.get(str(year), none)["visits"],
            "every": every.get(str(year), none)["visits"],
            "needed": math.ceil(chosen / 4),
        }
        for year in range(2014, 2021)
    ]


def test_the_law_itself_is_no_scenario(about: Ask) -> None:
    subject = about(YEAR)
    figure = mandate.scenario(subject, types_by_law(subject.as_of))
    places = len(truth.oracle().places_on(YEAR.row, YEAR.clock_day))
    assert plain(figure.finding) == (
        f"By law the mandate holds {places} places on 31 December 2018; a four-year round needs"
        " 5 periodic visits a year"
    )
    assert figure.rows["needed"].unique().to_list() == [5]


def test_a_scenario_is_read_out_with_its_filters_and_keeps_its_types_in_the_file(
    about: Ask,
) -> None:
    figure, *_ = scenario(about, PART)
    assert plain(figure.finding).startswith("Ministry of Internal Affairs · 3 regions: with the ty")
    notes = release(about(PART), figure).provenance.notes
    assert "left out: temporary detention facility (IVS)" in notes
    picture = scenario(about, YEAR)[0].picture(Look.LIGHT)
    assert picture is not None
    assert picture.frame["needed_text"].to_list() == ["needed: 4", *[""] * 6]
    assert picture.frame["periodic_text"].to_list() == [str(n) for n in picture.frame["periodic"]]


def test_no_types_leave_an_empty_mandate(about: Ask) -> None:
    figure = mandate.scenario(about(YEAR), ())
    assert figure.rows.is_empty()
    assert "14 types of place left out, the mandate shrinks by 17 places" in figure.finding
    assert "to 0)" in figure.finding


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "With the type “organisation for orphans, children's home” added, the mandate grows by "
            "115 places (from 3,001 to 3,116); a four-year round takes 29 periodic visits a year "
            "for 115 places",
        ),
        (
            "ru",
            "Если добавить вид «детский дом», мандат расширится на 115 учреждений (было "
            "3\u202f001, станет 3\u202f116); в четырёхлетнем цикле 115 учреждений — это 29 "
            "периодических посещений в год",
        ),
        (
            "kk",
            "Мандатқа «балалар үйі» түрі қосылса, мандат 115 мекемеге ұлғаяды (бұрын 3\u202f001, "
            "енді 3\u202f116); төрт жылдық циклде 115 мекеме — жылына 29 кезеңдік бару",
        ),
    ],
)
def test_a_hundred_and_fifteen_places_are_twenty_nine_visits_whatever_was_before(
    language: str, said: str
) -> None:
    """Each mandate rounded up by itself, 3,001 and 3,116 places would give 779 - 751 = 28."""
    added = mandate.Mandate(added=(ADDED,))
    assert mandate._sentence(words_for(language), added, 3001, 3116) == said
    assert whole_visits(3116 / 4) - whole_visits(3001 / 4) == 28


@pytest.mark.parametrize(
    ("change", "places", "visits"),
    [
        (1, "на 1 учреждение ", "1 учреждение — это 1 периодическое посещение в год"),
        (2, "на 2 учреждения ", "2 учреждения — это 1 периодическое посещение в год"),
        (5, "на 5 учреждений ", "5 учреждений — это 2 периодических посещения в год"),
        (21, "на 21 учреждение ", "21 учреждение — это 6 периодических посещений в год"),
        (84, "на 84 учреждения ", "84 учреждения — это 21 периодическое посещение в год"),
        (-1, "на 1 учреждение ", "1 учреждение — это 1 периодическое посещение в год"),
        (-22, "на 22 учреждения ", "22 учреждения — это 6 периодических посещений в год"),
    ],
)
def test_russian_numbers_stand_with_their_forms(change: int, places: str, visits: str) -> None:
    types = {"added": (ADDED,)} if change > 0 else {"left_out": ("ivs",)}
    said = mandate._sentence(words_for("ru"), mandate.Mandate(**types), 100, 100 + change)
    assert places in said
    assert said.endswith(visits)


@pytest.mark.parametrize(
    ("language", "clause", "counted"),
    [
        ("en", "With the type “infant home” added and the types “guardhouse”, “pre-", "18 types o"),
        ("ru", "Если добавить вид «дом ребенка» и исключить виды «гауптвахта», «сле", "18 видов у"),
        ("kk", "Мандатқа «сәбилер үйі» түрі қосылып, одан «гауптвахта», «тергеу изо", "дің 18 түр"),
    ],
)
def test_what_is_added_and_left_out_is_named_in_its_first_case_and_many_types_are_counted(
    language: str, clause: str, counted: str
) -> None:
    words = words_for(language)
    both = mandate.Mandate(("infant_home",), ("guardhouse", "sizo"))
    same = mandate._sentence(words, both, 40, 40)
    assert same.startswith(clause)
    assert "40" in same
    everything = tuple(each.code for each in reference().institution_types)
    assert counted in mandate._sentence(words, mandate.Mandate(left_out=everything), 8, 0)


def test_each_source_of_the_reference_data_has_words() -> None:
    assert {each.mandate_source for each in reference().institution_types} == set(mandate.SOURCES)


# -- medical care ---------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", [YEAR, EVER, PART, replace(YEAR, regions=("KZ-71",))])
def test_medical_care_is_counted_before_and_since_its_move_by_addressee(
    choice: Choice, about: Ask
) -> None:
    """All years and ministries: of the filters only the regions hold."""
    figure = mandate.medical(about(choice))
    known = []
    for code, moved_on in mandate.MEDICAL_CARE_MOVED_ON.items():
        asked = replace(
            EVER, regions=choice.regions, institution_types=(code,), themes=("health_care",)
        )
        chains = truth.oracle().chosen_chains(asked.row, truth.DATA_DATE)
        for side in ("before", "since"):
            is_before = side == "before"
            of_side = [row for row in chains if (row["issued_on"] < moved_on) is is_before]
            addressed = Counter(each["addressee"] for each in of_side)
            if of_side:
                others = len(of_side) - addressed["interior"] - addressed["health"]
                counts = addressed["interior"], addressed["health"], others, len(of_side)
                known.append((words_for("en").institution_type(code), side, *counts))
    names = ("name", "side", "to_interior", "to_health", "to_others", "recommendations")
    assert [tuple(row[name] for name in names) for row in figure.rows.to_dicts()] == known
    shown = release(about(choice), figure).frame
    for row in shown.iter_rows(named=True):
        told = row["to_health"] / row["recommendations"]
        assert row["share"] == (told if row["recommendations"] >= FEWEST else None)
    assert figure.finding.startswith("No recommendation on health care was issued for such places")


def test_the_day_of_the_move_counts_as_since_and_the_share_is_that_of_health(
    tmp_path: Path,
) -> None:
    moved_on = mandate.MEDICAL_CARE_MOVED_ON["sizo"]
    place = {"institution_id": "S1", "name": "SIZO 1", "institution_type": "sizo"}
    place |= {"region": "KZ-71", "opened_on": date(2005, 3, 1)}
    issued = [
        (moved_on - timedelta(days=1), "interior", "health_care"),
        *[(moved_on, "health", "health_care")] * 4,
        (date(2023, 2, 1), "defence", "health_care"),
        (date(2023, 2, 1), "health", "staff"),
    ]
    said = [
        {"recommendation_id": f"R{number}", "institution_id": "S1", "addressee": addressee}
        | {"theme": theme, "issued_on": day, "text": "A doctor is needed"}
        for number, (day, addressee, theme) in enumerate(issued)
    ]
    register = register_of(institutions=[place], recommendations=said)
    repository = repository_of(register, tmp_path, date(2023, 12, 31))
    figure = mandate.medical(Report(words_for("en"), YEAR.filters, repository))
    names = ("side", "to_interior", "to_health", "to_others", "recommendations", "share")
    assert [tuple(row[name] for name in names) for row in figure.rows.to_dicts()] == [
        ("before", 1, 0, 0, 1, 0.0),
        ("since", 0, 4, 1, 5, 0.8),
    ]
    assert figure.finding == (
        "Recommendations on health care addressed to the Ministry of Health since the care passed"
        " to it: pre-trial detention centre (SIZO): 4 of 5"
    )
    repository.close()
