"""Tables as files, which say where their numbers are from."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import polars as pl
import pytest

from npm_data.charts.theme import Look
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure
from npm_data.files.tables import csv_file, xlsx_file
from npm_data.i18n import words_for
from npm_data.register.filters import Filters, Period, Role
from npm_data.ui.downloads import file_name, released_figure
from npm_data.ui.frame.address import Choice
from npm_data.ui.frame.app import App
from npm_data.ui.frame.page_list import HOME
from npm_data.ui.server.access import LOCAL, Visitor
from tests.registers import register_of, repository_of, worked_rows

COLUMNS = {
    "name": Column("Name | place"),
    "visits": Column("Visits", "number"),
    "rate": Column("Rate", "percent"),
}
FRAME = pl.DataFrame({"name": ["A|B", "C"], "visits": [1262, None], "rate": [0.5, 0.25]})


def released(app, title, frame, columns, notes=()):
    figure = Figure("page.figure", "", frame, columns, "visits", title, tuple(notes))
    return released_figure(app, figure)


@pytest.fixture
def app(tmp_path, request):
    repository = repository_of(
        register_of(**worked_rows()), tmp_path, date(2018, 6, 30), is_demonstration=True
    )
    yield App(
        words=words_for(request.param),
        look=Look.LIGHT,
        choice=Choice("2016"),
        filters=Filters(Period.of_year(2016), ministries=("interior",)),
        repository=repository,
        data_set=repository.data_set,
        page=HOME,
        visitor=Visitor(Role.SECRETARIAT, LOCAL),
    )
    repository.close()


@pytest.mark.parametrize(
    ("app", "delimiter", "row"),
    [
        ("en", ",", ["A|B", "1262", "0.5"]),
        ("ru", ";", ["A|B", "1262", "0,5"]),
        ("kk", ";", ["A|B", "1262", "0,5"]),
    ],
    indirect=["app"],
)
def test_a_csv_file_opens_in_the_spreadsheet_of_its_language(app, delimiter, row):
    content = csv_file(released(app, "Finding", FRAME, COLUMNS))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))
    words = app.words
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == ["Finding"]
    assert words.ministry("interior", date(2016, 12, 31)) in rows[1][0]
    assert rows[2] == [words("definition.visits_short")]
    assert words.date(date(2018, 6, 30)) in rows[3][0]
    assert app.data_set.fingerprint[:12] in rows[4][0]
    assert rows[5] == [words("frame.demonstration")]
    assert rows[7:9] == [["Name | place", "Visits", "Rate"], row]
    assert rows[9] == ["C", "", "0,25" if delimiter == ";" else "0.25"]


@pytest.mark.parametrize("app", ["en"], indirect=True)
def test_a_file_of_demonstration_records_is_called_so(app):
    assert (
        file_name(app, "overview.trend", "csv") == "demo-overview-trend-2016-01-01-2016-12-31.csv"
    )


@pytest.mark.parametrize("app", ["en"], indirect=True)
def test_a_file_of_a_page_with_days_of_its_own_bears_the_data_date(app):
    app = replace(app, page=replace(HOME, has_period=False))
    assert file_name(app, "overview.trend", "xlsx") == "demo-overview-trend-2018-06-30.xlsx"
    assert "2016" not in csv_file(released(app, "Finding", FRAME, COLUMNS)).decode()


@pytest.mark.parametrize("app", ["ru"], indirect=True)
def test_a_file_of_a_page_without_filters_names_none(app):
    app = replace(app, page=replace(HOME, has_filters=False))
    assert (
        file_name(app, "mechanisms.published", "csv") == "demo-mechanisms-published-2018-06-30.csv"
    )
    text = csv_file(released(app, "Finding", FRAME, COLUMNS)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";"))[:3] == [
        ["Finding"],
        [app.words("definition.visits_short")],
        [app.words("frame.data_date", date="30\u00a0июня\u00a02018\u00a0г.")],
    ]


@pytest.mark.parametrize("app", ["kk"], indirect=True)
def test_a_workbook_holds_real_numbers_and_days_below_what_it_is(app):
    columns = COLUMNS | {"due_on": Column("Due", "date")}
    frame = FRAME.with_columns(due_on=pl.Series([date(2020, 1, 31), None]))
    content = xlsx_file(released(app, "Finding", frame, columns, ["A page's own choice"]))
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    words = app.words
    first = [row[0] for row in rows[:7]]
    assert first[0] == "Finding"
    assert words.ministry("interior", date(2016, 12, 31)) in first[1]
    assert first[2] == words("definition.visits_short")
    assert first[3] == "A page's own choice"
    assert words.date(date(2018, 6, 30)) in first[4]
    assert first[6] == words("frame.demonstration")
    assert rows[8] == ("Name | place", "Visits", "Rate", "Due")
    assert rows[9] == ("A|B", 1262, 0.5, datetime(2020, 1, 31))
    assert rows[10] == ("C", None, 0.25, None)


@pytest.mark.parametrize("app", ["en"], indirect=True)
def test_a_text_never_becomes_a_formula_or_a_link(app):
    frame = pl.DataFrame({"name": ["=1+1", "https://example.org"]})
    content = xlsx_file(released(app, "=2+2", frame, {"name": Column("Name")}))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("app", ["en"], indirect=True)
def test_a_workbook_without_rows_says_what_it_would_hold(app):
    content = xlsx_file(released(app, "Finding", FRAME.clear(), COLUMNS))
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[-1] == ("Name | place", "Visits", "Rate")
