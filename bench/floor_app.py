"""The floor: a bare Streamlit page of five short charts that one choice changes.

Like the dashboard it keeps the specification still, sends the rows beside it, and has the address
say what is chosen.
"""

import random

import polars as pl
import streamlit as st

YEARS = [str(year) for year in range(2014, 2026)]
ROWS = 20
SPEC = {
    "mark": "bar",
    "encoding": {
        "x": {"field": "share", "type": "quantitative", "scale": {"domain": [0, 100]}},
        "y": {"field": "place", "type": "nominal"},
    },
}

asked = st.query_params.get("period", YEARS[0])
year = st.sidebar.selectbox("Year", YEARS, index=YEARS.index(asked), key="period")
st.query_params["period"] = year
st.title(f"Shares of {year}")
for number in range(5):
    chance = random.Random(f"{year} {number}")
    rows = {"place": range(ROWS), "share": [chance.uniform(0, 100) for _ in range(ROWS)]}
    st.vega_lite_chart(pl.DataFrame(rows), SPEC, key=f"chart_{number}")
