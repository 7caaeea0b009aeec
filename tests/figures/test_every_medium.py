"""A figure says the same on its page, in its files, in the annex, on its slide and at the command.

Each medium is read as its reader has it: the page's table as it is written there, the file's bytes,
the annex's workbook and the texts that are printed of it, the slide's native table. Tables of one
key must be the same table; those that the query command answers must be its answer.
"""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from npm_data.cli import main
from npm_data.figures.columns import FEWEST_FOR_A_RATE
from npm_data.figures.figure import Figure
from npm_data.figures.subject import Report
from npm_data.figures.units import borders_on, name_of
from npm_data.files.pdf import _table as printed_table
from npm_data.files.pptx import pptx_of
from npm_data.files.slides import Deck, Slide
from npm_data.files.tables import csv_file, xlsx_file
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import PROJECT, reference
from npm_data.report.annex import annex_of, annex_xlsx
from npm_data.report.deck import SLIDES, deck_of
from npm_data.ui import card
from npm_data.ui.downloads import released_figure
from npm_data.ui.frame.app import App
from tests.patience import STANDS_STILL_SECONDS
from tests.registers import register_of, repository_of
from tests.telling import truth
from tests.telling.reading import Percent, cell_of, figures_of, plain
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
                if row[0] != report.words("annex.empty")
            ]
            yield Shown("annex", keys[lines[0][0]].removeprefix("annex."), rows)
    book.close()


def in_print(report: Report) -> Iterator[Shown]:
    """The tables of the printed annex, as the template is given them."""
    annex = annex_of(report)
    for table in annex.tables:
        heads = [column.label for column in table.released.columns.values()]
        texts = printed_table(report.words, table)["rows"]
        rows = [dict(zip(heads, map(cell_of, row), strict=True)) for row in texts]
        yield Shown("page of the printed annex", table.released.key.removeprefix("annex."), rows)


def presented(deck: Deck) -> Iterator[tuple[Slide, Any]]:
    """The slides with a figure, and what the presentation file has of them."""
    file = Presentation(io.BytesIO(pptx_of(deck)))
    for slide, made in zip(deck.slides, file.slides, strict=True):
        if slide.figure:
            yield slide, made


def on_slides(report: Report) -> Iterator[Shown]:
    """The native tables of the presentation file, and those in the notes of its maps."""
    for slide, made in presented(deck_of(report)):
        tables = [shape.table for shape in made.shapes if shape.has_table]
        lines = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
        notes = made.notes_slide.notes_text_frame.text.split("\n")
        lines += [line.split("\t") for line in notes if "\t" in line]
        if lines:
            head, *rows = lines
            yield Shown(
                "slide",
                slide.figure,
                [dict(zip(head, map(cell_of, row), strict=True)) for row in rows],
            )


def same(one: Shown, other: Shown) -> None:
    """The same rows under the same headings, as exactly as the coarser of the two is written."""
    where = (one.medium, other.medium, one.key)
    assert len(one.rows) == len(other.rows), where
    for row, twin in zip(one.rows, other.rows, strict=True):
        assert list(row) == list(twin), where
        for head, value in row.items():
            off = max(half_a_digit(one.medium, value), half_a_digit(other.medium, twin[head]))
            assert is_same(value, twin[head], off), (*where, head, value, twin[head])


def half_a_digit(medium: str, value: Any) -> float:
    """Of what can be read there: files hold six decimals at least, "43.5 %" one, a ratio two."""
    if not medium.startswith(("page", "slide")):
        return 1e-6
    return 0.00051 if isinstance(value, Percent) else 0.0051


def is_same(one: Any, other: Any, off: float) -> bool:
    one, other = value_of(one), value_of(other)
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= off
    return bool(one == other)


