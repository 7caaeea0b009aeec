"""What the recommendations page shows: rates that cannot be misread, statuses, replies and time."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from npm_data.charts import bands, rates
from npm_data.i18n import Words
from npm_data.repository import HORIZONS, Rate
from npm_data.ui.app import App
from npm_data.ui.filter_line import SEPARATOR
from npm_data.ui.show import show
from npm_data.ui.switches import switch
from npm_data.ui.table import Column
from npm_data.ui.tiles import tile, tiles
from npm_data.ui.units import UNITS, Row, codes_in_order, name_of, rows_of, total_of

RATES: dict[str, tuple[Rate, int]] = {
    "cohort_12": ("cohort", 12),
    "cohort_24": ("cohort", 24),
    "cohort_48": ("cohort", 48),
    "stock": ("stock", 12),
    "answered": ("answered", 12),
}
"""The rates to choose from; the first is the default rate."""
LONGEST_MONTHS = 48
_NARROWEST_BAND = 0.06
_COMPLETENESS = ("place", "addressee_level", "reply", "answer")


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The answers that the page rests on, and the rate that was chosen (a name of `RATES`)."""

    chosen: str
    statuses: pl.DataFrame
    rates: pl.DataFrame
    replies: pl.DataFrame
    times: pl.DataFrame
    completeness: pl.DataFrame

    @property
    def definition(self) -> str:
        return f"rate_{RATES[self.chosen][0]}"


def choose_rate(app: App) -> str:
    """The switch between the rates; the sentence below it and the number change together."""
    words = app.words
    names = {name: words(f"recommendations.rate_{name}") for name in RATES}
    return switch(app, "recommendations.rate", words("recommendations.rate"), names)


def ask(app: App, chosen: str) -> Recommendations:
    """One question each; every answer holds the whole and all its breakdowns."""
    filters, repository = app.filters, app.repository
    rate, months = RATES[chosen]
    return Recommendations(
        chosen=chosen,
        statuses=repository.recommendations(filters, by=("total", "ministry")),
        rates=repository.implementation(filters, rate=rate, months=months, by=("total", *UNITS)),
        replies=repository.replies(filters, by=("total", "ministry")),
        times=repository.time_to_implementation(filters, months=range(LONGEST_MONTHS + 1)),
        completeness=repository.completeness(filters),
    )


def headline(app: App, answers: Recommendations) -> None:
    words = app.words
    status, rate = total_of(answers.statuses), total_of(answers.rates)
    with tiles():
        tile(
            app,
            words("recommendations.tile_recommendations"),
            words.number(status["recommendations"]),
            definition="recommendations",
        )
        tile(
            app,
            words(f"recommendations.rate_{answers.chosen}"),
            _rate(words, rate),
            definition=answers.definition,
            note=_of(words, rate["implemented"], rate["considered"]),
        )
        tile(
            app,
            words("recommendations.tile_verified"),
            _share(words, rate["verified"], rate["implemented"]),
            definition="verified_share",
            note=_of(words, rate["verified"], rate["implemented"]),
        )
        tile(
            app,
            words("recommendations.tile_answered"),
            _share(words, status["answered"], status["recommendations"]),
            definition="rate_answered",
            note=_of(words, status["answered"], status["recommendations"]),
        )


def sentences(app: App, answers: Recommendations) -> None:
    """The chosen rate as a sentence with its formula, and how complete the records are."""
    words, rate = app.words, total_of(answers.rates)
    values = {
        "implemented": words.number(rate["implemented"]),
        "considered": words.number(rate["considered"]),
        "rate": f"{_rate(words, rate)}{_interval(words, rate)}",
    }
    form = "none" if not rate["considered"] else "few" if _is_few(rate) else "many"
    if form == "none":
        finding = words("recommendations.finding_none")
    else:
        finding = words(f"recommendations.finding_{answers.chosen}_{form}", **values)
    st.markdown(f"**{finding}** {words(f'definition.{answers.definition}_full')}")
    st.caption(f"{words('recommendations.complete')} {_completeness(words, answers)}")


