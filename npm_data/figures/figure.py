"""A figure: one finding with the rows it rests on, the same on pages, slides, annex and files.

Presenters (`ui.card`, `report.annex`, `report.deck`, the writers of files) know no subject: what a
figure says, in which order and with which words, is settled where it is made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from npm_data.charts.bands import BandForm, BandsForm
from npm_data.charts.bars import BarForm, PairForm
from npm_data.charts.columns import ColumnForm
from npm_data.charts.curve import CurveForm
from npm_data.charts.slide_shapes import slide_shapes
from npm_data.charts.theme import Look
from npm_data.figures.columns import Columns
from npm_data.i18n import Words

Form = BarForm | PairForm | ColumnForm | BandForm | BandsForm | CurveForm
"""What a hall's picture is drawn of, and a program of slides can draw by itself."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: a specification without rows (`npm_data.charts`), its rows, and its words.

    Args:
        spec: the same object in every run for a language and a look; a page is as wide as it is.
        frame: the rows that travel to a browser; nothing may be in it that must not be seen.
        alt: what the picture shows, for who does not see it.
        width, height: pixels where it is drawn without a page.
        form: what it is drawn of; none of a map, and of what is for a page.
    """

    spec: dict[str, Any]
    frame: pl.DataFrame
    alt: str
    width: int = 1760
    height: int = 640
    form: Form | None = None


def hall_picture(words: Words, look: Look, form: Form, alt: str) -> Picture:
    """A form as it is drawn for a hall."""
    return Picture(slide_shapes(words, look), form.shapes(), alt, form=form)


Draw = Callable[[Look], Picture | None]
"""The picture in a look: light and dark on pages, paper for files, hall for slides."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One finding and all that stands behind it.

    Args:
        key: `coverage.ministry`: its place on a page, the name of its files, its sheet and slide.
        heading: what it shows, without a number: "Coverage by ministry".
        finding: what it says, as a sentence: heading of the card, title of the slide.
        rows: typed numbers, a row a unit, in the order they are read in, the whole last. Of its
            columns only those named in `columns` are shown or leave; the others (codes) are for
            pictures and links.
        columns: headings and kinds, in their order. A share names what it is a share of, and is
            hidden of fewer than five wherever the rows go.
        definition: a name of `npm_data.figures.definitions`; none where each row has its own.
        counts: n and what was counted, ready for reading.
        cautions: how it is not to be read.
        draw: none where the rows say it best.
        empty: what is said instead of no rows.
        has_whole: whether the last row is the whole.
        has_filters, has_period: whether the choice, and the period in it, play a part.
        has_map: whether its picture shows outlines, whose makers are named.
    """

    key: str
    heading: str
    rows: pl.DataFrame
    columns: Columns
    definition: str | None = None
    finding: str = ""
    counts: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    draw: Draw | None = None
    empty: str = ""
    has_whole: bool = False
    has_filters: bool = True
    has_period: bool = True
    has_map: bool = False

    def picture(self, look: Look) -> Picture | None:
        """None where there is none, or nothing to draw."""
        return None if self.draw is None or self.rows.is_empty() else self.draw(look)
