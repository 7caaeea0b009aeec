"""Every control says what it does, in three languages."""

import ast
from pathlib import Path

import pytest

from npm_data.reference import PROJECT

CONTROLS = {
    "button",
    "checkbox",
    "download_button",
    "file_uploader",
    "form_submit_button",
    "multiselect",
    "radio",
    "segmented_control",
    "selectbox",
    "text_area",
    "text_input",
    "toggle",
}
SOURCES = [
    path
    for folder in ("npm_data/ui", "pages")
    for path in (PROJECT / folder).rglob("*.py")
    if path.stem != "tour"
]
"""All but the tour, which is nothing else than help."""


SAYS_THE_CHOICE = "filters.open"
"""On a phone the row of filters folds behind a line that says what is chosen: that is its help.

A field whose label is not drawn has no place for a help either; its value says what it is.
"""


def controls(source: Path) -> list[tuple[str, ast.Call]]:
    """Streamlit's controls of a file, with their places in it."""
    calls = [each for each in ast.walk(ast.parse(source.read_text("utf-8"))) if is_call(each)]
    return [(f"{source.name}:{each.lineno}", each) for each in calls if isinstance(each, ast.Call)]


def is_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CONTROLS
    )


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_control_is_without_a_help_text(source: Path) -> None:
    silent = [
        place
        for place, call in controls(source)
        if not {"help", "label_visibility"} & {keyword.arg for keyword in call.keywords}
        and SAYS_THE_CHOICE not in {getattr(each.value, "value", None) for each in call.keywords}
    ]
    assert not silent


def test_there_are_controls_to_be_looked_at() -> None:
    assert sum(len(controls(source)) for source in SOURCES) >= 9
