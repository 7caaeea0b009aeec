"""Links between pages, which carry language and filters along."""

from urllib.parse import urlencode

import streamlit as st

from npm_data.ui.address import query_of
from npm_data.ui.app import App
from npm_data.ui.page_list import page_named


def page_link(app: App, page: str, label: str, icon: str | None = None, **values: str) -> None:
    """A link that stays in the session; `values` are the page's own, such as `place="P-17"`.

    None to a page that the reader may not see.
    """
    entry = page_named(page)
    if not app.role.may(entry.role):
        return
    st.page_link(entry.path, label=label, icon=icon or entry.icon, query_params=_query(app, values))


def address_of(app: App, page: str, anchor: str = "", **values: str) -> str:
    """The relative address of a page, for Markdown and files; it can be sent to somebody.

    Relative, so that the app may live below a path; the whole address, because a page that has to
    complete its address loses the anchor.
    """
    address = f"{page_named(page).name}?{urlencode(_query(app, values), doseq=True)}"
    return f"{address}#{anchor}" if anchor else address


def _query(app: App, values: dict[str, str]) -> dict[str, list[str]]:
    own = {name.replace("_", "-"): [value] for name, value in values.items()}
    return query_of(app.language, app.choice) | own
