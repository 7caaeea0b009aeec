"""What any text of the register must be, whatever it says: not endless, and all to be read."""

from collections.abc import Iterator, Mapping

import polars as pl

from npm_data.load import Problem, Source
from npm_data.load.limits import LONGEST_TEXT
from npm_data.load.typed import TypedTable
from npm_data.reference import reference
from npm_data.register.vocabulary import CODED_COLUMNS

_UNSEEN = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffe}\x{ffff}]"
)
"""Control characters but tabs and ends of lines, and those that turn the direction of writing."""

_HALVES = bytes(range(0x80, 0xC0)).decode("cp1251", "ignore").replace("\xad", "")
_GARBLED = "|".join(
    (
        "\ufffd",
        f"(?:[РСТУ][{_HALVES}]){{3}}",
        "(?:[ÐÑÒÓ][\u0080-\u00bf\u0100-\u02ff\u2000-\u2122]){3}",
        r"(?:^|[\sа-яёА-ЯЁ«(])\?+[а-яё]",
        r"^[?\s\d.,№«»()-]*\?{3}[?\s\d.,№«»()-]*$",
    )
)
"""Letters that were lost; Cyrillic UTF-8 taken for Windows-1251 or Windows-1252, where each letter
became two; and Kazakh letters, or all, that a code page without them has made question marks.
"""


def about_texts(source: Source, tables: Mapping[str, TypedTable]) -> Iterator[Problem]:
    """A problem for each cell that breaks one of the rules."""
    for sheet, table in tables.items():
        for column in table.texts.columns[1:]:
            text = pl.col(column)
            rules = {
                "a_text_fits_into_a_cell": text.str.len_chars() > LONGEST_TEXT,
                "a_text_has_only_signs_that_are_seen": text.str.contains(_UNSEEN),
            }
            if _is_of_words(sheet, column):
                rules["a_text_is_not_garbled"] = text.str.contains(_GARBLED)
            for rule, is_broken in rules.items():
                for record in table.texts.filter(is_broken)["record"]:
                    file, row = source.tables[sheet].place(record)
                    yield Problem(rule, file, sheet, row, column)


def _is_of_words(sheet: str, column: str) -> bool:
    """Codes and days that are garbled are not read anyway."""
    return column not in (*CODED_COLUMNS, "region") and any(
        each.type != "date"
        for each in reference().columns
        if (each.sheet, each.column) == (sheet, column)
    )
