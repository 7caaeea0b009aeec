"""The dashboard of the National Preventive Mechanism: start with `streamlit run dashboard.py`."""

from npm_data.ui import shell

words = shell.settle()
page, entry = shell.navigation(words)
app = shell.open_app(words, entry)
with shell.frame(app):
    page.run()
