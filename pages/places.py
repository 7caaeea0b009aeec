"""Places: the register with clock, last visits and open recommendations, and the planning list."""

from npm_data.ui import places_lists, places_register, planning
from npm_data.ui.frame import shell
from npm_data.ui.frame.switches import switch

app = shell.enter()
words = app.words
views = {"register": words("places.view_register"), "planning": words("places.view_planning")}
view = switch(app, "places.view", words("places.view"), views)

if view == "register":
    places_lists.council_mark(app, words("places.why_council"))
    places_register.headline(app)
    places_register.register(app)
else:
    places_lists.council_mark(app, words("places.why_planning"))
    plan = planning.ask(app)
    planning.pace_needed(app, plan)
    planning.files(app, plan)
    planning.block(app, plan, "visited")
    planning.block(app, plan, "never_visited")
