"""The dashboard of the National Preventive Mechanism: start with `streamlit run dashboard.py`."""

from npm_data.reference import ReferenceFileError

try:
    from npm_data.ui import access, shell
except ReferenceFileError as error:
    from npm_data.ui import no_reference

    no_reference.say(error)

words = shell.settle()
visitor = access.visitor()
page, entry = shell.navigation(words, visitor)
app = shell.open_app(words, entry, visitor)
with shell.frame(app):
    page.run()
