"""What any text of the register must be, whatever it says: not endless, and all to be seen."""

from collections.abc import Iterator, Mapping

import polars as pl

from npm_data.load import Problem, Source
from npm_data.load.limits import LONGEST_TEXT
from npm_data.load.typed import TypedTable
from npm_data.model.schemas import row_of

_UNSEEN = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffe}\x{ffff}]"
)
"""Control characters but tabs and ends of lines, and those that turn the direction of writing."""


def about_texts(source: Source, tables: Mapping[str, TypedTable]) -> Iterator[Problem]:
    """A problem for each cell that breaks one of the two rules."""
    for sheet, table in tables.items():
        for column in table.texts.columns[1:]:
            text = pl.col(column)
            for rule, is_broken in (
                ("a_text_fits_into_a_cell", text.str.len_chars() > LONGEST_TEXT),
                ("a_text_has_only_signs_that_are_seen", text.str.contains(_UNSEEN)),
            ):
                for record in table.texts.filter(is_broken)["record"]:
                    file = source.tables[sheet].sheet.file
                    yield Problem(rule, file, sheet, row_of(record), column)
