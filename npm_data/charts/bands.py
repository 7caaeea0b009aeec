"""Parts of a whole as bands of one bar: statuses, claims, replies, the four-year term."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import altair as alt
import polars as pl

from npm_data.charts.named_rows import (
    finished_rows,
    label_expression,
    row_axis,
    row_names,
    share_axis,
)
from npm_data.charts.slide_shapes import (
    HEIGHT,
    HUGE,
    LARGE,
    LINE_HEIGHT,
    MIDDLE,
    WIDTH,
    Drawing,
    fits,
    width_of,
    wrapped,
)
from npm_data.charts.spec import Spec, rows
from npm_data.charts.theme import CLOCK, HOLLOW, REPLIES, STATUSES, Look, palette
from npm_data.i18n import Words

Kind = Literal["status", "claim", "reply", "clock", "said"]
CLAIMS = ("confirmed", "not_yet_looked_at", "downgraded")
"""What the NPM found of what an authority had reported as implemented."""
SAID = ("once", "twice", "three_times", "four_times_and_more")
"""How often a recommendation was issued."""
PARTS: dict[Kind, tuple[str, ...]] = {
    "status": STATUSES,
    "claim": CLAIMS,
    "reply": REPLIES,
    "clock": CLOCK,
    "said": SAID,
}
_STATUS_OF_CLAIM = {
    "confirmed": "verified",
    "not_yet_looked_at": "claimed",
    "downgraded": "not_implemented",
}
"""A claim has the colour of the status that it leads to."""
BAR_HEIGHT = 22
_LETTER, _SYMBOL = 6.1, 34
"""Pixels of a letter of the legend, and of a patch with the air round it."""
_THREE_COLUMNS = 900
"""Pixels of a chart below which its legend has no more than two columns."""
_NARROWEST_WITH_A_COUNT = 0.06
"""Of a bar: a part as narrow has no room for its count."""


def part_names(kind: Kind, words: Words) -> dict[str, str]:
    """The words of the legend, of the alternative text and of the table, by part."""
    return {part: words(f"figures.{kind}_{part}") for part in PARTS[kind]}


def band_rows(
    words: Words, kind: Kind, order: int, name: str, counts: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Rows of `share_bands` for one unit, a part each; none when all its counts are 0."""
    total = sum(counts[part] for part in PARTS[kind])
    if not total:
        return []
    names = part_names(kind, words)
    made = []
    begun = 0.0
    for part_order, part in enumerate(PARTS[kind]):
        share = counts[part] / total
        made.append(
            {
                "label": str(order),
                "name": name,
                "counts_text": words.number(total),
                "order": order,
                "part": part,
                "part_name": names[part],
                "part_order": part_order,
                "count": counts[part],
                "share": share,
                "total": total,
                "middle": begun + share / 2,
                "count_text": words.number(counts[part]) if share > _NARROWEST_WITH_A_COUNT else "",
            }
        )
        begun += share
    return made


@cache
def share_bands(kind: Kind, words: Words, look: Look) -> Spec:
    """A bar of 100 % a row, in bands that stand in the order of `PARTS[kind]`.

    Rows, one for each row and part: `label` (unique), `name`, `counts_text` (the total), `order`,
    `part`, `part_order`, `share`, `middle` (where the band's count stands) and `count_text` (empty
    in bands too narrow for it).
    """
    base = alt.Chart(rows())
    inks = _inks(kind, look)
    letters = [palette(look).ink_on(ink) for ink in inks]
    bands = base.mark_bar(height=BAR_HEIGHT, **_edge(look)).encode(
        x=share_axis("share").stack("zero"),
        y=row_axis(),
        order=alt.Order("part_order:Q"),
        color=alt.Color(
            "part:N",
            scale=alt.Scale(domain=list(PARTS[kind]), range=inks),
            legend=_legend(kind, words, look),
        ),
    )
    counts = base.mark_text(baseline="middle", fontSize=12).encode(
        x=alt.X("middle:Q"),
        y=row_axis(),
        text="count_text:N",
        fill=alt.Fill(
            "part:N", scale=alt.Scale(domain=list(PARTS[kind]), range=letters), legend=None
        ),
    )
    first = base.transform_filter("datum.part_order == 0")
    chart = alt.layer(bands, counts, *row_names(first, look, BAR_HEIGHT)).resolve_scale(
        fill="independent", color="independent"
    )
    return finished_rows(chart, words, look)


