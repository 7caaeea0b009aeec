"""The pages on recommendations and their implementation show what the other road gives."""

import re
from math import comb
from typing import Any

import pytest

from tests.telling import tables, truth
from tests.telling.conftest import OpenPage
from tests.telling.figures import hold_bands, hold_counts, hold_rates, k_of_n
from tests.telling.reading import Figure, Tile, figures_of, plain, tiles_of
from tests.telling.tables import percent, same
from tests.telling.truth import EVER, FEWEST, PART, RATES, WHOLE, Answer, Choice

CHOICES = {"all": EVER, "a part": PART}
ADDRESSES = {
    "all": {"period": "all"},
    "a part": {"period": "all", "ministry": list(PART.ministries), "region": list(PART.regions)},
}
HEADS = {
    "ministry": "Addressee",
    "theme": "Theme",
    "addressee_level": "Level of the addressee",
    "institution_type": "Type of place",
    "region": "Region",
    "year": "Year of issue",
}
BY = {
    "ministry": "By addressee",
    "theme": "By theme",
    "addressee_level": "By level of the addressee",
    "institution_type": "By type of place",
    "region": "By region",
    "year": "By year of issue",
}
MONTHS = (0, 6, 12, 24, 36, 48)


def units(answer: Answer, unit: str) -> Answer:
    """Without the whole; years are numbers, as a table shows them."""
    found = {key: row for key, row in answer.items() if key != WHOLE}
    return {int(key): row for key, row in found.items()} if unit == "year" else found


@pytest.mark.parametrize("name", CHOICES)
def test_recommendations_stand_by_status_reply_and_unit(name: str, page: OpenPage) -> None:
    choice, counted = CHOICES[name], ("theme", "year", "ministry", "institution_type")
    app = page("recommendations", "status", "reply", *counted, **ADDRESSES[name])
    tiles, figures = tiles_of(app), figures_of(app)
    status, rate = truth.statuses(choice)[WHOLE], truth.rate("cohort_12", choice)[WHOLE]
    total = status["recommendations"]
    assert tiles.pop("Recommendations").value == str(total)
    assert tiles.pop("Verified by the NPM") == share_tile(status, "verified", "implemented")
    assert tiles.pop("Answered") == share_tile(status, "answered", "recommendations")
    assert list(tiles.values()) == [share_tile(rate, "implemented", "considered")]
    assert "12 months" in next(iter(tiles))
    hold_status(figures["recommendations.status"], choice, "ministry")
    replies = truth.replies(choice, "ministry")
    hold_replies(figures["recommendations.reply"], replies)
    for unit in counted:
        known = units(truth.with_whole("recommendations", choice, unit), unit)
        shown = figures[f"recommendations.{unit}"]
        hold_counts(shown, known, "recommendations", (HEADS[unit], "Recommendations"))
        counts = [row["recommendations"] for row in known.values()]
        said = [str(number) for number in (min(counts), max(counts), total)]
        found = re.findall(r"\d+", shown.heading)
        assert found == (said if len(counts) > 1 else said[2:])
        assert shown.heading.startswith(BY[unit])


def share_tile(row: dict[str, Any], part: str, whole: str) -> Tile:
    """A share with its counts; of fewer than five only the counts."""
    counts = k_of_n(row, part, whole)
    return Tile(percent(row[part] / row[whole]) if row[whole] >= FEWEST else counts, "", counts)


def hold_status(figure: Figure, choice: Choice, unit: str) -> None:
    known = truth.statuses(choice, unit)
    heads = (HEADS[unit], "Status", "Recommendations")
    hold_bands(figure, known, tables.STATUS, heads, hides_few=True)
    whole = known[WHOLE]
    assert figure.heading == (
        f"Of {whole['implemented']} implemented, the NPM verified {whole['verified']}"
    )
    assert f"{whole['recommendations']} recommendations ·" in figure.said
    assert f"not drawn: {whole['no_longer_applicable']}" in figure.said


def hold_replies(figure: Figure, known: Answer) -> None:
    heads = ("Addressee", "Status", "Recommendations")
    hold_bands(figure, known, tables.REPLY, heads, hides_few=True)
    whole = known[WHOLE]
    assert figure.heading == (
        f"Of {whole['due']} replies due, in time: {whole['in_time']}, late: {whole['late']},"
        f" overdue: {whole['overdue']}"
    )


