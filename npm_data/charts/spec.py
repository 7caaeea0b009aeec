"""What all specifications have in common: outlines, rows, config, size and export."""

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Literal

import altair as alt
import polars as pl
import polars.selectors as cs

from npm_data.charts.theme import LABEL_SIZE, Look, Palette, chart_config, palette
from npm_data.i18n import Words
from npm_data.reference import BORDER_SETS, FOLDER

FEATURES = "regions"
"""The name of the object in each TopoJSON file whose features are the regions."""


def file_name(border_set: str) -> str:
    return f"kz_regions_{border_set}.topojson"


def static_url(border_set: str) -> str:
    """Where the page finds the outlines; relative, so that the app may live below a path."""
    return f"app/static/{file_name(border_set)}"


@cache
def topology(border_set: str) -> dict[str, Any]:
    """The TopoJSON of a border set as an object."""
    topology: dict[str, Any] = json.loads((FOLDER / file_name(border_set)).read_bytes())
    return topology


def ensure_static(folder: Path) -> bool:
    """Copies the outlines to the folder that the server hands out, where missing or different.

    False when a file could neither be found there nor be written, as on a read-only disk: the maps
    then carry their outlines inside (`region_map(..., is_inline=True)`).
    """
    return all(_is_in_place(FOLDER / file_name(each), folder) for each in BORDER_SETS)


def _is_in_place(source: Path, folder: Path) -> bool:
    target = folder / source.name
    content = source.read_bytes()
    try:
        if target.is_file() and target.read_bytes() == content:
            return True
        folder.mkdir(parents=True, exist_ok=True)
        _write(target, content)
    except OSError:
        return False
    return True


def _write(target: Path, content: bytes) -> None:
    """Under another name first, so that a browser never reads half a file."""
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        file.write(content)
    try:
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
    except OSError:
        Path(file.name).unlink(missing_ok=True)
        raise


Spec = dict[str, Any]
"""A Vega-Lite specification without rows. It is shared between sessions: never change it."""

ANY_BORDERS = "any"
"""The border set of a specification that is made once for all of them; see `in_borders`."""

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
    _share(spec)
    config = _small_where_narrow(chart_config(words, look), is_one="vconcat" not in spec)
    spec["config"] = _needed(config, spec)
    spec["padding"] = PADDING
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec.setdefault("width", 640)
    return spec


def _share(node: Spec) -> None:
    """What all layers have in common is said once, above them: it travels with every change.

    Data first, since steps and channels mean the same above the layers only where the rows do.
    Neighbours with the same steps become a layer of their own, where each has the scales of all.
    """
    for child in (*node.get("layer", ()), *node.get("vconcat", ())):
        _share(child)
    layers: list[Spec] = node.get("layer", [])
    if not layers:
        return
    if all(each.get("data") == layers[0].get("data", ...) for each in layers):
        node.setdefault("data", layers[0]["data"])
    for each in layers:
        if "data" in each and each["data"] == node.get("data"):
            del each["data"]
    if any("data" in each for each in layers):
        return
    _share_parts(node)
    if "resolve" not in node:
        node["layer"] = [*_grouped(node["layer"])]


def _share_parts(node: Spec) -> None:
    """Takes the first steps and the channels that are the same in all layers above them."""
    layers: list[Spec] = node["layer"]
    steps = _common_start([each.get("transform", []) for each in layers])
    common = {
        name: channel
        for name, channel in layers[0].get("encoding", {}).items()
        if all(each.get("encoding", {}).get(name) == channel for each in layers)
    }
    for each in layers:
        left = {
            "transform": each.pop("transform", [])[len(steps) :],
            "encoding": {
                name: channel
                for name, channel in each.pop("encoding", {}).items()
                if name not in common
            },
        }
        each.update({part: value for part, value in left.items() if value})
    above = {
        "transform": [*node.get("transform", []), *steps],
        "encoding": node.get("encoding", {}) | common,
    }
    node.update({part: value for part, value in above.items() if value})


def _grouped(layers: list[Spec]) -> Iterator[Spec]:
    for steps, run in groupby(layers, key=lambda each: each.get("transform", [])):
        neighbours = list(run)
        if not steps or len(neighbours) == 1 or len(neighbours) == len(layers):
            yield from neighbours
            continue
        group: Spec = {"layer": neighbours}
        _share_parts(group)
        yield group


def _common_start(lists: list[list[Any]]) -> list[Any]:
    start = []
    for steps in zip(*lists, strict=False):
        if any(step != steps[0] for step in steps):
            break
        start.append(steps[0])
    return start


_TIMES = ("temporal", "timeUnit", "timeFormat", "utcFormat")
"""Where none of these words is, no name of a month or a day is drawn."""
_MARKS = ("text", "rule", "bar", "line", "point")
_KEYED = ("color", "fill", "stroke", "shape", "size", "opacity", "strokeDash")


def _needed(config: dict[str, Any], spec: Spec) -> dict[str, Any]:
    """The config without the parts that play no part in a specification."""
    parts = list(_parts_of(spec))
    marks = {each["mark"]["type"] for each in parts if isinstance(each.get("mark"), dict)}
    marks |= {each["mark"] for each in parts if isinstance(each.get("mark"), str)}
    channels = [pair for each in parts for pair in each.get("encoding", {}).items()]
    keyed = [each for name, each in channels if name in _KEYED and "field" in each]
    unused = set(_MARKS) - marks
    if not {"x", "y"} & {name for name, _ in channels}:
        unused |= {"axis", "axisQuantitative"}
    if all("legend" in each and each["legend"] is None for each in keyed):
        unused.add("legend")
    if all((each.get("scale") or {}).get("range") for each in keyed):
        unused.add("range")
    if not any("facet" in each for each in parts):
        unused.add("header")
    needed = {part: value for part, value in config.items() if part not in unused}
    said = json.dumps(spec)
    if not any(word in said for word in _TIMES):
        needed["locale"] = {"number": config["locale"]["number"]}
    return needed


def _parts_of(node: Spec) -> Iterator[Spec]:
    yield node
    for child in (*node.get("layer", ()), *node.get("vconcat", ())):
        yield from _parts_of(child)
    if isinstance(node.get("spec"), dict):
        yield from _parts_of(node["spec"])


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


def in_borders(spec: Spec, border_set: str) -> Spec:
    """The same specification with the outlines of a border set: nothing but their address differs,
    and to make it anew takes a tenth of a second.
    """
    said = json.dumps(spec).replace(static_url(ANY_BORDERS), static_url(border_set))
    whole: Spec = json.loads(said)
    return whole


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
