"""Small registers that differ in what is hidden only, and all that the public can ask of them."""

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from npm_data.questions.repository import Repository
from npm_data.questions.statements import DIMENSIONS_OF
from npm_data.register.filters import Filters, Mandate, Period, Role
from tests.extent import some
from tests.registers import in_memory, register_of

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Asked = tuple[object, ...]
"""Question, filters, dimension and what else was asked for."""

REGIONS = ("KZ-11", "KZ-15")
"""Two that no border set cuts or joins."""
TYPES = {"ivs": "interior", "sizo": "interior", "psychiatric": "health", "tb": "health"}
YEARS = (2014, 2015)
KINDS = ("periodic", "interim", "special")
THEMES = ("regime", "staff")
DATA_DATE = date(2015, 12, 31)
PLACES_OF_A_CELL = 12


def rows_of_a_register(seed: int = 1) -> Rows:
    """Places with mostly one visit a year; in each region and type alike, but for chance."""
    chance = random.Random(seed)
    rows: Rows = {"institutions": [], "visits": [], "recommendations": [], "follow_up": []}
    for region, kind in itertools.product(REGIONS, TYPES):
        for number in range(PLACES_OF_A_CELL):
            place = f"{region}-{kind}-{number}"
            rows["institutions"].append(
                {
                    "institution_id": place,
                    "name": f"Name of {place}",
                    "institution_type": kind,
                    "region": region,
                    "district": f"District of {place}",
                    "opened_on": date(2001, 1, 1),
                }
            )
            # The first three of each cell are there to be exchanged: one visit each, of each kind.
            if number < len(KINDS):
                _visit(rows, place, YEARS[0], KINDS[number], chance)
                continue
            for year in YEARS:
                if chance.random() < 0.8:
                    _visit(rows, place, year, chance.choice((*KINDS[:1] * 20, *KINDS)), chance)
    again = _visited(rows, REGIONS[0])
    rows["visits"] += [again | {"visit_id": f"again {n}", "visit_type": "special"} for n in "12"]
    return rows


def _visited(rows: Rows, region: str) -> Row:
    """A visit of the first year to a place of a region that is exchanged with none."""
    return next(
        row
        for row in rows["visits"]
        if row["institution_id"].startswith(f"{region}-sizo")
        and row["started_on"].year == YEARS[0]
        and int(row["institution_id"].split("-")[-1]) >= len(KINDS)
    )


def _visit(rows: Rows, place: str, year: int, kind: str, chance: random.Random) -> None:
    """A visit with one recommendation, which may be claimed or found to be carried out later."""
    number = len(rows["visits"])
    started = date(year, 1, 1) + timedelta(days=chance.randrange(50))
    rows["visits"].append(
        {
            "visit_id": f"V{number}",
            "institution_id": place,
            "started_on": started,
            "visit_type": kind,
            "reported_on": started + timedelta(days=chance.randrange(1, 40)),
        }
    )
    issued = date(year, 7, 15) + timedelta(days=chance.randrange(40))
    rows["recommendations"].append(
        {
            "recommendation_id": f"R{number}",
            "visit_id": f"V{number}",
            "institution_id": place,
            "addressee": chance.choice(("interior", "health")),
            "addressee_level": chance.choice(("central", "local")),
            "theme": chance.choice(THEMES),
            "issued_on": issued,
            "text": f"Text of R{number}",
        }
    )
    if chance.random() < 0.7:
        _event(rows, f"R{number}", issued + timedelta(days=30), "reply", "accepted", "authority")
    if chance.random() < 0.5:
        status, judge = chance.choice((("implemented", "npm"), ("in_progress", "authority")))
        _event(rows, f"R{number}", issued + timedelta(days=60), "implementation", status, judge)


def _event(rows: Rows, recommendation: str, on: date, axis: str, status: str, judge: str) -> None:
    rows["follow_up"].append(
        {
            "recommendation_id": recommendation,
            "on": on,
            "axis": axis,
            "status": status,
            "judge": judge,
            "note": "Note",
        }
    )


def visits_of_other_types(rows: Rows) -> Rows:
    """Another world: special visits of one region were periodic, and those of the other special.

    Places with one visit each, in the same year and of the same ministry, exchange its type: the
    special one of each first type with the periodic one of the other region's second type.
    """
    kind_of = {row["visit_id"]: row["visit_type"] for row in rows["visits"]}
    visit_of = {row["institution_id"]: row["visit_id"] for row in rows["visits"]}
    periodic, _, special = (str(number) for number in range(len(KINDS)))
    for first, second in (("ivs", "sizo"), ("psychiatric", "tb")):
        here = visit_of[f"{REGIONS[0]}-{first}-{special}"]
        there = visit_of[f"{REGIONS[1]}-{second}-{periodic}"]
        kind_of[here], kind_of[there] = kind_of[there], kind_of[here]
    return _with(rows, "visits", lambda row: {"visit_type": kind_of[row["visit_id"]]})


def second_visits_to_others(rows: Rows) -> Rows:
    """A place that was visited again twice within the year was not, and one elsewhere was."""
    there = _visited(rows, REGIONS[1])["institution_id"]
    return _with(
        rows,
        "visits",
        lambda row: {"institution_id": there} if row["visit_id"].startswith("again") else {},
    )


def visits_of_other_months(rows: Rows) -> Rows:
    """Each visit and its report so many days later, within the same year."""
    later = {row["visit_id"]: timedelta(days=7 * n % 120) for n, row in enumerate(rows["visits"])}
    return _with(
        rows,
        "visits",
        lambda row: {
            name: row[name] + later[row["visit_id"]] for name in ("started_on", "reported_on")
        },
    )


