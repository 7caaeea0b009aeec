"""The demonstration is the same everywhere, keeps every rule and points to nobody."""

import hashlib
import re

import polars as pl
import pytest

from npm_data.demo import csv_files, generate, origin_of
from npm_data.demo.plan import RATE_DAY, Chance, Weighted
from npm_data.demo.recommendations import THEMES, systemic_texts, texts_for
from npm_data.reference import reference
from npm_data.register.personal import kinds_in, may_be_personal
from npm_data.register.schema import Register
from tests.demo.figures import Frames, statuses, visits_of
from tests.extent import seeds

DIGEST = "d8235bd2048f4603a79c8075a638e3d67053adaeab5e0822f195633f738673e6"
"""Of the four CSV files: to be renewed when the generator is changed on purpose, and only then.

What else is asked of the demonstration holds as long as this does: where it is renewed, run
`make everywhere` or these tests with EVERYWHERE=1.
"""


def test_it_is_the_same_on_every_machine_and_version_of_python(register: Register) -> None:
    content = b"".join(csv_files(register).values())
    assert hashlib.sha256(content).hexdigest() == DIGEST


@pytest.mark.everywhere
@pytest.mark.parametrize("seed", seeds("test_the_published_figures_do_not_depend_on_chance", 1, 4))
def test_the_published_figures_do_not_depend_on_chance(seed: int, frames: Frames) -> None:
    made = generate(seed + 1).to_dict()
    other = {sheet: frame.collect() for sheet, frame in made.items()}
    assert not [sheet for sheet, frame in frames.items() if other[sheet].equals(frame)]
    visits = visits_of(other, 2023)
    assert (visits["visit_id"].n_unique(), visits["institution_id"].n_unique()) == (461, 474)
    issued = statuses(other, RATE_DAY).filter(pl.col("issued_on").dt.year() == 2023)
    implemented = issued.filter(pl.col("status") == "implemented").height
    assert implemented == round(0.4 * issued.height)


def test_it_keeps_every_rule_of_the_register(frames: Frames) -> None:
    assert Register.is_valid(frames)


def test_its_origin_says_that_it_is_a_demonstration(register: Register) -> None:
    origin = origin_of(register)
    assert origin.is_demonstration
    assert [source.name for source in origin.sources] == [
        f"demo/{sheet}.csv" for sheet in reference().sheets
    ]
    assert [source.size for source in origin.sources] == [
        len(content) for content in csv_files(register).values()
    ]


def test_rows_stand_in_the_order_of_their_days(frames: Frames) -> None:
    for sheet, column in (
        ("visits", "started_on"),
        ("recommendations", "issued_on"),
        ("follow_up", "on"),
    ):
        assert frames[sheet][column].is_sorted()
        assert frames[sheet]["record"].is_sorted()


def test_names_and_districts_are_numbers_not_real_places(frames: Frames) -> None:
    units, kazakh = (
        "|".join(re.escape(unit.names[language]) for unit in reference().regions_of("2022"))
        for language in ("ru", "kk")
    )
    places = frames["institutions"]
    assert places["name"].str.contains(rf"^[А-Яа-я -]+ № \d+, ({units})$").all()
    assert places["name_kk"].str.contains(rf"^№ \d+ [А-Яа-яәғқңөұүһіҚҰ -]+, ({kazakh})$").all()
    assert places["name"].is_unique().all()
    assert places["name_kk"].is_unique().all()
    assert places["district"].drop_nulls().str.contains(r"^№ \d+$").all()
    assert 0.3 < places["district"].null_count() / places.height < 0.5


def test_about_a_third_of_the_texts_are_kazakh(frames: Frames) -> None:
    texts = frames["recommendations"]["text"]
    kazakh = texts.str.contains("[әғқңөұүһі]").mean()
    assert 0.2 < kazakh < 0.4
    assert 130 < texts.n_unique() < 330


def test_texts_hold_no_numbers_of_any_kind(frames: Frames) -> None:
    assert not frames["recommendations"]["text"].str.contains(r"\d").any()
    assert not frames["follow_up"]["note"].drop_nulls().str.contains(r"\d").any()


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("setting", THEMES)
def test_there_is_a_text_for_every_theme_of_a_setting(setting: str, language: str) -> None:
    assert all(texts_for(setting, theme, language) for theme in THEMES[setting].options)


def test_there_are_systemic_texts_for_every_ministry() -> None:
    for portfolio in reference().portfolios:
        assert {theme for theme, _, _ in systemic_texts(portfolio)} >= {"legislation", "staff"}


def test_a_place_is_not_told_the_same_twice_on_one_visit_as_a_rule(frames: Frames) -> None:
    rows = frames["recommendations"].drop_nulls("visit_id")
    doubled = rows.select(pl.struct("visit_id", "institution_id", "text").is_duplicated())
    assert doubled.to_series().mean() < 0.02


def test_draws_are_those_of_the_mersenne_twister() -> None:
    """The stream that Python promises to keep; all else is plain arithmetic on it."""
    chance = Chance(2016, "places")
    assert [chance.whole(0, 999) for _ in range(5)] == [319, 340, 874, 727, 747]


def test_draws_follow_their_weights() -> None:
    chance, coin = Chance(1, "test"), Weighted({"often": 3, "never": 0, "once": 1})
    draws = [chance.draw(coin) for _ in range(4_000)]
    assert set(draws) == {"often", "once"}
    assert draws.count("often") / 4_000 == pytest.approx(0.75, abs=0.03)


def test_a_shuffle_keeps_all_items_and_the_mean_of_rounding_is_the_value() -> None:
    chance, items = Chance(1, "test"), list(range(50))
    chance.shuffle(items)
    assert items != sorted(items) == list(range(50))
    rounded = [chance.rounded(2.3) for _ in range(4_000)]
    assert set(rounded) == {2, 3}
    assert sum(rounded) / 4_000 == pytest.approx(2.3, abs=0.03)


def test_the_guard_of_personal_data_finds_nothing_in_it(frames: Frames) -> None:
    texts = pl.concat(
        frames[each.sheet].select(pl.col(each.column).alias("text"))
        for each in reference().columns
        if each.type != "date"
    ).unique()
    assert texts.height > 40_000
    assert texts.filter(may_be_personal(pl.col("text"))).is_empty()
    assert not [text for text in texts["text"].drop_nulls() if kinds_in(text)]
