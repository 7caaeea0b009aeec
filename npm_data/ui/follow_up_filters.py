"""What the working list is narrowed to and how it is sorted: the page's own filters, in words."""

from dataclasses import dataclass, replace
from functools import cache
from typing import cast

import streamlit as st

from npm_data.i18n import Words, words_for
from npm_data.questions.recommendations import SORTS, Sort, Wanted
from npm_data.reference import reference
from npm_data.register.filters import Filters
from npm_data.ui.frame import state
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import entered_text, is_on, pick, pick_many

NO_STATUS = "no_information"
JUDGES = ("npm", "authority", "nobody")
_ANY_AGE = "any"
_AGES = (_ANY_AGE, "3", "12", "24", "48")
_FILTERS = tuple(
    f"follow_up.{name}"
    for name in ("search", "status", "theme", "judge", "age", "overdue", "repeated")
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the list: the frame's filters with the chosen themes, and the rest."""

    filters: Filters
    wanted: Wanted

    @property
    def is_narrowed(self) -> bool:
        return bool(self.filters.themes) or self.wanted != Wanted(sort=self.wanted.sort)


def choose(app: App) -> Asked:
    """Draw the page's filters, and give what was chosen."""
    words = app.words
    names = _names(app.language)
    with st.container(border=True, key="follow_up.filters"):
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        with left:
            search = entered_text(
                words, "follow_up.search", words("follow_up.search"), words("follow_up.search_hint")
            )
        with right:
            sort = pick(app, "follow_up.sort", words("follow_up.sort"), names["sort"])
        columns = st.columns(4)
        with columns[0]:
            statuses = pick_many(
                app, "follow_up.status", words("follow_up.status"), names["status"]
            )
        with columns[1]:
            judges = pick_many(app, "follow_up.judge", words("follow_up.judge"), names["judge"])
        with columns[2]:
            themes = pick_many(app, "follow_up.theme", words("follow_up.theme"), names["theme"])
        with columns[3]:
            age = pick(app, "follow_up.age", words("follow_up.age"), names["age"])
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            is_overdue = is_on(words, "follow_up.overdue", words("follow_up.only_overdue"))
            is_repeated = is_on(words, "follow_up.repeated", words("follow_up.only_repeated"))
            wanted = Wanted(
                statuses=statuses,
                judges=judges,
                older_than=None if age == _ANY_AGE else int(age),
                only_overdue=is_overdue,
                only_repeated=is_repeated,
                search=search,
                sort=cast(Sort, sort),
            )
            asked = Asked(replace(app.filters, themes=themes), wanted)
            _clearing(words, asked)
    return asked


def _clearing(words: Words, asked: Asked) -> None:
    st.button(
        words("follow_up.clear"),
        key="follow_up.clear",
        help=words("help.follow_up_clear"),
        icon=":material/filter_alt_off:",
        type="tertiary",
        on_click=state.forget,
        args=_FILTERS,
        disabled=not asked.is_narrowed,
    )


def notes(words: Words, asked: Asked) -> list[str]:
    """The page's own filters and the order as lines for a file."""
    names, wanted = _names(words.language), asked.wanted
    age = _ANY_AGE if wanted.older_than is None else str(wanted.older_than)
    said = {
        "search": f"\u201c{wanted.search}\u201d" if wanted.search else "",
        "status": ", ".join(names["status"][code] for code in wanted.statuses),
        "judge": ", ".join(names["judge"][code] for code in wanted.judges),
        "theme": ", ".join(names["theme"][code] for code in asked.filters.themes),
        "age": names["age"][age] if wanted.older_than else "",
        "only_overdue": words("follow_up.yes") if wanted.only_overdue else "",
        "only_repeated": words("follow_up.yes") if wanted.only_repeated else "",
        "sort": names["sort"][wanted.sort],
    }
    return [f"{words(f'follow_up.{name}')}: {value}" for name, value in said.items() if value]


def status_name(words: Words, status: str) -> str:
    if status == NO_STATUS:
        return words("figures.status_no_information")
    return words.code("implementation_status", status)


@cache
def _names(language: str) -> dict[str, dict[str, str]]:
    """The options of each list with their names, in the order in which they are offered."""
    words = words_for(language)
    statuses = (*reference().codes("implementation_status"), NO_STATUS)
    ages = {age: words(f"follow_up.age_{age}") for age in _AGES}
    return {
        "status": {code: status_name(words, code) for code in statuses},
        "judge": {code: words(f"follow_up.judge_{code}") for code in JUDGES},
        "theme": {code: words.code("theme", code) for code in reference().codes("theme")},
        "age": ages,
        "sort": {code: words(f"follow_up.sort_{code}") for code in SORTS},
    }
