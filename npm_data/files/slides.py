"""Slides as data, and the pages that paper and presentation files make of them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from npm_data.figures.columns import Columns, cell
from npm_data.figures.figure import Picture
from npm_data.figures.periods import SEPARATOR
from npm_data.files.release import Provenance
from npm_data.i18n import Words
from npm_data.i18n.formats import bound, bound_title


@dataclass(frozen=True, slots=True)
class Slide:
    """One thing to say.

    Args:
        key: its name in `data/deck.toml`: `headline`.
        figure: the key of the figure it shows; none on a slide of words.
        chapter: what it is about, in a word or two: "The year in numbers".
        sentence: the finding, true for these filters.
        picture: none where words or a table say it, or where a number is missing.
        frame, columns: the rows behind it, as a native table; none for a slide of words.
        lines: further sentences on the slide, at most four; never smaller than 24 px.
        counts: n and what was counted; they stand in the notes, and under a table of the figures.
        definition: the measure in one sentence, there as well.
        notes: what a presenter may want to say: definition, n, filter, cautions.
    """

    key: str
    chapter: str
    sentence: str
    picture: Picture | None = None
    frame: pl.DataFrame | None = None
    columns: Columns | None = None
    lines: tuple[str, ...] = ()
    counts: str = ""
    definition: str = ""
    notes: tuple[str, ...] = ()
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """Slides on one version of the register; what stands on each of them is the provenance."""

    words: Words
    slides: tuple[Slide, ...]
    provenance: Provenance
    register_version: int


_AIR = 24
"""Pixels left above the highest and below the lowest mark: half a point, or a thick line."""
SMALLEST_LETTERS = 24
"""Pixels of letters on a slide of 1920 x 1080."""
_CLOSEST = 0.9
"""How much lower a picture can be made: lines of letters are 1.14 of their height apart."""
_NUMBERS = frozenset({"number", "decimal", "percent"})


@dataclass(frozen=True)
class Table:
    """Rows ready for reading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    are_numbers: tuple[bool, ...]
    """Of each column, whether it stands at the right."""
    has_total: bool = False
    """Whether the last row is the whole."""

    @cached_property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The heading and the rows."""
        return (self.head, *self.rows)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page.

    Args:
        key: the slide's.
        chapter: what it is about, in a word or two.
        title: the finding.
        lines: further sentences.
        picture, table: at most one of them.
        caption: definition and counts, of a table of the figures behind a slide; a slide has none.
        foot: the choice, the day, and whose outlines a map has, as one line.
        mark: that the records are made up; none for a real register.
        notes: what a presenter may want to say, a paragraph each.
        is_cover: the deck's first page, of words alone.
    """

    key: str
    chapter: str
    title: str
    lines: tuple[str, ...]
    picture: Picture | None
    table: Table | None
    caption: tuple[str, ...]
    foot: tuple[str, ...]
    mark: str | None
    notes: tuple[str, ...]
    is_cover: bool = False


def pages_of(deck: Deck) -> tuple[Page, ...]:
    """The slides in their order; behind them, as tables, the figures of those with a picture."""
    slides = [_page(deck, slide, number) for number, slide in enumerate(deck.slides)]
    return (*slides, *_figures(deck))


def is_map(picture: Picture | None) -> bool:
    """Whether a picture shows outlines, whose makers must be named."""
    return picture is not None and ".topojson" in json.dumps(picture.spec)


def trimmed(picture: Picture) -> Picture:
    """The picture without the empty room above and below, where a page needs it for larger letters.

    A map fills its room; of shapes, the rows say where they stand.
    """
    frame = picture.frame
    if "shape" not in frame.columns:
        return picture
    half = pl.col("size").fill_null(0) / 2
    top = frame.select(pl.min_horizontal(pl.col("y") - half, "y2").min()).item() - _AIR
    bottom = frame.select(pl.max_horizontal(pl.col("y") + half, "y2").max()).item() + _AIR
    height = round(bottom - top)
    if top <= 0 and height >= picture.height:
        return picture
    moved = frame.with_columns(pl.col("y", "y2") - top)
    return replace(picture, spec=picture.spec | {"height": height}, frame=moved, height=height)


