"""What the register knows of single places, and which of them are to be visited next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

import polars as pl

from npm_data.model.filters import Filters
from npm_data.model.search import MOST_WORDS, beginnings, is_kazakh
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.repository.questions import TOTAL, Questions, parameters_of

PlaceOrder = Literal["chapter", "due", "name", "region"]

_BEFORE_A_NUMBER = {"n", "no", "nr", "number", "номер", "номир"}
"""What stands for the sign of a number, folded: `N 1`, `no. 1` and `№ 1` are 1."""
_LONGEST_SEARCH = 1_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many rows after so many skipped; all of them unless said otherwise."""

    most: int | None = None
    skipped: int = 0


EVERYTHING = Stretch()


class PlaceQuestions(Questions):
    """Places, one by one."""

    def place_list(
        self,
        filters: Filters,
        as_of: date | None = None,
        *,
        search: str = "",
        states: Sequence[str] = (),
        with_outside: bool = False,
        sort_by: PlaceOrder = "chapter",
        stretch: Stretch = EVERYTHING,
    ) -> pl.DataFrame:
        """The places in the mandate on a day, one a row, with clock state and latest visits.

        `search` holds words in any order and form, looked for in name, district and ID and in the
        names of type and region; what has most of them in its name comes first. Of `states`
        (classes of the clock, and `past_due`: those whose term has passed, visited before or never)
        none means all. Those outside the mandate have no class. Recommendations are open at the
        data date; `matches` counts the rows of all stretches.
        """
        return self._answer(
            "place_list",
            parameters_of(filters)
            | _stretch(stretch)
            | self._looked_for(search)
            | {
                "as_of": as_of or self._meta.data_date,
                "known_on": self._known(None),
                "states": tuple(states) or None,
                "with_outside": with_outside,
                "sort_by": sort_by,
            },
        )

    def place(self, institution_id: str, as_of: date | None = None) -> pl.DataFrame:
        """One row: the place, its clock, and what became of what it was told; none if unknown."""
        return self._of_place("place", institution_id, as_of)

    def visits_of_place(self, institution_id: str, as_of: date | None = None) -> pl.DataFrame:
        """A row a visit, the latest first, with the recommendations made of the place."""
        return self._of_place("visits_of_place", institution_id, as_of)

    def statements_of_place(self, institution_id: str, as_of: date | None = None) -> pl.DataFrame:
        """New `recommendations` and `repeats` by day of issue."""
        return self._of_place("statements_of_place", institution_id, as_of)

    def statuses_of_place(self, institution_id: str, as_of: date | None = None) -> pl.DataFrame:
        """`recommendations` by month and `status` on the month's last day (`read_on`)."""
        return self._of_place("statuses_of_place", institution_id, as_of)

    def recommendations_of_place(
        self, institution_id: str, as_of: date | None = None
    ) -> pl.DataFrame:
        """A row a recommendation (chain), the latest first, with status and `times` said."""
        return self._of_place("recommendations_of_place", institution_id, as_of)

    def planning(
        self, filters: Filters, as_of: date | None = None, *, stretch: Stretch = EVERYTHING
    ) -> pl.DataFrame:
        """Places past due, then those due within 12 months; by region from the north, oldest day
        first.
        """
        return self._answer(
            "planning",
            parameters_of(filters) | _stretch(stretch) | {"as_of": as_of or self._meta.data_date},
        )

    def planning_needs(
        self, filters: Filters, as_of: date | None = None, by: Sequence[str] = TOTAL
    ) -> pl.DataFrame:
        """Periodic visits `needed` in 12 months: those `coming` due and those `past_due`; and how
        many places had no periodic visit yet.
        """
        return self._grouped("planning_needs", filters, by, as_of=as_of or self._meta.data_date)

    def _looked_for(self, search: str) -> dict[str, object]:
        """The words of a search as they were typed, folded, and what finds each of them."""
        typed = tuple(search[:_LONGEST_SEARCH].split()) if search else ()
        folded = self._answer("folded_words", {"words": typed})["folded"] if typed else ()
        found = {
            word: f" {word} " if word[-1].isdigit() else f" ({'|'.join(_beginnings(word, whole))})"
            for whole, parts in zip(typed, folded, strict=True)
            for word in parts.split()
        }
        if any(word.isdigit() for word in found):
            found = {word: found[word] for word in found if word not in _BEFORE_A_NUMBER}
        words = tuple(found)[:MOST_WORDS]
        return {
            "typed": words or None,
            "patterns": tuple(found[word] for word in words) or None,
            "type_codes": tuple(_words_of_types()),
            "type_words": tuple(_words_of_types().values()),
            "region_words": _words_of_regions(),
        }

    def _of_place(self, name: str, institution_id: str, as_of: date | None) -> pl.DataFrame:
        return self._answer(name, {"institution_id": institution_id, "as_of": self._known(as_of)})


def _stretch(stretch: Stretch) -> dict[str, object]:
    """Where in the list the rows lie, and the order of the regions that the list stands in."""
    return {
        "most": stretch.most,
        "skipped": stretch.skipped,
        "region_order": _north_to_south(),
    }


def _beginnings(word: str, whole: str) -> tuple[str, ...]:
    return beginnings(word, is_kazakh=is_kazakh(whole))


@cache
def _words_of_types() -> dict[str, str]:
    """What each type of place is called: its names in three languages, and what offices write."""
    others = reference().others_of("institution_type")
    return {
        each.code: " ".join(
            [*each.names.values(), *(name.name for name in others if each.code in name.codes)]
        )
        for each in reference().institution_types
    }


@cache
def _words_of_regions() -> tuple[str, ...]:
    """The names of today's regions in three languages, from north to south."""
    return tuple(" ".join(unit.names.values()) for unit in reference().regions_of(TODAYS_BORDERS))


@cache
def _north_to_south() -> tuple[str, ...]:
    return tuple(unit.code for unit in reference().regions_of(TODAYS_BORDERS))
