"""No message is missing, untranslated, unused or different in what is put into it."""

import ast
import re
from string import Formatter

import pytest
from babel.messages.catalog import Message

from npm_data.i18n.catalogues import catalogue, subjects
from npm_data.reference import LANGUAGES
from tests.i18n.used_messages import is_used, source_files

SUBJECTS = subjects("en")
SHARED = {"app", "count"}
"""Prefixes of what lies in `common.po`."""
PLURAL_FORMS = {"kk": 2, "ru": 3, "en": 2}
SAME_IN_ALL = re.compile(r"\{\w+\}|[\d\W_]|PATH|CSV|XLSX|SHA-256|FILE|FOLDER")
"""What need not be translated: values, signs, names of file formats and of options."""


def messages(language: str, subject: str) -> dict[str, Message]:
    """The messages of a file by name; one with plural forms by the name in the singular."""
    found = {}
    for message in catalogue(language, subject):
        name = message.id if isinstance(message.id, str) else message.id[0]
        if name:
            found[name] = message
    return found


def texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


EVERY_SUBJECT = pytest.mark.parametrize("subject", SUBJECTS)
"""Not every message: ten thousand tests take longer to be counted than to be run."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_subjects(language):
    assert subjects(language) == SUBJECTS


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_language_has_the_same_messages(subject):
    in_english = set(messages("en", subject))
    assert {each: set(messages(each, subject)) ^ in_english for each in LANGUAGES} == {
        each: set() for each in LANGUAGES
    }


@EVERY_SUBJECT
def test_a_message_begins_with_the_name_of_its_file(subject):
    prefixes = {name.partition(".")[0] for name in messages("en", subject)}
    assert prefixes <= ({subject} | SHARED if subject == "common" else {subject})


@EVERY_SUBJECT
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_translated_into_every_language(subject, language):
    found = messages(language, subject)
    assert [name for name, each in found.items() if each.fuzzy] == []
    assert [name for name, each in found.items() if not all(map(str.strip, texts(each)))] == []
    plural = {name: each for name, each in found.items() if not isinstance(each.id, str)}
    assert {len(texts(each)) for each in plural.values()} <= {PLURAL_FORMS[language]}


@EVERY_SUBJECT
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_values_go_into_a_message_in_every_language(subject, language):
    wanted = {name: placeholders(texts(each)[-1]) for name, each in messages("en", subject).items()}
    said = [(name, text) for name, m in messages(language, subject).items() for text in texts(m)]
    assert [(name, text) for name, text in said if placeholders(text) != wanted[name]] == []


@EVERY_SUBJECT
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_english_is_left_in_kazakh_and_russian(subject, language):
    said = [text for each in messages(language, subject).values() for text in texts(each)]
    assert not [
        text
        for text in said
        if SAME_IN_ALL.sub("", text) and not re.search("[а-яёәғқңөұүһі]", text.lower())
    ]


def test_no_message_stands_in_two_files():
    names = [name for subject in SUBJECTS for name in messages("en", subject)]
    assert sorted(names) == sorted(set(names))


@EVERY_SUBJECT
def test_every_message_is_used(subject):
    unused = [name for name in messages("en", subject) if not is_used(name)]
    assert unused == [], f"named nowhere: {subject}.po"


def test_every_message_that_is_asked_for_exists():
    known = {name for subject in SUBJECTS for name in messages("en", subject)}
    assert asked_for() - known == set()


def test_a_name_that_nobody_names_counts_as_unused():
    assert not is_used("coverage.nobody_names_this")
    assert is_used("coverage.title"), "put together from the list of pages"
    assert is_used("frame.error")


def asked_for() -> set[str]:
    """Names in a call of words: `words("a.b")`, `app.words("a.b")`, `words.plural("a.b", n)`."""
    found = set()
    for path in source_files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called, first = ast.unparse(node.func), node.args[0]
            if not (called.endswith("words") or called.endswith("words.plural")):
                continue
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found
