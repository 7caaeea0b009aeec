"""The one gate through which figures leave the tool, each with its provenance.

Every file writer takes a `Released`, and only `release` makes one. Who is told what is settled
before: rows come from the repository of a role, which answers as `questions.disclosure` allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from npm_data.figures.columns import Columns, without_shares_of_few
from npm_data.figures.figure import Figure
from npm_data.figures.periods import filter_line
from npm_data.figures.subject import Subject
from npm_data.i18n import Words
from npm_data.questions.repository import DataSet

FINGERPRINT_LETTERS = 12
"""So much of the register's hash tells two registers apart; the whole one stands in the file."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What stands with everything that leaves, each part a line ready for reading.

    Args:
        title: the finding.
        filters: the choice; none where filters play no part.
        definition: what was measured, in one sentence; none where each table has its own.
        notes: further lines, such as a page's own filters or who it is for.
        data_date: the day up to which the register is read.
        register: version and beginning of the hash.
        demonstration: that the records are made up; none for a real register.
        attribution: whose outlines a map is drawn from; none without a map.
    """

    title: str
    filters: str | None
    definition: str | None
    notes: tuple[str, ...]
    data_date: str
    register: str
    demonstration: str | None
    attribution: str | None

    def lines(self) -> tuple[str, ...]:
        """All that there is to say, the title first."""
        said = (
            self.title,
            self.filters,
            self.definition,
            *self.notes,
            self.data_date,
            self.register,
            self.demonstration,
            self.attribution,
        )
        return tuple(line for line in said if line)


@dataclass(frozen=True, slots=True)
class Released:
    """Rows that may leave, and what must stand with them. Made by `release` alone."""

    words: Words
    key: str
    frame: pl.DataFrame
    columns: Columns
    provenance: Provenance


def release(subject: Subject, figure: Figure, *, title: str = "") -> Released:
    """What may leave of a figure, under its finding or another title."""
    rows = (
        figure.rows
        if figure.rows.width
        else pl.DataFrame(schema=dict.fromkeys(figure.columns, pl.String))
    )
    told = provenance_of(
        subject,
        title or figure.finding,
        definition=figure.definition,
        notes=(*figure.counts, *figure.cautions),
        has_filters=figure.has_filters,
        has_period=figure.has_period,
        has_map=figure.has_map,
    )
    shown = without_shares_of_few(rows, figure.columns).select(list(figure.columns))
    return Released(subject.words, figure.key, shown, figure.columns, told)


def provenance_of(
    subject: Subject,
    title: str,
    *,
    definition: str | None = None,
    notes: Sequence[str] = (),
    has_filters: bool = True,
    has_period: bool = True,
    has_map: bool = False,
) -> Provenance:
    """The provenance of something that is no table, such as a deck or a document."""
    words, data_set = subject.words, subject.data_set
    chosen = filter_line(words, subject.filters, has_period=has_period) if has_filters else None
    return Provenance(
        title=title,
        filters=f"{words('frame.csv_filters')}: {chosen}" if chosen else None,
        definition=words(f"definition.{definition}_short") if definition else None,
        notes=tuple(notes),
        data_date=known_until(words, data_set),
        register=_register(words, data_set),
        demonstration=words("frame.demonstration") if data_set.is_demonstration else None,
        attribution=words("charts.attribution") if has_map else None,
    )


def known_until(words: Words, data_set: DataSet) -> str:
    """The data date; of a look back, that this is what was known then."""
    name = "known_on" if data_set.is_looked_back_on else "data_date"
    return words(f"frame.{name}", date=words.date(data_set.data_date))


def _register(words: Words, data_set: DataSet) -> str:
    """Version and hash; of an earlier version, that it is not the present one."""
    said = words(
        "frame.csv_made_from",
        version=words.number(data_set.register_version),
        fingerprint=data_set.fingerprint[:FINGERPRINT_LETTERS],
    )
    if data_set.present_version is None:
        return said
    present = words.number(data_set.present_version)
    return f"{said} ({words('history.not_the_present', present=present)})"
