"""The follow-up page: what it lists, how it is narrowed, a story in its place, and the files."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from npm_data.files.tables import MAKERS
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui import downloads
from npm_data.ui.pages import follow_up as page
from tests.registers import register_of, repository_of, worked_rows
from tests.ui.conftest import address_of, text_of

Open = Callable[..., AppTest]
WORDS = words_for("en")


@pytest.fixture
def follow_up(worked: Path, run_app: Open) -> Open:
    """The page over the worked example, all years."""

    def run(**query: str | list[str]) -> AppTest:
        return run_app(worked, "follow_up", **{"lang": "en", "period": "all"} | query)

    return run


def labels(app: AppTest) -> list[str]:
    """The rows as they can be read before one is opened."""
    return [each.label for each in app.expander]


def days(app: AppTest) -> list[str]:
    return [label.split("**")[1] for label in labels(app)]


def headers(app: AppTest) -> list[str]:
    return [str(each.value) for each in app.header]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_stands_in_every_language(language: str, follow_up: Open) -> None:
    words = words_for(language)
    app = follow_up(lang=language)
    assert not app.exception
    assert not app.error
    assert words("frame.council_only") in text_of(app)
    assert headers(app) == [words.plural("follow_up.finding_all", 9)]
    assert len(labels(app)) == 9


def test_a_row_says_day_addressee_place_standing_and_text(follow_up: Open) -> None:
    first = labels(follow_up())[0]
    assert first.startswith("**20.05.2014** \u00b7 MIA \u00b7 ")
    assert ":blue-badge[implemented \u00b7 established by the NPM]" in first
    assert ":gray-badge[issued 2 times]" in first
    assert first.endswith("Repair the ventilation of the cells")


def test_a_recommendation_without_a_place_says_so(follow_up: Open) -> None:
    systemic = next(label for label in labels(follow_up()) if "Extend the mandate" in label)
    assert WORDS("follow_up.systemic") in systemic


def test_a_claim_beside_a_missing_reply_says_how_both_can_be(follow_up: Open) -> None:
    overdue = f":orange-badge[{WORDS('follow_up.reply_overdue')}]"
    why = WORDS("follow_up.claim_is_no_reply")
    rows = labels(follow_up(reply="overdue"))
    claimed = [label for label in rows if WORDS("follow_up.judge_authority") in label]
    assert len(claimed) == 1
    assert f":orange-badge[{WORDS('follow_up.no_written_reply')}]" in claimed[0]
    assert why in claimed[0]
    assert overdue not in claimed[0]
    others = [label for label in rows if label not in claimed]
    assert len(others) == 2
    assert all(overdue in label and why not in label for label in others)


def test_the_sidebars_filters_apply(follow_up: Open) -> None:
    assert days(follow_up(period="2016")) == ["29.02.2016", "20.10.2016", "30.12.2016"]
    assert days(follow_up(ministry="health")) == ["30.03.2017"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "no_information"}, ["10.06.2015", "20.01.2017", "05.03.2018"]),
        ({"judge": "authority"}, ["30.12.2016", "30.03.2017"]),
        ({"theme": ["regime", "contact"]}, ["29.02.2016", "05.03.2018"]),
        ({"age": "48"}, ["20.05.2014"]),
        ({"reply": "overdue"}, ["20.10.2016", "30.12.2016", "20.01.2017"]),
        ({"reply": ["overdue", "not_yet_due"]}, ["20.10.2016", "30.12.2016", "20.01.2017"]),
        ({"repeated": "1"}, ["20.05.2014", "10.06.2015"]),
        ({"search": "CELLS repairing"}, ["20.05.2014"]),
        ({"search": "%", "period": "2018"}, ["05.03.2018"]),
        ({"status": "magic", "period": "2018"}, ["05.03.2018"]),
        ({"sort": "newest", "period": "2016"}, ["30.12.2016", "20.10.2016", "29.02.2016"]),
    ],
)
def test_an_address_narrows_the_list(
    query: dict[str, str | list[str]], found: list[str], follow_up: Open
) -> None:
    assert days(follow_up(**query)) == found


def test_what_is_chosen_stands_in_the_address_and_one_button_clears_it(follow_up: Open) -> None:
    app = follow_up()
    assert "follow_up.clear" not in {each.key for each in app.button}
    app.multiselect(key="follow_up.judge").set_value(["npm"]).run()
    app.text_input(key="follow_up.search").set_value("ventilation").run()
    app.selectbox(key="follow_up.age").set_value("12").run()
    app.toggle(key="follow_up.repeated").set_value(True).run()
    address = address_of(app)
    assert (address["judge"], address["search"], address["age"], address["repeated"]) == (
        ["npm"],
        ["ventilation"],
        ["12"],
        ["1"],
    )
    assert headers(app) == [WORDS("follow_up.finding", k="1", n="9")]
    app.button(key="follow_up.clear").click().run()
    assert headers(app) == [WORDS.plural("follow_up.finding_all", 9)]
    assert not {"judge", "search", "age", "repeated"} & set(address_of(app))


def test_found_words_are_marked(follow_up: Open) -> None:
    (label,) = labels(follow_up(search="cell"))
    assert label.endswith("of the :orange-background[**cells**]")


def test_nothing_found_is_one_sentence(follow_up: Open) -> None:
    app = follow_up(search="unheard-of")
    assert headers(app) == [WORDS("follow_up.finding", k="0", n="9")]
    assert WORDS("follow_up.none_left") in text_of(app)
    assert labels(app) == []


def test_a_period_without_recommendations_is_one_sentence(follow_up: Open) -> None:
    app = follow_up(**{"from": "2014-01-01", "to": "2014-02-01"}, period=[])
    assert headers(app) == [WORDS("follow_up.finding_none")]
    assert WORDS("frame.empty") in text_of(app)


def test_a_row_opens_its_story_in_its_place(follow_up: Open) -> None:
    app = follow_up()
    assert WORDS("story.issued") not in text_of(app)
    app.session_state["follow_up.row.R01"] = True
    said = text_of(app.run())
    assert said.count(f"{WORDS('story.issued')}**") == 1
    assert said.count(f"{WORDS('story.repeated')}**") == 1
    told = WORDS("story.told_by_npm", status="not implemented")
    assert told in said
    assert "Seen on the interim visit" in said
    standing = "not implemented \u00b7 established by the NPM"
    assert f":small[**{WORDS('story.standing', status=standing)}**]" in said
    about = "age: 4 years 1 month · reply in time (due on 20 August 2014) · issued 2 times"
    assert about in said.replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_shows_one_recommendation_above_the_list(language: str, follow_up: Open) -> None:
    words = words_for(language)
    app = follow_up(lang=language, recommendation="R04", period="2016")
    assert not app.exception
    assert headers(app)[0] == words("story.title", recommendation="R01")
    assert words("story.repeated") in text_of(app)
    assert len(labels(app)) == 3


def test_an_unknown_recommendation_is_one_sentence_above_the_list(follow_up: Open) -> None:
    app = follow_up(recommendation="<b>R_99</b>")
    assert not app.exception
    assert not app.error
    assert [str(each.value) for each in app.warning] == [
        WORDS("story.unknown", recommendation=r"\<b\>R\_99\</b\>")
    ]
    assert len(labels(app)) == 9


def many(count: int) -> dict[str, list[dict[str, object]]]:
    """So many recommendations without a place, one a day."""
    row = {"addressee": "interior", "theme": "staff"}
    recommendations = [
        row
        | {
            "recommendation_id": f"R{number:03}",
            "issued_on": date.fromordinal(date(2016, 1, 1).toordinal() + number),
            "text": "# not a heading\n- nor <i>a list</i> :red[nor red] $x$",
        }
        for number in range(count)
    ]
    return {"recommendations": recommendations}


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sixty")
    repository_of(register_of(**many(60)), folder, date(2018, 6, 30)).close()
    return folder / "register.duckdb"


def test_a_list_is_shown_by_20_and_another_choice_begins_at_the_first_page(
    sixty: Path, run_app: Open
) -> None:
    app = run_app(sixty, "follow_up", lang="en", period="2016")
    assert days(app)[0] == "01.01.2016"
    app.button(key="follow_up.page.next").click().run()
    assert days(app)[0] == "21.01.2016"
    assert address_of(app)["page"] == ["2"]
    app.button(key="follow_up.page.last").click().run()
    assert len(labels(app)) == 20
    assert WORDS("frame.rows_shown", first="41", last="60", total="60") in text_of(app)
    app.selectbox(key="follow_up.sort").set_value("newest").run()
    assert days(app)[0] == "29.02.2016"
    assert "page" not in address_of(app)


@pytest.mark.parametrize(("page", "first"), [("3", "10.02.2016"), ("99", "10.02.2016")])
def test_an_address_names_the_page_and_never_one_that_is_not_there(
    page: str, first: str, sixty: Path, run_app: Open
) -> None:
    app = run_app(sixty, "follow_up", lang="en", period="2016", page=page)
    assert days(app)[0] == first
    assert address_of(app)["page"] == ["3"]


def test_a_text_reads_as_it_is_written(sixty: Path, run_app: Open) -> None:
    app = run_app(sixty, "follow_up", lang="en", period="2016")
    assert (
        r"\# not a heading - nor \<i\>a list\</i\> :color[\:]red\[nor red\] \$x\$" in labels(app)[0]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_is_said(language: str, tmp_path: Path, run_app: Open) -> None:
    repository_of(register_of(), tmp_path, date(2018, 6, 30)).close()
    file = tmp_path / "register.duckdb"
    app = run_app(file, "follow_up", lang=language, recommendation="R1")
    assert not app.exception
    assert not app.error
    assert words_for(language)("follow_up.finding_none") in headers(app)


def test_what_somebody_wrote_into_the_address_is_cut(follow_up: Open) -> None:
    (said,) = [str(each.value) for each in follow_up(recommendation="long " * 2000).warning]
    assert len(said) < 300


def test_nothing_found_makes_no_file(files: dict[str, bytes], follow_up: Open) -> None:
    follow_up(search="unheard-of")
    assert files == {}


@pytest.mark.parametrize(
    ("months", "age"),
    [
        (0, "меньше месяца"),
        (1, "1 месяц"),
        (12, "1 год"),
        (27, "2 года 3 месяца"),
        (251, "20 лет 11 месяцев"),
    ],
)
def test_an_age_is_said_in_years_and_months(months: int, age: str) -> None:
    assert page.age_text(words_for("ru"), months) == age


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the buttons of the page would hand out, made when the page is run."""
    made: dict[str, bytes] = {}

    def make(app, key, figure):
        released = downloads.released_figure(app, figure())
        made.update({kind: make(released) for kind, (_, make) in MAKERS.items()})

    monkeypatch.setattr(page, "list_buttons", make)
    return made


