"""What stands on a page, on a sheet and on a slide, as a reader has it: tables as lists of rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from streamlit.testing.v1 import AppTest

from npm_data.files.slides import Slide

Cell = str | int | float | None
Row = dict[str, Any]


class Percent(float):
    """A share that is written as a per cent; in itself it is from 0 to 1."""


@dataclass
class Figure:
    """A figure of a page: its heading, the rows of its picture, its open table, its small lines."""

    heading: str = ""
    drawn: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    said: str = ""


def plain(text: object) -> str:
    """The text with all its blanks as plain ones."""
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")


def cell_of(text: str) -> Cell:
    """A number that is written for reading as a number again; words stay words."""
    bare = plain(text).replace("\\", "")
    said = bare.replace("\u2212", "-").replace(",", "").removeprefix("+").strip()
    if said in ("no data", ""):
        return None
    try:
        if said.endswith(" %"):
            return Percent(float(said[:-2]) / 100)
        return float(said) if "." in said else int(said)
    except ValueError:
        return bare


def figures_of(app: AppTest) -> dict[str, Figure]:
    """The figures of a page by their key, `coverage.clock`; tables only where they are open."""
    assert not app.exception
    assert not app.error
    return {key: figure for box in _boxes(app.main) for key, figure in _figure(box)}


def _boxes(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        if hasattr(child, "children"):
            yield child
            yield from _boxes(child)


def _figure(box: Any) -> Iterator[tuple[str, Figure]]:
    """A box with a heading is a figure: its key is that of its table or files, else the heading."""
    parts = list(box.children.values())
    headings = [each for each in parts if each.type == "header"]
    if len(headings) != 1:
        return
    figure, key = Figure(heading=plain(headings[0].value)), ""
    for each in _all(box):
        if each.type == "expander" and each.key.endswith(".table"):
            key = each.key.removesuffix(".table")
        elif each.type == "download_button" and not key:
            key = each.proto.id.rpartition("-")[2].rpartition(".")[0]
        elif each.type == "vega_lite_chart":
            figure.drawn = _arrow(each.proto.data.data)
        elif each.type == "table":
            figure.rows = _shown(each)
        elif each.type in ("markdown", "caption", "info"):
            figure.said += plain(each.value) + "\n"
    yield key or figure.heading, figure


def _all(block: Any) -> Iterator[Any]:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _all(child)


def _shown(table: Any) -> list[Row]:
    """The cells as they are written for reading."""
    data = table.proto.arrow_data
    rows = _arrow(data.styler.display_values if data.HasField("styler") else data.data)
    return [{head: cell_of(str(value)) for head, value in row.items()} for row in rows]


def _arrow(data: bytes) -> list[Row]:
    return pa.ipc.open_stream(data).read_all().to_pylist() if data else []


def plain_or(value: Any) -> Any:
    return plain(value) if isinstance(value, str) else value


def slide_rows(slide: Slide) -> list[Row]:
    """The native table of a slide by heading."""
    if slide.frame is None or slide.columns is None:
        return []
    columns = slide.columns.items()
    return [
        {
            plain(column.label): Percent(row[name])
            if column.kind == "percent" and row[name] is not None
            else plain_or(row[name])
            for name, column in columns
        }
        for row in slide.frame.iter_rows(named=True)
    ]
