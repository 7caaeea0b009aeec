"""The mandate: its places by year, its types, other mandates, and care that changed ministry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from npm_data.charts.mandate import WHOLE, group_names, mandate_steps, needed_visits
from npm_data.charts.theme import Look
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure, Picture
from npm_data.figures.periods import day_text, filter_line
from npm_data.figures.sentences import k_of_n, share_text
from npm_data.figures.subject import Subject, ever, kept
from npm_data.figures.units import (
    Row,
    codes_in_order,
    named_unit,
    numbers,
    rows_of,
    table,
    total_of,
    unit_column,
)
from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.filters import (
    MEDICAL_CARE_MOVED_ON,
    THE_LAW,
    Filters,
    Mandate,
    types_by_law,
    whole_visits,
)

SOURCES = {
    "law of 2 July 2013; visits from April 2014": "law",
    "inferred from Law 240-VI of 1 April 2019": "inferred",
    "ASSUMED: after 2019, the exact day was not found": "assumed",
}
"""What `institution_types.csv` says of a type's day: `mandate.source_<name>`."""

MOVES = ("types_entered", "opened", "types_left", "closed")
ADDRESSEES = ("interior", "health", "others")
MOST_NAMED = 4
"""More types than these are counted in a sentence."""


def _visits_a_year(places: int) -> int:
    """Periodic visits a year that a four-year round of so many places takes."""
    return whole_visits(places / 4)


# -- the places of the mandate --------------------------------------------------------------------


@kept
def growth(subject: Subject) -> Figure:
    """Places at the end of each year by the day of their types' entry: all years of the register.

    Rows, one a year: `day`, the places of each entry under its ISO day, `places`, the moves of the
    year, and `needed`, the periodic visits a year that a round takes.
    """
    words = subject.words
    answer = subject.repository.mandate_places(subject.filters)
    rows = _year_ends(answer)
    names = {code: name for code, name in group_names(words).items() if code in _entry_days(answer)}
    return Figure(
        key="mandate.growth",
        heading=words("mandate.title"),
        finding=_law_finding(subject, rows[-1]["day"], rows[-1]["places"]) if rows else "",
        rows=pl.DataFrame(rows),
        columns={
            "day": Column(words("mandate.end_of"), "date"),
            **numbers(names),
            **numbers({"places": words("mandate.places"), "needed": words("mandate.needed")}),
            **numbers({move: words(f"mandate.{move}") for move in MOVES}),
        },
        definition="mandate_day",
        counts=tuple(_entered(subject, code, rows[-1][code]) for code in names),
        cautions=(words("mandate.all_years"),),
        draw=lambda look: Picture(
            mandate_steps(words, look), _steps(words, rows, names), words("mandate.alt_growth")
        ),
        empty=words("coverage.no_places"),
        has_period=False,
    )


def _entry_days(answer: pl.DataFrame) -> set[str]:
    """The entry days (ISO) that an answer has places of."""
    return {day.isoformat() for day in answer["types_from"].drop_nulls().unique()}


def _year_ends(answer: pl.DataFrame) -> list[Row]:
    days = _entry_days(answer)
    rows: dict[date, Row] = {}
    for row in answer.iter_rows(named=True):
        of_day = rows.setdefault(row["day"], {"day": row["day"], **dict.fromkeys(days, 0)})
        if row["types_from"] is not None:
            of_day[row["types_from"].isoformat()] = row["places"]
        else:
            of_day["places"] = row["places"]
            of_day["needed"] = _visits_a_year(row["places"])
            of_day |= {move: row[move] for move in MOVES}
    return list(rows.values())


def _law_finding(subject: Subject, day: date, places: int) -> str:
    words = subject.words
    said = words(
        "mandate.sentence_law",
        date=words.date(day),
        places=words.plural("mandate.count_places", places),
        visits=words.plural("mandate.count_periodic", _visits_a_year(places)),
    )
    return _scoped(subject, said)


def _scoped(subject: Subject, said: str) -> str:
    """Of a part of the country or of one ministry the sentence says so: it is read out alone."""
    if not (subject.filters.regions or subject.filters.ministries):
        return said
    scope = filter_line(subject.words, subject.filters, has_period=False)
    return f"{scope}: {said[0].lower()}{said[1:]}"


def _entered(subject: Subject, code: str, places: int) -> str:
    """Since when, how many places, of which types, and by which law."""
    words, ministries = subject.words, subject.filters.ministries
    types = [
        each
        for each in reference().institution_types
        if str(each.mandate_from) == code and (not ministries or each.portfolio in ministries)
    ]
    return words(
        "mandate.entered",
        since=group_names(words)[code],
        places=words.plural("mandate.count_places", places),
        types=_named(words, [each.code for each in types]),
        source=_source(words, types[0].mandate_source),
    )


