"""One look for all charts: colours, letters and numbers, on a page and in a hall."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import get_day_names, get_month_names, get_period_names

from npm_data.i18n import Words
from npm_data.i18n.formats import NARROW_SPACE

SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
"""d3 counts days from Sunday, CLDR from Monday."""

Locales = dict[str, dict[str, Any]]


@cache
def chart_locale(words: Words) -> Locales:
    """The value of Vega-Lite's `config.locale`: `{"number": ..., "time": ...}`."""
    return {"number": _number(words.language), "time": _time(words.locale)}


def _number(language: str) -> dict[str, Any]:
    is_english = language == "en"
    return {
        "decimal": "." if is_english else ",",
        "thousands": "," if is_english else NARROW_SPACE,
        "grouping": [3],
        "currency": ["", "\u00a0₸"],
        "percent": "\u00a0%",
        "minus": "\u2212",
    }


def _time(locale: Locale) -> dict[str, Any]:
    """Months stand alone: “январь 2016”, not “января 2016”."""
    periods = get_period_names("abbreviated", "format", locale)
    return {
        "dateTime": "%d.%m.%Y, %H:%M",
        "date": "%d.%m.%Y",
        "time": "%H:%M",
        "periods": [periods["am"], periods["pm"]],
        "days": [get_day_names("wide", "stand-alone", locale)[day] for day in SUNDAY_FIRST],
        "shortDays": [
            get_day_names("abbreviated", "stand-alone", locale)[day] for day in SUNDAY_FIRST
        ],
        "months": [get_month_names("wide", "stand-alone", locale)[month] for month in range(1, 13)],
        "shortMonths": [
            get_month_names("abbreviated", "stand-alone", locale)[month] for month in range(1, 13)
        ],
    }


FONT = "Source Sans, Noto Sans, sans-serif"
LABEL_SIZE = 13
SMALL_SIZE = 12

STATUSES = (
    "verified",
    "claimed",
    "partly_implemented",
    "in_progress",
    "not_started",
    "not_implemented",
    "no_information",
)
"""Statuses of a recommendation from the firmest good news to none, as the bands are stacked."""

HOLLOW = "no_information"
"""The status that is drawn as nothing in a dashed line."""

CLOCK = ("on_time", "due_soon", "overdue", "never_visited")
"""The four classes of the four-year clock."""

REPLIES = ("in_time", "late", "overdue")


class Look(StrEnum):
    """What a picture is drawn for: a page or a hall, light or dark. Files are light."""

    LIGHT = "light"
    DARK = "dark"
    HALL = "hall"
    HALL_DARK = "hall_dark"

    @property
    def is_dark(self) -> bool:
        return self in (Look.DARK, Look.HALL_DARK)

    @property
    def is_hall(self) -> bool:
        """Whether it is seen from the tenth row: few large marks, each with its words beside it."""
        return self in (Look.HALL, Look.HALL_DARK)

    @property
    def in_the_hall(self) -> "Look":
        """The same theme, for a hall."""
        return Look.HALL_DARK if self.is_dark else Look.HALL


@dataclass(frozen=True, slots=True)
class Palette:
    """Inks (hex) of one look. `ramps` hold five steps from little to much."""

    background: str
    text: str
    muted: str
    grid: str
    outline: str
    no_data: str
    categories: tuple[str, str, str, str]
    statuses: Mapping[str, str]
    clock: Mapping[str, str]
    replies: Mapping[str, str]
    ramps: Mapping[str, tuple[str, str, str, str, str]]

    def ink_on(self, fill: str) -> str:
        """The letter colour, near black or white, that reads better on a fill."""
        return max(("#1A1A1A", "#FFFFFF"), key=lambda ink: contrast(ink, fill))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two hex colours as WCAG 2.2 defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_LIGHT = Palette(
    background="#FFFFFF",
    text="#1A1A1A",
    muted="#565B63",
    grid="#E3E5E8",
    outline="#6B7078",
    no_data="#BFBFBF",
    categories=("#12436D", "#28A197", "#801650", "#F46A25"),
    statuses={
        "verified": "#12436D",
        "claimed": "#6BA3C8",
        "partly_implemented": "#23968C",
        "in_progress": "#9CC9C4",
        "not_started": "#F0E2A8",
        "not_implemented": "#B2364F",
        "no_information": "#BFBFBF",
    },
    clock={
        "on_time": "#8FBDDB",
        "due_soon": "#35719F",
        "overdue": "#F46A25",
        "never_visited": "#801650",
    },
    replies={"in_time": "#8FBDDB", "late": "#35719F", "overdue": "#F46A25"},
    ramps={
        "blue": ("#E4EEF6", "#B5D0E5", "#6BA3C8", "#35719F", "#12436D"),
        "teal": ("#E2F2F0", "#A9DAD5", "#5CBDB4", "#1D7F77", "#0C4A45"),
        "orange": ("#FDEBE1", "#FBC9AC", "#F59660", "#C04C10", "#7A2F08"),
        "plum": ("#F6E7EE", "#E3BBCF", "#C77BA2", "#A03C70", "#801650"),
    },
)