def hold_claims(figure: Figure, choice: Choice, unit: str) -> None:
    known = truth.with_whole("claims", choice, unit)
    heads = (HEADS[unit], "Status", "Recommendations")
    hold_bands(figure, known, tables.CLAIM, heads, hides_few=True)
    whole = known[WHOLE]
    assert figure.heading == (
        f"Of {whole['confirmed'] + whole['downgraded']} claims of implementation that were"
        f" checked, confirmed: {whole['confirmed']}, found otherwise: {whole['downgraded']}"
    )
    looked_at = whole["claims"] - whole["not_yet_looked_at"]
    assert f"ooked at by the NPM: {looked_at} of {whole['claims']}" in figure.said
    assert f"not drawn: {whole['no_longer_applicable']}" in figure.said


RUNS = [
    ("all", "cohort_12", "ministry", {"view": "statuses"}),
    ("all", "stock", "theme", {"view": "replies", "times_unit": "ministry"}),
    ("all", "answered", "year", {"view": "chains"}),
    ("all", "cohort_24", "institution_type", {"view": "statuses", "status_unit": "theme"}),
    ("all", "cohort_48", "region", {"view": "statuses", "status_unit": "institution_type"}),
    ("a part", "cohort_12", "addressee_level", {"view": "replies"}),
]


@pytest.mark.parametrize(("name", "rate", "unit", "more"), RUNS)
def test_the_chosen_rate_stands_with_its_units_and_its_funnel(
    name: str, rate: str, unit: str, more: dict[str, str], page: OpenPage
) -> None:
    choice = CHOICES[name]
    figures = ("definitions", "times", "units", "funnel", "status", "claims", "reply", "repeats")
    app = page("implementation", *figures, rate=rate, unit=unit, **more, **ADDRESSES[name])
    tiles, shown = tiles_of(app), figures_of(app)
    known = truth.rate(rate, choice, unit)
    hold_headline(tiles, known[WHOLE], choice)
    hold_definitions(shown["implementation.definitions"], choice)
    of_units = units(known, unit)
    line = known[WHOLE]["rate"]
    hold_rates(shown["implementation.units"], of_units, HEADS[unit], whole=line)
    hold_span(shown["implementation.units"], of_units, BY[unit])
    counts = k_of_n(known[WHOLE], "implemented", "considered")
    assert f" {counts} · line: all, {percent(line)} ·" in shown["implementation.units"].said
    hold_funnel(shown.get("implementation.funnel", Figure()), of_units, line, unit)
    hold_times(shown["implementation.times"], choice, more.get("times_unit", "total"))
    if more["view"] == "statuses":
        status_unit = more.get("status_unit", "ministry")
        hold_status(shown["implementation.status"], choice, status_unit)
        hold_claims(shown["implementation.claims"], choice, status_unit)
    elif more["view"] == "replies":
        hold_replies(shown["implementation.reply"], truth.replies(choice, "ministry"))
        hold_repeats(shown["implementation.repeats"], choice)
    else:
        hold_chains(shown["implementation.longest_chains"])
    recorded = truth.completeness(choice)
    said = plain(app.caption[0].value)
    for subject, words in (
        ("place", "place"),
        ("addressee_level", "level of the addressee"),
        ("reply", "reply"),
        ("answer", "any word of the authority"),
    ):
        assert f"{words} {k_of_n(recorded[subject], 'recorded', 'total')}" in said


def test_a_period_too_young_says_from_which_day_it_can_be_judged(page: OpenPage) -> None:
    # Of 2020 R25, issued on 20 March, is the first to be a year old, R27 the last.
    app = page("implementation", "definitions", period="2020")
    drawn = figures_of(app)["implementation.definitions"].drawn
    days = {definition(row["name"]): plain(row["counts_text"]) for row in drawn}
    assert days["cohort_12"] == "from 20 March 2021"
    assert days["cohort_24"] == "from 20 March 2022"
    assert days["stock"] == "0 of 3"


def hold_headline(tiles: dict[str, Tile], row: dict[str, Any], choice: Choice) -> None:
    rate, *_ = tiles.values()
    counts = k_of_n(row, "implemented", "considered")
    if row["considered"] < FEWEST:
        assert rate == Tile(counts, "", counts)
    else:
        interval = f"95 % interval {percent(row['low'])} to {percent(row['high'])}"
        assert rate == Tile(percent(row["rate"]), "", f"{counts} · {interval}")
    assert tiles["Verified by the NPM"] == share_tile(row, "verified", "implemented")
    status = truth.of("recommendations", choice)
    assert tiles["Answered"] == share_tile(status, "answered", "recommendations")


