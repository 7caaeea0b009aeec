"""Problems of one kind: the first of them are listed, the rest are counted.

A file of a million wrong cells must not become a million sentences in the server's memory.
"""

from collections.abc import Iterable
from dataclasses import replace

from npm_data.load.limits import MOST_OF_A_KIND
from npm_data.register.schema import Problem

Kind = tuple[str, str, str, str | None, str | None]


def at_most_of_a_kind(problems: Iterable[Problem]) -> list[Problem]:
    """The first of each rule, file and column; the last of those says how many `more` there are.

    They are taken one by one, so that those which are only counted can be made and forgotten.
    """
    kept: list[Problem] = []
    number: dict[Kind, int] = {}
    last: dict[Kind, int] = {}
    more: dict[Kind, int] = {}
    for problem in problems:
        kind: Kind = (problem.severity, problem.rule, problem.file, problem.sheet, problem.column)
        number[kind] = number.get(kind, 0) + 1
        if number[kind] <= MOST_OF_A_KIND:
            last[kind] = len(kept)
            kept.append(replace(problem, more=0) if problem.more else problem)
            more[kind] = more.get(kind, 0) + problem.more
        else:
            more[kind] += 1 + problem.more
    for kind, count in more.items():
        if count:
            kept[last[kind]] = replace(kept[last[kind]], more=count)
    return kept
