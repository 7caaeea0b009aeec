"""Several places in one cell of a visit, where the register has a row for each."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from npm_data.register.schema import RECORDS_OF_A_PART
from npm_data.register.spelling import in_one_spelling

_BETWEEN = re.compile(r"\s*[,;\n+&]\s*|\s+(?:и|және|мен|and)\s+")
_PERHAPS_BETWEEN = re.compile(r"\s*/\s*|\s+")
_MAY_BE_SEVERAL = r"[,;/\n+&\s]"
_LONGEST_LIST = 1_000


@dataclass(frozen=True, slots=True)
class Several:
    """A cell's parts; `unknown` are those of them that are the ID of nothing."""

    parts: tuple[str, ...]
    unknown: tuple[str, ...]


def several_in(texts: pl.Series, known: Iterable[str]) -> dict[str, Several]:
    """By text the parts of each that names several records, of which at least one is known."""
    ids = set(_in_one_spelling(known).values())
    written = texts.drop_nulls().unique()
    is_short = written.str.len_chars() <= _LONGEST_LIST
    perhaps = written.filter(is_short & written.str.contains(_MAY_BE_SEVERAL))
    whole = {text for text, each in _in_one_spelling(perhaps).items() if each in ids}
    found: dict[str, Several] = {}
    for text in perhaps:
        if text not in whole and (several := _parts(text, ids)):
            found[text] = several
    return found


def one_row_a_place(texts: pl.DataFrame, several: Mapping[str, Several]) -> pl.DataFrame:
    """A visit's rows with a row for each of the places that stand in one cell."""
    split = {text: list(each.parts) for text, each in several.items() if not each.unknown}
    if not split:
        return texts
    place = pl.col("institution_id")
    many = place.replace_strict(split, default=None, return_dtype=pl.List(pl.String))
    each_one = texts.with_columns(many.fill_null(pl.concat_list(place)).alias("institution_id"))
    numbers = pl.int_ranges(pl.col("institution_id").list.len(), dtype=pl.UInt64)
    rows = each_one.with_columns(numbers.alias("part")).explode("institution_id", "part")
    record = pl.col("record") + pl.col("part") * RECORDS_OF_A_PART
    return rows.with_columns(record).drop("part")


def _parts(text: str, ids: set[str]) -> Several | None:
    """Parted at signs; at blanks and strokes, which IDs may have, only if all parts are known."""
    written = [part for part in _BETWEEN.split(text.strip()) if part]
    has_signs = len(written) > 1
    parts = tuple(dict.fromkeys(written if has_signs else _PERHAPS_BETWEEN.split(text)))
    spelled = _in_one_spelling(parts)
    unknown = tuple(part for part in parts if spelled[part] not in ids)
    is_several = len(unknown) < len(parts) if has_signs else not unknown
    return Several(parts, unknown) if is_several else None


def _in_one_spelling(ids: Iterable[str]) -> dict[str, str]:
    written = pl.DataFrame({"id": list(ids)}, schema={"id": pl.String})
    return dict(written.with_columns(in_one_spelling(pl.col("id")).alias("alike")).iter_rows())