def lowered(picture: Picture, room: float) -> Picture:
    """The picture for a room of so many pixels in height, at 1920 across.

    Where its letters would become too small with it, its marks move together instead, as far as
    no line of letters comes upon another.
    """
    frame = picture.frame
    if "shape" not in frame.columns or frame["size"].null_count() == frame.height:
        return picture
    smallest = frame.select(pl.col("size").min()).item()
    higher_by = picture.height * SMALLEST_LETTERS / smallest / room
    if higher_by <= 1:
        return picture
    factor = max(1 / higher_by, _CLOSEST)
    height = int(picture.height * factor)
    moved = frame.with_columns(pl.col("y", "y2") * factor)
    return replace(picture, spec=picture.spec | {"height": height}, frame=moved, height=height)


def _page(deck: Deck, slide: Slide, number: int) -> Page:
    has_table = slide.picture is None
    return Page(
        key=slide.key,
        chapter=slide.chapter,
        title=bound_title(slide.sentence),
        lines=_bound(slide.lines),
        picture=slide.picture and trimmed(slide.picture),
        table=_table(deck.words, slide) if has_table else None,
        caption=(),
        foot=_foot(deck, has_map=is_map(slide.picture)),
        mark=_mark(deck),
        notes=_notes(deck, slide),
        is_cover=number == 0 and has_table and slide.frame is None,
    )


def _figures(deck: Deck) -> Iterator[Page]:
    words = deck.words
    for number, slide in enumerate(deck.slides, start=1):
        table = _table(words, slide)
        if slide.picture is None or table is None:
            continue
        yield Page(
            key=f"{slide.key}_figures",
            chapter=words("export.figures_behind"),
            title=bound_title(
                words("export.figures_of", number=words.number(number), chapter=slide.chapter)
            ),
            lines=(),
            picture=None,
            table=table,
            # What its slide adds may say how the rows are to be read, such as that all regions are.
            caption=(*_bound(slide.lines), *_caption(slide)),
            foot=_foot(deck, has_map=False),
            mark=_mark(deck),
            notes=_notes(deck, slide),
        )


def _table(words: Words, slide: Slide) -> Table | None:
    if slide.frame is None or not slide.columns or slide.frame.is_empty():
        return None
    return table_of(words, slide.frame, slide.columns)


def table_of(words: Words, frame: pl.DataFrame, columns: Columns) -> Table:
    """The columns of a frame that may leave, ready for reading."""
    kinds = [column.kind for column in columns.values()]
    rows = frame.select(list(columns)).iter_rows()
    return Table(
        head=tuple(column.label for column in columns.values()),
        rows=tuple(
            tuple(cell(words, value, kind) for value, kind in zip(row, kinds, strict=True))
            for row in rows
        ),
        are_numbers=tuple(kind in _NUMBERS for kind in kinds),
    )


def _caption(slide: Slide) -> tuple[str, ...]:
    return _bound((slide.definition, slide.counts))


def _foot(deck: Deck, *, has_map: bool) -> tuple[str, ...]:
    """Version, hash and licences stand in the notes and on the last slide."""
    told, makers = deck.provenance, deck.words("charts.attribution_short")
    label = f"{deck.words('frame.csv_filters')}: "
    chosen = (told.filters or "").removeprefix(label)
    said = (chosen, told.data_date, makers if has_map else None)
    return (bound(SEPARATOR.join(each for each in said if each)),)


def _mark(deck: Deck) -> str | None:
    """In a few words; the whole sentence stands on the first slide and in the notes."""
    return deck.words("deck.mark") if deck.provenance.demonstration else None


def _bound(lines: Iterable[str | None]) -> tuple[str, ...]:
    """Those that there are, with their numbers and units kept together."""
    return tuple(bound(line) for line in lines if line)


def _notes(deck: Deck, slide: Slide) -> tuple[str, ...]:
    """The presenter's own lines first, then whatever of the provenance they do not say yet."""
    told = deck.provenance
    said = list(slide.notes)
    for line in (
        slide.definition,
        slide.counts,
        told.filters,
        told.data_date,
        told.register,
        told.demonstration,
        told.attribution if is_map(slide.picture) else None,
    ):
        if line and not any(line in note or note in line for note in said):
            said.append(line)
    return tuple(said)