_DARK = Palette(
    background="#0E1117",
    text="#FAFAFA",
    muted="#B4B9C2",
    grid="#2B303A",
    outline="#8C929C",
    no_data="#6E737B",
    categories=("#C4E2FA", "#1C7C73", "#FBD3E7", "#B24A15"),
    statuses={
        "verified": "#C4E2FA",
        "claimed": "#3E7BA6",
        "partly_implemented": "#5CE0D2",
        "in_progress": "#34706A",
        "not_started": "#A08A4E",
        "not_implemented": "#FF809F",
        "no_information": "#858991",
    },
    clock={
        "on_time": "#C4E2FA",
        "due_soon": "#66A0CE",
        "overdue": "#FFA470",
        "never_visited": "#B8327A",
    },
    replies={"in_time": "#C4E2FA", "late": "#66A0CE", "overdue": "#FFA470"},
    ramps={
        "blue": ("#1B2F42", "#28506F", "#3E7BA6", "#77B0DA", "#C3E1F8"),
        "teal": ("#13302E", "#1B544F", "#2A7A73", "#56C2B8", "#B5ECE6"),
        "orange": ("#3A2015", "#6B3413", "#B0541B", "#F08A4E", "#FFD0B3"),
        "plum": ("#351928", "#632C4A", "#A4477A", "#DD84B1", "#F9CFE3"),
    },
)


def palette(look: Look) -> Palette:
    """The inks of a look."""
    return _DARK if look.is_dark else _LIGHT


@cache
def chart_config(words: Words, look: Look) -> dict[str, Any]:
    """Vega-Lite's `config`: everything that all charts of a language and look share."""
    inks = palette(look)
    letters = {
        "labelColor": inks.text,
        "titleColor": inks.muted,
        "labelFontSize": LABEL_SIZE,
        "titleFontSize": LABEL_SIZE,
        "labelFontWeight": "normal",
        "titleFontWeight": "normal",
    }
    return {
        "font": FONT,
        "background": inks.background,
        "locale": chart_locale(words),
        "axis": letters
        | {
            "grid": False,
            "gridColor": inks.grid,
            "domainColor": inks.outline,
            "tickColor": inks.outline,
            "ticks": False,
            "labelPadding": 6,
            "labelLimit": 300,
            "titlePadding": 8,
            "aria": False,
        },
        "axisQuantitative": {"grid": True, "domain": False, "tickCount": 5},
        "legend": letters
        | {
            "aria": False,
            "orient": "top",
            "direction": "horizontal",
            "labelLimit": 260,
            "symbolType": "square",
            "symbolSize": 140,
            "columnPadding": 14,
            "rowPadding": 4,
            "offset": 10,
            # Two legends stand below each other, which a phone has room for.
            "layout": {"top": {"direction": "vertical", "anchor": "start"}},
        },
        "header": letters,
        "view": {"stroke": None},
        # Else a pointer would be shown the names of columns.
        # For who listens a chart is one picture with its text, and the table below it: Vega's own
        # names of axes, legends and marks are English, and empty where a layer has no rows.
        "mark": {"tooltip": None, "aria": False},
        "text": {"color": inks.text, "fontSize": LABEL_SIZE},
        "rule": {"color": inks.muted},
        "bar": {"color": inks.categories[0]},
        "line": {"color": inks.categories[0], "strokeWidth": 2.5},
        "point": {"color": inks.categories[0], "filled": True},
        "range": {"category": list(inks.categories)},
    }
