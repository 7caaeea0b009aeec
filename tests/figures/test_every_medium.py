"""A figure says the same on its page, in its files, in the annex, on its slide and at the command.

Each medium is read as its reader has it: the page's table as it is written there, the file's bytes,
the annex's workbook, the slide's native table. Tables of one key must be the same table; those that
the query command answers must be its answer.
"""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from npm_data.cli import main
from npm_data.figures.figure import Figure
from npm_data.figures.subject import Report
from npm_data.files.slides import pages_of
from npm_data.files.tables import csv_file, xlsx_file
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import PROJECT
from npm_data.report.annex import annex_of, annex_xlsx
from npm_data.report.deck import deck_of
from npm_data.ui import card
from npm_data.ui.downloads import released_figure
from npm_data.ui.frame.app import App
from tests.extent import some
from tests.patience import STANDS_STILL_SECONDS
from tests.registers import register_of, repository_of
from tests.telling import truth
from tests.telling.reading import figures_of, plain
from tests.telling.truth import Choice
from tests.ui.conftest import packages_are_searched_once, who_looks

__all__ = ["packages_are_searched_once", "who_looks"]

Table = list[dict[str, Any]]
CHOICES = {
    "a year": Choice(date(2018, 1, 1), date(2018, 12, 31)),
    "fewer than five": Choice(date(2018, 1, 1), date(2018, 12, 31), ministries=("health",)),
    "a region": Choice(date(2016, 1, 1), date(2019, 12, 31), regions=("KZ-35",)),
    "all years": Choice(date(2014, 1, 1), truth.DATA_DATE),
    "a body": Choice(date(2014, 1, 1), truth.DATA_DATE, ministries=("interior",)),
    "a type": Choice(date(2014, 1, 1), truth.DATA_DATE, institution_types=("ivs",)),
    "too young": Choice(date(2020, 1, 1), truth.DATA_DATE),
    "nothing": Choice(date(2018, 1, 1), date(2018, 12, 31), ministries=("defence",)),
    "before the records": Choice(date(2014, 1, 1), date(2014, 1, 15)),
}
"""The gate tries the first three; each number of each choice is held by the tests of its figure."""
PAGES: dict[str, tuple[dict[str, str], ...]] = {
    "overview": ({},),
    "coverage": ({}, {"measure": "never_visited"}, {"view": "matrix"}),
    "mandate": ({}, {"view": "scenario"}, {"view": "medical"}),
    "mechanisms": ({},),
    "quality": ({}, {"view": "outside"}, {"view": "published"}),
    "visits": ({}, *({"by": unit} for unit in ("institution_type", "region", "visit_type"))),
    "changes": ({"kind": "statuses"},),
    "past_due": ({},),
}
"""The pages with figures, each with the switches that bring more of them."""

COMMANDS: dict[str, tuple[str, dict[str, str]]] = {
    "coverage.ministry": ("coverage", {}),
    "coverage.institution_type": ("coverage", {}),
    "clock.ministry": ("clock", {}),
    "clock.institution_type": ("clock", {}),
}
"""By key of a figure by unit: the query, and the columns that bear other names there."""


@dataclass(frozen=True)
class Shown:
    """One table of one medium."""

    medium: str
    key: str
    rows: Table


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    repository_of(register_of(**truth.rows()), folder, truth.DATA_DATE).close()
    return folder / "register.duckdb"


@pytest.fixture(scope="module")
def repository(file: Path) -> Iterator[Repository]:
    opened = open_repository(file)
    yield opened
    opened.close()


Open = Callable[..., tuple[AppTest, list[tuple[App, Figure]]]]


@pytest.fixture
def opened(file: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """A page with every table unfolded, and the figures whose files it offers."""
    offered: list[tuple[App, Figure]] = []
    show = card.file_buttons

    def note(app: App, figure: Figure) -> None:
        offered.append((app, figure))
        show(app, figure)

    monkeypatch.setattr(card, "file_buttons", note)
    monkeypatch.setenv("NPM_DATABASE", os.fspath(file))

    def run(page: str, choice: Choice, switches: dict[str, str]) -> Any:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=STANDS_STILL_SECONDS)
        address = {
            "lang": "en",
            "period": "custom",
            "from": choice.from_on.isoformat(),
            "to": choice.to_on.isoformat(),
        } | switches
        lists = {
            "ministry": choice.ministries,
            "region": choice.regions,
            "institution-type": choice.institution_types,
        }
        for name, value in address.items():
            app.query_params[name] = value
        for name, codes in lists.items():
            if codes:
                app.query_params[name] = list(codes)
        app.switch_page(f"pages/{page}.py")
        app.run()
        for each in app.expander:
            if each.key and each.key.endswith(".table"):
                app.session_state[each.key] = True
        offered.clear()
        app.run()
        assert not app.exception
        return app, list(offered)

    return run


def on_pages(opened: Open, choice: Choice) -> Iterator[tuple[Shown, Figure]]:
    """The tables of all pages, each with the files that can be had of it."""
    for page, variants in PAGES.items():
        for switches in variants:
            app, offered = opened(page, choice, switches | own_days(page, choice))
            written = figures_of(app)
            for by, figure in offered:
                released = released_figure(by, figure)
                yield Shown(f"page {page}", figure.key, written[figure.key].rows), figure
                yield Shown("CSV file", figure.key, csv_rows(csv_file(released))), figure
                yield Shown("XLSX file", figure.key, xlsx_rows(xlsx_file(released))), figure


def own_days(page: str, choice: Choice) -> dict[str, str]:
    """The page of changes has its own days: here those that a period's changes lie between."""
    if page != "changes":
        return {}
    days = {"earlier": choice.from_on - timedelta(days=1), "later": choice.clock_day}
    return {"between": "typed"} | {name: day.isoformat() for name, day in days.items()}


