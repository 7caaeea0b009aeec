"""A search word finds the other forms of the same word, and not just anything."""

import pytest

from npm_data.register.search import beginnings, is_kazakh

LETTERS = str.maketrans("ёәғқңөұүһі", "еагкноуухи")


def finds(search: str, word: str) -> bool:
    """Whether a search word finds a word of a text, both folded as the register does it."""
    looked_for = search.lower().translate(LETTERS)
    text = word.lower().translate(LETTERS)
    return text.startswith(beginnings(looked_for, is_kazakh=is_kazakh(search)))


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("прогулка", ("прогулки", "прогулок", "прогулкам", "Прогулка")),
        ("прогулок", ("прогулка", "прогулки")),
        ("окно", ("окон", "окна", "окнами")),
        ("решётки", ("решетка", "решеток")),
        ("жалобы", ("жалоба", "жалоб", "жалобах")),
        ("медицинский", ("медицинская", "медицинских", "медицинского")),
        ("человека", ("человек", "человеку")),
        ("дети", ("детей", "детям")),
        ("вентиляция", ("вентиляции", "вентиляционный")),
        ("еда", ("еда", "едах")),
    ],
)
def test_a_russian_word_finds_its_other_forms(search: str, words: tuple[str, ...]) -> None:
    assert [word for word in words if not finds(search, word)] == []


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("серуендер", ("серуендеу", "серуен", "серуендерге")),
        ("Серуендеу", ("серуендеу", "серуендеуге")),
        ("балаларды", ("балалар", "балаға", "баланың")),
        ("қызметкерлерге", ("қызметкер", "қызметкерлерінің")),
        ("кызметкерлер", ("қызметкер", "қызметкерлерінің")),
        ("тәртібін", ("тәртіп", "тәртібі")),
        ("көмек", ("көмегі", "көмекке")),
        ("есебі", ("есеп", "есептер")),
        ("орын", ("орны", "орында")),
        ("ұсынымдардың", ("ұсыным", "ұсынымдар")),
        ("жөндеу", ("жөндеп", "жөндеуге")),
    ],
)
def test_a_kazakh_word_finds_its_other_forms(search: str, words: tuple[str, ...]) -> None:
    assert [word for word in words if not finds(search, word)] == []


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("repairing", ("repair", "repairs", "repaired")),
        ("policies", ("policy", "policies")),
        ("cell", ("cells",)),
        ("155", ("155", "1557")),
        ("a", ("a",)),
    ],
)
def test_an_english_word_or_a_number_finds_its_other_forms(
    search: str, words: tuple[str, ...]
) -> None:
    assert [word for word in words if not finds(search, word)] == []


@pytest.mark.parametrize(
    ("search", "word"),
    [
        ("еда", "единый"),
        ("больница", "большой"),
        ("камера", "камень"),
        ("жөндеу", "жөніндегі"),
        ("прогулка", "прогноз"),
        ("орын", "орыс"),
        ("cell", "central"),
    ],
)
def test_a_word_does_not_find_one_that_only_begins_alike(search: str, word: str) -> None:
    assert not finds(search, word)


def test_no_beginning_is_asked_for_that_another_one_covers() -> None:
    for word in ("прогулка", "орындалуы", "комек", "медициналык"):
        asked = beginnings(word, is_kazakh=False)
        assert not [each for each in asked for other in asked if each[:-1].startswith(other)]
