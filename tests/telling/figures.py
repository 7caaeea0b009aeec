"""A figure of a page, held against the other road: its table's cells, its picture's texts."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.telling import tables, truth
from tests.telling.reading import Figure, Row, plain
from tests.telling.tables import percent, same
from tests.telling.truth import FEWEST, WHOLE, Answer

_NARROWEST_WITH_A_COUNT = 0.06
"""Of a bar: a part as narrow has no room for its count."""


def hold_bands(
    figure: Figure,
    known: Answer,
    parts: Mapping[str, str],
    heads: Sequence[str],
    *,
    codes: Mapping[object, Any] = tables.CODES,
    hides_few: bool = False,
) -> None:
    """Bands of 100 %: `known` are counts by unit and part; `heads` of unit, part and count."""
    *keys, count = heads
    bands = truth.bands(known, tuple(parts.values()), hides_few=hides_few)
    if len(keys) == 1:
        same(
            figure.rows,
            {part: row for (_, part), row in bands.items()},
            {count: "count", **tables.BAND},
            keys=keys,
            codes=parts,
        )
    else:
        both = {**codes, **parts}
        same(figure.rows, bands, {count: "count", **tables.BAND}, keys=keys, codes=both)
    begun = 0.0
    for row in figure.drawn:
        unit = codes.get(plain(row["name"]), plain(row["name"])) if len(keys) > 1 else WHOLE
        band = bands[unit, row["part"]]
        assert parts[row["part_name"]] == row["part"]
        assert (row["count"], row["total"]) == (band["count"], band["total"])
        share = row["count"] / row["total"]
        begun = begun if row["part_order"] else 0.0
        assert row["share"] == pytest.approx(share)
        assert row["middle"] == pytest.approx(begun + share / 2)
        begun += share
        assert row["counts_text"] == str(band["total"])
        is_named = share > _NARROWEST_WITH_A_COUNT
        assert row["count_text"] == (str(band["count"]) if is_named else "")
    assert len(figure.drawn) == len(bands)


def hold_rates(
    figure: Figure,
    known: Answer,
    key: str,
    *,
    codes: Mapping[object, Any] = tables.CODES,
    whole: float | None = None,
) -> None:
    """A dot a unit with its interval; of fewer than five only the counts, and no dot."""
    same(figure.rows, known, tables.RATE, keys=[key], codes=codes)
    assert len(figure.drawn) == len(known)
    for number, row in enumerate(figure.drawn):
        name = plain(row["name"])
        wanted = known[codes.get(name, int(name) if name.isdecimal() else name)]
        counts = f"{wanted['implemented']} of {wanted['considered']}"
        if wanted["considered"] >= FEWEST:
            counts += f", {percent(wanted['rate'])}"
        assert plain(row["counts_text"]) == counts
        for measure in ("rate", "low", "high"):
            assert row[measure] == pytest.approx(wanted[measure])
        assert row["whole"] == (pytest.approx(whole) if whole and number == 0 else None)


def hold_counts(
    figure: Figure,
    known: Answer,
    measure: str,
    heads: tuple[str, str],
    *,
    codes: Mapping[object, Any] = tables.CODES,
) -> None:
    """A bar a unit, as long as its count, which stands above it."""
    unit, count = heads
    same(figure.rows, known, {count: measure}, keys=[unit], codes=codes)
    assert len(figure.drawn) == len(known)
    for row in figure.drawn:
        name = plain(row["name"])
        wanted = known[codes.get(name, int(name) if name.isdecimal() else name)][measure]
        assert (row["count"], row["counts_text"].partition(",")[0]) == (wanted, str(wanted))


def hold_cells(
    figure: Figure,
    known: Answer,
    heads: Sequence[str],
    *,
    codes: Mapping[object, Any] = tables.CODES,
    is_share: bool = True,
) -> None:
    """Parts of wholes as cells or regions: `known` has `part` and `whole`; others are no place.

    `heads` name the unit (one or two columns), the part, the whole and the value.
    """
    *keys, part, whole, value = heads
    measure = "share" if is_share else "per_100"
    for row in known.values():
        row[measure] = row["part"] / row["whole"] * (1 if is_share else 100)
    shown = [row for row in figure.rows if row[whole]]
    assert all(row[value] is None for row in figure.rows if not row[whole])
    same(shown, known, {part: "part", whole: "whole", value: measure}, keys=keys, codes=codes)
    drawn = [row for row in figure.drawn if row["whole"]]
    assert len(drawn) == len(known)
    for row in drawn:
        named = [row[field] for field in ("name", "label") if row.get(field)][:1]
        if len(keys) > 1:
            named.append(row["column"])
        key = tuple(codes.get(plain(name), plain(name)) for name in named)
        wanted = known[key if len(keys) > 1 else key[0]]
        assert row["count_label"] == f"{wanted['part']} of {wanted['whole']}"
        share = wanted[measure]
        written = percent(share, 0) if is_share else f"{share:.0f}"
        assert plain(row["value_label"]) == written
        bounds = (0.2, 0.4, 0.6, 0.8) if is_share else (10, 25, 50, 100)
        assert row["class"] == str(sum(share >= bound for bound in bounds))
        if "cell_label" in row:
            assert row["cell_label"] == f"{wanted['part']}/{wanted['whole']}"


def compared(now: int, before: int) -> str:
    """`+4 (+57.1 %)`."""
    change = now - before
    return f"{change:+d} ({change / before * 100:+.1f} %)".replace("-", "\u2212")


def k_of_n(row: Row, part: str, whole: str) -> str:
    return f"{row[part]} of {row[whole]}"
