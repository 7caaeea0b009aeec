"""Rows of `npm_data.charts.bands.share_bands`: a bar of 100 % for each unit."""

from collections.abc import Mapping
from typing import Any

from npm_data.charts.bands import PARTS, Kind, part_names
from npm_data.i18n import Words

_NARROWEST_WITH_A_COUNT = 0.06


def band_rows(
    words: Words, kind: Kind, order: int, name: str, counts: Mapping[str, int]
) -> list[dict[str, Any]]:
    """One row for each part of one unit; none when all its counts (by part) are 0."""
    total = sum(counts[part] for part in PARTS[kind])
    if not total:
        return []
    names = part_names(kind, words)
    rows = []
    begun = 0.0
    for part_order, part in enumerate(PARTS[kind]):
        share = counts[part] / total
        rows.append(
            {
                "label": str(order),
                "name": name,
                "counts_text": words.number(total),
                "order": order,
                "part": part,
                "part_name": names[part],
                "part_order": part_order,
                "count": counts[part],
                "share": share,
                "total": total,
                "middle": begun + share / 2,
                "count_text": words.number(counts[part]) if share > _NARROWEST_WITH_A_COUNT else "",
            }
        )
        begun += share
    return rows
