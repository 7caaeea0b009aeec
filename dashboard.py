"""The dashboard of the National Preventive Mechanism: start with `streamlit run dashboard.py`."""

from npm_data.reference import ReferenceFileError

try:
    from npm_data.ui.frame import shell
    from npm_data.ui.server import access
except ReferenceFileError as error:
    from npm_data.ui.server import failures

    failures.say_reference_is_missing(error)

words = shell.settle()
visitor = access.visitor()
page, entry = shell.navigation(words, visitor)
shell.show(words, visitor, page, entry)