def hold_definitions(figure: Figure, choice: Choice) -> None:
    """All five below each other, and how far those of five and more are apart."""
    known = {name: truth.rate(name, choice)[WHOLE] for name in RATES}
    codes = {row["Definition"]: definition(row["Definition"]) for row in figure.rows}
    hold_rates(figure, known, "Definition", codes=codes)
    told = [row["rate"] for row in known.values() if row["rate"] is not None]
    low, high = percent(min(told)), percent(max(told))
    before, points, after = re.split(r"([\d.]+)(?= points)", figure.heading)
    assert before == f"By definition, from {low} to {high} count as implemented: "
    shown = [float(share.removesuffix(" %")) for share in (low, high)]
    assert float(points) == pytest.approx(shown[1] - shown[0])
    assert after == " points apart"


def definition(name: object) -> str:
    """Which rate a row is of, whatever words it goes by."""
    said = str(name)
    for months in ("12", "24", "48"):
        if f"{months} months" in said:
            return f"cohort_{months}"
    return "answered" if "answered" in said else "stock"


def hold_span(figure: Figure, known: Answer, by: str) -> None:
    told = [row["rate"] for row in known.values() if row["rate"] is not None]
    if len(told) < 2:
        assert figure.heading == f"{by} there are too few to compare"
    elif percent(min(told)) == percent(max(told)):
        assert figure.heading == f"{by}, {percent(min(told))} were implemented everywhere"
    else:
        span = f"from {percent(min(told))} to {percent(max(told))}"
        assert figure.heading == f"{by}, {span} were implemented"


def hold_funnel(figure: Figure, known: Answer, line: float, unit: str) -> None:
    """Units of five and more between the exact limits of chance; at most one is no funnel."""
    enough = {key: row for key, row in known.items() if row["considered"] >= FEWEST}
    if len(enough) < 2:
        assert figure.rows == figure.drawn == []
        return
    positions = ("within the limits", "above 95 %", "above 99.8 %", "below 99.8 %", "below 95 %")
    for row in enough.values():
        row["low_998"], row["low_95"], row["high_95"], row["high_998"] = limits(
            row["considered"], line
        )
        above = (row["rate"] > row["high_95"]) + (row["rate"] > row["high_998"])
        below = (row["rate"] < row["low_95"]) + (row["rate"] < row["low_998"])
        row["position"] = positions[above - below]
    headings = {
        "Considered": "considered",
        "Share implemented": "rate",
        "Lower limit 99.8 %": "low_998",
        "Lower limit 95 %": "low_95",
        "Upper limit 95 %": "high_95",
        "Upper limit 99.8 %": "high_998",
        "Position": "position",
    }
    rows = [{plain(head): value for head, value in row.items()} for row in figure.rows]
    same(rows, enough, headings, keys=[HEADS[unit]])
    outside = sum("99.8" in row["position"] for row in enough.values())
    assert figure.heading == f"{BY[unit]}, outside the 99.8 % limits: {outside} of {len(enough)}"
    left_out = len(known) - len(enough)
    assert (f"fewer than five, not drawn: {left_out}" in figure.said) is bool(left_out)
    dots = [row for row in figure.drawn if row["kind"] == "unit"]
    assert sorted((row["considered"], round(row["rate"], 9)) for row in dots) == sorted(
        (row["considered"], round(row["rate"], 9)) for row in enough.values()
    )
    for row in figure.drawn:
        if row["kind"] == "limit":
            drawn = [row[name] for name in ("low_998", "low_95", "high_95", "high_998")]
            assert drawn == pytest.approx(limits(row["considered"], line), abs=1e-9)
            assert row["rate"] == pytest.approx(line)


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


