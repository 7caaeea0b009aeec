"""Follow-up: the working list for the next dialogue with a ministry, and the story of each row."""

import streamlit as st

from npm_data.ui import follow_up_file, follow_up_list, story_page
from npm_data.ui.frame import shell

app = shell.enter()

# Free text is never public: nobody has checked it for what a reader could learn of a person.
st.markdown(f":material/lock: {app.words('frame.council_only')}")
story_page.draw(app)
listing = follow_up_list.ask(app)
follow_up_list.draw(app, listing)
follow_up_file.draw(app, listing)
