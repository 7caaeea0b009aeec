"""History: every version of the register, to be looked at and brought back."""

from npm_data.ui import history_page
from npm_data.ui.frame import register, shell

app = shell.enter()
history_page.draw(register.keeper_of(app))
