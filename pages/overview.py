"""Overview: headline numbers, visits since 2014 beside the published ones, the four-year clock."""

from npm_data.report import overview as answers
from npm_data.ui import overview_figures as figures
from npm_data.ui import overview_tiles
from npm_data.ui.frame import shell

app = shell.enter()
overview = answers.ask(app)

figures.views(app)
overview_tiles.headline(app, overview)
figures.visits_over_time(app, overview)
figures.four_year_clock(app, overview)
