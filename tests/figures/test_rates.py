"""The rate of implementation: rows, sentences and pictures against the other road."""

from dataclasses import replace
from datetime import date
from math import comb

import polars as pl
import pytest

from npm_data.charts.theme import Look
from npm_data.figures import rates
from npm_data.figures.figure import Figure
from npm_data.files.release import release
from npm_data.register.filters import Role
from tests.figures.conftest import Ask, by_code, plain
from tests.queries.oracle import Row, add_months
from tests.telling import truth
from tests.telling.tables import CODES, long_day, percent, spoken
from tests.telling.truth import AFTER, BEFORE, DATA_DATE, EVER, FEWEST, PART, WHOLE, YEAR, Choice

YOUNG = Choice(date(2020, 1, 1), DATA_DATE)
SMALL = replace(YEAR, ministries=("health",))
NOTHING = replace(YEAR, ministries=("defence",))
TOO_EARLY = Choice(date(2013, 1, 1), date(2013, 12, 31))
TWO_YEARS = Choice(date(2017, 1, 1), date(2018, 12, 31))
HALF_YOUNG = Choice(date(2018, 1, 1), date(2019, 12, 31))
CHOICES = pytest.mark.parametrize(
    "choice", [YEAR, BEFORE, AFTER, EVER, PART, SMALL, YOUNG, TWO_YEARS, HALF_YOUNG]
)
UNITS = ("ministry", "addressee_level", "theme", "institution_type", "region")
RATE = ("implemented", "verified", "considered", "too_young", "rate", "low", "high")
SHARES = ("rate", "low", "high")


def cohort(choice: Choice, by: str = "total") -> truth.Answer:
    """The default rate, the whole under its code."""
    return truth.with_whole("implementation", choice, by, *truth.RATES["cohort_12"])


def judged(choice: Choice) -> Choice:
    """The same, or the latest whole year that is old enough where it has too little."""
    row = cohort(choice)[WHOLE]
    if row["considered"] >= FEWEST or (row["considered"] and not row["too_young"]):
        return choice
    for year in range(choice.to_on.year, 2013, -1):
        earlier = replace(choice, from_on=date(year, 1, 1), to_on=date(year, 12, 31))
        if add_months(earlier.to_on, 12) <= DATA_DATE and cohort(earlier)[WHOLE]["considered"]:
            return earlier
    return choice


def name_of(choice: Choice) -> str:
    if (choice.from_on.month, choice.to_on.month) == (1, 12):
        years = sorted({choice.from_on.year, choice.to_on.year})
        return "\u2013".join(map(str, years))
    return f"{long_day(choice.from_on)} \u2013 {long_day(choice.to_on)}"


def hold(figure: Figure, known: truth.Answer) -> None:
    """Each row with its numbers, in the figure, and as it may leave: of few without shares."""
    shown = by_code(figure)
    assert {None if code == "" else code for code in shown} == {
        "total" if key == WHOLE else key for key in known
    }
    for key, row in known.items():
        found = shown["total" if key == WHOLE else key or ""]
        for measure in RATE:
            assert found[measure] == pytest.approx(row[measure]), (key, measure)


def hold_few(figure: Figure, subject: rates.Subject) -> None:
    """Of fewer than five the counts alone leave."""
    for row in release(subject, figure).frame.iter_rows(named=True):
        for share in SHARES:
            assert (row[share] is None) is (row["considered"] < FEWEST)


def rated(row: Row) -> str:
    if row["considered"] < FEWEST:
        return f"{row['implemented']} of {row['considered']}"
    return percent(row["rate"])


@CHOICES
def test_the_rate_stands_by_year_of_issue_with_its_sentence(choice: Choice, about: Ask) -> None:
    asked, subject = judged(choice), about(choice)
    figure = rates.by_year(subject)
    ever = replace(choice, from_on=EVER.from_on, to_on=EVER.to_on)
    known = {key: row for key, row in cohort(ever, "year").items() if key != WHOLE}
    row = cohort(asked)[WHOLE]
    is_year = name_of(asked).isdecimal()
    hold(figure, known if is_year else known | {WHOLE: row})
    hold_few(figure, subject)
    assert figure.has_whole is not is_year
    if not is_year:
        assert plain(figure.rows["name"][-1]) == name_of(asked)
    of = "" if row["considered"] < FEWEST else f" ({row['implemented']} of {row['considered']})"
    fraction, exact = spoken(row["implemented"], row["considered"]), ""
    if fraction is not None:
        exact = f", {rated(row)}"
    wanted = (
        f"Of the recommendations of {name_of(asked)}, {fraction or rated(row)} were implemented"
        f" after 12 months{exact}{of}; the NPM established {row['verified']} of them"
    )
    years = asked.to_on.year - asked.from_on.year + 1
    is_whole = asked.to_on.month == 12 and asked is not EVER
    if is_whole and row["considered"] >= FEWEST and not row["too_young"]:
        first, last = asked.from_on.year - years, asked.from_on.year - 1
        before = replace(asked, from_on=date(first, 1, 1), to_on=date(last, 12, 31))
        then = cohort(before)[WHOLE]
        if then["considered"] >= FEWEST and not then["too_young"]:
            wanted += f"; of those of {name_of(before)}, {percent(then['rate'])}"
    assert plain(figure.finding) == wanted
    interval = f"likely range, 95 %: {percent(row['low'])} to {percent(row['high'])}"
    assert [plain(each) for each in figure.counts] == (
        [interval] if row["considered"] >= FEWEST else []
    )


