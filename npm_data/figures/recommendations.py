"""Recommendations: what was recommended, to whom, and who replied to it."""

from collections.abc import Callable, Sequence
from functools import partial

import polars as pl

from npm_data.charts import bands
from npm_data.charts.bars import Bar, BarForm, count_bars
from npm_data.charts.slide_shapes import MOST_MARKS
from npm_data.charts.theme import Look
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure, Picture, hall_picture
from npm_data.figures.periods import period_name
from npm_data.figures.sentences import k_of_n, rate_in_brackets
from npm_data.figures.subject import Subject, kept
from npm_data.figures.units import (
    Ranked,
    Row,
    border_notes,
    numbers,
    ranked,
    table,
    total_of,
    unit_column,
    units_of,
)
from npm_data.i18n import Words

PAGE_WIDTH = 1000
"""Pixels of a page's picture where it is drawn without a page."""
NAMED = ("theme", "ministry", "addressee_level")
"""Units of which the largest is named; of places a high count can mean good access."""
NO_PLACES = ("theme", "addressee_level")


@kept
def counts(subject: Subject, unit: str) -> Figure:
    """Recommendations by a unit: `recommendations`, their `share` of all, and those `answered`."""
    words = subject.words
    answer = subject.repository.recommendations(subject.filters, by=("total", unit))
    total = total_of(answer)["recommendations"]

    def cells(row: Row) -> Row:
        made = row["recommendations"]
        return {
            "recommendations": made,
            "total": total,
            "share": made / total,
            "answered": row["answered"],
        }

    rows, has_whole = rows_by(subject, answer, unit, cells)
    none = words("recommendations.none", period=period_name(subject.filters.period, words))
    return Figure(
        key=f"recommendations.{unit}",
        heading=words(f"recommendations.by_{unit}"),
        rows=rows,
        columns={
            "name": unit_column(words, unit),
            "recommendations": Column(words("recommendations.column_count"), "number"),
            "share": Column(words("recommendations.column_share"), "percent", of="total"),
            "answered": Column(words("recommendations.column_answered"), "number"),
        },
        definition="recommendations",
        finding=_counted(subject, unit, units_alone(rows), total) if total else none,
        counts=unit_notes(subject, unit),
        cautions=() if unit in NO_PLACES else (words("recommendations.not_a_ranking"),),
        draw=partial(_counts_picture, subject, rows),
        empty=none,
        has_whole=has_whole,
    )


def _counted(subject: Subject, unit: str, rows: Sequence[Row], total: int) -> str:
    """How many there are, and most of them where one unit alone has so many."""
    words, period = subject.words, period_name(subject.filters.period, subject.words)
    said = words.plural("recommendations.made", total, period=period)
    most = max(row["recommendations"] for row in rows)
    largest = [row for row in rows if row["recommendations"] == most]
    is_one = len(largest) == 1 < len(rows) and bool(largest[0]["code"])
    if not is_one or unit not in NAMED:
        return said
    name, share = largest[0]["name"], rate_in_brackets(words, most, total)
    if unit == "theme":
        number = words.number(most)
        return said + words("recommendations.largest_theme", theme=name, number=number, share=share)
    return words(
        f"recommendations.largest_{unit}", name=name, of=k_of_n(words, most, total), share=share
    )


def _counts_picture(subject: Subject, rows: pl.DataFrame, look: Look) -> Picture | None:
    """A bar a unit; for a hall as many as can be read, the smallest summed."""
    words, units = subject.words, units_alone(rows)
    if look.is_hall:
        return hall_picture(words, look, BarForm(_bars(subject, units)), words("deck.alt_bars"))
    if len(units) < 2:
        return None
    frame = pl.DataFrame(
        [
            {
                "label": row["code"],
                "name": row["name"],
                "counts_text": words.number(row["recommendations"]),
                "order": order,
                "count": row["recommendations"],
            }
            for order, row in enumerate(units)
        ]
    )
    return Picture(count_bars(words, look), frame, words("figures.alt_counts"), PAGE_WIDTH)