def csv_rows(data: bytes) -> Table:
    """The table below the lines that say what it is."""
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    head = next(number for number, line in enumerate(lines) if not line) + 1
    return [dict(zip(lines[head], row, strict=True)) for row in lines[head + 1 :]]


def xlsx_rows(data: bytes) -> Table:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    lines = [[cell.value for cell in row] for row in book.active]
    book.close()
    head = next(number for number, line in enumerate(lines) if not any(line)) + 1
    return [
        {str(name): value for name, value in zip(lines[head], row, strict=True) if name}
        for row in lines[head + 1 :]
    ]


def in_the_annex(report: Report) -> Iterator[Shown]:
    """The sheets of the workbook by the key of what stands on them."""
    keys = {f"{t.number} {t.heading}": t.released.key for t in annex_of(report).tables}
    book = openpyxl.load_workbook(io.BytesIO(annex_xlsx(report)), read_only=True)
    for sheet in book:
        lines = [[cell.value for cell in row] for row in sheet]
        back = [number for number, line in enumerate(lines) if line[0] == "To the contents"]
        if back and lines[0][0] in keys:
            head = back[0] + 1
            rows = [
                {str(name): value for name, value in zip(lines[head], row, strict=True) if name}
                for row in lines[head + 1 :]
            ]
            yield Shown("annex", keys[lines[0][0]].removeprefix("annex."), rows)
    book.close()


def on_slides(report: Report) -> Iterator[Shown]:
    """The tables behind the slides, as a presentation file writes them."""
    deck = deck_of(report)
    figures = {slide.key: slide.figure for slide in deck.slides if slide.figure}
    for page in pages_of(deck):
        key = figures.get(page.key.removesuffix("_figures"))
        if key and page.table:
            head, *rows = page.table.lines
            yield Shown("slide", key, [dict(zip(head, row, strict=True)) for row in rows])


def same(one: Shown, other: Shown) -> None:
    """The same rows under the same headings, as exactly as the coarser of the two is written."""
    where = (one.medium, other.medium, one.key)
    assert len(one.rows) == len(other.rows), where
    for row, twin in zip(one.rows, other.rows, strict=True):
        assert list(row) == list(twin), where
        for head, value in row.items():
            assert is_same(value, twin[head]), (*where, head, value, twin[head])


def is_same(one: Any, other: Any) -> bool:
    one, other = value_of(one), value_of(other)
    if isinstance(one, float) and isinstance(other, float):
        # A share is written as "43.5 %" or as 0.4347826; a ratio has two decimals.
        scales = (1, 100, 0.01)
        return any(abs(one - scale * other) <= 0.0501 * max(1, scale) for scale in scales)
    return one == other


def value_of(value: Any) -> Any:
    """A number as a float, a day as a day, words as plain words; nothing where nothing stands."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    text = plain(value).replace("\\", "").replace("\u2212", "-").strip()
    text = re.sub(r"^\[(.*)\]\(\S+\)$", r"\1", text)  # A page's cell may lead somewhere.
    if text in ("", "no data", "none yet"):
        return None
    for form in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    try:
        return float(text.removesuffix("%").replace(",", "").replace("+", "").strip())
    except ValueError:
        return text


@pytest.mark.parametrize("name", some(list(CHOICES), 3))
def test_a_figure_is_the_same_in_every_medium(
    name: str,
    file: Path,
    repository: Repository,
    opened: Open,
    capsys: pytest.CaptureFixture[str],
) -> None:
    choice = CHOICES[name]
    first: dict[str, Shown] = {}
    seen: dict[str, set[str]] = {}
    for shown, figure in on_pages(opened, choice):
        same(first.setdefault(shown.key, shown), shown)
        seen.setdefault(shown.key, set()).add(shown.medium)
        if shown.key in COMMANDS:
            as_the_command(figure, choice, file, capsys)
    report = Report(words_for("en"), choice.filters, repository)
    for shown in (*in_the_annex(report), *on_slides(report)):
        same(first.setdefault(shown.key, shown), shown)
        seen.setdefault(shown.key, set()).add(shown.medium)
    if name in ("a year", "all years"):
        assert set(COMMANDS) <= set(seen)
        assert sum(len(media) > 3 for media in seen.values()) >= len(COMMANDS)


def as_the_command(
    figure: Figure, choice: Choice, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figure's numbers are those that the command prints for the same choice."""
    query, renamed = COMMANDS[figure.key]
    by = figure.key.rpartition(".")[2]
    days = {"--from": choice.from_on, "--to": choice.to_on}
    if query == "clock":
        days = {"--as-of": choice.clock_day}
    given = ["--database", os.fspath(file), "--format", "json"]
    given += [part for option, day in days.items() for part in (option, day.isoformat())]
    for option, codes in (
        ("--ministry", choice.ministries),
        ("--region", choice.regions),
        ("--institution-type", choice.institution_types),
    ):
        given += [part for code in codes for part in (option, code)]
    printed: dict[str | None, dict[str, Any]] = {}
    for group in ([], ["--by", by.replace("_", "-")]):
        capsys.readouterr()
        assert main(["query", query, *given, *group]) == 0
        for row in json.loads(capsys.readouterr().out):
            printed[row.pop(by) if group else "total"] = row
    shown = {row["code"]: row for row in figure.rows.iter_rows(named=True)}
    if not shown:
        assert set(printed) == {"total"}
        return
    assert {code or None for code in shown} == set(printed), figure.key
    for code, row in shown.items():
        for column, value in printed[code or None].items():
            mine = renamed.get(column, column)
            if mine in figure.columns and row[mine] is not None:
                assert row[mine] == pytest.approx(value, abs=1e-6), (figure.key, code, column)