def test_the_sentences_of_the_choices_differ_as_they_should(about: Ask) -> None:
    """What is compared, what stands for a period too young, and what is counted alone."""
    year, ever = rates.by_year(about(YEAR)), rates.by_year(about(EVER))
    young, small = rates.by_year(about(YOUNG)), rates.by_year(about(SMALL))
    assert "; of those of 2017, " in year.finding
    assert "; of those of" not in ever.finding
    assert young.finding == year.finding
    assert judged(SMALL) == SMALL
    assert "%" not in small.finding


def test_days_without_any_have_the_rate_of_their_own_year(about: Ask) -> None:
    days = Choice(date(2018, 12, 10), date(2018, 12, 20))
    figure = rates.by_year(about(days))
    assert cohort(days)[WHOLE]["considered"] == 0
    assert figure.finding == rates.by_year(about(YEAR)).finding
    assert (
        plain(figure.cautions[0]) == f"{name_of(days)}: no recommendation was made in this choice"
    )


@CHOICES
def test_what_is_too_young_is_said_with_the_day_on_which_all_can_be_judged(
    choice: Choice, about: Ask
) -> None:
    row = cohort(choice)[WHOLE]
    issued = row["considered"] + row["too_young"]
    day = long_day(add_months(choice.to_on, 12))
    said = (
        f"{name_of(choice)}: not 12 months old yet: {row['too_young']} of {issued};"
        f" all can be judged from {day}"
    )
    for figure in (rates.by_year(about(choice)), rates.rates(about(choice), "ministry")):
        assert (said in [plain(each) for each in figure.cautions]) is (row["too_young"] > 0)


@pytest.mark.parametrize("choice", [NOTHING, TOO_EARLY])
def test_where_there_is_nothing_it_is_said_in_a_line(choice: Choice, about: Ask) -> None:
    for unit in UNITS:
        figure = rates.rates(about(choice), unit)
        assert figure.rows.is_empty()
        assert figure.empty == "No recommendation of this choice can be judged yet"
        assert all(figure.picture(look) is None for look in Look)
    figure = rates.by_year(about(choice))
    none = f"{name_of(choice)}: no recommendation was made in this choice"
    assert none in figure.cautions
    assert figure.finding == "No recommendation of this choice can be judged yet"


@CHOICES
def test_the_line_has_each_year_and_its_band(choice: Choice, about: Ask) -> None:
    figure, asked = rates.by_year(about(choice)), judged(choice)
    ever = replace(choice, from_on=EVER.from_on, to_on=EVER.to_on)
    known = truth.ask("implementation", ever, "year", *truth.RATES["cohort_12"])
    told = {year: row for year, row in known.items() if row["considered"] >= FEWEST}
    picture = figure.picture(Look.LIGHT)
    assert (picture is None) is (len(told) < 2)
    if picture is None:
        return
    rows = {row["year"]: row for row in picture.frame.iter_rows(named=True)}
    assert set(rows) == set(known)
    for year, row in rows.items():
        wanted = told.get(year)
        for share in SHARES:
            assert row[share] == (None if wanted is None else pytest.approx(wanted[share]))
        assert plain(row["rate_text"]) == ("" if wanted is None else percent(wanted["rate"]))
        assert row["is_whole"] is (known[year]["too_young"] == 0)
        is_chosen = asked.from_on.year <= int(year) <= asked.to_on.year
        assert row["is_chosen"] is is_chosen
        is_alone = is_chosen and asked.from_on.year == asked.to_on.year
        is_beside = any(
            abs(int(year) - chosen) == 1
            for chosen in range(asked.from_on.year, asked.to_on.year + 1)
            if asked.from_on.year == asked.to_on.year
        )
        is_end = year in (min(told), max(told)) and not is_beside
        assert row["is_named"] is (is_alone or is_end)
    hollow = any("hollow point" in each for each in figure.cautions)
    assert hollow is any(row["too_young"] for row in told.values())


