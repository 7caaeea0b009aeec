"""Overview: headline numbers, visits since 2014 beside the published ones, the four-year clock."""

from npm_data.ui import overview_figures as figures
from npm_data.ui import shell

app = shell.enter()
overview = figures.ask(app)

figures.views(app)
figures.headline(app, overview)
figures.visits_over_time(app, overview)
figures.four_year_clock(app, overview)
