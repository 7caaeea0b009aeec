"""The working list of recommendations in words: what it is narrowed to, and all of it as a file."""

from collections.abc import Callable
from functools import cache

import polars as pl

from npm_data.figures.columns import Column, Kind
from npm_data.figures.figure import Figure
from npm_data.figures.periods import SEPARATOR
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row
from npm_data.i18n import Words, words_for
from npm_data.questions.recommendations import REPLIES, SORTS, Wanted
from npm_data.reference import reference
from npm_data.register.filters import Filters

NO_STATUS = "no_information"
ANY_AGE = "any"
_JUDGES = ("npm", "authority", "nobody")
_AGES = (ANY_AGE, "3", "12", "24", "48")
_COLUMNS = (
    *("chain_id", "issued_on", "ministry", "addressee_level", "theme", "place"),
    *("institution_type", "region", "status", "judge", "reply", "reply_due_on"),
    *("times_said", "latest_on", "age_months", "text"),
)
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("issued_on", "reply_due_on", "latest_on"), "date"),
    **dict.fromkeys(("times_said", "age_months"), "number"),
}


def working_list(subject: Subject, filters: Filters, wanted: Wanted) -> Figure:
    """Every recommendation that the filters leave, as it reads in the language."""
    words = subject.words
    return Figure(
        key="follow_up.list",
        heading=words("follow_up.title"),
        finding=words("follow_up.title"),
        rows=_named(words, subject.repository.follow_up_list(filters, wanted)),
        columns={
            name: Column(words(f"follow_up.column_{name}"), _KINDS.get(name, "text"))
            for name in _COLUMNS
        },
        definition="status",
        counts=(*_chosen(words, filters, wanted), words("frame.council_only")),
    )


@cache
def options(language: str) -> dict[str, dict[str, str]]:
    """What can be chosen by name of the choice, in the order in which it is offered."""
    words = words_for(language)
    statuses = (*reference().codes("implementation_status"), NO_STATUS)
    return {
        "status": {code: status_name(words, code) for code in statuses},
        "reply": {code: words(f"follow_up.reply_{code}") for code in REPLIES},
        "judge": {code: words(f"follow_up.judge_{code}") for code in _JUDGES},
        "theme": {code: words.code("theme", code) for code in reference().codes("theme")},
        "age": {age: words(f"follow_up.age_{age}") for age in _AGES},
        "sort": {code: words(f"follow_up.sort_{code}") for code in SORTS},
    }


def status_name(words: Words, status: str) -> str:
    if status == NO_STATUS:
        return words("figures.status_no_information")
    return words.code("implementation_status", status)


def standing(words: Words, status: str, judge: str) -> str:
    """`not implemented · established by the NPM`."""
    name = status_name(words, status)
    return name if judge == "nobody" else f"{name}{SEPARATOR}{words(f'follow_up.judge_{judge}')}"


def is_claimed_without_a_reply(row: Row) -> bool:
    """What the authority reports of implementation is no reply on whether it accepts."""
    return bool(row["reply"] == "overdue" and row["judge"] == "authority")


def _chosen(words: Words, filters: Filters, wanted: Wanted) -> list[str]:
    """The page's own filters and the order as lines for a file."""
    names = options(words.language)
    said = {
        "search": f"\u201c{wanted.search}\u201d" if wanted.search else "",
        "status": ", ".join(names["status"][code] for code in wanted.statuses),
        "reply": ", ".join(names["reply"][code] for code in wanted.replies),
        "judge": ", ".join(names["judge"][code] for code in wanted.judges),
        "theme": ", ".join(names["theme"][code] for code in filters.themes),
        "age": names["age"][str(wanted.older_than)] if wanted.older_than else "",
        "only_repeated": words("follow_up.yes") if wanted.only_repeated else "",
        "sort": names["sort"][wanted.sort],
    }
    return [f"{words(f'follow_up.{name}')}: {value}" for name, value in said.items() if value]


def _named(words: Words, frame: pl.DataFrame) -> pl.DataFrame:
    """Names for codes; a ministry bears the name of the day of issue."""
    names: dict[str, Callable[[str], str]] = {
        "addressee_level": lambda code: words.code("addressee_level", code),
        "theme": lambda code: words.code("theme", code),
        "institution_type": words.institution_type,
        "region": words.region,
        "status": lambda code: status_name(words, code),
        "judge": lambda code: words(f"follow_up.judge_{code}"),
        "reply": lambda code: words(f"follow_up.reply_{code}"),
    }
    pairs = zip(frame["ministry"], frame["issued_on"], strict=True)
    ministries = [words.ministry(code, day) for code, day in pairs]
    return frame.with_columns(
        pl.col("place").fill_null(words("follow_up.systemic")),
        pl.Series("ministry", ministries, pl.String),
        *(
            frame[column].replace(
                {code: name(code) for code in frame[column].drop_nulls().unique()}
            )
            for column, name in names.items()
        ),
    )