@CHOICES
def test_what_was_carried_out_is_one_rate_in_its_parts_beside_the_one_before(
    choice: Choice, about: Ask
) -> None:
    figure, asked = rates.carried_out(about(choice)), judged(choice)
    assert figure.finding == rates.by_year(about(choice)).finding
    wanted = {name_of(asked): cohort(asked)[WHOLE]}
    if "; of those of" in figure.finding:
        last, years = asked.from_on.year - 1, asked.to_on.year - asked.from_on.year + 1
        first = date(last - years + 1, 1, 1)
        earlier = replace(asked, from_on=first, to_on=date(last, 12, 31))
        wanted = {name_of(earlier): cohort(earlier)[WHOLE]} | wanted
    assert [plain(row["name"]) for row in figure.rows.to_dicts()] == list(wanted)
    for shown, row in zip(figure.rows.to_dicts(), wanted.values(), strict=True):
        assert shown["verified"] == row["verified"]
        assert shown["claimed"] == row["implemented"] - row["verified"]
        assert shown["not_implemented"] == row["considered"] - row["implemented"]
        assert shown["rate"] == pytest.approx(row["implemented"] / row["considered"])
    for row in release(about(choice), figure).frame.to_dicts():
        assert (row["rate"] is None) is (row["considered"] < FEWEST)


@CHOICES
def test_a_hall_sees_a_band_a_period(choice: Choice, about: Ask) -> None:
    figure = rates.carried_out(about(choice))
    assert figure.picture(Look.LIGHT) is None
    picture = figure.picture(Look.HALL)
    assert picture is not None
    texts = [plain(text) for text in picture.frame["text"].drop_nulls()]
    for row in figure.rows.to_dicts():
        for part in ("verified", "claimed", "not_implemented"):
            count, share = str(row[part]), percent(row[part] / row["considered"])
            if not row[part]:
                continue
            if row["considered"] < FEWEST:
                assert count in texts
                assert share not in texts
            else:
                assert (count in texts and share in texts) or f"{count} ({share})" in texts
    # The parts are as wide as their counts.
    bars = picture.frame.filter(shape="bar")
    wide = (bars["x2"] - bars["x"]).to_list()
    row = figure.rows.to_dicts()[-1]
    parts = [row[part] for part in ("verified", "claimed", "not_implemented") if row[part]]
    drawn = wide[-len(parts) :]
    for part, width in zip(parts, drawn, strict=True):
        assert width / sum(drawn) == pytest.approx(part / sum(parts), abs=0.01)


@CHOICES
@pytest.mark.parametrize("unit", UNITS)
def test_units_stand_with_their_rate_and_the_limits_of_chance(
    choice: Choice, unit: str, about: Ask
) -> None:
    asked, subject = judged(choice), about(choice)
    figure = rates.rates(subject, unit)
    known = cohort(asked, unit)
    of_units = {key: row for key, row in known.items() if key != WHOLE}
    hold(figure, known if len(of_units) > 1 else of_units)
    hold_few(figure, subject)
    whole = known[WHOLE]
    enough = {key: row for key, row in of_units.items() if row["considered"] >= FEWEST}
    sides: dict[object, str] = {}
    for key, row in enough.items():
        row["limits"] = limits(row["considered"], whole["rate"])
        low_998, low_95, high_95, high_998 = row["limits"]
        sides[key] = (
            "above 99.8 %"
            if row["rate"] > high_998
            else "above 95 %"
            if row["rate"] > high_95
            else "below 99.8 %"
            if row["rate"] < low_998
            else "below 95 %"
            if row["rate"] < low_95
            else "within the limits"
        )
    for code, row in by_code(figure).items():
        assert plain(str(row["position_name"])) == sides.get(code or None, "")
    hold_dots(figure, of_units, whole)
    said = plain(figure.finding)
    assert said.startswith(f"{name_of(asked)}: {rated(whole)} implemented after 12 months")
    outside = [key for key, side in sides.items() if "99.8" in side]
    if len(enough) > 1:
        between = sum("95" in side for side in sides.values())
        assert any(f"limits: {between};" in plain(each) for each in figure.counts)
        assert ("None differs" in said) is (not outside)
        for key in outside:
            assert percent(enough[key]["rate"]) in said