def test_a_file_holds_all_pages_with_the_filters_on_top(
    files: dict[str, bytes], sixty: Path, run_app: Open
) -> None:
    run_app(sixty, "follow_up", lang="en", period="2016", search="heading list")
    lines = files["csv"].decode("utf-8-sig").splitlines()
    assert lines[0] == WORDS("follow_up.title")
    assert "Search the text: \u201cheading list\u201d" in files["csv"].decode("utf-8-sig")
    assert WORDS("frame.council_only") in files["csv"].decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active
    rows = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("R0")]
    assert len(rows) == 60
    assert rows[0][2] == "Ministry of Internal Affairs"
    assert rows[0][1].date() == date(2016, 1, 1)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_file_has_names_in_place_of_codes(
    language: str, files: dict[str, bytes], worked: Path, run_app: Open
) -> None:
    query = {"judge": "npm", "reply": "overdue", "age": "12", "theme": "treatment"}
    run_app(worked, "follow_up", lang=language, period="all", **query)
    words, text = words_for(language), files["csv"].decode("utf-8-sig")
    assert words.code("theme", "treatment") in text
    assert words("follow_up.judge_npm") in text
    assert f"{words('follow_up.reply')}: {words('follow_up.reply_overdue')}" in text
    assert words("follow_up.age_12") in text
    assert "R07" in text
    assert not [code for code in ("treatment", "implemented", "overdue", "ivs") if code in text]


def test_the_worked_example_has_all_its_recommendations_in_a_file(
    files: dict[str, bytes], worked: Path, run_app: Open
) -> None:
    run_app(worked, "follow_up", lang="ru", period="all")
    assert len(worked_rows()["recommendations"]) == 11
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active
    codes = [row[0] for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("R")]
    assert codes == ["R01", "R02", "R03", "R05", "R07", "R09", "R11", "R08", "R10"]
