"""Published figures of Kazakhstan's and other mechanisms, side by side and not ranked."""

from npm_data.ui.frame import shell
from npm_data.ui.pages import mechanisms

mechanisms.draw(shell.enter())
