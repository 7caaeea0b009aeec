"""The dashboard of the National Preventive Mechanism: start with `streamlit run dashboard.py`."""

from npm_data.ui import access, shell

words = shell.settle()
visitor = access.visitor()
page, entry = shell.navigation(words, visitor)
app = shell.open_app(words, entry, visitor)
with shell.frame(app):
    page.run()
