"""Slides as data, and the pages that paper and presentation files make of them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
        foot: the choice, the day, and whose outlines a map has, as one line.
        mark: that the records are made up; none for a real register.
        notes: what a presenter may want to say, a paragraph each; the table of a map.
        is_cover: the deck's first page, of words alone.
    """

    key: str
    chapter: str
    title: str
    lines: tuple[str, ...]
    picture: Picture | None
    table: Table | None
    foot: tuple[str, ...]
    mark: str | None
    notes: tuple[str, ...]
    is_cover: bool = False


def pages_of(deck: Deck) -> tuple[Page, ...]:
    """A page a slide, in their order."""
    return tuple(_page(deck, slide, number) for number, slide in enumerate(deck.slides))


def is_map(picture: Picture | None) -> bool:
    """Whether a picture shows outlines, whose makers must be named."""
    return picture is not None and ".topojson" in json.dumps(picture.spec)


def _page(deck: Deck, slide: Slide, number: int) -> Page:
    table = _table(deck.words, slide)
    return Page(
        key=slide.key,
        chapter=slide.chapter,
        title=bound_title(slide.sentence),
        lines=_bound(slide.lines),
        picture=slide.picture,
        table=None if slide.picture else table,
        foot=_foot(deck, has_map=is_map(slide.picture)),
        mark=_mark(deck),
        notes=(*_notes(deck, slide), *_told_apart(slide, table)),
        is_cover=number == 0 and slide.picture is None and slide.frame is None,
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


def _told_apart(slide: Slide, table: Table | None) -> Iterator[str]:
    """The table of a picture that holds no numbers of its own, such as a map."""
    if slide.picture and slide.picture.form is None and table:
        yield from ("\t".join(line) for line in table.lines)


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
