"""Implementation: how much was carried out, by whom, how fast, and who says so."""

from npm_data.ui.frame import shell
from npm_data.ui.pages import implementation

app = shell.enter()
implementation.answer(app)
view = implementation.choose_view(app)
if view is not None:
    implementation.detail(app, *view)
