"""Medical care that changed its ministry: who hosts a place, and who is asked to act."""

from dataclasses import replace

import polars as pl
import streamlit as st

from npm_data.charts.mandate import ADDRESSEES, addressee_names, addressees_by_year
from npm_data.figures.columns import Column
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.register.filters import MEDICAL_CARE_MOVED_ON, Filters
from npm_data.ui.app import App
from npm_data.ui.show import show

_SIDES = ("before", "since")


def explained(app: App) -> None:
    """The two days, and the register's own recommendations on health care by their addressee."""
    words = app.words
    days = {code: words.date(day) for code, day in MEDICAL_CARE_MOVED_ON.items()}
    st.header(words("mandate.medical"), anchor=False)
    st.markdown(words("mandate.medical_text", **days))
    # The addressee is what is shown here, and all years: only the regions narrow it.
    regions = replace(app, filters=Filters(app.filters.period, regions=app.filters.regions))
    for column, code in zip(st.columns(2), MEDICAL_CARE_MOVED_ON, strict=True):
        with column:
            _of_type(regions, code)


def _of_type(app: App, code: str) -> None:
    words, moved_on = app.words, MEDICAL_CARE_MOVED_ON[code]
    answer = app.repository.medical_addressees(app.filters, code, moved_on)
    counted = {row["key"]: row for row in answer.rows(named=True)}
    years = [key for key in counted if key not in _SIDES]
    names = addressee_names(words)
    rows = [
        {
            "label": year,
            "order": order,
            "addressee": addressee,
            "addressee_name": names[addressee],
            "addressee_order": place,
            "recommendations": counted[year][f"to_{addressee}"],
            "total": counted[year]["recommendations"] if place == 0 else None,
            "total_text": words.number(counted[year]["recommendations"]) if place == 0 else "",
        }
        for order, year in enumerate(years)
        for place, addressee in enumerate(ADDRESSEES)
    ]
    show(
        app,
        f"mandate.medical_{code}",
        title=_title(words, code, counted),
        frame=pl.DataFrame(rows, infer_schema_length=None),
        spec=addressees_by_year(words, app.look),
        alt=words("mandate.alt_medical"),
        definition="medical_care",
        columns={
            "label": Column(words("mandate.year_of_issue")),
            "addressee_name": Column(words("mandate.addressee")),
            "recommendations": Column(words("definition.recommendations"), "number"),
        },
        counts=(words("mandate.medical_regions"),),
        empty=words("mandate.medical_none"),
    )


def _title(words: Words, code: str, counted: dict[str, Row]) -> str:
    """`k of n` before and since the day; `none` where nothing was issued."""
    said = {
        side: words(
            "frame.k_of_n",
            k=words.number(counted[side]["to_health"]),
            n=words.number(counted[side]["recommendations"]),
        )
        if side in counted
        else words("mandate.none_issued")
        for side in _SIDES
    }
    name = words.institution_type(code)
    date = words.date(MEDICAL_CARE_MOVED_ON[code])
    return words("mandate.medical_title", type=name[0].upper() + name[1:], date=date, **said)
