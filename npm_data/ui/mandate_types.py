"""Which types of places are in the mandate, since when and on what basis, by ministry."""

from functools import cache

import polars as pl

from npm_data.charts.mandate import group_names
from npm_data.figures.columns import Column
from npm_data.figures.units import codes_in_order, rows_of
from npm_data.i18n import Words
from npm_data.reference import InstitutionType, reference
from npm_data.register.filters import Mandate, basis_of, types_by_law
from npm_data.ui.app import App
from npm_data.ui.mandate_answers import CLOCK_BY
from npm_data.ui.methodology import UNCONFIRMED, marked_name
from npm_data.ui.show import show_table

SOURCES = {
    "law of 2 July 2013; visits from April 2014": "law",
    "inferred from Law 240-VI of 1 April 2019": "inferred",
    "ASSUMED: after 2019, the exact day was not found": "assumed",
}
"""What `institution_types.csv` says of a type's day: `mandate.source_<name>`."""


def by_ministry(app: App) -> None:
    """One row a type, with the places of it that are open on the day."""
    words, day, chosen = app.words, app.as_of, app.filters.ministries
    by_law = types_by_law(day)
    everything = Mandate.of(codes_in_order("institution_type"), day)
    places = rows_of(
        app.repository.clock(app.filters, day, CLOCK_BY, everything),
        "institution_type",
    )
    types = [each for each in _in_order() if not chosen or each.portfolio in chosen]
    frame = pl.DataFrame(
        [
            {
                "ministry": words.ministry(each.portfolio, app.filters.period.to_on),
                "type": marked_name(each, app.language),
                "since": _since(words, each),
                "source": _source(words, each),
                "is_in": words("mandate.yes" if each.code in by_law else "mandate.no"),
                "places": places[each.code]["places"] if each.code in places else 0,
            }
            for each in types
        ]
    )
    show_table(
        app,
        "mandate.by_ministry",
        title=_title(words, app, [each for each in types if each.code in by_law]),
        frame=frame,
        columns={
            "ministry": Column(words("mandate.ministry")),
            "type": Column(words("mandate.type")),
            "since": Column(words("mandate.in_mandate")),
            "source": Column(words("mandate.basis")),
            "is_in": Column(words("mandate.on_day", date=words.date(day))),
            "places": Column(words("mandate.open_places"), "number"),
        },
        definition="mandate_day",
        counts=(
            words("mandate.first_visits"),
            words("mandate.open_on", date=words.date(day)),
            *((words("methodology.assumed_mark"),) if _has_mark(frame) else ()),
        ),
    )


@cache
def _in_order() -> tuple[InstitutionType, ...]:
    """By ministry, and within one as the law's report has them."""
    ministries = reference().portfolios
    return tuple(
        sorted(
            reference().institution_types,
            key=lambda each: (ministries.index(each.portfolio), each.display_order),
        )
    )


def _title(words: Words, app: App, there: list[InstitutionType]) -> str:
    unsure = sum(basis_of(each) != "law" for each in there)
    title = words.plural("mandate.types_title", len(there), date=words.date(app.as_of))
    return (
        f"{title}; {words('mandate.types_unsure', count=words.number(unsure))}" if unsure else title
    )


def _since(words: Words, institution_type: InstitutionType) -> str:
    return group_names(words)[institution_type.mandate_from.isoformat()]


def _source(words: Words, institution_type: InstitutionType) -> str:
    """The basis in the language; one that has no words yet as it stands in the file."""
    source = institution_type.mandate_source
    return words(f"mandate.source_{SOURCES[source]}") if source in SOURCES else source


def _has_mark(frame: pl.DataFrame) -> bool:
    return bool(frame["type"].str.contains(UNCONFIRMED, literal=True).any())
