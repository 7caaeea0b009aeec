"""Data quality: how full the records are, what the import found, and what others published."""

from npm_data.ui.frame import shell
from npm_data.ui.pages import quality

quality.draw(shell.enter())
