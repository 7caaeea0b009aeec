"""The telling register, and what it says by another road: the oracle's slow and plain Python.

Its rows (`register/*.csv`, each with the reason that it is there for) tell apart all definitions
that could be taken for each other; `test_register.py` has its numbers, worked out by hand.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from npm_data.reference import reference
from npm_data.register.filters import Filters, Period
from tests.queries.oracle import Row, add_months
from tests.queries.oracle_changes import ChangeOracle
from tests.queries.oracle_claims import ClaimsOracle
from tests.queries.oracle_places import PlaceOracle
from tests.registers import SHEETS

REGISTER = Path(__file__).parent / "register"
DATA_DATE = date(2020, 6, 30)
FEWEST = 5
"""Of fewer recommendations no share is told."""
RATES = {
    "cohort_12": ("cohort", 12),
    "cohort_24": ("cohort", 24),
    "cohort_48": ("cohort", 48),
    "stock": ("stock", 12),
    "answered": ("answered", 12),
}
CLOCK = ("on_time", "due_soon", "overdue", "never_visited")
STATUSES = (
    *("verified", "claimed", "partly_implemented", "in_progress", "not_started"),
    *("not_implemented", "no_information"),
)
REPLIES = ("in_time", "late", "overdue")
CLAIMS = ("confirmed", "not_yet_looked_at", "downgraded")
VISIT_TYPES = ("periodic", "interim", "special", "unspecified")
WHOLE = ""
Answer = dict[Any, Row]
"""What was counted by the code of a unit; the whole has the empty one, what has no place None."""


class Truth(ClaimsOracle, PlaceOracle):
    """All that the oracles answer, of one register; its regions from north to south."""

    region_order = ("KZ-39", "KZ-71", "KZ-35", "KZ-10", "KZ-63", "KZ-79", "KZ-75")


@dataclass(frozen=True)
class Choice:
    """A period with filters, for the oracle and for the program."""

    from_on: date
    to_on: date
    regions: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()
    institution_types: tuple[str, ...] = ()
    visit_types: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def row(self) -> Row:
        return asdict(self)

    @property
    def filters(self) -> Filters:
        chosen = {name: value for name, value in self.row.items() if not name.endswith("_on")}
        return Filters(Period(self.from_on, self.to_on), **chosen)

    @property
    def clock_day(self) -> date:
        return min(self.to_on, DATA_DATE)


YEAR = Choice(date(2018, 1, 1), date(2018, 12, 31))
BEFORE = Choice(date(2017, 1, 1), date(2017, 12, 31))
AFTER = Choice(date(2019, 1, 1), date(2019, 12, 31))
EVER = Choice(date(2014, 1, 1), DATA_DATE)
PART = replace(EVER, ministries=("interior",), regions=("KZ-35", "KZ-63", "KZ-71"))
"""A part of the country and of its places: a figure that forgets the filters says too much."""


@cache
def rows() -> dict[str, list[Row]]:
    """The register's rows by sheet, without the reasons that they are there for."""
    read = {}
    for sheet in SHEETS:
        frame = pl.read_csv(REGISTER / f"{sheet}.csv", infer_schema=False).drop("why")
        days = [name for name in frame.columns if name == "on" or name.endswith("_on")]
        read[sheet] = frame.with_columns(pl.col(days).str.to_date("%Y-%m-%d")).to_dicts()
    return read


@cache
def types_of_places() -> dict[str, Row]:
    return {
        each.code: {"portfolio": each.portfolio, "from": each.mandate_from, "to": each.mandate_to}
        for each in reference().institution_types
    }


@cache
def oracle() -> Truth:
    return Truth(**rows(), types=types_of_places(), data_date=DATA_DATE)


# -- questions of the query command ---------------------------------------------------------------


