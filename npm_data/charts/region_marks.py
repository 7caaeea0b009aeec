"""What the map and the tile grid have in common: classes and their legend, letters, clicks."""

import altair as alt

from npm_data.charts.measures import NO_DATA, NO_PLACE, Measure
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


def class_colour(words: Words, inks: Palette, measure: Measure) -> alt.Color:
    return alt.Color(
        "class:N",
        scale=alt.Scale(domain=[*measure.classes, NO_DATA, NO_PLACE], range=measure.fills(inks)),
        legend=_class_legend(words, inks, measure),
    )


def _class_legend(words: Words, inks: Palette, measure: Measure) -> alt.Legend:
    labels = measure.class_labels(words)
    pairs = ", ".join(f"'{kind}': '{label}'" for kind, label in labels.items())
    return alt.Legend(
        title=measure.title(words),
        labelExpr=f"{{{pairs}}}[datum.value]",
        columns=alt.expr("width < 250 ? 1 : width < 460 ? 2 : width < 840 ? 4 : 7"),
        titleLimit=alt.expr("max(width, 240)"),
        symbolStrokeWidth=1,
        symbolStrokeColor=inks.outline,
        symbolDash=alt.expr(f"datum.value == '{NO_PLACE}' ? [3, 2] : [1, 0]"),
    )


def tooltip(words: Words, measure: Measure) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title=words("charts.region")),
        alt.Tooltip("value_label:N", title=words(f"charts.measure_{measure.name}")),
        alt.Tooltip("count_label:N", title=words("charts.counts")),
    ]


def ink(inks: Palette, measure: Measure) -> alt.ColorValue:
    """Letters on a class's fill."""
    kinds = (*measure.classes, NO_DATA, NO_PLACE)
    fills = dict(zip(kinds, measure.fills(inks), strict=True))
    white = [f"'{kind}'" for kind, fill in fills.items() if inks.ink_on(fill) == "#FFFFFF"]
    test = f"indexof([{', '.join(white)}], datum.class) >= 0"
    return alt.ColorValue("#1A1A1A", condition={"test": test, "value": "#FFFFFF"})
