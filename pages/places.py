"""Places: the list with its search, where to go next, and the round by region."""

from npm_data.ui.frame import shell
from npm_data.ui.pages import places

places.draw(shell.enter())
