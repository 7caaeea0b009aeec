"""Import: the secretariat's files are checked, shown as a difference, and become a version."""

from npm_data.ui import intake, opening, shell

app = shell.enter()
intake.draw(opening.keeper_of(app))