def by_unit(app: App, answers: Recommendations, unit: str) -> None:
    words = app.words
    name = name_of(unit, words, app.filters.period.to_on)
    of_unit = rows_of(answers.rates, unit)
    whole = total_of(answers.rates)
    rows: list[Row] = []
    for order, code in enumerate([*codes_in_order(unit), None]):
        if code not in of_unit:
            continue
        row = of_unit[code]
        few = _is_few(row)
        label = words("recommendations.no_place") if code is None else name(code)
        rows.append(
            {
                "label": code or "",
                "name": label,
                "counts_text": _counts_text(words, row),
                "order": order,
                "implemented": row["implemented"],
                "considered": row["considered"],
                "rate": None if few else row["rate"],
                "low": None if few else row["low"],
                "high": None if few else row["high"],
                "whole": whole["rate"] if not rows and not _is_few(whole) else None,
            }
        )
    known = [row["rate"] for row in rows if row["rate"] is not None]
    title = words(f"recommendations.{unit}_few")
    if len(known) > 1:
        low, high = words.percent(min(known)), words.percent(max(known))
        title = words(f"recommendations.{unit}_title", low=low, high=high)
    show(
        app,
        f"recommendations.{unit}",
        title=title,
        frame=pl.DataFrame(rows, schema_overrides=_RATE_TYPES, infer_schema_length=None),
        spec=rates.rate_dots(words, app.look),
        alt=words("figures.alt_dots", title=title),
        definition=answers.definition,
        columns={
            "name": Column(words(f"recommendations.column_{unit}")),
            "implemented": Column(words("recommendations.column_implemented"), "number"),
            "considered": Column(words("recommendations.column_considered"), "number"),
            "rate": Column(words("recommendations.column_rate"), "percent"),
            "low": Column(words("recommendations.column_low"), "percent"),
            "high": Column(words("recommendations.column_high"), "percent"),
        },
        counts=(
            words(f"recommendations.rate_{answers.chosen}"),
            _of(words, whole["implemented"], whole["considered"]),
            words("recommendations.dashed_line", rate=_rate(words, whole)),
        ),
    )


def statuses(app: App, answers: Recommendations) -> None:
    """Bands of status, claimed and verified apart; what is no longer applicable is counted."""
    words, whole = app.words, total_of(answers.statuses)
    title = words("recommendations.statuses_none")
    if whole["implemented"]:
        verified, implemented = whole["verified"], whole["implemented"]
        title = words(
            "recommendations.statuses_title",
            verified=words.number(verified),
            implemented=words.number(implemented),
        )
    _bands(
        app,
        "status",
        title=title,
        answer=answers.statuses,
        definition="status",
        counts=(
            words.plural("recommendations.count", whole["recommendations"]),
            words(
                "recommendations.no_longer_applicable",
                count=words.number(whole["no_longer_applicable"]),
            ),
        ),
    )


def replies(app: App, answers: Recommendations) -> None:
    words, whole = app.words, total_of(answers.replies)
    values = {name: words.number(whole[name]) for name in ("due", "in_time", "overdue")}
    _bands(
        app,
        "reply",
        title=words("recommendations.replies_title", **values)
        if whole["due"]
        else words("recommendations.replies_none"),
        answer=answers.replies,
        definition="replies",
        counts=(words("recommendations.replies_due", count=words.number(whole["due"])),),
    )


def time_to_implementation(app: App, answers: Recommendations) -> None:
    """Steps as far as anything is still observed: beyond that the register knows nothing."""
    words = app.words
    observed = answers.times.filter(pl.col("at_risk") > 0)
    rows = [
        {
            "month": row["month"],
            "cumulative_incidence": row["cumulative_incidence"],
            "at_risk": row["at_risk"],
            "at_risk_text": words.number(row["at_risk"]) if row["month"] in HORIZONS else "",
        }
        for row in observed.iter_rows(named=True)
    ]
    read_at = [row for row in rows if row["month"] in (12, 48)]
    parts = ", ".join(
        words(
            "recommendations.times_part",
            months=row["month"],
            share=words.percent(row["cumulative_incidence"]),
        )
        for row in read_at
    )
    title = words("recommendations.times_title", parts=parts) if parts else ""
    show(
        app,
        "recommendations.times",
        title=title or words("recommendations.times_short"),
        frame=pl.DataFrame(rows) if total_of(answers.statuses)["recommendations"] else _NO_ROWS,
        spec=rates.cumulative_incidence(words, app.look),
        alt=words("figures.alt_steps", title=title),
        definition="time_to_implementation",
        columns={
            "month": Column(words("recommendations.column_month"), "number"),
            "at_risk": Column(words("recommendations.column_at_risk"), "number"),
            "cumulative_incidence": Column(words("recommendations.column_rate"), "percent"),
        },
        counts=(
            words.plural("recommendations.count", total_of(answers.statuses)["recommendations"]),
        ),
    )