def _inks(kind: Kind, look: Look) -> list[str]:
    inks = palette(look)
    claims = {part: inks.statuses[status] for part, status in _STATUS_OF_CLAIM.items()}
    of_kind = {
        "status": {**inks.statuses, HOLLOW: inks.background},
        "claim": claims,
        "reply": inks.replies,
        "clock": inks.clock,
        "said": dict(zip(SAID, inks.ramps["plum"][1:], strict=True)),
    }[kind]
    return [of_kind[part] for part in PARTS[kind]]


def _edge(look: Look) -> dict[str, Any]:
    """A line between neighbours, and a dashed one round a hollow band: to many eyes two inks are
    one, and whoever sees no colours counts the bands.
    """
    inks, is_hollow = palette(look), f"datum.part == '{HOLLOW}'"
    return {
        "stroke": alt.expr(f"{is_hollow} ? '{inks.outline}' : '{inks.background}'"),
        "strokeWidth": alt.expr(f"{is_hollow} ? 1.2 : 2"),
        "strokeDash": alt.expr(f"{is_hollow} ? [4, 3] : [1, 0]"),
    }


def _legend(kind: Kind, words: Words, look: Look) -> alt.Legend:
    names = part_names(kind, words)
    return alt.Legend(
        title=None,
        symbolStrokeColor=palette(look).outline,
        symbolStrokeWidth=1,
        labelExpr=label_expression(names),
        labelLimit=330,
        columns=alt.ExprRef(
            f"width < {_room(names, 2)} ? 1"
            f" : width < {max(_room(names, 3), _THREE_COLUMNS)} ? 2 : 3"
        ),
    )


def _room(names: Mapping[str, str], columns: int) -> float:
    """Pixels that a legend of so many columns takes with the longest word of each."""
    letters = [len(name) for name in names.values()]
    longest = [max(letters[column::columns], default=0) for column in range(columns)]
    return round(sum(longest) * _LETTER + columns * _SYMBOL)


_TOP, _HEIGHT = 180, 190
_MOST_LINES = 4
_AIR = 24
_BELOW = 70
"""Pixels from the band to the first of the patches below it."""
_ROW = 52
_PATCH = 34
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """An ink, a name, a count, and how count and share are read; the share may be left out."""

    ink: str
    name: str
    count: int
    count_text: str
    share_text: str = ""


@dataclass(frozen=True, slots=True)
class BandForm:
    """Parts of one whole, as `slide_band` draws them."""

    parts: tuple[Part, ...]

    def shapes(self) -> pl.DataFrame:
        return slide_band(self.parts)


def slide_band(parts: Sequence[Part]) -> pl.DataFrame:
    """Rows of `slide_shapes`, in the order given; a part of none has no place."""
    drawing = Drawing()
    total = sum(part.count for part in parts)
    drawn = [(part, WIDTH * part.count / total) for part in parts if part.count]
    below = [part for part, wide in drawn if not _has_room(part, wide - _AIR)]
    top = _TOP if below else (HEIGHT - _HEIGHT) / 2
    begun = 0.0
    for part, wide in drawn:
        drawing.bar(part.ink, begun, top, begun + wide - (3 if wide > 6 else 0), top + _HEIGHT)
        if part not in below:
            _inside(drawing, part, begun, wide, top)
        begun += wide
    _below(drawing, below, top + _HEIGHT + _BELOW)
    return drawing.frame()


_NAMES = 360
"""Pixels at most, at the left of bands below each other, for what each stands for."""
_TALLEST = 150
_KEY = 120
"""Pixels of the patches above them."""


@dataclass(frozen=True, slots=True)
class BandsForm:
    """The same parts of several wholes, each under its name, as `slide_bands` draws them."""

    bands: tuple[tuple[str, tuple[Part, ...]], ...]

    def shapes(self) -> pl.DataFrame:
        return slide_bands(self.bands)


