"""What the public is told, question by question, and that nothing comes past the rules."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from npm_data.figures.subject import Report
from npm_data.figures.units import total_of
from npm_data.i18n import words_for
from npm_data.questions import disclosure
from npm_data.questions.disclosure import PUBLIC, WithheldError, known_until, tells_of_a_part
from npm_data.questions.repository import Repository
from npm_data.questions.statements import DIMENSIONS_OF, statements
from npm_data.reference import PROJECT
from npm_data.register.filters import Filters, Period, Role
from npm_data.report import overview
from tests.registers import register_of, repository_of, worked_rows

YEAR = Filters(Period.of_year(2016))
OF_A_REGION = replace(YEAR, regions=("KZ-35",))
OF_A_TYPE = replace(YEAR, institution_types=("penal",))
OF_A_MINISTRY = replace(YEAR, ministries=("interior",))
NOT_TOLD = sorted(name for name, rule in PUBLIC.items() if rule is None)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    folder = tmp_path_factory.mktemp("worked")
    repository = repository_of(register_of(**worked_rows()), folder, date(2018, 6, 30))
    yield repository
    repository.close()


@pytest.fixture(scope="module")
def public(whole: Repository) -> Repository:
    return whole.seen_by(Role.PUBLIC)


def test_every_question_has_its_entry() -> None:
    asked = {name for name, each in statements().items() if each.subject != "register"}
    assert asked == set(PUBLIC)


@pytest.mark.parametrize("name", NOT_TOLD)
def test_records_days_and_texts_are_refused_whatever_is_asked(
    public: Repository, name: str
) -> None:
    with pytest.raises(WithheldError, match="records"):
        public._answer(name, {})


def test_a_question_that_nobody_thought_of_is_refused(
    public: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(PUBLIC, "visits")
    with pytest.raises(WithheldError):
        public.visits(YEAR)


@pytest.mark.parametrize(
    "filters",
    [
        replace(YEAR, period=Period(date(2016, 1, 1), date(2016, 6, 30))),
        replace(YEAR, period=Period(date(2016, 2, 1), date(2016, 12, 31))),
        replace(YEAR, period=Period(date(2017, 7, 1), date(2018, 6, 30))),
        replace(YEAR, period=Period(date(2018, 1, 1), date(2018, 6, 30))),
        replace(YEAR, period=Period.of_year(2018)),
        replace(YEAR, visit_types=("special",)),
        replace(YEAR, themes=("regime",)),
    ],
)
@pytest.mark.parametrize("name", sorted(set(PUBLIC) - set(NOT_TOLD)))
def test_parts_of_years_years_that_go_on_types_of_visits_and_themes_choose_nothing(
    public: Repository, name: str, filters: Filters
) -> None:
    assert public.may_ask(name, YEAR, ())
    assert not public.may_ask(name, filters, ())


@pytest.mark.parametrize("dimension", ["month", "record"])
def test_nothing_is_told_by_month_or_record(public: Repository, dimension: str) -> None:
    for name in PUBLIC:
        assert not public.may_ask(name, YEAR, (dimension,))


@pytest.mark.parametrize("filters", [OF_A_REGION, OF_A_TYPE, OF_A_MINISTRY])
def test_visits_are_counted_and_their_types_named_of_the_whole_country_alone(
    public: Repository, filters: Filters
) -> None:
    for dimension in ("visit_type", "year_visit_type"):
        assert not public.may_ask("visits", filters, (dimension,))
    told = public.visits(filters, ("total", "year", "ministry", "region_ministry"))
    assert told["visits"].null_count() == told.height
    assert told["places_visited"].null_count() == 0


def test_of_the_country_visits_are_told_and_of_its_parts_the_places_visited(
    whole: Repository, public: Repository
) -> None:
    parts = ("region", "region_2016", "region_2018", "institution_type", "region_ministry")
    told, all_of_it = (
        each.visits(YEAR, ("total", "year", "ministry", *parts)) for each in (public, whole)
    )
    is_of_country = pl.col("dimension").is_in(["total", "year"])
    assert told.filter(is_of_country).equals(all_of_it.filter(is_of_country))
    of_parts = told.filter(~is_of_country)
    assert of_parts["visits"].null_count() == of_parts.height > 8
    assert told["places_visited"].equals(all_of_it["places_visited"])


def test_by_type_there_are_no_places_beside_the_visits(whole: Repository) -> None:
    rows = whole.visits(YEAR, ("visit_type", "total"))
    asked = {"by": ("visit_type", "total")}
    told = disclosure.visible_to(Role.PUBLIC, "visits", asked, rows, date(2017, 12, 31))
    by_type = told.filter(dimension="visit_type")
    assert by_type["places_visited"].null_count() == by_type.height == by_type["visits"].count()
    assert told.filter(dimension="total")["places_visited"].null_count() == 0


def test_who_is_addressed_is_crossed_with_no_region_and_no_type_of_place(
    public: Repository,
) -> None:
    for name in ("recommendations", "implementation", "claims", "repeats", "replies"):
        for further in ("ministry", "theme", "addressee_level"):
            assert public.may_ask(name, OF_A_MINISTRY, (further,))
            assert not public.may_ask(name, OF_A_REGION, (further,))
        for place in ("region", "region_2018", "institution_type"):
            assert public.may_ask(name, YEAR, (place,))
            assert not public.may_ask(name, OF_A_MINISTRY, (place,))
        assert not public.may_ask(name, replace(OF_A_REGION, ministries=("interior",)))
        assert not public.may_ask(name, YEAR, ("region_ministry",))


def test_statuses_are_read_on_the_last_known_day_and_rates_at_whole_years(
    public: Repository,
) -> None:
    last = date(2017, 12, 31)
    assert public.may_ask("recommendations", YEAR, as_of=last)
    for day in (date(2016, 12, 31), date(2017, 6, 30), date(2018, 12, 31)):
        assert not public.may_ask("recommendations", YEAR, as_of=day)
    assert public.may_ask("implementation", YEAR, as_of=last, months=(12, 24, 48))
    assert not public.may_ask("implementation", YEAR, as_of=last, months=(13,))
    assert public.may_ask("time_to_implementation", YEAR, as_of=last, horizons=(0, 12, 48))
    assert not public.may_ask("time_to_implementation", YEAR, as_of=last, horizons=(0, 6))


def test_replies_are_told_when_all_of_the_period_are_due(public: Repository) -> None:
    """Of a year that has just ended those of its last months are not: that would tell how many."""
    assert public.may_ask("replies", YEAR)
    assert not public.may_ask("replies", replace(YEAR, period=Period.of_year(2017)))


def test_how_full_the_type_of_visit_is_stays_with_the_council(
    whole: Repository, public: Repository
) -> None:
    kept = {"visit_type", "report_day"}
    assert kept <= set(whole.completeness(YEAR)["subject"])
    assert not kept & set(public.completeness(YEAR)["subject"])
    assert public.completeness(YEAR).height == whole.completeness(YEAR).height - 2


def test_the_public_sees_the_register_up_to_the_end_of_a_year(
    whole: Repository, public: Repository
) -> None:
    assert known_until(Role.PUBLIC, date(2018, 6, 30)) == date(2017, 12, 31)
    assert known_until(Role.PUBLIC, date(2018, 12, 31)) == date(2018, 12, 31)
    assert public.data_set.data_date == date(2017, 12, 31)
    assert public.data_set.first_on == date(2014, 1, 1)
    assert public.mandate_places(YEAR)["day"].max() == date(2017, 12, 31)
    assert whole.mandate_places(YEAR)["day"].max() == date(2018, 6, 30)


def test_instead_of_the_clock_the_overview_has_the_coverage_of_four_years(
    whole: Repository, public: Repository
) -> None:
    of_2017, of_2016 = (Filters(Period.of_year(year)) for year in (2017, 2016))
    told = overview.ask(Report(words_for("en"), of_2017, public))
    assert told.clock is told.pace is None
    four_years = Filters(Period(date(2014, 1, 1), date(2017, 12, 31)))
    assert told.reach == total_of(whole.coverage(four_years))
    assert overview.ask(Report(words_for("en"), of_2016, public)).reach is None
    assert overview.ask(Report(words_for("en"), of_2017, whole)).reach is None


def test_the_public_is_not_told_what_the_register_was_made_of(public: Repository) -> None:
    known = public.data_set
    assert known.sources == ()
    assert known.imported_at is None
    assert set(known.row_counts.values()) == {1}


def test_an_answer_given_to_the_council_is_not_handed_to_the_public(
    whole: Repository, public: Repository
) -> None:
    council = whole.seen_by(Role.COUNCIL)
    assert council.visits(YEAR, ("month",)).height > 0
    assert council.data_set.data_date == date(2018, 6, 30)
    with pytest.raises(WithheldError):
        public.visits(YEAR, ("month",))
    assert public.data_set.data_date == date(2017, 12, 31)


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.SECRETARIAT])
def test_council_and_secretariat_are_told_everything(whole: Repository, role: Role) -> None:
    seen = whole.seen_by(role)
    for name, dimensions in DIMENSIONS_OF.items():
        assert seen.may_ask(name, replace(OF_A_REGION, visit_types=("special",)), dimensions)


@pytest.mark.parametrize(
    ("visits", "places", "reactive", "most", "tells"),
    [
        (30, 30, 0, 19, False),
        (30, 30, 10, 19, False),
        (30, 30, 11, 19, True),
        (30, 30, 0, 20, True),
        (40, 30, 0, 20, True),
        (30, 40, 0, 20, True),
        (1, 1, 0, 1, True),
    ],
)
def test_types_of_a_year_are_told_where_others_than_reactive_ones_suffice_for_each_part(
    visits: int, places: int, reactive: int, most: int, tells: bool
) -> None:
    assert tells_of_a_part(visits, places, reactive, most) is tells


def test_the_register_is_asked_past_the_rules_in_no_other_place() -> None:
    """Who holds the connection, or the answers for anybody, could hand out what is withheld."""
    past = {
        f"{path.relative_to(PROJECT)}: {node.attr}"
        for folder in ("npm_data", "pages")
        for path in (PROJECT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"_connection", "_rows", "role"}
        if isinstance(node.ctx, ast.Store) or node.attr != "role"
        if path.parent.name in {"questions", "ui", "report", "pages", "cli"}
    }
    assert past - {"npm_data/ui/show.py: _rows"} == {
        "npm_data/questions/statements.py: _connection",
        "npm_data/questions/statements.py: _rows",
        "npm_data/questions/places.py: _rows",
        "npm_data/questions/repository.py: _connection",
        "npm_data/questions/repository.py: role",
    }
