"""History: every version of the register, to be looked at and brought back."""

from npm_data.ui import history_page, opening, shell

app = shell.enter()
history_page.draw(opening.keeper_of(app))
