"""What all specifications have in common: where the rows come from, config, size and export."""

from copy import deepcopy
from typing import Any, Literal

import altair as alt
import polars as pl
import polars.selectors as cs

from npm_data.charts.geometry import topology
from npm_data.charts.theme import LABEL_SIZE, Look, Palette, chart_config, palette
from npm_data.i18n import Words
from npm_data.reference import BORDER_SETS

Spec = dict[str, Any]
"""A Vega-Lite specification without rows. It is shared between sessions: never change it."""

ROWS = "source"
"""The name under which Streamlit hands over the frame that stands beside a specification."""

SELECTION = "chosen"
"""The name of every chart's selection, as it comes back from a click."""

NARROWEST = 255
"""Pixels of a chart in a window of 320."""
NARROW_FOR_THREE_DIGITS, NARROW_FOR_FOUR_DIGITS = 22, 32
"""Pixels of a column below which so many digits would run into those of the next column."""

PADDING = {"left": 2, "right": 10, "top": 4, "bottom": 6}

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.VConcatChart


def rows() -> alt.NamedData:
    """The data of every chart: a name, filled by the page or by `with_data`."""
    return alt.NamedData(name=ROWS)


def finished(chart: AnyChart, words: Words, look: Look) -> Spec:
    """The specification as plain data, as wide as its place on the page."""
    # Asked of the schema here, it would take longer than all the rest; the tests ask.
    spec: Spec = chart.to_dict(validate=False)
    for key in ("config", "$schema", "datasets"):
        spec.pop(key, None)
    spec["config"] = _small_where_narrow(chart_config(words, look), is_one="vconcat" not in spec)
    spec["padding"] = PADDING
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec.setdefault("width", 640)
    return spec


def _small_where_narrow(config: dict[str, Any], *, is_one: bool) -> dict[str, Any]:
    """At 400 % a legend's longest line would end outside the picture; a size counts fourfold there.

    Only where there is one width: parts that stand below each other have a width each.
    """
    if not is_one:
        return config
    size = {"expr": f"width < {NARROWEST} ? 10 : {LABEL_SIZE}"}
    small = {
        "legend": {"labelFontSize": size, "titleFontSize": size},
        "axis": {"titleFontSize": size},
        "text": {"fontSize": size},
    }
    return config | {part: config[part] | sizes for part, sizes in small.items()}


def count_axis(channel: Literal["x", "y"]) -> alt.Axis:
    """An axis of counts: however few there are, it names no fractions.

    `tickMinStep` alone leaves halves between 0 and 1, which would read as "0, 1, 1".
    """
    few = alt.ExprRef(f"min(5, max(1, domain('{channel}')[1]))")
    return alt.Axis(tickCount=few, tickMinStep=1, format=",d")


def edges(look: Look) -> dict[str, Any]:
    """Between the parts of a stack: to some eyes two inks are one, but the parts can be counted."""
    return {"stroke": palette(look).background, "strokeWidth": 1.5}


def column_number(narrow: int = NARROW_FOR_THREE_DIGITS) -> dict[str, Any]:
    """How the number of a column stands above where it is put: upright in less than `narrow` px."""
    upright = f"bandwidth('x') < {narrow}"
    return {
        "angle": alt.expr(f"{upright} ? -90 : 0"),
        "align": alt.expr(f"{upright} ? 'left' : 'center'"),
        "baseline": alt.expr(f"{upright} ? 'middle' : 'bottom'"),
        "dx": alt.expr(f"{upright} ? 5 : 0"),
        "dy": alt.expr(f"{upright} ? 0 : -5"),
    }


def halo(inks: Palette) -> dict[str, Any]:
    """Drawn under the same letters, so that they read on every fill."""
    return {"stroke": inks.background, "strokeWidth": 3.5, "strokeJoin": "round"}


def with_data(
    spec: Spec, frame: pl.DataFrame, *, width: int | None = None, geometry_inline: bool = True
) -> Spec:
    """A copy with its rows (and outlines) inside, which any Vega-Lite renderer can draw alone."""
    whole = deepcopy(spec)
    # A day without an hour would be read as one of Greenwich.
    told = frame.with_columns(cs.date().dt.strftime("%Y-%m-%dT00:00:00"))
    whole["data"] = {"name": ROWS, "values": told.to_dicts()}
    if width is not None:
        whole["width"] = width
    return with_outlines(whole) if geometry_inline else whole


def with_outlines(spec: Spec) -> Spec:
    """A copy that carries the outlines of its regions inside, and fetches no file."""
    whole = deepcopy(spec)
    _put_outlines_in(whole)
    return whole


def _put_outlines_in(node: object) -> None:
    """Every `url` of outlines in the tree becomes the outlines themselves."""
    if isinstance(node, list):
        for child in node:
            _put_outlines_in(child)
    elif isinstance(node, dict):
        url = str(node.get("url", ""))
        for border_set in BORDER_SETS:
            if url.endswith(f"_{border_set}.topojson"):
                del node["url"]
                node["values"] = topology(border_set)
                return
        for child in node.values():
            _put_outlines_in(child)