def hold_dots(figure: Figure, known: truth.Answer, whole: Row) -> None:
    """A row a unit with its counts, the rate of the whole as a line; of few no dot."""
    picture = figure.picture(Look.DARK)
    enough = sum(row["considered"] >= FEWEST for row in known.values())
    assert (picture is None) is (enough < 2)
    if picture is None:
        return
    assert picture.frame.height == len(known)
    assert picture.frame["whole"].to_list() == [
        pytest.approx(whole["rate"]),
        *[None] * (len(known) - 1),
    ]
    for row in picture.frame.iter_rows(named=True):
        name = plain(row["name"])
        wanted = known[CODES.get(name, name)]
        counts = f"{wanted['implemented']} of {wanted['considered']}"
        is_told = wanted["considered"] >= FEWEST
        assert plain(row["counts_text"]) == (
            f"{counts}, {percent(wanted['rate'])}" if is_told else counts
        )
        for share in SHARES:
            assert row[share] == (pytest.approx(wanted[share]) if is_told else None)
        drawn = [row[name] for name in ("low_998", "low_95", "high_95", "high_998")]
        assert drawn == (pytest.approx(wanted["limits"]) if is_told else [None] * 4)
        low, *_, high = wanted.get("limits", (0.0, 1.0))
        assert row["is_outside"] is (is_told and not low <= wanted["rate"] <= high)


def limits(trials: int, share: float) -> tuple[float, float, float, float]:
    """Exact binomial limits of 99.8 % and 95 %, between counts in proportion to their weight."""

    def lower(tail: float, chance: float) -> float:
        below = 0.0
        for count in range(trials + 1):
            weight = comb(trials, count) * chance**count * (1 - chance) ** (trials - count)
            if below + weight > tail:
                return max(count - (below + weight - tail) / weight, 0) / trials
            below += weight
        raise ValueError

    return (
        lower(0.001, share),
        lower(0.025, share),
        1 - lower(0.025, 1 - share),
        1 - lower(0.001, 1 - share),
    )


def test_who_is_outside_the_limits_is_named_on_its_side(about: Ask) -> None:
    """Three on a side, the others are counted; between the limits nobody is named."""
    counts = {"A": 700, "B": 300, "C": 500, "D": 540, "E": 690, "F": 710, "G": 720}
    whole = {"implemented": 3500, "considered": 7000, "rate": 0.5}
    words = about(YEAR).words
    told = []
    for name, implemented in counts.items():
        row = {"considered": 1_000, "rate": implemented / 1_000, "short_name": name}
        told.append(row | rates._chance(words, row, whole, is_unit=True))
    assert [row["position"] for row in told] == [2, -2, 0, 1, 2, 2, 2]
    assert plain(rates._compared(about(YEAR), whole, told)) == (
        "2018: 50.0 % implemented after 12 months. Clearly more: A 70.0 %; E 69.0 %; F 71.0 %;"
        " 1 more. Clearly less: B 30.0 %"
    )
    assert plain(rates._chance_lines(words, whole, told)[1]) == (
        "between the 95 % and 99.8 % limits: 1; chance alone would bring about 0.3"
    )


@CHOICES
def test_all_definitions_stand_below_each_other_for_the_choice_itself(
    choice: Choice, about: Ask
) -> None:
    subject = about(choice)
    figure = rates.definitions(subject)
    known = {
        name: truth.of("implementation", choice, *asked) for name, asked in truth.RATES.items()
    }
    hold(figure, known)
    hold_few(figure, subject)
    assert list(by_code(figure)) == list(truth.RATES)
    names = dict(zip(truth.RATES, figure.rows["name"], strict=True))
    for name, row in known.items():
        months = truth.RATES[name][1]
        day = long_day(add_months(choice.to_on, months))
        said = f"{names[name]}: all of the period can be judged from {day}"
        assert (said in [plain(each) for each in figure.cautions]) is (row["too_young"] > 0)
    told = [row["rate"] for row in known.values() if row["considered"] >= FEWEST]
    if len(told) < 2:
        assert figure.finding == "Too few recommendations to compare the definitions"
        return
    low, high = percent(min(told)), percent(max(told))
    gap = float(high.removesuffix(" %")) - float(low.removesuffix(" %"))
    assert plain(figure.finding) == (
        f"Depending on the definition, {low} to {high} count as implemented:"
        f" a gap of {gap:.1f} points"
    )


def test_the_public_is_told_the_same_of_a_year(about: Ask) -> None:
    seen, told = rates.by_year(about(YEAR)), rates.by_year(about(YEAR, Role.PUBLIC))
    assert told.finding == seen.finding
    of_2018 = pl.col("name") == "2018"
    assert told.rows.filter(of_2018).equals(seen.rows.filter(of_2018))
    by_ministry = [
        rates.rates(about(YEAR, role), "ministry").rows for role in (Role.PUBLIC, Role.COUNCIL)
    ]
    assert by_ministry[0].equals(by_ministry[1])
