"""One place: what it was told, when it was visited, when it is due."""

from npm_data.ui.frame import shell
from npm_data.ui.pages import place

place.draw(shell.enter())