def hold_times(figure: Figure, choice: Choice, by: str) -> None:
    """Numbers at risk and shares at the horizons; a line for each unit of five and more."""
    known = truth.times(choice, by, MONTHS)
    if by != "total":
        known = {key: row for key, row in known.items() if key != WHOLE}
        known = {key: row for key, row in known.items() if row["at_risk_0"] >= FEWEST}
    first = "Recommendations" if by == "total" else HEADS[by]
    headings = {f"Observed at {month} months": f"at_risk_{month}" for month in MONTHS} | {
        f"Implemented within {month} months": f"share_{month}" for month in MONTHS[1:]
    }
    same(figure.rows, known, headings, keys=[first])
    every = truth.times(choice, by, range(49))
    assert figure.heading == truth.by_when(every[WHOLE])
    drawn: dict[Any, list[dict[str, Any]]] = {}
    for row in figure.drawn:
        code = tables.CODES.get(row["name"], row["name"]) if by != "total" else WHOLE
        drawn.setdefault(code, []).append(row)
    assert set(drawn) == set(known)
    for code, rows in drawn.items():
        for row in rows:
            month = row["month"]
            assert row["cumulative_incidence"] == pytest.approx(every[code][f"share_{month}"])
            at_risk = every[code][f"at_risk_{month}"]
            assert row["at_risk_text"] == (str(at_risk) if month in MONTHS else "")


def hold_repeats(figure: Figure, choice: Choice) -> None:
    row = truth.of("repeats", choice)
    total = row["recommendations"]
    known = {
        name: {"count": row[name], "share": row[name] / total} for name in tables.SAID.values()
    }
    headings = {"Recommendations": "count", "Share": "share"}
    same(figure.rows, known, headings, keys=["Said"], codes=tables.SAID)
    for drawn in figure.drawn:
        wanted = known[tables.SAID[drawn["name"]]]
        assert plain(drawn["counts_text"]) == f"{wanted['count']}, {percent(wanted['share'])}"
    assert figure.heading == f"{total - row['once']} of {total} had to be said more than once"
    assert f"{total} recommendations · {row['statements']} statements" in figure.said


def hold_chains(figure: Figure) -> None:
    known = truth.oracle().longest_chains(EVER.row, truth.DATA_DATE, 20)
    names = {code: name for name, code in tables.CODES.items()}
    assert [plain(row["Theme"]).partition("]")[0][1:] for row in figure.rows] == [
        names[row["theme"]] for row in known
    ]
    assert [row["Times"] for row in figure.rows] == [row["times"] for row in known] == [3, 2, 2, 2]
    bands = [
        row["status"]
        if row["status"] != "implemented"
        else ("verified" if row["is_verified"] else "claimed")
        for row in known
    ]
    assert [tables.STATUS[row["Status"]] for row in figure.rows] == bands
    assert "claimed" in bands
    assert [tables.CODES[row["Addressee"]] for row in figure.rows] == [
        row["ministry"] for row in known
    ]
    days = [(plain(row["First said"]), plain(row["Last said"])) for row in figure.rows]
    assert days[0] == ("10 February 2014", "1 September 2018")
    assert figure.heading == "The longest chains: said up to 3 times"


def test_the_working_list_has_each_recommendation_with_its_standing(page: OpenPage) -> None:
    app = page("follow_up", period="all")
    chains = truth.oracle().chosen_chains(EVER.row, truth.DATA_DATE)
    assert plain(app.header[0].value).startswith(f"{len(chains)} recommendations")
    in_order = sorted(chains, key=lambda chain: chain["issued_on"])
    assert len(app.expander) == 25
    assert [label(each.label) for each in app.expander] == [
        standing(chain) for chain in in_order[:25]
    ]


def standing(chain: dict[str, Any]) -> tuple[str, ...]:
    """Day, addressee, text, status with its judge, and whether a reply is overdue."""
    known = truth.oracle()
    status, is_verified = known.status(chain, truth.DATA_DATE)
    judge = "verified by the NPM" if is_verified else "as the authority claims"
    said = status.replace("_", " ") + ("" if status == "no_information" else f" · {judge}")
    replied = any(event["axis"] == "reply" for event in chain["events"])
    times = len(known.said_on(chain, truth.DATA_DATE))
    badges = [said, *(["reply overdue"] if not replied else [])]
    badges += [f"said {times} times"] if times > 1 else []
    return (f"{chain['issued_on']:%d.%m.%Y}", chain["addressee"], chain["text"], *badges)


def label(text: str) -> tuple[str, ...]:
    first, _, said = plain(text).partition("\n")
    day, addressee, *_ = first.split(" · ")
    badges = re.findall(r"badge\[([^\]]*)\]", first)
    return (day.strip("*"), str(tables.CODES[addressee]), said.strip(), *badges)
