"""What all slides are made with: their foot, their speaker's notes, and numbers in words."""

from collections.abc import Sequence

import polars as pl

from npm_data.charts.slide_band import Part
from npm_data.charts.slide_shapes import slide_shapes
from npm_data.figures.columns import Column, Columns
from npm_data.figures.figure import Figure, Picture
from npm_data.figures.filter_line import filter_line
from npm_data.figures.periods import period_name
from npm_data.figures.sentences import k_of_n, share_in_brackets
from npm_data.figures.subject import Subject
from npm_data.files.release import release
from npm_data.files.slides import Slide
from npm_data.i18n import Words


def slide_of(
    subject: Subject,
    key: str,
    sentence: str,
    *,
    definition: str,
    picture: Picture | None = None,
    frame: pl.DataFrame | None = None,
    columns: Columns | None = None,
    lines: Sequence[str] = (),
    counts: Sequence[str] = (),
    cautions: Sequence[str] = (),
) -> Slide:
    """A slide about one measure; `definition` is a name of `npm_data.figures.definitions`.

    The cautions are for the speaker alone.
    """
    words = subject.words
    short = words(f"definition.{definition}_short")
    counted = "; ".join(each for each in counts if each)
    rows = frame
    if frame is not None and columns is not None:
        released = release(subject, Figure(key, sentence, frame, columns, definition, sentence))
        rows = released.frame
    notes = (
        f"{words(f'definition.{definition}')}: {short}",
        words(f"definition.{definition}_full").replace("**", ""),
        counted,
        filter_line(words, subject.filters),
        *cautions,
    )
    return Slide(
        key=key,
        chapter=words(f"deck.chapter_{key}"),
        sentence=sentence,
        picture=picture,
        frame=rows,
        columns=columns,
        lines=tuple(line for line in lines if line),
        counts=counted,
        definition=short,
        notes=tuple(note for note in notes if note),
    )


def slide(subject: Subject, key: str, figure: Figure) -> Slide:
    """A figure in the hall look; `key` is the slide's name in `data/deck.toml`."""
    words, name = subject.words, figure.definition
    short = words(f"definition.{name}_short") if name else ""
    about = (f"{words(f'definition.{name}')}: {short}", _rule(words, name)) if name else ()
    counted = "; ".join(figure.counts)
    said = (*about, counted, filter_line(words, subject.filters), *figure.cautions)
    return Slide(
        key=key,
        figure=figure.key,
        chapter=words(f"deck.chapter_{key}"),
        sentence=figure.finding or figure.empty,
        picture=figure.picture(subject.look.in_the_hall),
        frame=None if figure.rows.is_empty() else release(subject, figure).frame,
        columns=figure.columns,
        counts=counted,
        definition=short,
        notes=tuple(note for note in said if note),
    )


def _rule(words: Words, definition: str) -> str:
    """The exact rule, without the marks of a page."""
    return words(f"definition.{definition}_full").replace("**", "")


def drawn(subject: Subject, frame: pl.DataFrame, alt: str) -> Picture:
    """A picture of large shapes; `alt` is the name of a message."""
    words = subject.words
    return Picture(slide_shapes(words, subject.look), frame, words(alt))


def period_of(subject: Subject) -> str:
    return period_name(subject.filters.period, subject.words)


def n(counted: str) -> str:
    """`n = 680 visits`."""
    return f"n = {counted}"


def of_all(words: Words, part: int, whole: int, *, fewest: int = 1) -> str:
    """`616 of 2,852 (21.6 %)`."""
    return k_of_n(words, part, whole) + share_in_brackets(words, part, whole, fewest=fewest)


def count_columns(words: Words, name: str, count: str, share: str) -> dict[str, Column]:
    """The native table of parts: `name`, `count` and `share`; headings are names of messages."""
    return {
        "name": Column(words(name)),
        "count": Column(words(count), "number"),
        "share": Column(words(share), "percent"),
    }


def parts_table(parts: Sequence[Part]) -> pl.DataFrame:
    """A row a part; of fewer than five recommendations without shares, as in the picture."""
    total = sum(part.count for part in parts)
    rows = [
        {
            "name": part.name,
            "count": part.count,
            "share": part.count / total if part.share_text else None,
        }
        for part in parts
    ]
    return pl.DataFrame(rows, schema={"name": pl.String, "count": pl.Int64, "share": pl.Float64})


def not_recorded(subject: Subject) -> str:
    """What a slide says of a period before the register's first record, and of an empty one."""
    if subject.data_set.is_empty:
        return subject.words("deck.register_empty")
    return subject.words("deck.not_recorded", period=period_of(subject))
