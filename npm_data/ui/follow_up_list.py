"""The working list: how many recommendations there are, and a page of them."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from npm_data.figures.filter_line import SEPARATOR
from npm_data.figures.periods import day_text
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.ui import follow_up_filters, paging, story
from npm_data.ui.follow_up_filters import Asked
from npm_data.ui.frame.app import App
from npm_data.ui.register_text import beginning_of, with_found
from npm_data.ui.show import caption
from npm_data.ui.tiles import small

_PAGE = "follow_up.page"


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list: its rows, how many rows there are, and how many without the page's own
    filters.
    """

    asked: Asked
    page: int
    rows: pl.DataFrame
    total: int
    everything: int


def ask(app: App) -> Listing:
    """The filters, drawn, and the page of rows that they leave."""
    asked = follow_up_filters.choose(app)
    page = paging.current_page(_PAGE, asked)
    rows = app.repository.follow_up_list(asked.filters, asked.wanted, page, paging.ROWS_A_PAGE)
    total = 0 if rows.is_empty() else int(rows["total"][0])
    return Listing(
        asked=asked,
        page=paging.current_page(_PAGE, asked, paging.pages_of(total)),
        rows=rows,
        total=total,
        everything=int(app.repository.recommendations(app.filters)["recommendations"][0]),
    )


def draw(app: App, listing: Listing) -> None:
    """The list with its sentence, its rows and its pages."""
    words = app.words
    st.header(_finding(words, listing), anchor=False)
    if not listing.total:
        empty = "follow_up.none_left" if listing.everything else "frame.empty"
        st.info(words(empty), icon=":material/inbox:")
    search = listing.asked.wanted.search
    texts = tuple(beginning_of(text) for text in listing.rows["text"])
    found = tuple(app.repository.found_words(search, texts)["word"])
    with st.container(gap="xxsmall", key="follow_up.rows"):
        for row in listing.rows.iter_rows(named=True):
            _row(app, row, search, found)
    paging.pager(app, _PAGE, listing.page, listing.total)
    st.markdown("  \n".join(small(line) for line in caption(app, "status")))


def _finding(words: Words, listing: Listing) -> str:
    if not listing.everything:
        return words("follow_up.finding_none")
    if not listing.asked.is_narrowed:
        return words.plural("follow_up.finding_all", listing.everything)
    k, n = words.number(listing.total), words.number(listing.everything)
    return words("follow_up.finding", k=k, n=n)


@st.fragment
def _row(app: App, row: Row, search: str, found: tuple[str, ...]) -> None:
    """Its story is fetched only once it is opened, and without running the page again."""
    key = f"follow_up.row.{row['chain_id']}"
    opened = st.expander(_label(app.words, row, found), key=key, on_change="rerun")
    if opened.open:
        with opened:
            story.draw(app, row, search)


def _label(words: Words, row: Row, found: tuple[str, ...]) -> str:
    """Day, addressee, place and standing in the first line; the text's beginning in the second."""
    addressee = words.ministry(row["ministry"], row["issued_on"], is_short=True)
    about = [f"**{day_text(row['issued_on'])}**", addressee, story.place_line(words, row)]
    colour = "blue" if row["status"] == "implemented" else "gray"
    badges = [f":{colour}-badge[{story.standing(words, row['status'], row['judge'])}]"]
    if row["reply"] == "overdue":
        badges.append(f":orange-badge[{words('follow_up.reply_overdue')}]")
    if row["times_said"] > 1:
        badges.append(f":gray-badge[{words.plural('story.said', row['times_said'])}]")
    text = with_found(beginning_of(row["text"]), found)
    return f"{SEPARATOR.join(about)} {' '.join(badges)}  \n{text}"
