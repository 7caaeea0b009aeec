"""A deck as data: what each slide says, for a screen, a presentation file and a document alike."""

from dataclasses import dataclass

import polars as pl

from npm_data.figures.columns import Columns
from npm_data.figures.figure import Picture
from npm_data.i18n import Words
from npm_data.report.release import Provenance


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
        counts: n and what was counted, for the slide's foot.
        definition: the measure in one sentence.
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
