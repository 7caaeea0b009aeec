"""The headline numbers of the overview, each with its change against the period before."""

from npm_data.figures import sentences
from npm_data.figures.columns import FEWEST_FOR_A_RATE
from npm_data.figures.periods import period_name
from npm_data.figures.sentences import change_of
from npm_data.figures.units import measures_of
from npm_data.register.filters import whole_visits
from npm_data.report.overview import Overview, Row, round_of
from npm_data.ui.frame.app import App
from npm_data.ui.tiles import tile, tiles


def headline(app: App, overview: Overview) -> None:
    now, before = overview.now, overview.before
    with tiles():
        for measure in measures_of(now.visits):
            _count_tile(app, measure, now.visits, before.visits if before else None)
        _coverage_tile(app, now.coverage, before.coverage if before else None)
    with tiles():
        if overview.pace is not None:
            _pace_tile(app, overview.pace)
        if overview.reach is not None:
            _reach_tile(app, overview.reach)
        _count_tile(
            app, "recommendations", now.recommendations, before.recommendations if before else None
        )
        issued = now.recommendations["recommendations"]
        _rate_tile(app, now.rate, before.rate if before else None, issued)


def _base(app: App, value: str) -> str:
    """What a change is against: `2015: 527`."""
    return f"{period_name(app.filters.period.before, app.words)}: {value}"


def _count_tile(app: App, measure: str, now: Row, before: Row | None) -> None:
    words = app.words
    change = None
    if before is not None:
        base = _base(app, words.number(before[measure]))
        change = change_of(words, now[measure], before[measure], base)
    tile(
        app,
        words(f"definition.{measure}"),
        words.number(now[measure]),
        definition=measure,
        change=change,
        note=None if change else words("frame.no_earlier"),
    )


def _coverage_tile(app: App, now: Row, before: Row | None) -> None:
    words = app.words
    change = None
    if before is not None and before["coverage"] is not None and now["coverage"] is not None:
        base = _base(app, words.percent(before["coverage"]))
        change = sentences.points_change(words, now["coverage"], before["coverage"], base)
    tile(
        app,
        words("definition.coverage"),
        sentences.share_text(words, now["places_visited"], now["places_in_mandate"]),
        definition="coverage",
        change=change,
        note=sentences.k_of_n(words, now["places_visited"], now["places_in_mandate"])
        if now["places_in_mandate"]
        else None,
    )


def _pace_tile(app: App, pace: Row) -> None:
    words = app.words
    needed, visited = whole_visits(pace["needed_a_year"]), pace["places_visited"]
    tile(
        app,
        words("definition.pace"),
        words("frame.no_value") if pace["pace"] is None else words.number(pace["pace"], 2),
        definition="pace",
        note=words("overview.pace_note", visited=words.number(visited), needed=words.number(needed))
        if pace["places"]
        else None,
    )


def _reach_tile(app: App, reach: Row) -> None:
    """Whose clock is not told: how many places were visited at all in four years."""
    words, counts = app.words, (reach["places_visited"], reach["places_in_mandate"])
    years = period_name(round_of(app), words)
    tile(
        app,
        words("overview.reach"),
        sentences.share_text(words, *counts),
        definition="coverage",
        note=f"{years}: {sentences.k_of_n(words, *counts)}",
    )


def _rate_tile(app: App, now: Row, before: Row | None, issued: int) -> None:
    words = app.words
    change = None
    if before is not None and min(now["considered"], before["considered"]) >= FEWEST_FOR_A_RATE:
        base = _base(app, words.percent(before["rate"]))
        change = sentences.points_change(words, now["rate"], before["rate"], base)
    tile(
        app,
        words("overview.rate"),
        sentences.rate_text(words, now["implemented"], now["considered"]),
        definition="rate_cohort",
        change=change,
        note=_rate_note(app, now, before) if issued else None,
    )


def _rate_note(app: App, now: Row, before: Row | None) -> str:
    """Counts and interval; of a period too young to judge, the rate of the one before."""
    words = app.words
    if now["considered"] >= FEWEST_FOR_A_RATE:
        counts = sentences.k_of_n(words, now["implemented"], now["considered"])
        return f"{counts}; {sentences.interval_text(words, now['low'], now['high'])}"
    if now["considered"]:
        return words("overview.rate_few")
    note = words("overview.rate_too_young")
    if before is not None and before["considered"]:
        rate = sentences.rate_text(words, before["implemented"], before["considered"])
        note += f"; {_base(app, rate)}"
    return note