def _source(words: Words, source: str) -> str:
    """The basis in the language; one that has no words yet as it stands in the file."""
    return words(f"mandate.source_{SOURCES[source]}") if source in SOURCES else source


def _steps(words: Words, rows: Sequence[Row], names: dict[str, str]) -> pl.DataFrame:
    parts = [
        {
            "label": _label(row["day"]),
            "order": row["day"].year,
            "group": code,
            "group_order": order,
            "places": row["places" if code == WHOLE else code],
            "places_text": words.number(row["places" if code == WHOLE else code]),
        }
        for row in rows
        for order, code in enumerate((*names, WHOLE))
    ]
    return pl.DataFrame(parts)


def _label(day: date) -> str:
    """The year, or the day when the records end before the year does."""
    return str(day.year) if (day.month, day.day) == (12, 31) else day_text(day)


def types(subject: Subject) -> Figure:
    """The types that the law has in the mandate on the day of the clock, and since when."""
    words, day, filters = subject.words, subject.as_of, subject.filters
    answer = subject.repository.clock(filters, day, ("total", "institution_type"))
    found, whole = rows_of(answer, "institution_type"), total_of(answer)["places"]
    by_law = types_by_law(day)
    in_order = (code for code in codes_in_order("institution_type") if code in by_law)
    rows: dict[str, Row] = {
        each.code: {
            "ministry": words.ministry(each.portfolio, filters.period.to_on, is_short=True),
            "since": group_names(words)[each.mandate_from.isoformat()],
            "places": found[each.code]["places"] if each.code in found else 0,
        }
        for each in map(reference().institution_type, in_order)
        if not filters.ministries or each.portfolio in filters.ministries
        if not filters.institution_types or each.code in filters.institution_types
    }
    units = [named_unit(subject, "institution_type", code, row) for code, row in rows.items()]
    return Figure(
        key="mandate.types",
        heading=words("mandate.types_heading"),
        finding=_types_finding(subject, {code: row["places"] for code, row in rows.items()}, whole),
        rows=table(subject, units, {"ministry": "", "since": "", "places": whole}),
        columns={
            "name": unit_column(words, "institution_type"),
            "places": Column(words("mandate.places"), "number"),
            "ministry": Column(words("mandate.ministry")),
            "since": Column(words("mandate.in_mandate")),
        },
        definition="mandate_day",
        counts=(words("coverage.on_day", date=words.date(day)), words("mandate.first_visits")),
        empty=words("coverage.no_places"),
        has_whole=True,
    )


def _types_finding(subject: Subject, places: dict[str, int], whole: int) -> str:
    """The type with the most places, and its share of the mandate."""
    words = subject.words
    if not whole:
        return words("coverage.no_places")
    most = max(places, key=lambda code: places[code])
    return words(
        "mandate.types_finding",
        date=words.date(subject.as_of),
        type=words.institution_type(most),
        k_of_n=k_of_n(words, places[most], whole),
        share=share_text(words, places[most], whole),
    )


# -- another mandate ------------------------------------------------------------------------------


def scenario(subject: Subject, chosen: tuple[str, ...]) -> Figure:
    """A mandate of the chosen types beside the law's on the day of the clock.

    Rows, one a year: visits to places of these types, `periodic` and `every`, and what a round of
    this mandate `needed`, the same in all years.
    """
    words, day = subject.words, subject.as_of
    mandate = Mandate.of(chosen, day)
    law = _places_of(subject, THE_LAW)
    places = law if mandate.is_the_law else _places_of(subject, mandate)
    need = _visits_a_year(places)
    rows = [
        {"year": str(year), "periodic": periodic, "every": every, "needed": need}
        for year, (periodic, every) in _visits(subject, chosen).items()
    ]
    names = {"periodic": "mandate.visits_periodic", "every": "mandate.visits_all"}
    changed = [
        words(f"mandate.{what}", names=", ".join(map(words.institution_type, codes)))
        for what, codes in (("added", mandate.added), ("left_out", mandate.left_out))
        if codes
    ]
    said = _sentence(words, mandate, law, places)
    return Figure(
        key="mandate.scenario",
        heading=words("mandate.scenario"),
        finding=_law_finding(subject, day, law) if mandate.is_the_law else _scoped(subject, said),
        rows=pl.DataFrame(rows),
        columns={
            "year": Column(words("mandate.year"), "year"),
            **numbers({name: words(label) for name, label in names.items()}),
            "needed": Column(words("mandate.needed"), "number"),
        },
        definition="scenario",
        counts=(words("mandate.visits_to_chosen"),),
        cautions=(words("mandate.all_years"), *changed),
        draw=lambda look: _held_against(words, look, rows, need),
        has_period=False,
    )


def _places_of(subject: Subject, mandate: Mandate) -> int:
    answer = subject.repository.clock(subject.filters, subject.as_of, mandate=mandate)
    return int(total_of(answer)["places"])


