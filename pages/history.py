"""History: every version of the register, to be looked at and brought back."""

from npm_data.ui.frame import register, shell
from npm_data.ui.pages import history

app = shell.enter()
history.draw(register.keeper_of(app))
