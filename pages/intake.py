"""Import: the secretariat's files are checked, shown as a difference, and become a version."""

from npm_data.ui.frame import register, shell
from npm_data.ui.pages import intake

app = shell.enter()
intake.draw(register.keeper_of(app))
