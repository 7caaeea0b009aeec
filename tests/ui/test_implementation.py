"""The implementation page says the worked example's numbers, for each definition and each unit."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from npm_data.charts.incidence import HEIGHT, LINE_HEIGHT
from npm_data.figures.recommendation_units import Unit
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui import implementation_funnel, implementation_times
from npm_data.ui.implementation_status import VIEWS
from npm_data.ui.recommendation_units import UNITS
from tests.registers import register_of, repository_of
from tests.ui.conftest import RunApp, text_of

OpenPage = Callable[..., AppTest]


@pytest.fixture
def opened(worked: Path, run_app: RunApp) -> OpenPage:
    def page(register: Path = worked, **query: str) -> AppTest:
        return run_app(register, "implementation", **{"lang": "en", "period": "all"} | query)

    return page


def headers(app: AppTest) -> list[str]:
    return [str(header.value) for header in app.header]


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", UNITS)
def test_the_page_stands_for_every_unit_in_every_language(
    opened: OpenPage, language: str, unit: str
) -> None:
    app = opened(lang=language)
    app.session_state["implementation.unit"] = unit
    app.session_state["implementation.times_unit"] = (
        unit if unit in ("ministry", "theme") else "total"
    )
    app.run()
    assert not app.exception
    assert not app.error
    assert len(app.header) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_is_said_and_draws_nothing(
    opened: OpenPage, language: str, tmp_path: Path
) -> None:
    repository_of(register_of(), tmp_path, date(2018, 6, 30)).close()
    app = opened(tmp_path / "register.duckdb", lang=language)
    assert not app.exception
    assert not app.error
    assert {metric.value for metric in app.metric} == {words_for(language)("frame.no_value")}
    assert words_for(language)("implementation.finding_none") in text_of(app)


def test_the_default_rate_stands_with_its_counts_interval_and_formula(opened: OpenPage) -> None:
    app = opened()
    assert [metric.value for metric in app.metric] == ["37.5\u00a0%", "1 of 3", "88.9\u00a0%"]
    said = text_of(app)
    assert "Implemented after 12 months: 3 of 8 recommendations (37.5\u00a0%; " in said
    assert "95\u00a0% interval 13.7\u00a0% to 69.4\u00a0%" in said
    assert "exactly 12 months after issue" in said
    assert "place 8 of 9" in said


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("cohort_24", "0 of 3", "Implemented after 24 months: 0 of 3 recommendations."),
        ("stock", "37.5\u00a0%", "Implemented on the data date: 3 of 8 recommendations (37.5"),
        ("answered", "42.9\u00a0%", "Implemented of those answered: 3 of 7 recommendations (42.9"),
    ],
)
def test_the_sentence_and_the_number_change_with_the_definition(
    opened: OpenPage, name: str, value: str, sentence: str
) -> None:
    app = opened(rate=name)
    assert app.metric[0].value == value
    assert sentence in text_of(app)


def test_only_definitions_with_five_and_more_are_compared(opened: OpenPage) -> None:
    """Three of nine are two years old: 0 of 3 is no lowest rate."""
    assert (
        "By definition, from 37.5\u00a0% to 42.9\u00a0% count as implemented: 5.4 points apart"
        in headers(opened())
    )


def test_a_cohort_too_young_says_from_which_day_there_will_be_one(opened: OpenPage) -> None:
    app = opened(period="2018", rate="cohort_12")
    assert app.metric[0].value == "no data"
    assert (
        "counted after 12 months yet; the next one reaches that age on 5\u00a0March\u00a02019"
        in text_of(app)
    )


def test_claims_are_those_of_the_worked_example(opened: OpenPage) -> None:
    app = opened()
    wanted = "Of 2 claims of implementation that were checked, confirmed: 1, found otherwise: 1"
    assert wanted in headers(app)
    assert "looked at by the npm: 2 of 4" in text_of(app).lower()
    assert "Of 3 implemented, the NPM verified 2" in headers(app)


def test_replies_stand_with_their_law_beside_the_repeats(opened: OpenPage) -> None:
    app = opened(view="replies")
    assert "Of 9 replies due, in time: 5, late: 1, overdue: 3" in headers(app)
    assert "Penal Execution Code, article 49(2)" in text_of(app)
    assert "2 of 9 had to be said more than once" in headers(app)


def test_the_longest_chains_lead_to_their_stories(opened: OpenPage) -> None:
    app = opened(view="chains")
    assert "The longest chains: said up to 2 times" in headers(app)
    chains = app.table[0].value
    assert chains["Times"].to_list() == ["2", "2"]
    assert "follow_up?lang=en&period=all&recommendation=R01" in chains["Theme"].to_list()[0]


def test_without_repeats_there_is_no_longest_chain(opened: OpenPage) -> None:
    app = opened(view="chains", period="2018")
    assert "No recommendation of this choice was said more than once" in headers(app)
    assert not app.table


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("period", ["2014", "2016", "all"])
def test_every_view_stands_with_few_records_and_with_more(
    opened: OpenPage, language: str, view: str, period: str
) -> None:
    app = opened(lang=language, view=view, period=period)
    assert not app.exception
    assert not app.error


def test_of_fewer_than_five_no_share_by_time_is_given(opened: OpenPage) -> None:
    """2016 has three, 2014 to 2018 nine: of these only the six to the interior ministry a line."""
    assert "Fewer than five recommendations: no share is given" in headers(opened(period="2016"))
    app = opened(**{"times-unit": "ministry"})
    said = "A quarter were implemented within 12 months; half were not within 16 months"
    assert said in headers(app)
    assert "with fewer than five, not drawn: 3" in text_of(app)


def unit_of(name: str, implemented: int, considered: int) -> Unit:
    rate = implemented / considered
    counts = {"implemented": implemented, "considered": considered, "rate": rate}
    return Unit(name, name, counts, name)


def test_the_funnel_names_who_is_outside_on_its_side() -> None:
    words = words_for("en")
    counts = {"A": 700, "B": 300, "C": 500, "D": 540, "E": 460}
    units = [unit_of(name, implemented, 1_000) for name, implemented in counts.items()]
    rows = [implementation_funnel.unit_row(words, unit, 0.5) for unit in units]
    assert [row["position"] for row in rows] == [2, -2, 0, 1, -1]
    # D and E may well be chance, and so are counted and not named.
    assert implementation_funnel.named(words, rows) == [
        "above the 99.8\u00a0% limit: A",
        "below the 99.8\u00a0% limit: B",
        "between the 95\u00a0% and 99.8\u00a0% limits: 2; chance alone would bring about 0.2",
    ]


def test_the_curves_of_the_funnel_reach_the_largest_unit_and_stay_out_of_the_table() -> None:
    words = words_for("en")
    units = [unit_of("A", 700, 1_000), unit_of("B", 6, 9)]
    rows = [implementation_funnel.unit_row(words, unit, 0.6) for unit in units]
    frame = implementation_funnel.frame_of(rows, 0.6)
    curves = frame.filter(kind="limit")["considered"]
    assert (curves[0], curves[-1]) == (1, 1_000)
    assert curves.is_sorted()
    assert frame.filter(kind="unit").height == 2


def test_names_that_would_touch_each_other_are_left_to_the_sentence() -> None:
    words = words_for("en")
    near = [unit_of(f"A long name of a unit, {place}", 900, 1_000 + place) for place in range(3)]
    rows = [implementation_funnel.unit_row(words, unit, 0.5) for unit in near]
    frame = implementation_funnel.frame_of(rows, 0.5).filter(kind="unit")
    assert frame.filter(pl.col("label_wide") != "").height == 1


@pytest.mark.parametrize("ends", [[0.5] * 8, [0.0] * 8, [1.0] * 8, [0.2, 0.9, 0.21, 0.89]])
def test_names_at_the_ends_of_lines_do_not_touch(ends: list[float]) -> None:
    lines = [2] * len(ends)
    heights = sorted(implementation_times.spread(ends, lines))
    gaps = [high - low for low, high in pairwise(heights)]
    assert min(gaps) >= 2 * LINE_HEIGHT / HEIGHT
    assert heights[-1] <= 1


def test_a_name_stays_at_the_end_of_its_line_where_it_has_room() -> None:
    assert implementation_times.spread([0.2, 0.8], [1, 1]) == [0.2, 0.8]