def slide_bands(named: Sequence[tuple[str, Sequence[Part]]]) -> pl.DataFrame:
    """Rows of `slide_shapes`: bands of 100 % below each other, the same parts in each of them."""
    drawing = Drawing()
    _patches(drawing, named[0][1])
    names = [wrapped(name, _NAMES, MIDDLE, bold=True) for name, _ in named]
    left = 2 * _AIR + max(width_of(line, MIDDLE, bold=True) for lines in names for line in lines)
    row = (HEIGHT - _KEY) / len(named)
    half = min(row * 0.6, _TALLEST) / 2
    for number, (lines, (_, parts)) in enumerate(zip(names, named, strict=True)):
        middle = _KEY + row * (number + 0.5) + _AIR / 2
        drawing.text(lines, 0, middle, size=MIDDLE, bold=True)
        _whole_band(drawing, parts, left, middle, half)
    return drawing.frame()


def _patches(drawing: Drawing, parts: Sequence[Part]) -> None:
    """What the parts are, beside each other."""
    wide = WIDTH / len(parts)
    for number, part in enumerate(parts):
        left, beside = wide * number, wide * number + _PATCH + 16
        drawing.guide(left, _KEY / 2 - _PATCH / 2, left + _PATCH, _KEY / 2 + _PATCH / 2, part.ink)
        lines = wrapped(part.name, wide - _PATCH - 16 - _AIR, MIDDLE)
        drawing.text(lines, beside, _KEY / 2, size=MIDDLE)


def _whole_band(
    drawing: Drawing, parts: Sequence[Part], left: float, middle: float, half: float
) -> None:
    """The share on each part and its count below it; those of one too narrow stand above it."""
    total = sum(part.count for part in parts)
    begun, free = left, left
    for part in parts:
        wide = (WIDTH - left) * part.count / total
        if not part.count:
            continue
        drawing.bar(part.ink, begun, middle - half, begun + wide - 3 * (wide > 6), middle + half)
        large, small = part.share_text or part.count_text, part.share_text and part.count_text
        letters, at = f"on_{part.ink}", begun + _AIR / 2
        if fits([large], wide - _AIR, LARGE, bold=True) and fits([small], wide - _AIR, MIDDLE):
            drawing.text(large, at, middle - 22 * bool(small), size=LARGE, bold=True, ink=letters)
            if small:
                drawing.text(small, at, middle + 26, size=MIDDLE, ink=letters)
        else:
            text = f"{small} ({large})" if small else large
            free = max(free, begun)
            drawing.text(text, free, middle - half - _AIR, size=MIDDLE, bold=True)
            free += width_of(text, MIDDLE, bold=True) + _AIR
        begun += wide


def _has_room(part: Part, room: float) -> bool:
    lines = wrapped(part.name, room, MIDDLE)
    return (
        fits(lines, room, MIDDLE)
        and len(lines) <= _MOST_LINES
        and fits([part.count_text], room, HUGE, bold=True)
        and fits([part.share_text], room, MIDDLE)
    )


def _inside(drawing: Drawing, part: Part, left: float, wide: float, top: float) -> None:
    """The name above the part, the number on it."""
    middle = top + _HEIGHT / 2
    lines = wrapped(part.name, wide - _AIR, MIDDLE)
    height = len(lines) * MIDDLE * LINE_HEIGHT
    drawing.text(lines, left + _AIR / 2, top - 14 - height / 2, size=MIDDLE)
    letters = f"on_{part.ink}"
    at = left + _AIR / 2
    lift = 24 if part.share_text else 0
    drawing.text(part.count_text, at, middle - lift, size=HUGE, bold=True, ink=letters)
    if part.share_text:
        drawing.text(part.share_text, at, middle + 34, size=MIDDLE, ink=letters)


def _below(drawing: Drawing, parts: Sequence[Part], top: float) -> None:
    """One or two columns of patches with their numbers and names."""
    columns = _COLUMNS if len(parts) > _COLUMNS else 1
    rows = -(-len(parts) // columns)
    for number, part in enumerate(parts):
        column, row = divmod(number, rows)
        left, middle = column * WIDTH / columns, top + row * _ROW
        drawing.guide(left, middle - _PATCH / 2, left + _PATCH, middle + _PATCH / 2, part.ink)
        number_text = part.count_text + (f" ({part.share_text})" if part.share_text else "")
        at = left + _PATCH + 16
        drawing.text(number_text, at, middle, size=MIDDLE, bold=True)
        at += width_of(number_text, MIDDLE, bold=True) + 14
        drawing.text(part.name, at, middle, size=MIDDLE)
