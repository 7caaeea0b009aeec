"""Parts of a report that drop out where its reader is not told what they rest on."""

from collections.abc import Callable
from typing import TypeVar

from npm_data.figures.subject import Subject
from npm_data.questions.disclosure import WithheldError

Made = TypeVar("Made")


def told(make: Callable[[Subject], Made], subject: Subject) -> Made | None:
    """What is made of a subject; none where the register withholds it from the role that asks."""
    try:
        return make(subject)
    except WithheldError:
        return None


def all_told(subject: Subject, *makers: Callable[[Subject], Made]) -> tuple[Made, ...]:
    """The same of several, in their order, without those that are withheld."""
    made = (told(make, subject) for make in makers)
    return tuple(each for each in made if each is not None)
