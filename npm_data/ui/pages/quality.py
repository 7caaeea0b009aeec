"""The page of data quality: how complete, what was found, what lies outside, what was published."""

from collections.abc import Callable

from npm_data.figures import quality
from npm_data.ui.card import card
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import pick, switch


def draw(app: App) -> None:
    views: dict[str, Callable[[App], None]] = {
        "completeness": _completeness,
        "findings": _findings,
        "outside": _outside,
        "published": lambda app: card(app, quality.published(app)),
    }
    names = {name: app.words(f"quality.view_{name}") for name in views}
    views[switch(app, "quality.view", app.words("quality.view"), names)](app)


def _completeness(app: App) -> None:
    card(app, quality.completeness(app))
    card(app, quality.columns(app))


def _findings(app: App) -> None:
    """Rule by rule, and those of one rule at their addresses."""
    words, by_rule = app.words, quality.findings(app)
    card(app, by_rule)
    if not by_rule.rows.is_empty():
        rule = pick(app, "quality.rule", words("quality.rule"), quality.rules_found(app))
        card(app, quality.found(app, rule))


def _outside(app: App) -> None:
    counted = quality.outside(app)
    card(app, counted)
    if not counted.rows.is_empty():
        card(app, quality.outside_list(app))
