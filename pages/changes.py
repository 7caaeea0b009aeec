"""What changed between two days, for the worse first, and the records behind each number."""

from npm_data.ui.frame import shell
from npm_data.ui.pages import changes

changes.draw(shell.enter())
