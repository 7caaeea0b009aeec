"""What Streamlit's page lacks for people who use it by keyboard or by ear, or print it.

`frame.css` and `frame.js` beside this module are the only style and script of the dashboard.
"""

import json
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from npm_data.i18n import Words, words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.server import access

STYLE = Path(__file__).with_name("frame.css")
SCRIPT = Path(__file__).with_name("frame.js")
NAMES = {
    "Help": "help.help",
    "Clear all": "help.clear_all",
    "Open": "help.open",
    "Close": "help.close",
    "Selected values": "help.selected_values",
    "App pages": "help.pages",
    "Sidebar": "help.sidebar",
    "Collapse sidebar": "help.collapse_sidebar",
    "Expand sidebar": "help.expand_sidebar",
    "Link to heading": "help.link_to_heading",
    "Main menu": "help.main_menu",
    "Clear value": "help.clear",
    "Clear entry": "help.clear",
    "Running...": "help.running",
    "Stop script": "help.stop",
}
"""Streamlit's own names of its buttons, which screen readers say, with our messages for them."""
TEXTS = {
    "Skip to main content": "help.skip",
    "No results": "help.no_results",
    "Connection error": "help.connection_error",
    "Streamlit server is not responding. Are you connected to the internet?": "help.server_gone",
    "Page not found": "help.no_page",
    "The page that you have requested does not seem to exist. Running the app's main page.": (
        "help.no_page_about"
    ),
}
"""Words of Streamlit's own that are seen."""
BEGINNINGS = {"Help for ": "help.help", "Remove ": "help.remove"}
"""The same for names that go on with the name of a field or a value."""

UPLOADER = {
    r"^(?:file upload|Upload)$": "intake.upload_button",
    r"^(?:Add files|add icon)$": "intake.upload_more",
    r"^Drag and drop (?:files|a file) here$": "intake.upload_drop",
    r"^([\d.,]+)MB per file.*$": "intake.upload_most",
    r"^([\d.,]+)B$": "intake.upload_bytes",
    r"^([\d.,]+)KB$": "intake.upload_kilobytes",
    r"^([\d.,]+)MB$": "intake.upload_megabytes",
    r"^Error:$": "intake.upload_error",
    r"^File must be ([\d.,]+)MB or smaller\.$": "intake.upload_too_large",
    r"^.* files are not allowed\.$": "intake.upload_other",
    r"^(?:Network|Unexpected|Request|Upload|timeout|AxiosError)\b.{4,}$": "intake.upload_failed",
}
"""What Streamlit writes into its field for files, as patterns; a group is the message's `size`."""


def draw() -> None:
    """Style and script as elements, where a server other than ours hands out the page without."""
    if not access.is_our_server():
        st.html(f"<style>{style()}</style>")
        st.html(f"<script>{script()}</script>", unsafe_allow_javascript=True)


@cache
def style() -> str:
    return STYLE.read_text(encoding="utf-8")


@cache
def script() -> str:
    """The script with its words in all languages; which of them hold it sees by the address."""
    words = {language: _given(words_for(language)) for language in LANGUAGES}
    text = SCRIPT.read_text(encoding="utf-8")
    return text.replace("WORDS", json.dumps(words, ensure_ascii=False))


def _given(words: Words) -> dict[str, object]:
    return {
        "table": words("help.wide_table"),
        "chart": words("help.chart"),
        "texts": {english: words(message) for english, message in TEXTS.items()},
        "names": {english: words(message) for english, message in NAMES.items()},
        "beginnings": {english: f"{words(message)}: " for english, message in BEGINNINGS.items()},
        "uploader": [[pattern, words(message)] for pattern, message in UPLOADER.items()],
    }


def said(key: str) -> DeltaGenerator:
    """A container as wide as its text, which screen readers say whenever it changes."""
    return st.container(key=f"said.{key}", width="content")
