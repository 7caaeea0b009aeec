"""Import: the secretariat's files are checked, shown as a difference, and become a version."""

from npm_data.ui import intake
from npm_data.ui.frame import register, shell

app = shell.enter()
intake.draw(register.keeper_of(app))
