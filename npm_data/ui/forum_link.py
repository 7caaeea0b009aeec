"""The way into forum mode, in the head of every page with filters."""

from npm_data.ui import forum_deck
from npm_data.ui.app import App
from npm_data.ui.links import page_link
from npm_data.ui.page_list import FORUM


def draw(app: App) -> None:
    """Opens the deck of these filters; who stands on a page presents none at the moment."""
    forum_deck.let_go()
    page_link(app, FORUM.name, app.words("forum.title"), back=app.page.name)
