"""What the register knows of recommendations, as a whole and one by one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

import polars as pl

from npm_data.questions.statements import TOTAL, By, Day, Questions
from npm_data.register.filters import Filters, Period
from npm_data.register.search import MOST_WORDS, beginnings, is_kazakh

Rate = Literal["cohort", "stock", "answered"]
HORIZONS = (0, 6, 12, 24, 36, 48)
"""Months at which the time to implementation is read unless others are asked for."""

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


class RecommendationQuestions(Questions):
    """Recommendations: statuses, rates, times and replies."""

    def recommendations(self, filters: Filters, as_of: Day = None, by: By = TOTAL) -> pl.DataFrame:
        """`recommendations` (chains), of them by status, `verified` and `answered`."""
        return self._grouped("recommendations", filters, by, as_of=self._known(as_of))

    def implementation(
        self,
        filters: Filters,
        as_of: Day = None,
        rate: Rate = "cohort",
        months: int = 12,
        by: By = TOTAL,
    ) -> pl.DataFrame:
        """`implemented` of `considered`, `verified` of them, `rate` with Wilson's `low`, `high`.

        `too_young` are issued in the period and not so many months old on the day.
        """
        rates = ((rate, months),)
        return self.implementation_by_definition(filters, rates, as_of, by).drop("definition")

    def implementation_by_definition(
        self, filters: Filters, rates: Sequence[tuple[Rate, int]], as_of: Day = None, by: By = TOTAL
    ) -> pl.DataFrame:
        """The same by several definitions at once; `definition` is the place in `rates`, from 1."""
        names, months = (tuple(each[at] for each in rates) for at in (0, 1))
        asked = {"as_of": self._known(as_of), "rates": names, "months": months}
        return self._grouped("implementation", filters, by, **asked)

    def time_to_implementation(
        self, filters: Filters, as_of: Day = None, by: By = TOTAL, months: Sequence[int] = HORIZONS
    ) -> pl.DataFrame:
        """`month`, `at_risk` and `cumulative_incidence` (Aalen-Johansen), a row for each month."""
        asked = {"as_of": self._known(as_of), "horizons": tuple(months)}
        return self._grouped("time_to_implementation", filters, by, **asked)

    def replies(self, filters: Filters, as_of: Day = None, by: By = TOTAL) -> pl.DataFrame:
        """`due` replies: `in_time`, `late`, `overdue`."""
        return self._grouped("replies", filters, by, as_of=self._known(as_of))

    def claims(self, filters: Filters, as_of: Day = None, by: By = TOTAL) -> pl.DataFrame:
        """`claims` of authorities: `confirmed`, `downgraded`, `not_yet_looked_at` by the NPM."""
        return self._grouped("claims", filters, by, as_of=self._known(as_of))

    def repeats(self, filters: Filters, as_of: Day = None, by: By = TOTAL) -> pl.DataFrame:
        """`recommendations` said `once`, `twice`, ...; `statements` counts all that was said."""
        return self._grouped("repeats", filters, by, as_of=self._known(as_of))

    def longest_chains(self, filters: Filters, as_of: Day = None, most: int = 20) -> pl.DataFrame:
        """The recommendations said most often, at least twice, with first and last day and status.

        Of equally long ones the earlier issued stands first.
        """
        return self._filtered("longest_chains", filters, as_of=self._known(as_of), most=most)


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
        narrowed = asdict(wanted) | {
            "as_of": self._meta.data_date,
            "statuses": wanted.statuses or None,
            "judges": wanted.judges or None,
            "replies": wanted.replies or None,
            "beginnings": self._beginnings(wanted.search),
            "chain_id": chain_id,
            "page": page,
            "rows_a_page": rows_a_page,
        }
        return self._filtered("follow_up_list", filters, **narrowed)

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
