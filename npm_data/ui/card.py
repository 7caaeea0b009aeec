"""The one way to put a figure on a page: its finding, its picture, one line, and a small menu."""

from collections.abc import Callable

import streamlit as st

from npm_data.charts.spec import with_outlines
from npm_data.figures.definitions import DEFINITIONS
from npm_data.figures.figure import Figure
from npm_data.figures.filter_line import SEPARATOR
from npm_data.ui.card import ROWS_OF_A_PICTURE, ROWS_ON_THE_PAGE, Links, styled_table
from npm_data.ui.downloads import file_buttons, list_buttons
from npm_data.ui.frame.app import App, address_of
from npm_data.ui.frame.page_list import METHODOLOGY
from npm_data.ui.tiles import small


def card(
    app: App,
    figure: Figure,
    *,
    on_click: Callable[[], None] | None = None,
    links: Links | None = None,
    whole: Callable[[], Figure] | None = None,
) -> None:
    """Show a figure; without rows, only what it says of that.

    A picture stands with its table and files folded below it; where there is none, a table of more
    than one row stands open, and one with links. `on_click` is called after a click in the picture,
    before the page runs again; see `clicked`. `whole` is the figure with all its rows, where those
    on the page are a stretch of them: it is made when a file of it is asked for.
    """
    if figure.rows.is_empty():
        st.info(figure.empty or figure.finding or app.words("frame.empty"))
        return
    with st.container(border=True):
        st.header(figure.finding, anchor=False)
        picture = figure.picture(app.look)
        if picture is not None:
            is_inline = figure.has_map and app.maps_are_inline
            st.vega_lite_chart(
                picture.frame,
                with_outlines(picture.spec) if is_inline else picture.spec,
                theme=None,
                key=figure.key,
                alt=picture.alt,
                on_select=on_click or "ignore",
            )
        is_open = picture is None and (figure.rows.height > 1 or links is not None)
        if is_open:
            _rows(app, figure, ROWS_ON_THE_PAGE, links)
        _line(figure)
        _more(app, figure, whole, has_table=not is_open)


def clicked(key: str, selection: str, field: str) -> tuple[str, ...]:
    """The values of a field that are selected in a chart, for its `on_click`; empty after a click
    beside the marks.
    """
    points = st.session_state[key].selection.get(selection) or []
    return tuple(dict.fromkeys(str(point[field]) for point in points if point.get(field)))


def definition_link(app: App, definition: str) -> str:
    """The Markdown link to a definition on the methodology page."""
    if definition not in DEFINITIONS:
        raise ValueError(f"no definition {definition!r}: see npm_data/figures/definitions.py")
    target = address_of(app, METHODOLOGY.name, definition.replace("_", "-"))
    return f"[{app.words('frame.what_is_this')}]({target})"


def _line(figure: Figure) -> None:
    """What was counted, and the first caution, below the picture."""
    said = SEPARATOR.join((*figure.counts, *figure.cautions[:1]))
    if said:
        st.markdown(small(said[0].upper() + said[1:]))


@st.fragment
def _more(app: App, figure: Figure, whole: Callable[[], Figure] | None, *, has_table: bool) -> None:
    """Table, files and meaning: made only once they are asked for, the page does not run again."""
    menu = st.expander(
        app.words("frame.as_table"), key=f"{figure.key}.table", type="compact", on_change="rerun"
    )
    if not menu.open:
        return
    with menu:
        st.markdown("  \n".join(small(line) for line in _meaning(app, figure)))
        if has_table:
            _rows(app, figure, ROWS_OF_A_PICTURE)
        if whole is None:
            file_buttons(app, figure)
        else:
            list_buttons(app, figure.key, whole)


def _meaning(app: App, figure: Figure) -> list[str]:
    """The definition in one sentence with the way to its rule, and how not to read the figure."""
    lines = list(figure.cautions)
    if figure.definition is not None:
        short = app.words(f"definition.{figure.definition}_short")
        lines.insert(0, f"{short} {definition_link(app, figure.definition)}")
    return lines


def _rows(app: App, figure: Figure, most: int, links: Links | None = None) -> None:
    words, rows = app.words, figure.rows
    shown = styled_table(words, rows, figure.columns, most, links)
    st.table(shown, hide_index=True, width="content")
    if rows.height > most:
        first, total = words.number(most), words.number(rows.height)
        st.caption(words("frame.table_of", shown=first, total=total))
