"""Forum mode: the deck of the chosen filters on the whole screen."""

from npm_data.ui.frame import shell
from npm_data.ui.pages import forum

app = shell.enter()
forum.draw(app)