def value_of(value: Any) -> Any:
    """A number as a float, a day as a day, words as plain words; nothing where nothing stands."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date | float):
        return value
    text = plain(value).replace("\\", "").replace("\u2212", "-").strip()
    text = re.sub(r"^\[(.*)\]\(\S+\)$", r"\1", text)  # A page's cell may lead somewhere.
    if text in ("", "no data", "none yet", "fewer than five"):
        return None
    for form in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    try:
        return float(text.replace(",", "").replace("+", "").strip())
    except ValueError:
        return text


@pytest.mark.parametrize("name", CHOICES)
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
    for shown in (*in_the_annex(report), *in_print(report), *on_slides(report)):
        same(first.setdefault(shown.key, shown), shown)
        seen.setdefault(shown.key, set()).add(shown.medium)
    if name in ("a year", "all years"):
        assert set(COMMANDS) <= set(seen)
        assert sum(len(media) > 3 for media in seen.values()) >= len(COMMANDS)


@pytest.mark.parametrize("name", CHOICES)
def test_the_numbers_of_each_slide_are_those_that_the_command_prints(
    name: str, file: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    choice = CHOICES[name]
    ask = Command(file, choice, capsys)
    words, day = words_for("en"), choice.to_on
    slides = {
        each.figure: each for each in deck_of(Report(words, choice.filters, repository)).slides
    }
    for key, slide in slides.items():
        if slide.frame is None or not key:
            continue
        held = 0
        for row in slide.frame.iter_rows(named=True):
            wanted = ask.row_of(key, row, lambda unit, code: name_of(unit, words, day)(code))
            for column, value in row.items():
                if column in wanted and value is not None:
                    assert value == pytest.approx(wanted[column], abs=1e-6), (key, row, column)
                    held += 1
        assert held, key


@dataclass(frozen=True)
class Command:
    """The query command, asked for the rows of a slide."""

    file: Path
    choice: Choice
    capsys: pytest.CaptureFixture[str]

    def row_of(
        self, key: str, row: dict[str, Any], named: Callable[[str, str], str]
    ) -> dict[str, Any]:
        """What the command prints for a row of a slide, by the column of the slide."""
        subject, unit = key.split(".")
        name = row.get("name", row.get("year"))
        period = {"--from": self.choice.from_on, "--to": self.choice.to_on}
        if key == "visits.year":
            year = str(name)[:4]
            printed = self.ask("visits", {}, "year").get(year, {"visits": 0})
            before = self.ask("visits", {}, "year").get(str(int(year) - 1), {"visits": 0})
            return printed | {"change": printed["visits"] - before["visits"]}
        if key == "clock.round":
            printed = self.ask("clock", {"--as-of": self.choice.clock_day})["total"]
            (part,) = (
                code for code in truth.CLOCK if words_for("en")(f"figures.clock_{code}") == name
            )
            return {"count": printed[part], "share": printed[part] / printed["places"]}
        if key == "implementation.carried_out":
            printed = self.ask("implementation", self.days_named(str(name)))["total"]
            claimed = printed["implemented"] - printed["verified"]
            rest = printed["considered"] - printed["implemented"]
            return printed | {"claimed": claimed, "not_implemented": rest}
        if key == "past_due.ministry":
            clock = self.of_unit("clock", {}, unit, name, named)
            replies = self.of_unit("replies", {}, unit, name, named)
            return {each: (clock | replies)[each] for each in clock | replies if each != "rate"}
        return self.of_unit(subject, period, unit, name, named)

    def of_unit(
        self,
        query: str,
        days: dict[str, date],
        unit: str,
        name: object,
        named: Callable[[str, str], str],
    ) -> dict[str, Any]:
        """The row of a unit by its name; a region of the past by its old code."""
        if name == "All":
            return self.ask(query, days)["total"]
        if unit == "region" and not self.choice.regions:
            borders, words = borders_on(self.choice.to_on), words_for("en")
            (code,) = (
                each.code
                for each in reference().regions_of(borders)
                if words.region(each.code, borders, on=self.choice.to_on) == name
            )
            there = replace(self, choice=replace(self.choice, regions=(code,)))
            return there.ask(query, days)["total"]
        for code, row in self.ask(query, days, unit).items():
            if code and named(unit, code) == name:
                return row
        return {}

    def days_named(self, period: str) -> dict[str, date]:
        """Those of a year, of several, or of the choice."""
        years = re.fullmatch(r"(\d{4})(?:\u2013(\d{4}))?", period)
        if years is None:
            return {"--from": self.choice.from_on, "--to": self.choice.to_on}
        first, last = int(years[1]), int(years[2] or years[1])
        return {"--from": date(first, 1, 1), "--to": date(last, 12, 31)}

    def ask(self, query: str, days: dict[str, date], by: str = "") -> dict[str, dict[str, Any]]:
        """The printed rows by their key, the only one of the whole as `total`."""
        choice = self.choice
        given = ["--database", os.fspath(self.file), "--format", "json"]
        given += [part for option, day in days.items() for part in (option, day.isoformat())]
        for option, codes in (
            ("--ministry", choice.ministries),
            ("--region", choice.regions),
            ("--institution-type", choice.institution_types),
        ):
            given += [part for code in codes for part in (option, code)]
        given += ["--by", by.replace("_", "-")] if by else []
        self.capsys.readouterr()
        assert main(["query", query, *given]) == 0
        return {
            row.pop(by) if by else "total": row for row in json.loads(self.capsys.readouterr().out)
        }


def as_the_command(
    figure: Figure, choice: Choice, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figure's numbers are those that the command prints for the same choice."""
    query, renamed = COMMANDS[figure.key]
    by = figure.key.rpartition(".")[2]
    days = {"--from": choice.from_on, "--to": choice.to_on}
    if query == "clock":
        days = {"--as-of": choice.clock_day}
    command = Command(file, choice, capsys)
    printed = command.ask(query, days) | command.ask(query, days, by)
    shown = {row["code"]: row for row in figure.rows.iter_rows(named=True)}
    if not shown:
        assert set(printed) == {"total"}
        return
    assert set(shown) == set(printed), figure.key
    for code, row in shown.items():
        for column, value in printed[code].items():
            mine = renamed.get(column, column)
            if mine in figure.columns and row[mine] is not None:
                assert row[mine] == pytest.approx(value, abs=1e-6), (figure.key, code, column)


