"""Figures of visits show the numbers that the other road gives, and say them in their sentence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from npm_data.charts.theme import Look
from npm_data.figures.units import codes_in_order
from npm_data.figures.visits import UNITS, by_month, by_unit, by_year, report_delays
from npm_data.questions.disclosure import WithheldError
from npm_data.questions.repository import Repository
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Role
from tests.figures.reading import cells, drawn, plain, report
from tests.registers import register_of, repository_of
from tests.telling import truth
from tests.telling.tables import MONTHS, percent
from tests.telling.truth import BEFORE, DATA_DATE, EVER, PART, WHOLE, YEAR, Answer, Choice

SMALL = replace(YEAR, ministries=("health",))
NOTHING = replace(YEAR, regions=("KZ-15",))
BEFORE_ALL = Choice(date(2013, 1, 1), date(2013, 12, 31))
LAST_12 = Choice(date(2019, 7, 1), DATA_DATE)
THE_12_BEFORE = Choice(date(2018, 6, 30), date(2019, 6, 30))
COMPARED = {YEAR: BEFORE, SMALL: replace(BEFORE, ministries=("health",)), LAST_12: THE_12_BEFORE}
CHOICES = {"a year": YEAR, "all": EVER, "a part": PART, "few": SMALL, "a span": LAST_12}
EACH_CHOICE = pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)


def years_of(choice: Choice) -> Answer:
    """Visits of each year of the register, none left out, and the change of those held whole."""
    counted = truth.ask("visits", replace(choice, from_on=EVER.from_on, to_on=DATA_DATE), "year")
    begins = min(row["started_on"] for row in truth.rows()["visits"])
    visits = {year: counted.get(str(year), {"visits": 0})["visits"] for year in range(2014, 2021)}
    return {
        str(year): {
            "visits": count,
            "change": count - visits[year - 1]
            if year < DATA_DATE.year and begins - timedelta(days=31) <= date(year - 1, 1, 1)
            else None,
        }
        for year, count in visits.items()
    }


@EACH_CHOICE
def test_the_years_are_those_of_the_register(told_register: Repository, choice: Choice) -> None:
    figure, known = by_year(report(told_register, choice)), years_of(choice)
    assert cells(figure) == known
    assert figure.rows["year"].to_list() == [
        *map(str, range(2014, 2020)),
        "2020 (records up to 30\u00a0June\u00a02020)",
    ]
    assert list(figure.columns) == ["year", "visits", "change"]
    in_period = [str(year) for year in range(choice.from_on.year, choice.to_on.year + 1)]
    assert drawn(figure).rows() == [
        (year, row["visits"], str(row["visits"]), year in in_period) for year, row in known.items()
    ]
    told = set(drawn(figure, Look.HALL)["text"].drop_nulls())
    assert told == {
        text
        for year, row in known.items()
        if int(year) <= choice.to_on.year
        for text in (year, str(row["visits"]))
    }


def test_the_sentence_compares_the_year_with_the_one_before(told_register: Repository) -> None:
    now, then = truth.of("visits", YEAR)["visits"], truth.of("visits", BEFORE)["visits"]
    figure = by_year(report(told_register, YEAR))
    assert plain(figure.finding) == (
        f"2018: {now} visits, {now - then} more than the year before"
        f" (+{percent((now - then) / then)})"
    )
    assert figure.counts == (f"{truth.of('visits', YEAR)['places_visited']} places visited",)
    assert figure.cautions == ("Visits began in April 2014, so 2014 is not a full year.",)
    span = plain(by_year(report(told_register, LAST_12)).finding)
    assert span.endswith("2 visits, 4 fewer than in the same length of time before (-66.7 %)")


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (
            Choice(date(2014, 1, 1), date(2014, 12, 31)),
            "Not compared with 2013: the register does not hold that year whole.",
        ),
        (
            Choice(date(2015, 6, 1), date(2018, 12, 31)),
            "Not compared with 30 October 2011 – 31 May 2015: the register does not hold that"
            " period whole.",
        ),
    ],
)
def test_why_nothing_is_compared_is_said_in_one_line(
    told_register: Repository, choice: Choice, said: str
) -> None:
    subject = report(told_register, choice)
    for figure in (by_year(subject), *(by_unit(subject, unit) for unit in UNITS)):
        assert said in [plain(line) for line in figure.counts]
        assert "before" not in figure.columns
    assert "before" not in by_year(subject).finding
    assert [
        line for line in by_year(report(told_register, EVER)).counts if "compared" in line
    ] == []


@pytest.mark.parametrize("unit", UNITS)
@EACH_CHOICE
def test_units_stand_beside_the_period_before(
    told_register: Repository, choice: Choice, unit: str
) -> None:
    before = COMPARED.get(choice)
    known = truth.visits(choice, before, unit)
    figure = by_unit(report(told_register, choice), unit)
    assert cells(figure) == known
    in_order = [code for code in codes_in_order(unit) if code in known]
    assert figure.rows["code"].to_list() == [*in_order, "total"]
    if before is not None:
        past = "2017" if before.from_on.year == 2017 else "30 June 2018 – 30 June 2019"
        assert [plain(line) for line in figure.counts] == [f"period before: {past}"]
    if len(in_order) == 1:
        assert figure.draw is None
        return
    frame = drawn(figure)
    assert frame["label"].to_list() == in_order
    assert frame["count"].to_list() == [known[code]["visits"] for code in in_order]
    for row in frame.iter_rows(named=True):
        wanted = known[row["label"]]
        assert row["before"] == wanted.get("before")
        change = wanted.get("change")
        text = "" if change is None else f" ({change:+d})" if change else " (0)"
        assert plain(row["counts_text"]) == f"{wanted['visits']}{text}"


def test_the_largest_changes_are_named_and_types_not_recorded_are_not(
    told_register: Repository,
) -> None:
    region = by_unit(report(told_register, YEAR), "region")
    assert plain(region.finding) == (
        "Visits compared with 2017: largest rise Karaganda Region (+2), largest fall Almaty (-1)"
    )
    assert "regions in the borders of today" in region.cautions
    types = by_unit(report(told_register, EVER), "visit_type")
    assert types.finding == "Visits: most periodic (16 of 29)"
    fell = by_unit(report(told_register, LAST_12), "ministry")
    assert plain(fell.finding).endswith("largest fall Ministry of Health (-2), no rise")
    one = by_unit(report(told_register, Choice(date(2020, 1, 1), DATA_DATE)), "ministry")
    assert plain(one.finding) == (
        "1 January 2020 – 30 June 2020: 1 visit, as many as in the same length of time before"
    )
    alike = by_unit(
        report(told_register, Choice(date(2018, 1, 1), date(2018, 3, 31))), "visit_type"
    )
    assert plain(alike.finding) == (
        "Visits: as many as in 3 October 2017 – 31 December 2017 everywhere"
    )


def test_each_month_stands_beside_the_same_of_the_year_before(told_register: Repository) -> None:
    now, then = truth.ask("visits", YEAR, "month"), truth.ask("visits", BEFORE, "month")
    none = {"visits": 0}
    known = {
        f"2018-{month:02}": {
            "visits": now.get(f"2018-{month:02}", none)["visits"],
            "before": then.get(f"2017-{month:02}", none)["visits"],
        }
        for month in range(1, 13)
    }
    whole = {
        "visits": truth.of("visits", YEAR)["visits"],
        "before": truth.of("visits", BEFORE)["visits"],
    }
    figure = by_month(report(told_register, YEAR))
    assert cells(figure) == known | {WHOLE: whole}
    names = [plain(name) for name in figure.rows["month_name"]]
    assert names == [*(f"{name} 2018" for name in MONTHS), "All"]
    assert figure.counts == ("period before: 2017",)
    assert plain(figure.finding) == "Most visits in a month: 2 of 11 (June 2018)"
    assert drawn(figure).rows() == [
        (month, row["visits"], row["before"], str(row["visits"])) for month, row in known.items()
    ]


def test_months_of_a_span_stand_alone_and_all_busiest_are_named(told_register: Repository) -> None:
    figure = by_month(report(told_register, LAST_12))
    assert list(figure.columns) == ["month_name", "visits"]
    assert plain(figure.finding) == "1 July 2019 – 30 June 2020: 2 visits"
    assert drawn(figure)["before"].null_count() == 12
    many = by_month(report(told_register, EVER))
    assert set(drawn(many)["visits_text"]) == {""}
    assert many.rows.height == 6 * 12 + 6 + 1


@EACH_CHOICE
def test_reports_stand_by_days_with_their_median(told_register: Repository, choice: Choice) -> None:
    known = truth.delays(choice)
    figure = report_delays(report(told_register, choice))
    bands = ("up_to_7", "up_to_14", "up_to_30", "up_to_60", "over_60")
    assert cells(figure) == {band: {"visits": known[band]} for band in bands} | {
        WHOLE: {"visits": known["reported"]}
    }
    assert f"within {known['median_days']:g} days" in figure.finding
    assert figure.counts == (f"{known['reported']} of {known['visits']} visits",)
    assert drawn(figure).rows() == [(band, known[band], str(known[band])) for band in bands]


def test_the_public_reads_places_of_the_parts_and_no_months(told_register: Repository) -> None:
    country, part = (report(told_register, each, role=Role.PUBLIC) for each in (YEAR, SMALL))
    assert by_year(country).finding == by_year(report(told_register, YEAR)).finding
    told = by_year(part)
    known = truth.ask("visits", replace(SMALL, from_on=EVER.from_on, to_on=DATA_DATE), "year")
    assert list(told.columns) == ["year", "places_visited", "change"]
    assert {year: row["places_visited"] for year, row in cells(told).items()} == {
        str(year): known.get(str(year), {"places_visited": 0})["places_visited"]
        for year in range(2014, 2020)
    }
    assert told.cautions[1].startswith("places visited only")
    by_type = by_unit(country, "institution_type")
    now = truth.with_whole("visits", YEAR, "institution_type")
    then = truth.with_whole("visits", BEFORE, "institution_type")
    none = {"places_visited": 0}
    assert cells(by_type) == {
        code: {
            "places_visited": (count := now.get(code, none)["places_visited"]),
            "before": (past := then.get(code, none)["places_visited"]),
            "change": count - past,
        }
        for code in {**now, **then}
    }
    with pytest.raises(WithheldError):
        by_month(country)
    with pytest.raises(WithheldError):
        by_unit(part, "visit_type")


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_there_is_nothing_one_sentence_says_so(
    told_register: Repository, language: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = repository_of(register_of(), tmp_path_factory.mktemp("empty"), DATA_DATE)
    for opened, choice in ((told_register, NOTHING), (told_register, BEFORE_ALL), (empty, YEAR)):
        subject = report(opened, choice, language=language)
        figures = [by_year(subject), by_month(subject), report_delays(subject)]
        for figure in (*figures, *(by_unit(subject, unit) for unit in UNITS)):
            assert figure.rows.is_empty()
            assert figure.empty == figure.finding != ""
            assert figure.picture(Look.LIGHT) is figure.picture(Look.HALL) is None
    empty.close()


def test_a_period_before_the_register_is_no_period_without_visits(
    told_register: Repository,
) -> None:
    assert by_year(report(told_register, NOTHING)).finding == "2018: no visits"
    unknown = by_year(report(told_register, BEFORE_ALL))
    assert unknown.finding == "2013: the register holds no visits as early as that"
    assert not any("compared" in line for line in unknown.counts)