def _visits(subject: Subject, types: tuple[str, ...]) -> dict[int, tuple[int, int]]:
    """Periodic and all visits to places of these types, by year."""
    known = subject.data_set
    if not types or not known.row_counts["visits"]:
        return {}
    filters = replace(ever(subject), institution_types=types)
    answer = subject.repository.visits(filters, ("year", "year_visit_type"))
    counted = dict(answer.select("key", "visits").iter_rows())
    years = range(known.first_on.year, known.data_date.year + 1)
    return {year: (counted.get(f"{year}/periodic", 0), counted.get(str(year), 0)) for year in years}


def _held_against(words: Words, look: Look, rows: Sequence[Row], need: int) -> Picture:
    said = words("mandate.line_needed", needed=words.number(need))
    shown = [
        row
        | {
            "label": row["year"],
            "order": order,
            "periodic_text": words.number(row["periodic"]),
            "needed_text": "" if order else said,
        }
        for order, row in enumerate(rows)
    ]
    return Picture(needed_visits(words, look), pl.DataFrame(shown), words("mandate.alt_visits"))


def _sentence(words: Words, mandate: Mandate, before: int, after: int) -> str:
    """What the choice changes of the law's places, and how many visits a year these take.

    The visits are those of the places that come or go, a quarter of them rounded up: what both
    mandates need, each rounded up, may be one more or fewer apart.
    """
    clause = _clause(words, mandate.added, mandate.left_out)
    change = abs(after - before)
    if not change:
        return words("mandate.sentence_same", clause=clause, places=words.number(after))
    return words(
        "mandate.sentence_change",
        clause=clause,
        change=words.plural("mandate.grows" if after > before else "mandate.shrinks", change),
        before=words.number(before),
        after=words.number(after),
        places=words.plural("mandate.count_places", change),
        visits=words.plural("mandate.count_periodic", _visits_a_year(change)),
    )


def _clause(words: Words, added: Sequence[str], left_out: Sequence[str]) -> str:
    """`With the type “infant home” added`."""
    if added and left_out:
        return words(
            "mandate.clause_both", added=_named(words, added), left_out=_named(words, left_out)
        )
    if added:
        return words("mandate.clause_added", added=_named(words, added))
    return words("mandate.clause_left_out", left_out=_named(words, left_out))


def _named(words: Words, codes: Sequence[str]) -> str:
    """Names in quotation marks, in their first case: sentences are built round them."""
    if len(codes) > MOST_NAMED:
        return words.plural("mandate.types_counted", len(codes))
    names = ", ".join(words("mandate.quoted", name=words.institution_type(code)) for code in codes)
    return words.plural("mandate.types_named", len(codes), names=names)


# -- medical care ---------------------------------------------------------------------------------


def medical(subject: Subject) -> Figure:
    """Recommendations on health care before and since care changed its ministry, by addressee.

    The addressee is what is shown here, and all years: of the filters only the regions narrow it.
    """
    words = subject.words
    regions = Filters(subject.filters.period, regions=subject.filters.regions)
    rows = []
    for code, moved_on in MEDICAL_CARE_MOVED_ON.items():
        answer = subject.repository.medical_addressees(regions, code, moved_on)
        found = {row["key"]: row for row in answer.iter_rows(named=True)}
        rows += [
            {
                "name": words.institution_type(code),
                "time": words(f"mandate.{side}", date=words.date(moved_on)),
                "side": side,
                **{f"to_{each}": found[side][f"to_{each}"] for each in ADDRESSEES},
                "recommendations": found[side]["recommendations"],
                "share": found[side]["to_health"] / found[side]["recommendations"],
            }
            for side in ("before", "since")
            if side in found
        ]
    names = {code: words.ministry(code, date.max) for code in ADDRESSEES[:2]}
    names |= {"others": words("mandate.other_addressees")}
    return Figure(
        key="mandate.medical",
        heading=words("mandate.medical"),
        finding=_medical_finding(words, rows),
        rows=pl.DataFrame(rows),
        columns={
            "name": unit_column(words, "institution_type"),
            "time": Column(words("mandate.issued")),
            **numbers({f"to_{code}": name for code, name in names.items()}),
            "recommendations": Column(words("recommendations.column_count"), "number"),
            "share": Column(words("mandate.share_to_health"), "percent", of="recommendations"),
        },
        definition="medical_care",
        counts=(words("mandate.medical_regions"),),
        empty=words("mandate.medical_none"),
        has_period=False,
    )


def _medical_finding(words: Words, rows: Sequence[Row]) -> str:
    since = [row for row in rows if row["side"] == "since"]
    if not since:
        return words("mandate.medical_none_since")
    counted = (
        f"{row['name']}: {k_of_n(words, row['to_health'], row['recommendations'])}" for row in since
    )
    return words("mandate.medical_finding", said="; ".join(counted))