CHARTED = {
    "visits.year": ("year", ["visits"]),
    "coverage.ministry": ("name", ["coverage"]),
    "coverage.institution_type": ("name", ["coverage"]),
    "clock.round": ("name", ["count"]),
    "clock.institution_type": ("name", ["share_past_due"]),
    "recommendations.theme": ("name", ["recommendations"]),
    "implementation.carried_out": ("name", ["verified", "claimed", "not_implemented"]),
    "implementation.times_total": ("month", ["share"]),
    "past_due.ministry": ("short", ["share_past_due", "share_overdue"]),
    "changes.kinds": ("kind", ["total"]),
}
"""By key of a figure: what the marks of its chart are named by, and the columns they stand for."""


@pytest.mark.parametrize("name", ["a year", "a body", "a region", "fewer than five"])
def test_a_chart_of_the_presentation_has_the_numbers_of_its_slide_and_no_other(
    name: str, repository: Repository
) -> None:
    report = Report(words_for("en"), CHOICES[name].filters, repository)
    rest = {plain(report.words(f"coverage.other_{unit}")) for unit in ("institution_type",)}
    rest.add(plain(report.words("recommendations.others")))
    for slide, made in presented(deck_of(report, tuple(SLIDES))):
        assert slide.frame is not None
        charts = [shape.chart for shape in made.shapes if shape.has_chart]
        assert len(charts) == (slide.picture is not None and slide.picture.form is not None)
        for chart in charts:
            label, columns = CHARTED[slide.figure]
            rows = slide.frame.to_dicts()
            if label == "short":
                known = {str(place): row for place, row in enumerate(rows)}
            else:
                # A year that is not over says so in the table alone.
                letters = 4 if label == "year" else None
                known = {plain(row[label])[:letters]: row for row in rows}
            marks = numbers_behind(chart)
            if label == "short":
                # Of one body the whole would be the same again.
                assert len(marks) == (len(rows) if len(rows) > 2 else 1)
                marks = {str(place): each for place, each in enumerate(marks.values())}
            if label == "month":
                # The line ends where fewer than five are still observed.
                observed = [row for row in rows if row["at_risk"] >= FEWEST_FOR_A_RATE]
                marks = {str(row["month"]): marks[str(row["month"])] for row in observed}
            assert marks
            for mark, drawn in marks.items():
                if mark not in rest:
                    wanted = [known[mark][column] for column in columns]
                    assert drawn == pytest.approx(wanted[-len(drawn) :], abs=1e-9), slide.figure


def numbers_behind(chart: Any) -> dict[str, list[float | None]]:
    """What the workbook of a chart holds, and the chart itself draws, by the name of the mark."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    (sheet,) = book.worksheets
    (_, *series), *rows = sheet.values
    drawn = [list(each.values) for each in chart.plots[0].series]
    assert drawn == [pytest.approx([row[n] for row in rows]) for n in range(1, len(series) + 1)]
    if len(rows) == 1 and all(name_in(text) != plain(text) for text in series):
        return {name_in(text): [value] for text, value in zip(series, rows[0][1:], strict=True)}
    return {name_in(text): list(values) for text, *values in rows}


def name_in(text: Any) -> str:
    """Without what stands below it, and without the counts of a legend."""
    return re.sub(r": [\d,]+( \(.*\))?$", "", plain(text).split("\n")[0])