def recommendations_of_other_months(rows: Rows) -> Rows:
    """Each recommendation with all that followed so many days later, within the same year."""
    later = {
        row["recommendation_id"]: timedelta(days=11 * n % 70)
        for n, row in enumerate(rows["recommendations"])
    }
    moved = _with(
        rows,
        "recommendations",
        lambda row: {"issued_on": row["issued_on"] + later[row["recommendation_id"]]},
    )
    return _with(
        moved, "follow_up", lambda row: {"on": row["on"] + later[row["recommendation_id"]]}
    )


def recommendations_to_others(rows: Rows) -> Rows:
    """Addressee, level and theme of recommendations of two regions exchanged.

    Of those that nothing followed, in one year and to different ministries.
    """
    followed = {row["recommendation_id"] for row in rows["follow_up"]}
    alone = [row for row in rows["recommendations"] if row["recommendation_id"] not in followed]
    here, there = next(
        (a, b)
        for a, b in itertools.permutations(alone, 2)
        if a["institution_id"][:5] != b["institution_id"][:5]
        and a["issued_on"].year == b["issued_on"].year
        and all(a[name] != b[name] for name in ("addressee", "theme"))
    )
    said = ("addressee", "theme", "addressee_level")
    other = {here["recommendation_id"]: there, there["recommendation_id"]: here}
    return _with(
        rows,
        "recommendations",
        lambda row: {
            name: other[row["recommendation_id"]][name]
            for name in said
            if row["recommendation_id"] in other
        },
    )


def places_of_other_names(rows: Rows) -> Rows:
    """What one place is and was, another of the same region and type is and was."""
    listed = [row["institution_id"] for row in rows["institutions"]]
    other = {
        place: listed[n - n % PLACES_OF_A_CELL + (n + 1) % PLACES_OF_A_CELL]
        for n, place in enumerate(listed)
    }
    moved = rows
    for sheet in ("visits", "recommendations"):
        moved = _with(moved, sheet, lambda row: {"institution_id": other[row["institution_id"]]})
    return moved


def _with(rows: Rows, sheet: str, change: Callable[[Row], Row]) -> Rows:
    return rows | {sheet: [row | change(row) for row in rows[sheet]]}


@contextmanager
def opened(rows: Rows, data_date: date = DATA_DATE) -> Iterator[Repository]:
    """The register as the public sees it."""
    with in_memory(register_of(**rows), data_date) as repository:
        yield repository.seen_by(Role.PUBLIC)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row that the public was told."""

    question: str
    filters: Filters
    more: tuple[object, ...]
    row: tuple[object, ...]


def everything(public: Repository, questions: Sequence[str] = ()) -> list[Figure]:
    """All rows of all answers that the public can have, however it asks.

    What it may not ask is tried as well: types of visits, halves of years, months, other days.
    """
    return [
        Figure(question, filters, more, row)
        for question in questions or GROUPED
        for filters in all_filters()
        for more in GROUPED[question]
        for row in _rows(public, question, filters, dict(more))
    ]


def _rows(
    public: Repository, question: str, filters: Filters, more: dict[str, Any]
) -> Iterator[tuple[object, ...]]:
    if not public.may_ask(question, filters, (), **_sent(more)):
        return
    dimensions = tuple(
        each
        for each in DIMENSIONS_OF.get(question, ())
        if public.may_ask(question, filters, (each,), **_sent(more))
    )
    if question in DIMENSIONS_OF and dimensions:
        yield from getattr(public, question)(filters, by=dimensions, **more).rows()
    elif question not in DIMENSIONS_OF:
        yield from getattr(public, question)(filters).rows()


def _sent(more: dict[str, Any]) -> dict[str, Any]:
    """As the statements take what the methods are given."""
    names = {"months": "horizons" if isinstance(more.get("months"), tuple) else "months"}
    sent = {names.get(name, name): value for name, value in more.items() if name != "mandate"}
    if isinstance(sent.get("months"), int):
        sent["months"] = (sent["months"],)
    mandate = more.get("mandate")
    return sent | ({"added": mandate.added, "left_out": mandate.left_out} if mandate else {})


def all_filters() -> Iterator[Filters]:
    for regions, kinds, ministries, period, visit_types in itertools.product(
        ((), REGIONS[:1]),
        some([(), ("ivs",), ("ivs", "tb"), ("psychiatric",)], 3),
        some([(), ("interior",), ("health",)], 2),
        _periods(),
        ((), ("special",)),
    ):
        yield Filters(period, regions, ministries, kinds, visit_types)


def _periods() -> Iterator[Period]:
    first, last = (Period.of_year(year) for year in YEARS)
    yield from (first, last, Period(first.from_on, last.to_on))
    yield Period(first.from_on, date(YEARS[0], 3, 31))
    yield replace(last, from_on=date(YEARS[1], 7, 1))


_DAYS = ((), (("as_of", date(2014, 12, 31)),), (("as_of", date(2015, 6, 30)),))
_ONE_TYPE = (("mandate", Mandate.of(("ivs",), DATA_DATE)),)
_RATES = tuple(
    (("rate", rate), ("months", months))
    for rate, months in (("cohort", 12), ("cohort", 6), ("stock", 12), ("answered", 12))
)
_HORIZONS = ((("months", (0, 12)),), (("months", (0, 1, 3, 6, 9)),))
GROUPED: dict[str, tuple[tuple[tuple[str, Any], ...], ...]] = {
    "visits": ((),),
    "coverage": ((), _ONE_TYPE),
    "recommendations": _DAYS,
    "implementation": _RATES,
    "replies": ((),),
    "claims": ((),),
    "repeats": ((),),
    "time_to_implementation": _HORIZONS,
    "report_delays": ((),),
    "mandate_places": ((),),
    "completeness": ((),),
}
"""Questions that the public may ask at all, and the ways of asking."""