def ask(query: str, choice: Choice, by: str = "total", *more: object) -> Answer:
    """The oracle's answer as rows by key; the clock stands on the last day of the period."""
    days = {
        "visits": (),
        "coverage": (),
        "clock": (choice.clock_day,),
        "pace": (choice.clock_day,),
    }.get(query, (DATA_DATE,))
    answer = getattr(oracle(), query)(choice.row, *days, *more, by)
    found = {WHOLE if by == "total" else row.pop(by): row for row in answer}
    if query == "implementation":
        return _with_too_young(found, choice, by, *more)
    for row in found.values():
        row.update(_FOR_FIGURES.get(query, lambda _: {})(row))
    return found


_FOR_FIGURES: dict[str, Callable[[Row], Row]] = {
    "clock": lambda row: {
        "past_due": row["overdue"] + row["never_visited_past_due"],
        "share_past_due": _share(row["overdue"] + row["never_visited_past_due"], row["places"]),
    },
    "recommendations": lambda row: {
        "claimed": row["implemented"] - row["verified"],
        "judged": row["recommendations"] - row["no_longer_applicable"],
    },
    "replies": lambda row: {"share_in_time": _share(row["in_time"], row["due"])},
}
"""What the answers hold beside the contract of the query command."""


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _with_too_young(found: Answer, choice: Choice, by: str, rate: str, months: int) -> Answer:
    """How many were issued less than so many months before the data date, beside each rate."""
    none = {"implemented": 0, "considered": 0, "verified": 0, "rate": None, "low": None}
    for row in found.values():
        row["too_young"] = 0
    for chain in oracle().chosen_chains(choice.row, DATA_DATE) if rate == "cohort" else ():
        if add_months(chain["issued_on"], months) > DATA_DATE:
            key = WHOLE if by == "total" else oracle().chain_key(by, chain)
            row = found.setdefault(key, none | {"high": None, "too_young": 0})
            row["too_young"] += 1
    return found


def of(query: str, choice: Choice, *more: object) -> Row:
    """The whole alone."""
    return ask(query, choice, "total", *more)[WHOLE]


def with_whole(query: str, choice: Choice, by: str, *more: object) -> Answer:
    """The units, and the whole below them."""
    return ask(query, choice, by, *more) | ask(query, choice, "total", *more)


def rate(name: str, choice: Choice, by: str = "total") -> Answer:
    """A rate as it may be told: of fewer than five only the counts."""
    answer = with_whole("implementation", choice, by, *RATES[name])
    hidden = dict.fromkeys(("rate", "low", "high"))
    return {
        key: row | (hidden if row["considered"] < FEWEST else {}) for key, row in answer.items()
    }


def visits(choice: Choice, before: Choice | None, by: str) -> Answer:
    """Visits and places visited, the visits of the period before, and the change."""
    now = with_whole("visits", choice, by)
    if before is None:
        return now
    then = with_whole("visits", before, by)
    none = {"visits": 0, "places_visited": 0}
    compared = {}
    for key in {**now, **then}:
        row, earlier = now.get(key, none), then.get(key, none)["visits"]
        compared[key] = row | {"before": earlier, "change": row["visits"] - earlier}
    return compared


def clock(choice: Choice, by: str = "total") -> Answer:
    """The four classes with what is past due: overdue, or never visited past their first term."""
    answer = with_whole("clock", choice, by)
    for row in answer.values():
        row["share"] = row["share_past_due"]
    return answer


def statuses(choice: Choice, by: str = "total") -> Answer:
    """Recommendations by status, implemented ones verified and claimed apart."""
    return with_whole("recommendations", choice, by)


def replies(choice: Choice, by: str = "total") -> Answer:
    answer = with_whole("replies", choice, by)
    for row in answer.values():
        row["share"] = row["in_time"] / row["due"] if row["due"] >= FEWEST else None
    return answer


