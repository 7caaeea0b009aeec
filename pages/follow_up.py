"""Follow-up: the working list for the next dialogue with a ministry, and the story of each row."""

from npm_data.ui.frame import shell
from npm_data.ui.pages import follow_up

follow_up.draw(shell.enter())
