"""Tables on the page and as CSV files, which say where their numbers are from."""

import csv
import io
from datetime import date

import polars as pl
import pytest

from npm_data.charts.theme import Look
from npm_data.i18n import words_for
from npm_data.model.filters import Filters, Period
from npm_data.ui.address import Choice
from npm_data.ui.app import App
from npm_data.ui.page_list import HOME
from npm_data.ui.table import ROWS_ON_THE_PAGE, Column, csv_file, file_name, styled_table
from tests.registers import register_of, repository_of, worked_rows

COLUMNS = {
    "name": Column("Name | place"),
    "visits": Column("Visits", "number"),
    "rate": Column("Rate", "percent"),
}
FRAME = pl.DataFrame({"name": ["A|B", "C"], "visits": [1262, None], "rate": [0.5, 0.25]})


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
    )
    repository.close()


def test_a_table_is_written_for_reading():
    written = styled_table(words_for("ru"), FRAME, COLUMNS).to_html()
    for text in ("1\u202f262", "нет данных", "50,0\u00a0%", "A\\|B"):
        assert f">{text}<" in written


def test_a_table_on_the_page_ends_after_a_hundred_rows():
    frame = pl.DataFrame({"visits": range(250)})
    table = styled_table(words_for("en"), frame, {"visits": Column("Visits", "number")})
    assert len(table.data) == ROWS_ON_THE_PAGE


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
    content = csv_file(app, "Finding", FRAME, COLUMNS)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))
    words = app.words
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == ["Finding"]
    assert words.ministry("interior", date(2016, 12, 31)) in rows[1][0]
    assert words.date(date(2018, 6, 30)) in rows[2][0]
    assert rows[4] == [words("frame.demonstration")]
    assert rows[6:8] == [["Name | place", "Visits", "Rate"], row]
    assert rows[8] == ["C", "", "0,25" if delimiter == ";" else "0.25"]


@pytest.mark.parametrize("app", ["en"], indirect=True)
def test_a_file_of_demonstration_records_is_called_so(app):
    assert file_name(app, "overview.trend") == "demo-overview-trend-2016-01-01-2016-12-31.csv"