def _bars(subject: Subject, units: Sequence[Row]) -> tuple[Bar, ...]:
    words = subject.words
    largest = sorted(units, key=lambda row: -row["recommendations"])[: MOST_MARKS - 1]
    named = units if len(units) <= MOST_MARKS else [row for row in units if row in largest]
    drawn = [(row["name"], row["recommendations"]) for row in named]
    rest = sum(row["recommendations"] for row in units) - sum(count for _, count in drawn)
    if rest:
        drawn.append((words("recommendations.others"), rest))
    total = units[0]["total"]
    shares = [rate_in_brackets(words, count, total) for _, count in drawn]
    return tuple(
        Bar(name, count, words.number(count) + share, beside=share.strip(" ()"))
        for (name, count), share in zip(drawn, shares, strict=True)
    )


@kept
def replies(subject: Subject, unit: str) -> Figure:
    """Replies due: `in_time`, `late`, `overdue`, and the share in time."""
    words = subject.words
    answer = subject.repository.replies(subject.filters, by=("total", unit))
    rows, has_whole = rows_by(subject, answer, unit)
    ends = ranked(rows, "share_in_time", "due")
    names = bands.part_names("reply", words)
    return Figure(
        key=f"recommendations.replies_{unit}",
        heading=heading(words, "annex.replies", unit),
        rows=rows,
        columns={
            "name": unit_column(words, unit),
            **numbers({"due": words("annex.column_due"), **names}),
            "share_in_time": Column(words("annex.column_share_in_time"), "percent", of="due"),
        },
        definition="replies",
        finding=_replied(words, total_of(answer), ends),
        counts=(
            *(
                ()
                if ends is None
                else (words("frame.named_replies", count=words.number(ends.fewest)),)
            ),
            words("implementation.reply_rule"),
        ),
        draw=partial(bands_picture, subject, "reply", rows),
        empty=words("recommendations.replies_none"),
        has_whole=has_whole,
    )


def _replied(words: Words, whole: Row, ends: Ranked | None) -> str:
    """What became of those due, and who was in time least and most often."""
    if not whole["due"]:
        return words("recommendations.replies_none")
    in_time = rate_in_brackets(words, whole["in_time"], whole["due"])
    said = words.plural(
        "recommendations.replies_title",
        whole["due"],
        in_time=words.number(whole["in_time"]) + in_time,
        late=words.number(whole["late"]),
        overdue=words.number(whole["overdue"]),
    )
    if ends is None:
        return said
    named = {
        end: f"{row['short_name']} {words.percent(row['share_in_time'])}"
        for end, row in (("low", ends.lowest[0]), ("high", ends.highest[0]))
    }
    return said + words("recommendations.replies_ends", **named)


def heading(words: Words, what: str, unit: str) -> str:
    """`Replies, by addressee`; of the whole alone without a unit."""
    if unit == "total":
        return words(what)
    by = words(f"recommendations.by_{unit}")
    return f"{words(what)}, {by[0].lower()}{by[1:]}"


def rows_by(
    subject: Subject,
    answer: pl.DataFrame,
    unit: str,
    cells: Callable[[Row], Row] = lambda counts: counts,
) -> tuple[pl.DataFrame, bool]:
    """A row a unit and the whole below them, which is left out, and said so, below one alone."""
    units = units_of(subject, answer, unit)
    has_whole = len(units) > 1
    return table(subject, units, total_of(answer) if has_whole else None, cells), has_whole


def units_alone(rows: pl.DataFrame) -> list[Row]:
    """The rows without the whole."""
    return rows.to_dicts()[:-1] if rows.height > 1 else rows.to_dicts()


def unit_notes(subject: Subject, unit: str) -> tuple[str, ...]:
    """Which ministry is meant, and whose borders."""
    words = subject.words
    addressee = (words("recommendations.addressee_note"),) if unit == "ministry" else ()
    return (*addressee, *border_notes(words, unit, subject.filters.period.to_on))


def bands_picture(
    subject: Subject, kind: bands.Kind, rows: pl.DataFrame, look: Look
) -> Picture | None:
    """A bar of 100 % for each unit and for the whole; none of one alone."""
    words = subject.words
    drawn = [
        band
        for order, row in enumerate(rows.iter_rows(named=True))
        for band in bands.band_rows(words, kind, order, row["name"], row)
    ]
    if rows.height < 2 or not drawn:
        return None
    spec = bands.share_bands(kind, words, look)
    return Picture(spec, pl.DataFrame(drawn), words("figures.alt_bands"), PAGE_WIDTH)
