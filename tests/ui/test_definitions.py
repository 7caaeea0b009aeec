"""Definitions, and the methodology page say what the reference and the records say."""

import tomllib

import pytest

from npm_data.charts.theme import Look, palette
from npm_data.figures.definitions import DEFINITIONS
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, PROJECT, reference
from npm_data.ui.frame.page_list import PAGES
from npm_data.ui.pages import methodology


@pytest.mark.parametrize("name", DEFINITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_definition_has_a_heading_a_sentence_and_a_rule(name, language):
    words = words_for(language)
    assert not words(f"definition.{name}").endswith(".")
    assert words(f"definition.{name}_short").endswith(".")
    assert words(f"definition.{name}_full").endswith(".")


def test_anchors_lead_to_one_place_only():
    anchors = [name.replace("_", "-") for name in DEFINITIONS]
    anchors += [methodology.anchor(chapter) for chapter in methodology.CHAPTERS]
    assert len(anchors) == len(set(anchors))


def test_every_page_of_the_list_is_a_file_and_every_file_is_in_the_list():
    files = {path.stem for path in (PROJECT / "pages").glob("*.py")}
    assert files == {entry.name for entry in PAGES}


def test_what_is_assumed_or_inferred_is_marked_in_the_table_of_types():
    table = str(methodology.institution_types("en").rows())
    sources = [each.mandate_source for each in reference().institution_types]
    assumed = sum(source.startswith("ASSUMED") for source in sources)
    inferred = sum(source.startswith("inferred") for source in sources)
    unconfirmed = sum(
        not each for t in reference().institution_types for each in t.is_confirmed.values()
    )
    assert table.count(words_for("en")("methodology.assumed")) == assumed > 0
    assert table.count(words_for("en")("methodology.inferred")) == inferred > 0
    assert table.count(methodology.UNCONFIRMED) == unconfirmed > 0


def test_the_page_has_the_background_of_its_charts():
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    for look in (Look.LIGHT, Look.DARK):
        inks = palette(look)
        assert config[look.value]["backgroundColor"] == inks.background
        assert config[look.value]["textColor"] == inks.text


def test_nothing_is_sent_to_anybody():
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
