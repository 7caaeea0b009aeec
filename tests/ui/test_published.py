"""Every published figure of the file can be said in three languages, and none is ranked."""

import re

import pytest

from npm_data.figures.mechanisms import (
    HOME_COUNTRY,
    MEASURES,
    NOTES,
    OWN_NAMES,
    PARTS,
    TERRITORIES,
    country_name,
    figure_name,
    language_of,
    period_text,
    precision_text,
    remark,
    source_lines,
    source_number,
    sources,
    value_text,
)
from npm_data.i18n import words_for
from npm_data.i18n.collation import in_order
from npm_data.reference import LANGUAGES, PublishedFigure, reference
from npm_data.ui import mechanisms
from tests.ui.conftest import RunApp, text_of

FIGURES = reference().published_figures
LATIN = re.compile(r"[A-Za-z]{2,}")


def _said(language: str, figure: PublishedFigure) -> list[str]:
    words = words_for(language)
    asked = [figure_name, period_text, value_text, precision_text, remark]
    return [country_name(words, figure.country), *(ask(words, figure) for ask in asked)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_file_is_said_in_the_readers_language(language: str) -> None:
    for figure in FIGURES:
        *texts, note = _said(language, figure)
        assert all(texts)
        assert bool(note) == bool(figure.note)
        if language != "en":
            assert not LATIN.search(" ".join([*texts, note])), figure


def test_nothing_is_translated_that_the_file_does_not_say() -> None:
    assert {each.measure for each in FIGURES} == set(MEASURES)
    assert {each.note for each in FIGURES} - {""} == set(NOTES)
    assert {each.country for each in FIGURES} == set(TERRITORIES) | set(OWN_NAMES)
    parts = {(each.breakdown, each.breakdown_value) for each in FIGURES}
    assert {part for part in parts if part[0] != "region"} == set(PARTS)


def test_a_figure_of_a_new_measure_is_refused_until_it_is_translated() -> None:
    first = FIGURES[0]
    known = {name: getattr(first, name) for name in PublishedFigure.__slots__}
    new = PublishedFigure(**(known | {"measure": "letters"}))
    with pytest.raises(KeyError):
        figure_name(words_for("en"), new)


def _only(**wanted: str) -> PublishedFigure:
    (found,) = (
        each
        for each in FIGURES
        if all(getattr(each, name) == value for name, value in wanted.items())
    )
    return found


def test_a_region_bears_the_name_of_its_day() -> None:
    words = words_for("ru")
    south = _only(period="2016-01-01", breakdown_value="South Kazakhstan")
    assert figure_name(words, south) == "Население: Южно-Казахстанская область"
    city = _only(period="2026-01-01", breakdown_value="Almaty (city)")
    assert figure_name(words, city) == "Население: город Алматы"
    region = _only(period="2016-01-01", breakdown_value="Almaty (region)")
    assert figure_name(words, region) == "Население: Алматинская область"
    whole = _only(period="2026-01-01", breakdown_value="Kazakhstan")
    assert figure_name(words, whole) == "Население: Казахстан"


def test_periods_and_bounds_are_said_as_the_source_means_them() -> None:
    words = words_for("en")
    assert period_text(words, _only(period="2022-")) == "since 2022"
    assert period_text(words, _only(measure="preventive visits per year")) == "not stated"
    assert period_text(words, _only(period="2014-2016")) == "2014–2016"
    assert value_text(words, _only(country="France")) == "less than\u00a033\u00a0%"
    assert value_text(words, _only(country="Moldova")) == "more than\u00a060"


@pytest.mark.parametrize("language", LANGUAGES)
def test_kazakhstan_comes_first_and_the_others_by_the_alphabet(language: str) -> None:
    words = words_for(language)
    first, *others = mechanisms.countries(language)
    assert first == country_name(words, HOME_COUNTRY)
    assert tuple(others) == in_order(words, others)
    for name in mechanisms.GROUPS:
        shown = list(dict.fromkeys(mechanisms.figures(language, name)["country"]))
        assert shown == [each for each in mechanisms.countries(language) if each in shown]


def test_every_figure_stands_in_one_group_with_its_source() -> None:
    grouped = [mechanisms.figures("en", name) for name in mechanisms.GROUPS]
    assert sum(frame.height for frame in grouped) == len(FIGURES)
    numbers = {number for frame in grouped for number in frame["source"]}
    assert numbers == {f"[{number}]" for number in range(1, len(sources()) + 1)}
    assert source_number(FIGURES[0]) == "[1]"
    assert source_lines(FIGURES[:1]) == [f"[1] {FIGURES[0].source_title}"]


def test_a_title_is_marked_with_its_own_language() -> None:
    marked = {language_of(title) for title, _ in sources()}
    assert marked == {"en", "ru", "kk", "fr"}
    assert language_of("arasha.kz: Қазақстанда үш жылда төрт жаңа абақты салынады") == "kk"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_whatever_the_register_holds(
    language: str, worked: object, run_app: RunApp
) -> None:
    app = run_app(worked, "mechanisms", lang=language)
    assert not app.exception
    assert not app.error
    said = text_of(app)
    words = words_for(language)
    assert words("mechanisms.order") in said
    for country in mechanisms.countries(language):
        assert f"### {country}" in said
    assert "**680**" in said
    assert all(words(f"mechanisms.caution_{each}") in said for each in mechanisms.CAUTIONS)


def test_both_figures_of_2015_stand_on_kazakhstans_card() -> None:
    card = mechanisms.cards("en", "visits")[0]
    assert card.startswith("### Kazakhstan")
    assert card.index("**527**") < card.index("**528**")
    assert "contradicts 528" in card
