"""The scenario as a sentence that can be read out, in words that fit each language.

Names of types stand in quotation marks, in their first case: the sentence is built round them.
"""

from collections.abc import Sequence

from npm_data.i18n import Words
from npm_data.register.filters import whole_visits
from npm_data.ui.mandate_answers import Scenario

MOST_NAMED = 4
"""More types than these are counted in the sentence, and named in the list above it."""


def sentence(words: Words, scenario: Scenario) -> str:
    """What the choice changes of the law: places, and periodic visits that a round needs a year."""
    before, after = scenario.law.clock["places"], scenario.chosen.clock["places"]
    mandate = scenario.mandate
    if mandate.is_the_law:
        return _of_the_law(words, scenario)
    clause = _clause(words, mandate.added, mandate.left_out)
    change = scenario.change_of_places
    if not change:
        return words("mandate.sentence_same", clause=clause, places=words.number(after))
    direction = "grows" if change > 0 else "shrinks"
    visits = whole_visits(scenario.change_of_need)
    return words(
        "mandate.sentence_change",
        clause=clause,
        change=words.plural(f"mandate.{direction}", abs(change)),
        before=words.number(before),
        after=words.number(after),
        need=words.plural(f"mandate.needs_{'more' if change > 0 else 'fewer'}", visits),
    )


def _of_the_law(words: Words, scenario: Scenario) -> str:
    """Places by the law, those apart that it has since a day which is not settled."""
    places = words.plural("mandate.count_places", scenario.law.clock["places"])
    if scenario.unsure_places:
        unsure = words("mandate.unsure_places", count=words.number(scenario.unsure_places))
        places = f"{places} ({unsure})"
    needed = whole_visits(scenario.law.pace["needed_a_year"])
    return words(
        "mandate.sentence_law",
        date=words.date(scenario.day),
        places=places,
        visits=words.plural("mandate.count_periodic", needed),
    )


def _clause(words: Words, added: Sequence[str], left_out: Sequence[str]) -> str:
    """`With the type “infant home” added`."""
    if added and left_out:
        return words(
            "mandate.clause_both", added=_types(words, added), left_out=_types(words, left_out)
        )
    if added:
        return words("mandate.clause_added", added=_types(words, added))
    return words("mandate.clause_left_out", left_out=_types(words, left_out))


def _types(words: Words, codes: Sequence[str]) -> str:
    if len(codes) > MOST_NAMED:
        return words.plural("mandate.types_counted", len(codes))
    names = ", ".join(words("mandate.quoted", name=words.institution_type(code)) for code in codes)
    return words.plural("mandate.types_named", len(codes), names=names)
