"""Texts of the register as Markdown that reads as they were written."""

import pytest

from npm_data.ui.register_text import as_lines, as_text, beginning_of, with_found
from tests.hostile import ATTEMPTS

COLON = r":color[\:]"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a *b* [c](d) `e`", r"a \*b\* \[c\](d) \`e\`"),
        ("AT&amp;T", r"AT\&amp;T"),
        ("- one", r"\- one"),
        ("2. two", r"2\. two"),
        ("=1+1", r"\=1+1"),
        ("    four blanks\n\nand\tmore", "four blanks and more"),
        ("Note: 5", r"Note\: 5"),
        (":red[x]", rf"{COLON}red\[x\]"),
        ("a:red", rf"a{COLON}red"),
        ("::x", rf"\:{COLON}x"),
        (":material/lock:", rf"{COLON}material/lock\:"),
        (":+1:", rf"{COLON}+1\:"),
        ("https://example.org", rf"https{COLON}//example.org"),
        ("WWW.example.org", r"WWW:color[\.]example.org"),
        ("a@b.org", r"a:color[\@]b.org"),
        ("a -> b", r"a :color[\-]\> b"),
        ("<->", r":color[\<]:color[\-]\>"),
        ("5-7", "5-7"),
        ("1\u202f262", "1\u202f262"),
        ("$x$ {y}", r"\$x\$ \{y\}"),
        ("a\u202eb\x01", "a\ufffdb\ufffd"),
    ],
)
def test_signs_of_markdown_stay_signs(text: str, markdown: str) -> None:
    assert as_text(text) == markdown


@pytest.mark.parametrize("attempt", ATTEMPTS.values())
def test_streamlit_finds_no_icon_before_it_reads_markdown(attempt: str) -> None:
    """It looks for these letters in the whole text, escaped or not."""
    assert ":material/" not in as_text(attempt)
    assert ":material/" not in with_found(attempt, ["material"])


def test_only_whole_words_are_marked_and_their_signs_stay_signs() -> None:
    mark = ":orange-background[**cell**]"
    assert with_found("cell, cells <cell>", ["cell"]) == rf"{mark}, cells \<{mark}\>"
    assert with_found("a\n\n- cell", ["cell"]) == f"a  \n\\- {mark}"


def test_lines_stay_apart_and_none_becomes_more_than_a_line() -> None:
    lines = as_lines("one\n\n    two\n***\n# x\n1) x").split("  \n")
    assert lines == ["one", "two", r"\*\*\*", r"\# x", r"1\) x"]


def test_a_beginning_ends_with_a_word() -> None:
    assert beginning_of("word " * 50) == "word " * 33 + "word\u2026"
    assert beginning_of("two\n  words") == "two words"
