"""Statuses, claims, times and repeats: rows, sentences and pictures against the other road."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from npm_data.charts.curve import HORIZONS
from npm_data.charts.theme import Look
from npm_data.figures import implementation
from npm_data.figures.figure import Figure
from npm_data.files.release import release
from npm_data.questions.disclosure import WithheldError
from npm_data.register.filters import Role
from tests.figures.conftest import Ask, by_code, plain
from tests.queries.oracle import Row
from tests.telling import tables, truth
from tests.telling.tables import CODES, percent
from tests.telling.truth import DATA_DATE, EVER, FEWEST, PART, WHOLE, YEAR, Answer, Choice

YOUNG = Choice(date(2020, 1, 1), DATA_DATE)
SMALL = replace(YEAR, ministries=("health",))
NOTHING = replace(YEAR, ministries=("defence",))
NAMES = {YEAR: "2018", SMALL: "2018", NOTHING: "2018"}
CHOICES = pytest.mark.parametrize("choice", [YEAR, EVER, PART, SMALL, YOUNG])
UNITS = pytest.mark.parametrize(
    "unit", ["ministry", "addressee_level", "theme", "institution_type", "region"]
)
SAID = tuple(tables.SAID.values())


def name_of(choice: Choice) -> str:
    if choice in NAMES:
        return NAMES[choice]
    return f"1 January {choice.from_on.year} \u2013 30 June 2020"


def hold(figure: Figure, known: Answer, measures: tuple[str, ...]) -> None:
    """A row a unit, the whole below two and more, and what is shown of them."""
    units = {key: row for key, row in known.items() if key != WHOLE}
    wanted = known if len(units) > 1 else units
    shown = by_code(figure)
    assert set(shown) == {"total" if key == WHOLE else key or "" for key in wanted}
    for key, row in wanted.items():
        found = shown["total" if key == WHOLE else key or ""]
        for measure in measures:
            assert found[measure] == pytest.approx(row[measure]), (key, measure)
    assert list(figure.columns) == ["name", *measures]
    assert figure.has_whole is (len(units) > 1)
    if figure.has_whole:
        assert figure.rows["code"][-1] == "total"


def hold_bands(figure: Figure, known: Answer, parts: tuple[str, ...]) -> None:
    """A bar for each unit that has any and for the whole; none of one unit alone."""
    picture = figure.picture(Look.LIGHT)
    if len(known) < 3:
        assert picture is None
        return
    assert picture is not None
    bands = truth.bands(known, parts)
    found, begun = set(), 0.0
    for row in picture.frame.iter_rows(named=True):
        name = plain(row["name"])
        begun = begun if row["part_order"] else 0.0
        assert parts[row["part_order"]] == row["part"]
        assert row["middle"] == pytest.approx(begun + row["share"] / 2)
        begun += row["share"]
        key = CODES.get(name, name), row["part"]
        band = bands[key]
        found.add(key)
        assert (row["count"], row["total"]) == (band["count"], band["total"])
        assert row["share"] == pytest.approx(band["share"])
        assert row["counts_text"] == str(band["total"])
        has_room = band["share"] > 0.06
        assert row["count_text"] == (str(band["count"]) if has_room else "")
    assert found == set(bands)


@CHOICES
@UNITS
def test_statuses_tell_established_from_claimed(choice: Choice, unit: str, about: Ask) -> None:
    figure = implementation.statuses(about(choice), unit)
    known = truth.with_whole("recommendations", choice, unit)
    measures = ("recommendations", *truth.STATUSES, "no_longer_applicable")
    hold(figure, known, measures)
    hold_bands(figure, known, truth.STATUSES)
    row = known[WHOLE]
    assert f"no longer applicable, not shown: {row['no_longer_applicable']}" in figure.counts
    answered = f"{row['answered']} of {row['recommendations']}"
    assert f"any response from the authority: {answered}" in figure.counts
    judged = row["recommendations"] - row["no_longer_applicable"]
    wanted = (
        f"{name_of(choice)}: of {judged} recommendations, {row['implemented']} implemented by"
        f" 30 June 2020: {row['verified']} established by the NPM, {row['claimed']} claimed by"
        " authorities alone"
    )
    assert judged == 1 or plain(figure.finding) == wanted


@CHOICES
@UNITS
def test_claims_are_the_first_ones_and_what_was_found_of_them(
    choice: Choice, unit: str, about: Ask
) -> None:
    figure = implementation.claims(about(choice), unit)
    known = truth.with_whole("claims", choice, unit)
    row = known[WHOLE]
    if not row["claims"]:
        assert figure.rows.is_empty()
        assert figure.empty == figure.finding
        return
    hold(figure, known, ("claims", *truth.CLAIMS, "no_longer_applicable"))
    hold_bands(figure, known, truth.CLAIMS)
    checked = row["confirmed"] + row["downgraded"]
    seen = row["claims"] - row["not_yet_looked_at"]
    assert f"checked by the NPM: {seen} of {row['claims']}" in figure.counts
    wanted = (
        f"{row['confirmed']} confirmed, {row['downgraded']} found otherwise"
        if checked
        else f"(claims: {row['claims']})"
    )
    assert wanted in figure.finding
    if checked:
        assert figure.finding.startswith(f"First check of {checked} claim")


@CHOICES
@UNITS
def test_repeats_count_how_often_the_same_was_issued(choice: Choice, unit: str, about: Ask) -> None:
    figure = implementation.repeats(about(choice), unit)
    known = truth.with_whole("repeats", choice, unit)
    hold(figure, known, ("recommendations", *SAID, "statements"))
    hold_bands(figure, known, SAID)
    row = known[WHOLE]
    total = row["recommendations"]
    again = total - row["once"]
    share = f" ({percent(again / total)})" if total >= FEWEST else ""
    assert plain(figure.finding) == (
        f"{again} of {total}{share} had to be repeated"
        if again
        else f"None had to be repeated ({total} in total)"
    )


@CHOICES
@pytest.mark.parametrize("unit", ["total", "ministry", "theme", "region"])
def test_the_curve_has_its_numbers_and_ends_where_few_are_open(
    choice: Choice, unit: str, about: Ask
) -> None:
    subject = about(choice)
    figure = implementation.how_fast(subject, unit)
    every = truth.times(choice, unit, range(49))
    of_units = {key: row for key, row in every.items() if key != WHOLE}
    known = every if len(of_units) > 1 else {WHOLE: every[WHOLE]}
    rows = release(subject, figure).frame.to_dicts()
    assert len(rows) == sum(
        row[f"at_risk_{month}"] > 0 for row in known.values() for month in HORIZONS
    )
    for row in rows:
        name = plain(row["name"])
        wanted = known[CODES.get(name, name)]
        assert row["at_risk"] == wanted[f"at_risk_{row['month']}"]
        share = wanted[f"share_{row['month']}"]
        assert row["share"] == (None if share is None else pytest.approx(share))
    assert plain(str(rows[-1]["name"])) == "All recommendations"
    told = [month for month in range(49) if every[WHOLE][f"share_{month}"] is not None]
    if not told:
        assert figure.finding == "Fewer than five recommendations: no share is given"
    elif told[-1] < 12:
        assert figure.finding == "No recommendation is 12 months old yet"
    else:
        assert plain(figure.finding) == truth.by_when(every[WHOLE])
    hold_lines(figure, known)


def hold_lines(figure: Figure, known: Answer) -> None:
    """A line for each unit of five and more and for all; of more than seven that of all alone."""
    enough = {key: row for key, row in known.items() if row["at_risk_0"] >= FEWEST}
    picture = figure.picture(Look.LIGHT)
    if not enough:
        assert picture is None
        return
    assert picture is not None
    if len(enough) > 7:
        enough = {WHOLE: known[WHOLE]}
    drawn: dict[Any, list[Row]] = {}
    for row in picture.frame.iter_rows(named=True):
        drawn.setdefault(CODES.get(plain(row["name"]), plain(row["name"])), []).append(row)
    assert set(drawn) == set(enough)
    for key, rows in drawn.items():
        told = [month for month in range(49) if known[key][f"at_risk_{month}"] >= FEWEST]
        assert [row["month"] for row in rows] == told
        for row in rows:
            month = row["month"]
            assert row["cumulative_incidence"] == pytest.approx(known[key][f"share_{month}"])
            said = key == WHOLE and month in HORIZONS
            assert row["at_risk_text"] == (str(known[key][f"at_risk_{month}"]) if said else "")


def test_a_hall_reads_the_curve_away_from_the_rate(about: Ask) -> None:
    picture = implementation.how_fast(about(EVER), "total").picture(Look.HALL)
    assert picture is not None
    texts = [plain(text) for text in picture.frame["text"] if text]
    row = truth.times(EVER, "total", range(49))[WHOLE]
    for month in (6, 24, 48):
        is_told = row[f"share_{month}"] is not None
        assert (f"{month} months" in texts) is is_told
        if is_told:
            assert percent(row[f"share_{month}"]) in texts
            assert f"still open: {row[f'at_risk_{month}']}" in texts
    assert "12 months" not in texts


def test_the_most_often_repeated_stand_with_their_days_and_status(about: Ask) -> None:
    figure = implementation.longest(about(EVER))
    known = truth.oracle().longest_chains(EVER.row, DATA_DATE, 10)
    shown = figure.rows.to_dicts()
    assert [row["chain_id"] for row in shown] == [row["chain_id"] for row in known]
    for row, wanted in zip(shown, known, strict=True):
        assert CODES[row["theme"]] == wanted["theme"]
        assert CODES[row["addressee"]] == wanted["ministry"]
        for name in ("issued_on", "last_said_on", "times"):
            assert row[name] == wanted[name]
        status = wanted["status"]
        if status == "implemented":
            status = "verified" if wanted["is_verified"] else "claimed"
        assert tables.STATUS[row["status"]] == status
    assert figure.finding == "Most often repeated: issued up to 3 times"


def test_what_there_is_nothing_of_is_said_in_a_line(about: Ask) -> None:
    none = "2018: no recommendation was made in this choice"
    nobody = about(NOTHING)
    for figure, said in (
        (implementation.statuses(nobody, "ministry"), none),
        (implementation.repeats(nobody, "ministry"), none),
        (
            implementation.claims(nobody, "ministry"),
            "No authority has reported a recommendation of this choice as implemented",
        ),
        (
            implementation.how_fast(nobody, "ministry"),
            "No recommendation of this choice can be judged yet",
        ),
        (implementation.longest(nobody), "No recommendation of this choice was repeated"),
    ):
        assert figure.rows.is_empty()
        assert figure.empty == said
        assert all(figure.picture(look) is None for look in Look)


def test_the_public_is_told_no_times_and_no_single_recommendations(about: Ask) -> None:
    public = about(YEAR, Role.PUBLIC)
    for withheld in (
        lambda: implementation.how_fast(public, "total"),
        lambda: implementation.longest(public),
        lambda: implementation.statuses(about(PART, Role.PUBLIC), "ministry"),
    ):
        with pytest.raises(WithheldError):
            withheld()
    of_all = implementation.statuses(about(YEAR), "theme").rows
    assert (
        implementation.statuses(public, "theme")
        .rows["recommendations"]
        .equals(of_all["recommendations"])
    )
