"""The page of what changed between two days shows what the other road gives."""

import pytest

from tests.telling import tables, truth
from tests.telling.conftest import OpenPage
from tests.telling.figures import hold_counts
from tests.telling.reading import Figure, figures_of, plain
from tests.telling.tables import same
from tests.telling.truth import AFTER, WHOLE, YEAR, Answer, Choice

BETWEEN = {"between": "typed", "earlier": "31.12.2017", "later": "31.12.2018"}
ADDRESSES = {YEAR: BETWEEN, AFTER: {"between": "calendar-year"}}
"""The days before and at the end of a year, as the page is asked for them."""

MINISTRIES = {"MIA", "KNB", "MoD", "MoH", "MES", "MLSPP"}


def hold_overview(figure: Figure, choice: Choice) -> None:
    """Every kind of change in total and by ministry, and the finding that names them."""
    total = truth.kinds_of_change(choice)[WHOLE]
    by_ministry = truth.kinds_of_change(choice, "ministry")
    known = {
        kind: {"total": total[kind]}
        | {
            str(tables.CODES[name]): by_ministry.get(tables.CODES[name], {}).get(kind, 0)
            for name in MINISTRIES
        }
        for kind in tables.KINDS.values()
    }
    headings = {"Total": "total"} | {name: str(tables.CODES[name]) for name in MINISTRIES}
    same(figure.rows, known, headings, keys=["What changed"], codes=dict(tables.KINDS))
    counts = {
        f"{total['issued']} recommendation": total["issued"],
        f"{total['claimed']} newly claimed as implemented": total["claimed"],
        f"{total['verified']} newly verified by the NPM": total["verified"],
        f"{total['downgraded']} downgraded": total["downgraded"],
        f"{total['reply_overdue']} repl": total["reply_overdue"],
        f"{total['visit_overdue']} places newly overdue": total["visit_overdue"],
    }
    before, year = choice.from_on.year - 1, choice.from_on.year
    days, _, said = figure.heading.partition(": ")
    assert days == f"Between 31 December {before} and 31 December {year}"
    parts = said.replace("of all issued by then, ", "").replace(", ", "; ").split("; ")
    named = [words for words, count in counts.items() if count]
    assert len(parts) == len(named)
    assert all(part.startswith(words) for part, words in zip(parts, named, strict=True))


@pytest.mark.parametrize(
    ("choice", "kind", "unit", "heads"),
    [
        (YEAR, "replied", "ministry", ("Ministry", "Total")),
        (AFTER, "visit_overdue", "region", ("Region", "Total")),
        (YEAR, "issued", "institution_type", ("Type of place", "Total")),
    ],
)
def test_one_kind_of_change_stands_by_unit(
    choice: Choice, kind: str, unit: str, heads: tuple[str, str], page: OpenPage
) -> None:
    figures = figures_of(page("changes", "units", kind=kind, by=unit, **ADDRESSES[choice]))
    hold_overview(figures["changes.overview"], choice)
    changed = truth.kinds_of_change(choice, unit)
    known = {key: {"count": row[kind]} for key, row in changed.items() if row.get(kind)}
    codes = tables.CODES | {"no single place": None}
    hold_counts(figures["changes.units"], known, "count", heads, codes=codes)
    total = truth.kinds_of_change(choice)[WHOLE][kind]
    assert figures["changes.units"].heading.endswith(f": {total}")


def test_statuses_of_two_days_stand_in_a_matrix(page: OpenPage) -> None:
    figure = figures_of(page("changes", "matrix", view="statuses", **BETWEEN))["changes.matrix"]
    moved = truth.moved(YEAR)
    short = {
        "implemented, verified": "verified",
        "implemented, claimed": "claimed",
    } | {
        name: code
        for name, code in tables.STATUSES_OF_A_DAY.items()
        if not name.startswith("implemented")
    }
    known: Answer = {}
    for then in short.values():
        row = {now: moved[then, now] for now in short.values() if now != "not_issued"}
        known[then] = row | {"total": sum(row.values())}
    known["Total"] = {
        name: sum(row[name] for row in known.values()) for name in known["not_issued"]
    }
    headings = {name: code for name, code in short.items() if code != "not_issued"}
    headings |= {"Total": "total"}
    (first,) = (head for head in figure.rows[0] if "December" in head)
    assert plain(first) == "Status, 31 December 2017"
    same(figure.rows, known, headings, keys=[first], codes=dict(short))
    for row in figure.drawn:
        assert row["count_text"] == str(moved[row["label"], row["column"]])
        assert row["counts_text"] == str(known[row["label"]]["total"])
    new = known["not_issued"]["total"]
    unmoved = sum(count for (then, now), count in moved.items() if then == now)
    assert figure.heading == (
        f"Recommendations on 31 December 2017: {moved.total() - new}; of the same status on"
        f" 31 December 2018: {unmoved}; issued since: {new}"
    )


def test_the_records_behind_a_kind_of_change_are_listed(page: OpenPage) -> None:
    shown = figures_of(page("changes", view="records", kind="downgraded", **BETWEEN))
    (row,) = shown["changes.records"].rows
    said = {plain(head): plain(value) for head, value in row.items()}
    # R04, implemented by its authority, was found partly implemented on 7 July 2018.
    assert said["Recommendation"].startswith("[R04]")
    assert said["Status, 31 December 2017"] == "implemented, as the authority claims"
    assert said["Status, 31 December 2018"] == "partly implemented"
