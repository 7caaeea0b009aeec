"""Tables on the page."""

import re

import polars as pl

from npm_data.figures.columns import Column
from npm_data.i18n import words_for
from npm_data.ui.card import ROWS_OF_A_PICTURE, ROWS_ON_THE_PAGE, styled_table
from npm_data.ui.register_text import as_text

COLUMNS = {
    "name": Column("Name | place"),
    "visits": Column("Visits", "number"),
    "rate": Column("Rate", "percent"),
}
FRAME = pl.DataFrame({"name": ["A|B", "C"], "visits": [1262, None], "rate": [0.5, 0.25]})


def test_a_table_is_written_for_reading():
    written = styled_table(words_for("ru"), FRAME, COLUMNS).to_html()
    for text in ("1\u202f262", "нет данных", "50,0\u00a0%", "A\\|B"):
        assert f">{text}<" in written


def test_a_share_of_fewer_than_five_says_why_it_is_not_told():
    columns = {"due": Column("Due", "number"), "share": Column("Share", "percent", of="due")}
    frame = pl.DataFrame({"due": [4, 0, 8], "share": [0.25, None, 0.5]})
    words = words_for("en")
    written = styled_table(words, frame, columns).to_html()
    shares = re.findall(r"<td[^>]*col1\" >([^<]+)<", written)
    assert shares == [words("annex.few"), words("frame.no_value"), as_text(words.percent(0.5))]


def test_a_table_on_the_page_ends_after_a_hundred_rows():
    frame = pl.DataFrame({"visits": range(250)})
    table = styled_table(words_for("en"), frame, {"visits": Column("Visits", "number")})
    assert len(table.data) == ROWS_ON_THE_PAGE


def test_the_table_of_a_picture_holds_each_of_its_figures():
    """A calendar of twelve years has 144 cells, twenty regions by six ministries 120."""
    frame = pl.DataFrame({"visits": range(250)})
    columns = {"visits": Column("Visits", "number")}
    assert len(styled_table(words_for("en"), frame, columns, ROWS_OF_A_PICTURE).data) == 250
