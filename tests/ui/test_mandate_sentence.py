"""The scenario's sentence is right for every number, in words that are not declined by chance."""

from datetime import date

import pytest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, reference
from npm_data.register.filters import Mandate
from npm_data.ui.mandate_answers import Figures, Scenario
from npm_data.ui.mandate_sentence import sentence

ALL = tuple(each.code for each in reference().institution_types)
CHILDREN = ("childrens_home",)


def scenario_of(
    before: int,
    after: int,
    added: tuple[str, ...] = (),
    left_out: tuple[str, ...] = (),
    unsure_places: int = 0,
) -> Scenario:
    def figures(places: int) -> Figures:
        return Figures({}, {"places": places}, {"places": places, "needed_a_year": places / 4})

    return Scenario(
        day=date(2016, 12, 31),
        mandate=Mandate(added, left_out),
        law=figures(before),
        chosen=figures(after),
        unsure_places=unsure_places,
        visits={},
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "With the type “organisation for orphans, children's home” added, the mandate grows by "
            "115 places (from 3,001 to 3,116); a four-year round needs 29 more periodic visits a "
            "year",
        ),
        (
            "ru",
            "Если добавить вид «детский дом», мандат расширится на 115 учреждений (было "
            "3\u202f001, станет 3\u202f116); для четырёхлетнего цикла понадобится в год на 29 "
            "периодических посещений больше",
        ),
        (
            "kk",
            "Мандатқа «балалар үйі» түрі қосылса, мандат 115 мекемеге ұлғаяды (бұрын 3\u202f001, "
            "енді 3\u202f116); төрт жылдық циклге жылына тағы 29 кезеңдік бару қажет",
        ),
    ],
)
@pytest.mark.parametrize("before", [3001])
def test_a_hundred_and_fifteen_places_need_twenty_nine_visits_whatever_was_before(
    language: str, said: str, before: int
) -> None:
    """Rounded up apart, 3,001 and 3,116 places would give 779 - 751 = 28."""
    scenario = scenario_of(before, before + 115, added=CHILDREN)
    assert sentence(words_for(language), scenario) == said


@pytest.mark.parametrize(
    ("change", "places", "visits"),
    [
        (1, "на 1 учреждение ", "на 1 периодическое посещение больше"),
        (2, "на 2 учреждения ", "на 1 периодическое посещение больше"),
        (5, "на 5 учреждений ", "на 2 периодических посещения больше"),
        (21, "на 21 учреждение ", "на 6 периодических посещений больше"),
        (84, "на 84 учреждения ", "на 21 периодическое посещение больше"),
        (-1, "на 1 учреждение ", "на 1 периодическое посещение меньше"),
        (-22, "на 22 учреждения ", "на 6 периодических посещений меньше"),
    ],
)
def test_russian_numbers_stand_with_their_forms(change: int, places: str, visits: str) -> None:
    added = CHILDREN if change > 0 else ()
    left_out = () if change > 0 else ("ivs",)
    said = sentence(words_for("ru"), scenario_of(100, 100 + change, added, left_out))
    assert places in said
    assert said.endswith(visits)


@pytest.mark.parametrize(
    ("language", "grows", "shrinks"),
    [
        ("en", "grows by 1 place (", "shrinks by 1 place ("),
        ("ru", "расширится на 1 учреждение (", "сократится на 1 учреждение ("),
        ("kk", "1 мекемеге ұлғаяды (", "1 мекемеге қысқарады ("),
    ],
)
def test_a_mandate_grows_and_shrinks(language: str, grows: str, shrinks: str) -> None:
    words = words_for(language)
    assert grows in sentence(words, scenario_of(8, 9, added=CHILDREN))
    assert shrinks in sentence(words, scenario_of(9, 8, left_out=("ivs",)))


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("en", "With the type “infant home” added and the types “guardhouse”, “pre-trial "),
        ("ru", "Если добавить вид «дом ребенка» и исключить виды «гауптвахта», «следственный "),
        ("kk", "Мандатқа «сәбилер үйі» түрі қосылып, одан «гауптвахта», «тергеу изоляторы» түрле"),
    ],
)
def test_what_is_added_and_left_out_is_named_in_its_first_case(language: str, clause: str) -> None:
    scenario = scenario_of(40, 40, ("infant_home",), ("guardhouse", "sizo"))
    assert sentence(words_for(language), scenario).startswith(clause)


@pytest.mark.parametrize(
    ("language", "counted"),
    [("en", "18 types of places"), ("ru", "18 видов учреждений"), ("kk", "мекемелердің 18 түрі")],
)
def test_many_types_are_counted_not_named(language: str, counted: str) -> None:
    said = sentence(words_for(language), scenario_of(8, 0, left_out=ALL))
    assert counted in said
    assert "8" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_without_places_changes_nothing(language: str) -> None:
    words = words_for(language)
    said = sentence(words, scenario_of(8, 8, added=CHILDREN))
    assert words.institution_type("childrens_home") in said
    assert "8" in said
    assert "0" not in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "By law the mandate holds 9 places (of them by a day that is inferred or assumed: 1)",
        ),
        (
            "ru",
            "31\u00a0декабря\u00a02016\u00a0г. в мандате по закону 9 учреждений "
            "(из них день выведен",
        ),
        (
            "kk",
            "2016\u00a0жылғы 31\u00a0желтоқсан: заң бойынша мандатта 9 мекеме (оның ішінде",
        ),
    ],
)
def test_the_law_says_what_of_it_is_not_settled(language: str, said: str) -> None:
    assert sentence(words_for(language), scenario_of(9, 9, unsure_places=1)).startswith(said)


def test_the_law_rounds_its_visits_up() -> None:
    said = sentence(words_for("en"), scenario_of(9, 9))
    assert said == (
        "By law the mandate holds 9 places on 31\u00a0December\u00a02016; a four-year round needs "
        "3 periodic visits a year"
    )
    assert "needs 1 periodic visit a year" in sentence(words_for("en"), scenario_of(1, 1))
