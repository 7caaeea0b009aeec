"""The records behind a kind of change, one a row, each with the way to its own page.

Records and places are for the Coordination Council only; no day of a visit that was not periodic
stands here.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import streamlit as st

from npm_data.charts.changes import status_names
from npm_data.figures.columns import Column, Columns, cell
from npm_data.i18n import Words
from npm_data.questions.changes import RECORD, RecommendationChange
from npm_data.questions.places import EVERYTHING, Stretch
from npm_data.report.changes import OF_PLACES, OF_RECOMMENDATIONS, Changes
from npm_data.ui import paging
from npm_data.ui.changes_figures import days_line, kind_title
from npm_data.ui.downloads import download_buttons
from npm_data.ui.frame.app import App, address_of
from npm_data.ui.register_text import as_text
from npm_data.ui.show import caption
from npm_data.ui.table import plain_table
from npm_data.ui.tiles import small

_STATUSES = ("status_before", "status_after")
_REPLIES = ("reply_due_on", "first_reply_on")
_OF_KIND = {
    "issued": ("status_after",),
    "repeated": ("last_said_on", "status_after"),
    "replied": _REPLIES,
    "reply_overdue": _REPLIES[:1],
    "reply_arrived": _REPLIES,
    "claimed": _STATUSES,
    "verified": _STATUSES,
    "downgraded": _STATUSES,
    "no_longer_applicable": _STATUSES,
    "visit_overdue": ("last_periodic_on", "due_after_on"),
    "visited": ("due_before_on", "last_periodic_on"),
    "opened": ("in_mandate_from",),
    "type_entered": ("in_mandate_from",),
    "closed": ("in_mandate_until",),
    "type_left": ("in_mandate_until",),
}
"""The columns that say what changed, by kind."""

_SHARED_LABELS = {
    "place": "coverage.place",
    "name": "coverage.place",
    "institution_type": "coverage.column_institution_type",
    "region": "coverage.column_region",
    "ministry": "coverage.column_ministry",
    "last_periodic_on": "coverage.last_periodic",
    "due_before_on": "coverage.due",
    "due_after_on": "coverage.due",
}

_RECOMMENDATION = ("chain_id", "issued_on", "addressee", "place")
_PLACE = ("name", "institution_type", "region", "ministry")


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of a kind with names for codes, a stretch at a time, and where each leads to."""

    columns: Columns
    read: Callable[[Stretch], pl.DataFrame]
    links: dict[str, tuple[str, str]]
    """By column that is a link: the page and the column with its object's ID."""
    count: int


def records(app: App, changes: Changes, kind: str) -> None:
    """A page of rows and the pager, with files of all of them."""
    words, listed = app.words, _records(app, changes, kind)
    title = kind_title(words, changes, kind)
    with st.container(border=True):
        heading = words("changes.records_title", kind=words(f"changes.kind_{kind}"))
        st.header(heading, anchor=False)
        st.markdown(f":orange-badge[{words('frame.council_only')}]")
        if not listed.count:
            st.info(words("changes.none_of_the_kind"), icon=":material/inbox:")
        else:
            key = "changes.page"
            choice = (kind, changes.filters)
            page = paging.current_page(key, choice, paging.pages_of(listed.count))
            skipped = (page - 1) * paging.ROWS_A_PAGE
            frame = listed.read(Stretch(paging.ROWS_A_PAGE, skipped))
            st.table(_linked(app, listed, frame), hide_index=True, width="content")
            paging.pager(app, key, page, listed.count)
            download_buttons(
                app,
                "changes.records",
                title=title,
                rows=lambda: listed.read(EVERYTHING),
                columns=listed.columns,
                definition="changes",
                notes=(days_line(words, changes.days), words("frame.council_only")),
            )
        st.markdown("  \n".join(small(line) for line in caption(app, "changes")))


def _records(app: App, changes: Changes, kind: str) -> Records:
    words, repository = app.words, app.repository
    own = _OF_KIND[kind]
    if kind in OF_PLACES:
        place_kind = next(each for each in OF_PLACES if each == kind)
        return Records(
            columns={name: _column(words, changes, name) for name in (*_PLACE, *own)},
            read=lambda stretch: _named_places(
                app, changes, repository.changed_places(changes.filters, place_kind, stretch)
            ),
            links={"name": ("place", "institution_id")},
            count=changes.total[kind],
        )
    chain_kind = next(each for each in OF_RECOMMENDATIONS if each == kind)
    return Records(
        columns={name: _column(words, changes, name) for name in (*_RECOMMENDATION, *own, "text")},
        read=lambda stretch: _named_recommendations(
            app, changes, repository.changed_recommendations(changes.filters, chain_kind, stretch)
        ),
        links={"chain_id": ("follow_up", "chain_id"), "place": ("place", "institution_id")},
        count=_recommendations_of(app, changes, chain_kind),
    )


def _recommendations_of(app: App, changes: Changes, kind: RecommendationChange) -> int:
    """What was said again is counted by statements, some of them of one recommendation."""
    if kind != "repeated":
        return int(changes.total[kind])
    return app.repository.changes(changes.filters, RECORD, kind).height


def _column(words: Words, changes: Changes, name: str) -> Column:
    if name in _STATUSES:
        day = changes.days.before if name == "status_before" else changes.days.after
        return Column(words("changes.status_on", date=words.date(day)))
    is_day = name.endswith("_on") or name.startswith("in_mandate_")
    label = _SHARED_LABELS.get(name) or f"changes.column_{name}"
    return Column(words(label), "date" if is_day else "text")


def _named_recommendations(app: App, changes: Changes, frame: pl.DataFrame) -> pl.DataFrame:
    words, day = app.words, changes.days.after
    names = status_names(words)
    return frame.with_columns(
        _named(frame, "ministry", lambda code: words.ministry(code, day)).alias("addressee"),
        _named(frame, "status_before", names.__getitem__),
        _named(frame, "status_after", names.__getitem__),
        frame["place"].fill_null(words("changes.no_place")),
    )


def _named_places(app: App, changes: Changes, frame: pl.DataFrame) -> pl.DataFrame:
    words, day = app.words, changes.days.after
    return frame.with_columns(
        _named(frame, "ministry", lambda code: words.ministry(code, day)),
        _named(frame, "institution_type", words.institution_type),
        _named(frame, "region", words.region),
    )


def _named(frame: pl.DataFrame, column: str, name: Callable[[str], str]) -> pl.Series:
    return pl.Series(column, [name(code) for code in frame[column]], pl.String)


def _linked(app: App, listed: Records, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows as they are read on the page, with links; what has no object has none."""
    rows = []
    for row in frame.iter_rows(named=True):
        texts = []
        for name, column in listed.columns.items():
            text = as_text(_text(app.words, name, row[name], column))
            page, identifier = listed.links.get(name, ("", ""))
            if page and row[identifier]:
                text = f"[{text}]({_address(app, page, row[identifier])})"
            texts.append(text)
        rows.append(texts)
    return plain_table([column.label for column in listed.columns.values()], rows)


def _text(words: Words, name: str, value: object, column: Column) -> str:
    """A value as it is read; a place without a periodic visit has had none, which is known."""
    if value is None and name == "last_periodic_on":
        return words("coverage.none_yet")
    return cell(words, value, column.kind)


def _address(app: App, page: str, identifier: str) -> str:
    if page == "place":
        return address_of(app, page, place=identifier)
    return address_of(app, page, recommendation=identifier)
