"""Every published figure of the file can be said in three languages, and none is ranked."""

import re

import pytest

from npm_data.figures.mechanisms import (
    CAUTIONS,
    GROUPS,
    HOME_COUNTRY,
    MEASURES,
    NOTES,
    OWN_NAMES,
    PARTS,
    TERRITORIES,
    WORK,
    countries,
    country_name,
    figure_name,
    language_of,
    period_text,
    precision_text,
    published,
    remark,
    source_number,
    sources,
    sources_of,
    value_text,
)
from npm_data.files.release import release
from npm_data.i18n import words_for
from npm_data.i18n.collation import in_order
from npm_data.reference import LANGUAGES, PublishedFigure, reference
from tests.figures.conftest import Ask, plain
from tests.telling.truth import YEAR

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
def test_kazakhstan_comes_first_and_the_others_by_the_alphabet(language: str, about: Ask) -> None:
    words = words_for(language)
    first, *others = [country_name(words, code) for code in countries(words)]
    assert first == country_name(words, HOME_COUNTRY)
    assert others == list(in_order(words, others))
    for name in GROUPS:
        figure = published(about(YEAR, language=language), (name,))
        shown = list(dict.fromkeys(figure.rows["country"]))
        assert shown == [each for each in (first, *others) if each in shown]
        assert words("mechanisms.order") in figure.counts


def test_every_figure_stands_in_one_group_with_its_source(about: Ask) -> None:
    grouped = [published(about(YEAR), (name,)).rows for name in GROUPS]
    assert sum(rows.height for rows in grouped) == len(FIGURES)
    numbers = {number for rows in grouped for number in rows["source"]}
    listed = sources(words_for("en"), FIGURES).rows
    assert numbers == set(listed["number"])
    assert listed["number"].to_list() == [f"[{n + 1}]" for n in range(listed.height)]
    assert source_number(FIGURES[0]) == "[1]"
    assert listed["title"][0] == FIGURES[0].source_title
    assert sources_of(FIGURES[:1]) == [((FIGURES[0].source_title, FIGURES[0].source_url), 1)]


def test_a_figure_is_quoted_with_its_bound_its_precision_and_its_remark(about: Ask) -> None:
    rows = published(about(YEAR), ("visits",)).rows.to_dicts()
    quoted = [
        tuple(plain(row[name]) for name in ("period", "value", "precision"))
        for row in rows
        if row["country"] == "Kazakhstan"
    ]
    assert quoted == [
        ("2016", "680", "exact"),
        ("2015", "527", "worked out"),
        ("2015", "528", "exact"),
        ("2014–2016", "1,262", "exact"),
        ("2017", "more than 500", "lower bound"),
        ("2023", "461", "exact"),
        ("2023", "422", "exact"),
        ("2023", "33", "exact"),
    ]
    assert "contradicts 528" in rows[1]["remark"]
    assert "contradicts the 527" in rows[2]["remark"]


def test_figures_of_one_country_and_of_one_group_alone_say_so(about: Ask) -> None:
    of_one = published(about(YEAR), WORK, "Georgia")
    assert of_one.finding == "Georgia, published figures: 2"
    assert set(of_one.rows["country"]) == {"Georgia"}
    of_group = published(about(YEAR), ("implemented",))
    assert of_group.finding.startswith("On implementation something was found for 4 of 7 mechanis")
    assert words_for("en")("mechanisms.beside_implemented") in of_group.counts
    nothing = published(about(YEAR), ("implemented",), "Moldova")
    assert nothing.rows.is_empty()


def test_what_cannot_be_compared_leaves_with_the_figures(about: Ask) -> None:
    told = release(about(YEAR), published(about(YEAR))).provenance
    words = words_for("en")
    assert all(words(f"mechanisms.caution_{each}") in told.notes for each in CAUTIONS)
    assert told.filters is None


def test_a_title_is_marked_with_its_own_language() -> None:
    marked = {language_of(title) for title in sources(words_for("en"), FIGURES).rows["title"]}
    assert marked == {"en", "ru", "kk", "fr"}
    assert language_of("arasha.kz: Қазақстанда үш жылда төрт жаңа абақты салынады") == "kk"