def times(choice: Choice, by: str, months: Iterable[int]) -> Answer:
    """Numbers at risk and shares by month of issue; a share of fewer than five is not told."""
    found: Answer = {}
    for each in dict.fromkeys((by, "total")):
        asked = oracle().time_to_implementation(choice.row, DATA_DATE, each, (0, *months))
        for row in asked:
            known = found.setdefault(WHOLE if each == "total" else row[each], {})
            month, at_risk = row["month"], row["at_risk"]
            known[f"at_risk_{month}"] = at_risk
            told = at_risk >= FEWEST
            known[f"share_{month}"] = row["cumulative_incidence"] if told else None
    for row in found.values():
        if row["at_risk_0"] < FEWEST:
            row |= {name: None for name in row if name.startswith("share_")}
    return found


def by_when(row: Row) -> str:
    """What is said of a curve: the first months in which a quarter and half are implemented."""
    told = [month for month in range(49) if row[f"share_{month}"] is not None]
    first = [
        next((month for month in told if row[f"share_{month}"] > share - 1e-9), None)
        for share in (0.25, 0.5)
    ]
    quarter, half = (each and f"{each} month{'s' * (each > 1)}" for each in first)
    if quarter is None:
        return f"After {told[-1]} months a quarter were not yet implemented"
    if half is None:
        return (
            f"It took {quarter} until a quarter were implemented; after {told[-1]} months half"
            " were not"
        )
    return f"It took {quarter} until a quarter were implemented, {half} until half were"


# -- questions of the pages -----------------------------------------------------------------------


def bands(answer: Answer, parts: Iterable[str], *, hides_few: bool = False) -> Answer:
    """Parts of a whole: for each unit and part the count, the whole, and the share of it."""
    found = {}
    for key, row in answer.items():
        total = sum(row[part] for part in parts)
        for part in parts if total else ():
            share: Any = row[part] / total
            if hides_few and total < FEWEST:
                share = None
            found[key, part] = {"count": row[part], "total": total, "share": share}
    return found


def by_region_of_2018(query: str, choice: Choice) -> Answer:
    """In the borders of 2018 Abai and East Kazakhstan are one unit, which has two names here."""
    answer = ask(query, choice, "region")
    for code in ("KZ-10", "KZ-63"):
        answer.pop(code, None)
    return answer | {"KZ-VOS": of(query, replace(choice, regions=("KZ-10", "KZ-63")))}


def delays(choice: Choice) -> Row:
    """Days from a visit's end to its signed report, in bands, with their median."""
    chosen = {row["visit_id"]: row for row in oracle().chosen_visit_rows(choice.row)}
    days = [
        (row["reported_on"] - row["ended_on"]).days for row in chosen.values() if row["reported_on"]
    ]
    bounds = {"up_to_7": (0, 7), "up_to_14": (8, 14), "up_to_30": (15, 30), "up_to_60": (31, 60)}
    found = {
        name: sum(low <= each <= high for each in days) for name, (low, high) in bounds.items()
    }
    return found | {
        "over_60": sum(each > 60 for each in days),
        "visits": len(chosen),
        "reported": len(days),
        "median_days": median(days),
    }


def changes(choice: Choice) -> ChangeOracle:
    """What changed in the period: after the day before it, and up to its last."""
    return ChangeOracle(oracle(), choice.from_on - timedelta(days=1), choice.clock_day)


def kinds_of_change(choice: Choice, by: str = "total") -> Answer:
    """How many things changed, by kind; ministries are addressees and hosts."""
    asked = changes(choice)
    found: Answer = {}
    for answer in (asked.changes(choice.row, by), asked.place_changes(choice.row, by)):
        for key, row in answer.items():
            found.setdefault(key, {}).update(row)
    return found


def growth(choice: Choice) -> Answer:
    """Places in the mandate at each year's end by the day of their types' entry, and the moves."""
    found: Answer = {}
    for year in range(2014, DATA_DATE.year + 1):
        day = min(date(year, 12, 31), DATA_DATE)
        moved = ChangeOracle(oracle(), date(year - 1, 12, 31), day)
        for place in _of_hosts(choice):
            counts = moved.counts_of_place(place)
            row = {
                "places": int(oracle().is_in_mandate(place, day)),
                "types_entered": counts["type_entered"],
                "opened": counts["opened"],
                "types_left": counts["type_left"],
                "closed": counts["closed"],
            }
            since = oracle().types[place["institution_type"]]["from"]
            for key in ((day, since), (day, WHOLE)) if since <= day else ():
                total = found.setdefault(key, dict.fromkeys(row, 0))
                found[key] = {name: total[name] + count for name, count in row.items()}
    return found


