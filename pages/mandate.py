"""Mandate: how it grew, its types of places, other mandates, and care that changed ministry."""

from npm_data.ui.frame import shell
from npm_data.ui.pages import mandate

mandate.draw(shell.enter())
