"""What a person gets who clicks a button below a chart."""

import io
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from npm_data.i18n import words_for
from npm_data.i18n.formats import bound
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import Visitor
from tests.extent import EVERYWHERE

pytestmark = pytest.mark.browser


def downloaded(window: Visitor, key: str, kind: str) -> tuple[str, bytes]:
    """The name of the file and what it holds."""
    button = window.page.locator(f'[class*="st-key-{key}-{kind}"] button:visible')
    with window.page.expect_download() as waited:
        button.click()
    return waited.value.suggested_filename, Path(waited.value.path()).read_bytes()


def test_the_map_leaves_as_picture_and_as_rows_with_all_there_is_to_say(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    words = words_for("kk")
    window = visitor(demo_server)
    window.open("coverage", lang="kk", period="2016", region="KZ-75")
    window.page.get_by_text(words("frame.as_table")).first.click()
    window.wait()
    name, svg = downloaded(window, "coverage-region", "svg")
    assert name == "demo-coverage-region-2016-01-01-2016-12-31.svg"
    said = svg.decode()
    for part in ("frame.demonstration", "definition.coverage_short"):
        assert bound(words(part)) in said
    assert words.region("KZ-75") in said
    assert bound(words("charts.attribution").split(",")[0]) in said
    if EVERYWHERE:
        _, png = downloaded(window, "coverage-region", "png")
        assert Image.open(io.BytesIO(png)).width > 2000
    _, csv = downloaded(window, "coverage-region", "csv")
    assert words("definition.coverage_short") in csv.decode("utf-8-sig")
    _, xlsx = downloaded(window, "coverage-region", "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx)).active
    assert words("charts.attribution") in {row[0] for row in sheet.iter_rows(values_only=True)}


@pytest.mark.everywhere
def test_a_figure_without_records_offers_no_file(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server)
    window.open("overview", lang="en", period="2014", ministry="defence")
    # No visit and no recommendation in any year, but one place: two of four figures have rows.
    assert window.page.locator('[data-testid="stVegaLiteChart"]').count() == 0
    assert window.page.get_by_text(words_for("en")("frame.as_table")).count() == 2
