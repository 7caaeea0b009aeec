"""All rows of the working list as a file, with names in place of codes."""

from collections.abc import Callable

import polars as pl

from npm_data.figures.columns import Column, Columns, Kind
from npm_data.i18n import Words
from npm_data.ui.downloads import download_buttons
from npm_data.ui.follow_up_filters import Asked, notes, status_name
from npm_data.ui.follow_up_list import Listing
from npm_data.ui.frame.app import App


def draw(app: App, listing: Listing) -> None:
    """The buttons; a file is made when one is clicked, of all rows and not of a page of them."""
    if not listing.total:
        return
    words, asked = app.words, listing.asked
    download_buttons(
        app,
        "follow_up.list",
        title=words("follow_up.title"),
        rows=lambda: rows_of(app, asked),
        columns=_columns(words),
        definition="status",
        notes=[*notes(words, asked), words("frame.council_only")],
    )


def rows_of(app: App, asked: Asked) -> pl.DataFrame:
    """Every row that the filters leave, as it reads in the language."""
    words = app.words
    frame = app.repository.follow_up_list(asked.filters, asked.wanted)
    named = {
        "addressee_level": lambda code: words.code("addressee_level", code),
        "theme": lambda code: words.code("theme", code),
        "institution_type": words.institution_type,
        "region": words.region,
        "status": lambda code: status_name(words, code),
        "judge": lambda code: words(f"follow_up.judge_{code}"),
        "reply": lambda code: words(f"follow_up.reply_{code}"),
    }
    return frame.with_columns(
        pl.col("place").fill_null(words("follow_up.systemic")),
        _ministries(words, frame),
        *(_named(frame, column, name) for column, name in named.items()),
    )


def _named(frame: pl.DataFrame, column: str, name: Callable[[str], str]) -> pl.Series:
    codes = frame[column].drop_nulls().unique()
    return frame[column].replace({code: name(code) for code in codes})


def _ministries(words: Words, frame: pl.DataFrame) -> pl.Series:
    """The name that the addressee bore on the day of issue."""
    pairs = zip(frame["ministry"], frame["issued_on"], strict=True)
    return pl.Series("ministry", [words.ministry(code, day) for code, day in pairs], pl.String)


def _columns(words: Words) -> Columns:
    kinds: dict[str, Kind] = dict.fromkeys(("issued_on", "reply_due_on", "latest_on"), "date")
    kinds |= dict.fromkeys(("times_said", "age_months"), "number")
    names = (
        *("chain_id", "issued_on", "ministry", "addressee_level", "theme", "place"),
        *("institution_type", "region", "status", "judge", "reply", "reply_due_on"),
        *("times_said", "latest_on", "age_months", "text"),
    )
    return {
        name: Column(words(f"follow_up.column_{name}"), kinds.get(name, "text")) for name in names
    }
