"""The figures on data quality are those of the other road; what was published stays as it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from npm_data.cli import main
from npm_data.figures import quality
from npm_data.figures.subject import Report
from npm_data.files.release import release
from npm_data.i18n import words_for
from npm_data.questions.disclosure import WithheldError
from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import LANGUAGES, reference
from npm_data.register.filters import Filters, Period, Role
from npm_data.register.reading import Problem
from npm_data.register.storage.build import write_database
from npm_data.register.storage.versions import Origin
from tests.figures.conftest import Ask, plain
from tests.registers import WORKED, register_of, repository_of, worked_rows
from tests.telling import truth
from tests.telling.tables import percent
from tests.telling.truth import DATA_DATE, EVER, FEWEST, PART, YEAR, Choice

SMALL = replace(YEAR, from_on=date(2018, 3, 1), to_on=date(2018, 3, 31))
YOUNG = Choice(date(2020, 1, 1), DATA_DATE)
EARLY = Choice(date(2013, 1, 1), date(2013, 12, 31))
CHOICES = (YEAR, EVER, PART, SMALL, YOUNG, EARLY)
EXAMPLE = Filters(Period(date(2014, 1, 1), date(2018, 6, 30)))
WORDS = words_for("en")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """The worked example by the command, with its four warnings."""
    database = tmp_path_factory.mktemp("imported") / "register.duckdb"
    command = ["import", str(WORKED), "--database", str(database), "--data-date", "2018-06-30"]
    assert main(command) == 0
    opened = open_repository(database)
    yield opened
    opened.close()


# -- what the records state -----------------------------------------------------------------------


def hold(rows: list[dict[str, Any]], known: dict[Any, Any], names: list[Any]) -> None:
    """Recorded, missing and all records of each, and the share that a reader is told."""
    known = {name: row for name, row in known.items() if row["total"]}
    assert names == list(dict.fromkeys(names))
    assert set(names) == set(known)
    for name, row in zip(names, rows, strict=True):
        measures = ("recorded", "missing", "total", "share")
        assert {each: row[each] for each in measures} == {
            each: known[name][each] for each in measures
        }


@pytest.mark.parametrize("choice", CHOICES)
def test_how_many_records_state_what_a_figure_needs(choice: Choice, about: Ask) -> None:
    figure = quality.completeness(about(choice))
    rows = release(about(choice), figure).frame.to_dicts() if figure.rows.height else []
    by_name = {WORDS(f"annex.recorded_{name}"): name for name in quality.NEEDED}
    hold(rows, truth.completeness(choice), [by_name[row["name"]] for row in rows])
    hold_finding(figure.finding, figure.rows.to_dicts())


@pytest.mark.parametrize("choice", CHOICES)
def test_how_many_rows_fill_each_column_that_may_stay_empty(choice: Choice, about: Ask) -> None:
    figure = quality.columns(about(choice))
    rows = release(about(choice), figure).frame.to_dicts() if figure.rows.height else []
    sheets = {names["en"]: sheet for sheet, names in reference().sheets.items()}
    names = [
        (sheets[row["table"]], kept["column"])
        for row, kept in zip(rows, figure.rows.to_dicts(), strict=True)
    ]
    hold(rows, truth.columns_filled(choice), names)
    hold_finding(
        figure.finding,
        [row for row in figure.rows.to_dicts() if row["column"] not in quality.NO_GAPS],
    )


def hold_finding(finding: str, rows: list[dict[str, Any]]) -> None:
    """What is stated least often is named with its counts; a share of fewer than five is not."""
    if not rows:
        assert finding == "No records for this choice"
        return
    least = min(rows, key=lambda row: row["recorded"] / row["total"])
    if not least["missing"]:
        assert finding == "No gap: every record of this choice fills these columns"
        return
    said = f"{least['missing']} of {least['total']}"
    if least["total"] >= FEWEST:
        said += f" ({percent(least['missing'] / least['total'])})"
    assert plain(finding) == f"Most often empty: “{least['name']}”, not recorded for {said}"


def test_a_column_is_either_required_or_shown_with_what_its_empty_cells_mean(about: Ask) -> None:
    figure = quality.columns(about(EVER))
    shown = {(row["table"], row["name"]) for row in figure.rows.to_dicts()}
    said = plain(quality.required_line(WORDS))
    for each in reference().columns:
        is_required = each.is_required and each.column != "visit_type"
        named = (reference().sheets[each.sheet]["en"], each.names["en"])
        assert (named in shown) is not is_required
        assert each.names["en"] in said or not is_required
    assert figure.rows["meaning"].null_count() == 0
    assert quality.required_line(WORDS) in figure.cautions


def test_the_public_is_told_of_recommendations_alone_how_complete_they_are(about: Ask) -> None:
    public = about(YEAR, Role.PUBLIC)
    rows = quality.completeness(public).rows
    known = truth.completeness(YEAR)
    names = ("place", "addressee_level", "reply", "answer")
    assert rows["name"].to_list() == [WORDS(f"annex.recorded_{name}") for name in names]
    assert rows["recorded"].to_list() == [known[name]["recorded"] for name in names]
    withheld = (quality.columns, quality.outside, quality.published, quality.findings)
    for make in withheld:
        with pytest.raises(WithheldError):
            make(public)


# -- visits outside the mandate -------------------------------------------------------------------


def reason(visit: dict[str, Any]) -> str:
    place = truth.oracle().places[visit["institution_id"]]
    begins = truth.types_of_places()[place["institution_type"]]["from"]
    if visit["started_on"] < begins:
        return "type_not_yet"
    return "not_open" if visit["started_on"] < place["opened_on"] else "closed"


@pytest.mark.parametrize("choice", CHOICES)
def test_visits_outside_the_mandate_are_counted_by_year_and_reason(
    choice: Choice, about: Ask
) -> None:
    figure = quality.outside(about(choice))
    outside, visits = truth.outside(choice), truth.ask("visits", choice, "year")
    by_year: dict[str, Counter[str]] = {}
    for each in outside:
        counts = by_year.setdefault(str(each["started_on"].year), Counter())
        counts.update({"outside": 1, reason(each): 1})
    total = truth.of("visits", choice)["visits"]
    rows = figure.rows.to_dicts()
    assert [row["year"] for row in rows] == ([*sorted(visits), "All"] if by_year else [])
    for row in rows:
        counts = by_year.get(row["year"], Counter())
        if row["year"] == "All":
            counts = sum(by_year.values(), Counter())
        assert row["visits"] == (visits[row["year"]]["visits"] if row["year"] != "All" else total)
        for name in ("outside", *quality.REASONS):
            assert row[name] == counts[name]
    shown = {name for name in quality.REASONS if name in figure.columns}
    assert shown == {name for counts in by_year.values() for name in counts} - {"outside"}
    if not total:
        assert figure.finding == "No visits for this choice"
    elif not outside:
        assert figure.finding.startswith("No visit went to a place outside the mandate")
    else:
        assert figure.finding.endswith(f": {len(outside)} of {total}")


def test_the_visits_behind_the_counts_stand_with_the_day_that_decides(about: Ask) -> None:
    figure = quality.outside_list(about(YEAR))
    listed = {row["visit_id"]: (row["reason"], row["turned_on"]) for row in figure.rows.to_dicts()}
    assert listed == {
        "V16": ("place closed already", date(2018, 5, 1)),
        "V19": ("type not in the mandate yet", date(2019, 4, 1)),
    }
    assert WORDS("frame.council_only") in release(about(YEAR), figure).provenance.notes


# -- what the import found ------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_findings_of_the_last_import_are_told_in_the_readers_language(
    language: str, imported: Repository
) -> None:
    subject = Report(words_for(language), EXAMPLE, imported)
    by_rule = quality.findings(subject)
    assert by_rule.finding == subject.words.plural("quality.findings_finding", 4)
    assert by_rule.rows["findings"].to_list() == [1, 1, 1, 1]
    rules = quality.rules_found(subject)
    assert next(iter(rules)) == quality.EVERY_RULE
    every = quality.found(subject, quality.EVERY_RULE)
    assert every.rows["row"].to_list() == ["7", "10", "12", "15"]
    alone = [quality.found(subject, rule).rows.height for rule in list(rules)[1:]]
    assert alone == [1, 1, 1, 1]
    day = subject.words.date(date(2016, 9, 1))
    message = subject.words("import.a_visited_place_is_open_already", day=day)
    assert every.rows["message"][-1] == message.replace("г..", "г.")


def test_every_finding_is_counted_however_many_there_are(tmp_path: Path) -> None:
    rule = "a_visit_has_a_day_of_its_report"
    problems = [
        Problem(rule, "visits.csv", "visits", row, "reported_on", severity="warning")
        for row in range(2, 122)
    ]
    problems.append(Problem("a_file_is_one_of_the_tables", "staff.csv", severity="warning"))
    database = tmp_path / "register.duckdb"
    write_database(
        register_of(**worked_rows()), database, Origin((), DATA_DATE, problems=tuple(problems))
    )
    repository = open_repository(database)
    subject = Report(WORDS, EXAMPLE, repository)
    assert quality.findings(subject).finding == "The last import left 121 remarks to check"
    assert quality.found(subject, rule).rows.height == 120
    (alone,) = quality.found(subject, "a_file_is_one_of_the_tables").rows.to_dicts()
    assert alone["file"] == "staff.csv"
    repository.close()


def test_where_nothing_was_found_or_nothing_imported_it_is_said(tmp_path: Path) -> None:
    for is_demonstration, said in ((False, "findings_none"), (True, "findings_not_imported")):
        folder = tmp_path / said
        folder.mkdir()
        repository = repository_of(
            register_of(**worked_rows()), folder, DATA_DATE, is_demonstration=is_demonstration
        )
        figure = quality.findings(Report(WORDS, EXAMPLE, repository))
        assert figure.rows.is_empty()
        assert figure.empty == WORDS(f"quality.{said}")
        repository.close()


# -- the published figures beside the register's --------------------------------------------------


@pytest.mark.parametrize("choice", [YEAR, PART])
def test_the_register_stands_beside_each_published_figure_whatever_the_filters(
    choice: Choice, about: Ask
) -> None:
    figure = quality.published(about(choice))
    year = {
        number: truth.of("visits", Choice(date(number, 1, 1), date(number, 12, 31)))["visits"]
        for number in (2015, 2016, 2017)
    }
    half = truth.of("visits", Choice(date(2014, 1, 1), date(2016, 6, 30)))["visits"]
    whole = truth.of("visits", Choice(date(2014, 1, 1), date(2016, 12, 31)))["visits"]
    places = truth.of("coverage", Choice(date(2016, 1, 1), date(2016, 12, 31)))["places_in_mandate"]
    names = ("period", "published", "register", "difference")
    shown = [
        tuple(plain(each) if isinstance(each, str) else each for each in row)
        for row in figure.rows.select(names).rows()
    ]
    assert shown[:8] == [
        ("2016", "680 (exact)", year[2016], year[2016] - 680),
        ("2015", "527 (worked out)", year[2015], year[2015] - 527),
        ("2015", "528 (exact)", year[2015], year[2015] - 528),
        ("2014–2016", "1,262 (exact)", half, half - 1262),
        ("2014–2016", "1,262 (exact)", whole, whole - 1262),
        ("2016", "more than 3,000 (lower bound)", places, places - 3000),
        ("2017", "more than 500 (lower bound)", year[2017], year[2017] - 500),
        ("2023", "461 (exact)", None, None),
    ]
    remarks = [plain(each) for each in figure.rows["remark"]]
    assert remarks[3].endswith("the register: from 1 January 2014; last day: 30 June 2016")
    assert remarks[6].endswith("; the bound is not reached")
    assert remarks[7].endswith("; the records end: 30 June 2020")
    assert not any("40" in each for each in figure.counts)
    # Of 2015 (twice), 2016 and 2017, and the places of 2016, none is what was published.
    assert figure.finding == (
        "Published figures that can be compared: 5; the register equals or reaches 0 of them"
    )
    assert figure.rows["source"][0] == "Kazinform 2017 [1]"


def register_with(tmp_path: Path, data_date: date, **rows: Any) -> Report:
    repository = repository_of(register_of(**rows), tmp_path, data_date)
    return Report(WORDS, Filters(Period.of_year(2024)), repository)


def test_places_are_counted_on_the_sources_day_and_shares_on_that_of_the_forum(
    tmp_path: Path,
) -> None:
    places = [
        {
            "institution_id": f"{kind}{number}",
            "name": f"{kind} {number}",
            "institution_type": kind,
            "region": "KZ-71",
            "opened_on": date(2005, 1, 1),
        }
        for kind, count in (("penal", 2), ("sizo", 1))
        for number in range(count)
    ]
    said = [
        {
            "recommendation_id": f"R{number}",
            "institution_id": "penal0",
            "addressee": "interior",
            "theme": "staff",
            "issued_on": date(2023, 2, 1),
            "text": "More staff is needed",
        }
        for number in range(5)
    ]
    events = [
        {
            "recommendation_id": f"R{number}",
            "on": day,
            "axis": "implementation",
            "status": "implemented",
            "judge": "authority",
        }
        for number, day in enumerate((date(2024, 11, 8), date(2024, 11, 9)))
    ]
    subject = register_with(
        tmp_path,
        date(2024, 12, 31),
        institutions=places,
        recommendations=said,
        follow_up=events,
    )
    rows = quality.published(subject).rows.to_dicts()
    shown = {(row["figure"], row["period"]): (row["register"], row["difference"]) for row in rows}
    penal = "Penal institutions"
    assert shown[penal, "2020"] == (3, 3 - 82)
    assert shown[f"{penal}: pre-trial detention centres (SIZO)", "2024"] == (1, 1 - 16)
    assert shown[f"{penal}: those that carry out imprisonment", "2024"] == (2, 2 - 62)
    assert not any(row["published"].startswith("40") for row in rows)
    assert plain(quality.published(subject).counts[1]) == (
        "Recommendations implemented: share of recommendations; of which, is not stated, 2023:"
        " 40 % (exact); the register: 1 of 5 (20.0 %) of all first issued in the year, whoever"
        " judged, on 8 November 2024"
    )
    subject.repository.close()


def test_a_demonstration_says_what_it_was_made_from(tmp_path: Path) -> None:
    repository = repository_of(
        register_of(**worked_rows()), tmp_path, date(2018, 6, 30), is_demonstration=True
    )
    subject = Report(WORDS, EXAMPLE, repository)
    assert WORDS("quality.made_alike") in quality.published(subject).counts
    repository.close()
    assert "proves nothing" in WORDS("quality.made_alike")
