"""Coverage: its figures follow."""

from npm_data.ui import shell

app = shell.enter()