_NO_ROWS = pl.DataFrame()
_RATE_TYPES = dict.fromkeys(("rate", "low", "high", "whole"), pl.Float64)


def _bands(
    app: App,
    kind: bands.Kind,
    *,
    title: str,
    answer: pl.DataFrame,
    definition: str,
    counts: Sequence[str],
) -> None:
    """A row for the whole and one for each addressee, as bands of 100 %."""
    words = app.words
    name = name_of("ministry", words, app.filters.period.to_on)
    named = [(words("recommendations.all_addressees"), total_of(answer))]
    of_ministry = rows_of(answer, "ministry")
    named += [
        (name(code), of_ministry[code])
        for code in codes_in_order("ministry")
        if code in of_ministry
    ]
    rows = [
        row
        for order, (label, counted) in enumerate(named)
        for row in _band_rows(words, kind, order, label, counted)
    ]
    show(
        app,
        f"recommendations.{kind}",
        title=title,
        frame=pl.DataFrame(rows),
        spec=bands.share_bands(kind, words, app.look),
        alt=words("figures.alt_bands", title=title),
        definition=definition,
        columns={
            "name": Column(words("recommendations.column_ministry")),
            "part_name": Column(words("recommendations.column_status")),
            "count": Column(words("recommendations.column_count"), "number"),
            "share": Column(words("recommendations.column_share"), "percent"),
        },
        counts=(*counts, words("recommendations.addressee_note")),
    )


def _band_rows(words: Words, kind: bands.Kind, order: int, label: str, counted: Row) -> list[Row]:
    counts = counted | {"claimed": counted.get("implemented", 0) - counted.get("verified", 0)}
    parts = bands.PARTS[kind]
    total = sum(counts[part] for part in parts)
    if not total:
        return []
    names = bands.part_names(kind, words)
    rows: list[Row] = []
    begun = 0.0
    for part_order, part in enumerate(parts):
        share = counts[part] / total
        rows.append(
            {
                "label": f"{order}",
                "name": label,
                "counts_text": words.number(total),
                "order": order,
                "part": part,
                "part_name": names[part],
                "part_order": part_order,
                "count": counts[part],
                "share": share,
                "middle": begun + share / 2,
                "count_text": words.number(counts[part]) if share > _NARROWEST_BAND else "",
            }
        )
        begun += share
    return rows


def _is_few(row: Row) -> bool:
    return bool(row["considered"] < rates.FEWEST_FOR_A_RATE)


def _rate(words: Words, row: Row) -> str:
    """The rate; of fewer than five the counts, of none that there are no data."""
    if not row["considered"]:
        return words("frame.no_value")
    if _is_few(row):
        return _of(words, row["implemented"], row["considered"])
    return words.percent(row["rate"])


def _share(words: Words, part: int, whole: int) -> str:
    if not whole:
        return words("frame.no_value")
    if whole < rates.FEWEST_FOR_A_RATE:
        return _of(words, part, whole)
    return words.percent(part / whole)


def _of(words: Words, part: int, whole: int) -> str:
    return words("recommendations.of", part=words.number(part), whole=words.number(whole))


def _interval(words: Words, row: Row) -> str:
    if _is_few(row):
        return ""
    low, high = words.percent(row["low"]), words.percent(row["high"])
    return SEPARATOR + words("recommendations.interval", low=low, high=high)


def _counts_text(words: Words, row: Row) -> str:
    text = _of(words, row["implemented"], row["considered"])
    if _is_few(row):
        return text
    return f"{text}, {words.percent(row['rate'])}"


def _completeness(words: Words, answers: Recommendations) -> str:
    known = {row["subject"]: row for row in answers.completeness.iter_rows(named=True)}
    return SEPARATOR.join(
        words(
            f"recommendations.complete_{subject}",
            of=_of(words, known[subject]["recorded"], known[subject]["total"]),
        )
        for subject in _COMPLETENESS
    )
