"""Forum mode: the deck of the chosen filters on the whole screen."""

from npm_data.ui import forum_screen
from npm_data.ui.frame import shell

app = shell.enter()
forum_screen.draw(app)
