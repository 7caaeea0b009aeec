"""What stands beside the buttons of a long list."""

import pytest

from npm_data.i18n import words_for
from npm_data.ui.paging import ROWS_A_PAGE, rows_shown


@pytest.mark.parametrize(
    ("language", "one", "last"),
    [
        ("en", "1 of 1", "26 of 26"),
        ("ru", "1 из 1", "26 из 26"),
        ("kk", "1, барлығы 1", "26, барлығы 26"),
    ],
)
def test_a_page_of_one_row_names_no_span(language: str, one: str, last: str) -> None:
    words = words_for(language)
    assert rows_shown(words, 1, 1) == one
    assert rows_shown(words, 2, ROWS_A_PAGE + 1) == last
    assert "2" in rows_shown(words, 1, 2)
