"""One place: its clock, its visits and what became of its recommendations, on one axis of time."""

from npm_data.ui import place_answers, place_choice, place_head, place_tables, place_timeline
from npm_data.ui.frame import shell

app = shell.enter()
place = place_answers.ask(app)

if place is None:
    place_choice.choose(app)
else:
    place_head.head(app, place)
    place_head.headline(app, place)
    place_timeline.timeline(app, place)
    place_tables.repeats(app, place)
    place_tables.recommendations(app, place)
    place_tables.visits(app, place)
