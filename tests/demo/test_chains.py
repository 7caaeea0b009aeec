"""A chain in the making: the NPM's word stands above the authority's, the later one wins."""

from datetime import date

from npm_data.demo.follow_up import Chain, Statement

MAY, JUNE, JULY = date(2020, 5, 4), date(2020, 6, 1), date(2020, 7, 1)


def chain() -> Chain:
    first = Statement(None, None, "interior", None, "staff", date(2020, 1, 9), "Hire a nurse")
    return Chain("ru", [first])


def test_nothing_is_known_before_the_first_word() -> None:
    made = chain()
    made.add(JUNE, "accepted", "authority")
    assert made.status_on(JULY) == "no_information"
    made.add(JUNE, "in_progress", "authority")
    assert (made.status_on(MAY), made.status_on(JUNE)) == ("no_information", "in_progress")


def test_the_npms_word_stands_above_a_later_claim() -> None:
    made = chain()
    made.add(MAY, "not_implemented", "npm")
    made.add(JUNE, "implemented", "authority")
    assert made.status_on(JULY) == "not_implemented"
    assert made.is_verified_on(MAY)


def test_of_two_words_on_one_day_the_later_added_wins() -> None:
    made = chain()
    made.add(MAY, "in_progress", "authority")
    made.add(MAY, "implemented", "authority")
    assert made.status_on(MAY) == "implemented"


def test_the_same_word_twice_on_a_day_is_noted_once() -> None:
    made = chain()
    made.add(MAY, "in_progress", "authority")
    made.add(MAY, "in_progress", "authority")
    assert len(made.events) == 1


def test_what_was_to_come_can_be_forgotten() -> None:
    made = chain()
    for day in (MAY, JUNE, JULY):
        made.add(day, "in_progress", "authority")
    made.forget_after(JUNE)
    assert [event.on for event in made.events] == [MAY, JUNE]
