"""What was recommended, and who replied: rows, sentences and pictures against the other road."""

import pytest

from npm_data.charts.theme import Look
from npm_data.figures import recommendations
from npm_data.figures.figure import Figure
from npm_data.files.release import release
from tests.figures.conftest import Ask, by_code, plain
from tests.figures.test_implementation import CHOICES, UNITS, hold, hold_bands, name_of
from tests.queries.oracle import Row
from tests.telling import truth
from tests.telling.tables import percent
from tests.telling.truth import FEWEST, WHOLE, YEAR, Answer, Choice


@CHOICES
@UNITS
def test_recommendations_are_counted_by_unit_and_the_largest_is_named(
    choice: Choice, unit: str, about: Ask
) -> None:
    subject = about(choice)
    figure = recommendations.counts(subject, unit)
    known = truth.with_whole("recommendations", choice, unit)
    total = known[WHOLE]["recommendations"]
    for row in known.values():
        row["share"] = row["recommendations"] / total
    hold(figure, known, ("recommendations", "share", "answered"))
    shares = release(subject, figure).frame["share"]
    assert shares.is_null().all() if total < FEWEST else shares.is_not_null().all()
    units = {key: row for key, row in known.items() if key != WHOLE}
    most = max(row["recommendations"] for row in units.values())
    largest = [key for key, row in units.items() if row["recommendations"] == most]
    said = plain(figure.finding)
    counted = f"{total} recommendation{'s' * (total > 1)}"
    share = f" ({percent(most / total)})" if total >= FEWEST else ""
    is_named = len(largest) == 1 < len(units) and largest[0] is not None
    name = by_code(figure)[largest[0] or ""]["name"]
    if not is_named or unit in ("institution_type", "region"):
        assert said == f"{name_of(choice)}: {counted}"
    elif unit == "theme":
        assert said == (
            f"{name_of(choice)}: {counted}; the largest theme is “{name}”: {most}{share}"
        )
    else:
        assert said.endswith(f": {name}, {most} of {total}{share}")
    hold_bars(figure, units)


def hold_bars(figure: Figure, units: Answer) -> None:
    picture = figure.picture(Look.LIGHT)
    assert (picture is None) is (len(units) < 2)
    if picture is not None:
        drawn = {row["label"]: row for row in picture.frame.iter_rows(named=True)}
        assert set(drawn) == {key or "" for key in units}
        for key, row in units.items():
            shown = drawn[key or ""]
            count = row["recommendations"]
            assert (shown["count"], shown["counts_text"]) == (count, str(count))
    hall = figure.picture(Look.HALL)
    assert hall is not None
    texts = [plain(text) for text in hall.frame["text"] if text]
    total = sum(row["recommendations"] for row in units.values())
    numbers = [int(text.partition(" ")[0]) for text in texts if text[0].isdigit()]
    assert sum(numbers) == total


def test_a_hall_sees_the_largest_themes_and_the_others_summed(about: Ask) -> None:
    rows: list[Row] = [
        {"name": f"T{count}", "recommendations": count, "total": 45} for count in range(1, 10)
    ]
    bars = recommendations._bars(about(YEAR), rows)
    assert [(bar.name, bar.value) for bar in bars] == [
        *((f"T{count}", count) for count in range(4, 10)),
        ("All others", 6),
    ]


@CHOICES
@pytest.mark.parametrize("unit", ["ministry", "institution_type"])
def test_replies_stand_by_body_with_the_share_in_time(
    choice: Choice, unit: str, about: Ask
) -> None:
    subject = about(choice)
    figure = recommendations.replies(subject, unit)
    known = truth.with_whole("replies", choice, unit)
    row = known[WHOLE]
    if not row["due"]:
        assert figure.rows.is_empty()
        return
    hold(figure, known, ("due", *truth.REPLIES, "share_in_time"))
    hold_bands(figure, known, truth.REPLIES)
    for shown in release(subject, figure).frame.iter_rows(named=True):
        assert (shown["share_in_time"] is None) is (shown["due"] < FEWEST)
    share = f" ({percent(row['in_time'] / row['due'])})" if row["due"] >= FEWEST else ""
    wanted = f"in time: {row['in_time']}{share}, late: {row['late']}, overdue: {row['overdue']}"
    said, _, ends = plain(figure.finding).partition("; in time least often: ")
    assert said.endswith(wanted)
    assert said.startswith(f"Of {row['due']} repl")
    units = [row for key, row in known.items() if key != WHOLE]
    least = 20 if sum(row["due"] >= 20 for row in units) > 1 else FEWEST
    shares = [row["share_in_time"] for row in units if row["due"] >= least]
    if len(shares) > 1 and min(shares) < max(shares):
        low, _, high = ends.partition(", most often: ")
        assert low.endswith(percent(min(shares)))
        assert high.endswith(percent(max(shares)))
        assert f"named by a share: those with {least} replies due or more" in figure.counts
    else:
        assert not ends
