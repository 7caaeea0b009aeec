"""The page of published figures stands whatever the register holds, and can be narrowed."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.figures.mechanisms import countries, country_name
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from tests.ui.conftest import RunApp, text_of


def _shown(app: AppTest) -> list[tuple[str, ...]]:
    assert not app.exception
    assert not app.error
    return [tuple(map(str, row)) for row in app.table[0].value.values]


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
def test_visits_of_all_mechanisms_stand_first_with_their_sources(
    language: str, worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, "mechanisms", lang=language)
    words = words_for(language)
    shown = _shown(app)
    assert {row[0] for row in shown} < {country_name(words, code) for code in countries(words)}
    assert shown[0][3] == "680"
    assert words("mechanisms.order")[1:] in text_of(app)


def test_two_lists_narrow_the_table_and_its_sources(worked: Path, run_app: RunApp) -> None:
    app = run_app(worked, "mechanisms", lang="en", group="all", country="Georgia")
    assert {row[0] for row in _shown(app)} == {"Georgia"}
    app = run_app(worked, "mechanisms", lang="en", group="implemented", country="Moldova")
    assert not app.table
    assert "Moldova, published figures: 0" in text_of(app)
