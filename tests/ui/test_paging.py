"""What stands beside the buttons of a long list."""

import pytest

from npm_data.i18n import words_for
from npm_data.ui.paging import ROWS_A_PAGE, rows_shown


@pytest.mark.parametrize(
    ("language", "last"),
    [
        ("en", "21 of 21"),
        ("ru", "21 из 21"),
        ("kk", "21, барлығы 21"),
    ],
)
def test_a_page_of_one_row_names_no_span(language: str, last: str) -> None:
    words = words_for(language)
    assert rows_shown(words, 2, ROWS_A_PAGE + 1) == last
    assert "2" in rows_shown(words, 1, 2)
