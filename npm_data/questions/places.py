"""What the register knows of places and of visits to them, and which places are in the mandate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

import polars as pl

from npm_data.questions import disclosure
from npm_data.questions.statements import TOTAL, By, Day, Questions
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.register.filters import THE_LAW, Filters, Mandate, Period
from npm_data.register.search import MOST_WORDS, beginnings, is_kazakh

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


class VisitQuestions(Questions):
    """Visits, coverage and the four-year clock."""

    def visits(self, filters: Filters, by: By = TOTAL) -> pl.DataFrame:
        """`visits`, `places_visited`: a visit to three places is one visit."""
        return self._grouped("visits", filters, by)

    def _reason_to_withhold(self, name: str, asked: dict[str, object]) -> str | None:
        reason = super()._reason_to_withhold(name, asked)
        if reason or not disclosure.asks_for_types(self.role, name, asked):
            return reason
        return "points at a place" if self._types_tell_of_a_part(asked) else None

    def _types_tell_of_a_part(self, asked: dict[str, object]) -> bool:
        """Whether those of any year of the period do; each year stands for itself."""
        years = self._rows("visits", asked | {"by": ("year",)})["key"].to_list()
        spans = [Period.of_year(int(year)) for year in years]
        everybody = self._rows(
            "visits_in_spans", _of_spans(spans, ("total", *disclosure.PARTS), None)
        )
        reactive = self._rows("visits_in_spans", _of_spans(spans, TOTAL, disclosure.REACTIVE))
        is_total = pl.col("dimension") == "total"
        largest = everybody.filter(~is_total).group_by("from_on").agg(most="places_visited")
        whole = (
            everybody.filter(is_total)
            .join(reactive.select("from_on", reactive="visits"), on="from_on", how="left")
            .join(largest.with_columns(pl.col("most").list.max()), on="from_on", how="left")
            .select("visits", "places_visited", pl.col("reactive", "most").fill_null(0))
        )
        return any(disclosure.tells_of_a_part(*year) for year in whole.iter_rows())

    def visits_in_spans(
        self, spans: Sequence[Period], by: By, visit_types: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """`visits` and `places_visited` of several periods, with the first and last day of each."""
        return self._answer("visits_in_spans", _of_spans(spans, by, visit_types))

    def report_delays(self, filters: Filters, by: By = TOTAL) -> pl.DataFrame:
        """`visits`, `reported`, `median_days` and counts by band of days from visit to report."""
        return self._grouped("report_delays", filters, by)

    def coverage(
        self, filters: Filters, by: By = TOTAL, mandate: Mandate = THE_LAW
    ) -> pl.DataFrame:
        """`places_in_mandate`, `places_visited` and their quotient `coverage` (0 to 1 or null)."""
        return self._grouped("coverage", filters, by, **_types_of(mandate))

    def clock(
        self, filters: Filters, as_of: Day = None, by: By = TOTAL, mandate: Mandate = THE_LAW
    ) -> pl.DataFrame:
        """`places` on a day in four classes that add up, and `never_visited_past_due`."""
        return self._grouped("clock", filters, by, as_of=self._day(as_of), **_types_of(mandate))

    def pace(
        self, filters: Filters, as_of: Day = None, by: By = TOTAL, mandate: Mandate = THE_LAW
    ) -> pl.DataFrame:
        """`places`, `needed_a_year`, `places_visited` in 12 months; `pace` is visited by needed."""
        return self._grouped("pace", filters, by, as_of=self._day(as_of), **_types_of(mandate))


def _types_of(mandate: Mandate) -> dict[str, object]:
    """What a scenario changes of the law's mandate, as statements take it."""
    return {"added": mandate.added or None, "left_out": mandate.left_out or None}


def _of_spans(
    spans: Sequence[Period], by: By, visit_types: Sequence[str] | None
) -> dict[str, object]:
    return {
        "groups": tuple(by),
        "first_days": tuple(each.from_on for each in spans),
        "last_days": tuple(each.to_on for each in spans),
        "visit_types": tuple(visit_types) if visit_types else None,
    }


class MandateQuestions(Questions):
    """The mandate as the law has it; scenarios of it are asked of coverage, clock and pace."""

    def mandate_places(self, filters: Filters) -> pl.DataFrame:
        """`places` at each year's end by `types_from` (null: all), and what came and went in it."""
        return self._filtered("mandate_places", filters)

    def medical_addressees(
        self, filters: Filters, institution_type: str, moved_on: date
    ) -> pl.DataFrame:
        """`recommendations` on health care by addressee; `key` is a year, `before` or `since`."""
        chosen = {"institution_type": institution_type, "moved_on": moved_on}
        return self._filtered("medical_addressees", filters, **chosen)


class PlaceQuestions(Questions):
    """Places, one by one."""

    def place_list(
        self,
        filters: Filters,
        as_of: Day = None,
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
        (classes of the clock; `past_due`: those whose term has passed, visited before or never; and
        `never_visited_past_due`, the latter) none means all. Those outside the mandate have no
        class. Recommendations are open at the data date; `matches` counts the rows of all
        stretches.
        """
        return self._filtered(
            "place_list",
            filters,
            as_of=self._day(as_of),
            known_on=self._known(None),
            states=tuple(states) or None,
            with_outside=with_outside,
            sort_by=sort_by,
            **self._looked_for(search),
            **_stretch(stretch),
        )

    def place(self, institution_id: str, as_of: Day = None) -> pl.DataFrame:
        """One row: the place, its clock, and what became of what it was told; none if unknown."""
        return self._of_place("place", institution_id, as_of)

    def visits_of_place(self, institution_id: str, as_of: Day = None) -> pl.DataFrame:
        """A row a visit, the latest first, with the recommendations made of the place."""
        return self._of_place("visits_of_place", institution_id, as_of)

    def statements_of_place(self, institution_id: str, as_of: Day = None) -> pl.DataFrame:
        """New `recommendations` and `repeats` by day of issue."""
        return self._of_place("statements_of_place", institution_id, as_of)

    def statuses_of_place(self, institution_id: str, as_of: Day = None) -> pl.DataFrame:
        """`recommendations` by month and `status` on the month's last day (`read_on`)."""
        return self._of_place("statuses_of_place", institution_id, as_of)

    def recommendations_of_place(self, institution_id: str, as_of: Day = None) -> pl.DataFrame:
        """A row a recommendation (chain), the latest first, with status and `times` said."""
        return self._of_place("recommendations_of_place", institution_id, as_of)

    def planning(
        self, filters: Filters, as_of: Day = None, *, stretch: Stretch = EVERYTHING
    ) -> pl.DataFrame:
        """Places past due, then those due within 12 months; by region from the north, oldest day
        first.
        """
        return self._filtered("planning", filters, as_of=self._day(as_of), **_stretch(stretch))

    def planning_needs(self, filters: Filters, as_of: Day = None, by: By = TOTAL) -> pl.DataFrame:
        """Periodic visits `needed` in 12 months: those `coming` due and those `past_due`; and how
        many places had no periodic visit yet.
        """
        return self._grouped("planning_needs", filters, by, as_of=self._day(as_of))

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

    def _of_place(self, name: str, institution_id: str, as_of: Day) -> pl.DataFrame:
        return self._answer(name, {"institution_id": institution_id, "as_of": self._known(as_of)})


def _stretch(stretch: Stretch) -> dict[str, object]:
    """Where in the list the rows lie, and the order of the regions that the list stands in."""
    north_to_south = tuple(unit.code for unit in reference().regions_of(TODAYS_BORDERS))
    return {"most": stretch.most, "skipped": stretch.skipped, "region_order": north_to_south}


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
