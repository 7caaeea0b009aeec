"""What the map and the tile grid have in common: classes and their legend, letters, clicks."""

import altair as alt

from npm_data.charts.measures import CLASSES, NO_DATA, NO_PLACE, measure_named
from npm_data.charts.spec import SELECTION
from npm_data.charts.theme import Palette
from npm_data.i18n import Words

TWO_LINES = "indexof(datum.label, '\\n') >= 0"
"""Whether a region's label has two lines, for Vega."""


def click_on_region() -> alt.Parameter:
    """Every click adds its region to the selection or takes it out, so that each is an event."""
    return alt.selection_point(
        name=SELECTION, fields=["region"], on="click", toggle="true", clear=False
    )


def class_colour(words: Words, inks: Palette, measure: str) -> alt.Color:
    fills = [*inks.ramps[measure_named(measure).ramp], inks.no_data, inks.background]
    return alt.Color(
        "class:N",
        scale=alt.Scale(domain=[*CLASSES, NO_DATA, NO_PLACE], range=fills),
        legend=_class_legend(words, inks, measure),
    )


def _class_legend(words: Words, inks: Palette, measure: str) -> alt.Legend:
    labels = measure_named(measure).class_labels(words)
    pairs = ", ".join(f"'{kind}': '{label}'" for kind, label in labels.items())
    return alt.Legend(
        title=words(f"charts.measure_{measure}"),
        labelExpr=f"{{{pairs}}}[datum.value]",
        columns=alt.expr("width < 250 ? 1 : width < 460 ? 2 : width < 840 ? 4 : 7"),
        titleLimit=alt.expr("max(width, 240)"),
        symbolStrokeWidth=1,
        symbolStrokeColor=inks.outline,
        symbolDash=alt.expr(f"datum.value == '{NO_PLACE}' ? [3, 2] : [1, 0]"),
    )


def tooltip(words: Words, measure: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title=words("charts.region")),
        alt.Tooltip("value_label:N", title=words(f"charts.measure_{measure}")),
        alt.Tooltip("count_label:N", title=words("charts.counts")),
    ]


def ink(inks: Palette, measure: str) -> alt.ColorValue:
    """Letters on a class's fill."""
    fills = dict(zip(CLASSES, inks.ramps[measure_named(measure).ramp], strict=True))
    fills |= {NO_DATA: inks.no_data, NO_PLACE: inks.background}
    white = [f"'{kind}'" for kind, fill in fills.items() if inks.ink_on(fill) == "#FFFFFF"]
    test = f"indexof([{', '.join(white)}], datum.class) >= 0"
    return alt.ColorValue("#1A1A1A", condition={"test": test, "value": "#FFFFFF"})
