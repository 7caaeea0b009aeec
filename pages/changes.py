"""What changed between two days: as counts, by unit, as the records behind them, by status."""

from npm_data.report import changes as answers
from npm_data.ui import changes_days, changes_figures, changes_matrix, changes_records
from npm_data.ui.frame import shell

app = shell.enter()
changes = answers.ask(app, changes_days.choose(app))
changes_figures.overview(app, changes)

view = changes_figures.choose_view(app)
if view == changes_figures.STATUSES:
    changes_matrix.transitions(app, changes)
else:
    kind = changes_figures.choose_kind(app)
    if view == changes_figures.UNITS_OF_A_KIND:
        changes_figures.by_unit(app, changes, kind)
    else:
        changes_records.records(app, changes, kind)