def _of_hosts(choice: Choice) -> list[Row]:
    """Places of the chosen regions and ministries, whatever their type."""
    return [
        place
        for place in oracle().places.values()
        if oracle().passes_host(place, choice.row)
        and (not choice.regions or place["region"] in choice.regions)
    ]


def completeness(choice: Choice) -> Answer:
    """How many records state what a figure needs."""
    chosen = {row["visit_id"]: row for row in oracle().chosen_visit_rows(choice.row)}.values()
    chains = oracle().chosen_chains(choice.row, DATA_DATE)
    events = [{event["axis"] for event in chain["events"]} for chain in chains]
    recorded = {
        "visit_type": [row["visit_type"] != "unspecified" for row in chosen],
        "report_day": [row["reported_on"] is not None for row in chosen],
        "place": [chain["institution_id"] is not None for chain in chains],
        "addressee_level": [chain["addressee_level"] is not None for chain in chains],
        "reply": ["reply" in axes for axes in events],
        "answer": [oracle().is_answered(chain, DATA_DATE) for chain in chains],
    }
    return {name: _recorded(values) for name, values in recorded.items()}


def columns_filled(choice: Choice) -> Answer:
    """How many rows of each table fill a column that may be left empty."""
    known, chosen = oracle(), choice.row
    ever = chosen | {"from_on": date.min, "to_on": date.max}
    places = [
        place
        for place in known.places.values()
        if known.passes_place(place, chosen) and known.passes_host(place, chosen)
    ]
    visited = {row["visit_id"]: row for row in known.chosen_visit_rows(chosen)}.values()
    said = {
        name: row
        for name, row in known.recommendations_by_id.items()
        if known.passes_place(known.places.get(row["institution_id"]), ever)
        and (not choice.ministries or row["addressee"] in choice.ministries)
    }
    statements = [
        row for row in said.values() if choice.from_on <= row["issued_on"] <= choice.to_on
    ]
    events = [
        row
        for row in known.follow_up
        if row["recommendation_id"] in said and choice.from_on <= row["on"] <= choice.to_on
    ]
    columns: dict[str, tuple[Iterable[Row], tuple[str, ...]]] = {
        "institutions": (places, ("district", "closed_on", "name_kk")),
        "visits": (visited, ("ended_on", "visit_type", "reported_on")),
        "recommendations": (
            statements,
            ("visit_id", "institution_id", "addressee_level", "repeats"),
        ),
        "follow_up": (events, ("note",)),
    }
    return {
        (sheet, name): _recorded([row.get(name) not in (None, "unspecified") for row in found])
        for sheet, (found, names) in columns.items()
        for name in names
    }


def outside(choice: Choice) -> list[Row]:
    """Visits to a place that was not in the mandate on their first day."""
    return [
        row
        for row in oracle().chosen_visit_rows(choice.row)
        if not oracle().is_in_mandate(oracle().places[row["institution_id"]], row["started_on"])
    ]


def by_name(choice: Choice, listed: Callable[[Row], bool]) -> list[Row]:
    """Places of the mandate on the clock's day for which something holds."""
    return [row for row in oracle().places_on(choice.row, choice.clock_day) if listed(row)]


def moved(choice: Choice) -> Counter[tuple[str, str]]:
    """Recommendations by their status before the period and at its end."""
    return Counter(changes(choice).transitions(choice.row))


def _recorded(values: list[bool]) -> Row:
    recorded, total = sum(values), len(values)
    return {
        "recorded": recorded,
        "missing": total - recorded,
        "total": total,
        "share": recorded / total if total >= FEWEST else None,
    }
