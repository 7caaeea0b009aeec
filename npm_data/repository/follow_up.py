"""What became of each recommendation: the working list, and the story of one."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from npm_data.model.filters import Filters, Period
from npm_data.model.search import MOST_WORDS, beginnings, is_kazakh
from npm_data.repository.questions import Questions, parameters_of

Sort = Literal["oldest", "newest", "most_said", "latest_event", "addressee"]
SORTS: tuple[Sort, ...] = ("oldest", "newest", "most_said", "latest_event", "addressee")

REPLIES = ("in_time", "late", "overdue", "not_yet_due")
"""What became of the reply that is due three months after the recommendation."""

_LONGEST_SEARCH = 1_000
"""Letters; the text of a recommendation may be pasted in, a book may not."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the working list is narrowed to, beside the filters, and its order.

    `judges` are `npm`, `authority` and `nobody`, `replies` some of `REPLIES`; `older_than` is in
    months since the first issue. An empty list, and a search without a letter or a digit, means
    all.
    """

    statuses: tuple[str, ...] = ()
    judges: tuple[str, ...] = ()
    older_than: int | None = None
    replies: tuple[str, ...] = ()
    only_repeated: bool = False
    search: str = ""
    sort: Sort = "oldest"


class FollowUpQuestions(Questions):
    """Recommendations, one by one, as of the data date."""

    def follow_up_list(
        self,
        filters: Filters,
        wanted: Wanted | None = None,
        page: int = 1,
        rows_a_page: int | None = None,
    ) -> pl.DataFrame:
        """The recommendations of a page (from 1), or all, each row with its `number` and `total`.

        `reply` is one of `REPLIES`; a page after the last one means the last.
        """
        return self._listed(filters, wanted or Wanted(), page, rows_a_page)

    def recommendation(self, recommendation_id: str) -> pl.DataFrame:
        """The row of the working list that a statement belongs to; none for an unknown ID."""
        chain = self.chain_of(recommendation_id)
        if chain.is_empty():
            return pl.DataFrame()
        all_days = Filters(Period(date.min, date.max))
        return self._listed(all_days, Wanted(), chain_id=chain["chain_id"][0])

    def chain_of(self, recommendation_id: str) -> pl.DataFrame:
        """`chain_id`, the ID of the first statement of the chain that a statement belongs to."""
        return self._answer("chain_of", {"recommendation_id": recommendation_id})

    def story(self, chain_id: str) -> pl.DataFrame:
        """The events of a chain by day; `kind` is visit, statement, reply or implementation."""
        return self._answer("story", {"chain_id": chain_id, "as_of": self._meta.data_date})

    def found_words(self, search: str, texts: tuple[str, ...]) -> pl.DataFrame:
        """Each `word` of the texts, as it is written there, that a search finds."""
        looked_for = self._beginnings(search)
        if not looked_for or not texts:
            return pl.DataFrame(schema={"word": pl.String})
        return self._answer("found_words", {"texts": texts, "beginnings": looked_for})

    def folded_words(self, words: tuple[str, ...]) -> pl.DataFrame:
        """`folded`: the words as texts are compared in a search, one a row; signs become blanks."""
        return self._answer("folded_words", {"words": words})

    def _listed(
        self,
        filters: Filters,
        wanted: Wanted,
        page: int = 1,
        rows_a_page: int | None = None,
        chain_id: str | None = None,
    ) -> pl.DataFrame:
        narrowed = {
            "as_of": self._meta.data_date,
            "statuses": wanted.statuses or None,
            "judges": wanted.judges or None,
            "older_than": wanted.older_than,
            "replies": wanted.replies or None,
            "only_repeated": wanted.only_repeated,
            "beginnings": self._beginnings(wanted.search),
            "chain_id": chain_id,
            "sort": wanted.sort,
            "page": page,
            "rows_a_page": rows_a_page,
        }
        return self._answer("follow_up_list", parameters_of(filters) | narrowed)

    def _beginnings(self, search: str) -> tuple[str, ...] | None:
        """What the words of a search begin with, the ways of one word joined by `|`."""
        typed = tuple(search[:_LONGEST_SEARCH].split())
        if not typed:
            return None
        folded = self.folded_words(typed)["folded"]
        words = {
            word: "|".join(beginnings(word, is_kazakh=is_kazakh(whole)))
            for whole, parts in zip(typed, folded, strict=True)
            for word in parts.split()
        }
        longest = sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]
        return tuple(words[word] for word in longest) or None
