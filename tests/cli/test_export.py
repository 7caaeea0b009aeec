"""The export command: whole files or none, and one clear line for each mistake."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from npm_data.cli import export, main
from npm_data.figures.subject import Report
from tests.registers import register_of, repository_of, worked_rows

YEAR = ("--year", "2016")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("export")
    repository = repository_of(
        register_of(**worked_rows()), folder, date(2018, 6, 30), is_demonstration=True
    )
    repository.close()
    return str(folder / "register.duckdb")


def _export(*words: str, database: str, output: Path) -> int:
    return main(["export", *words, "--database", database, "--output", str(output)])


def _quick(monkeypatch: pytest.MonkeyPatch, content: bytes = b"made") -> list[Report]:
    """In place of what takes its time; the reports that were asked for."""
    asked: list[Report] = []

    def made(report: Report) -> bytes:
        asked.append(report)
        return content

    monkeypatch.setitem(export.MAKERS, "deck", {"pptx": made, "pdf": made})
    return asked


@pytest.mark.everywhere
def test_each_kind_is_written_in_each_of_its_formats(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind, makers in export.MAKERS.items():
        for form in makers:
            output = tmp_path / f"{kind}.{form}"
            assert _export(kind, *YEAR, "--language", "kk", database=database, output=output) == 0
    assert capsys.readouterr().out == "", "a pipe is left alone"
    assert len(Presentation(tmp_path / "deck.pptx").slides) > 5
    assert len(PdfReader(tmp_path / "deck.pdf").pages) > 5
    assert Document(str(tmp_path / "brief.docx")).tables
    assert len(PdfReader(tmp_path / "brief.pdf").pages) == 1
    assert openpyxl.load_workbook(BytesIO((tmp_path / "annex.xlsx").read_bytes())).sheetnames
    assert PdfReader(tmp_path / "annex.pdf").pages
    assert len(list(tmp_path.iterdir())) == 6


def test_the_choice_reaches_the_report(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _quick(monkeypatch)
    choice = ("--from", "2016-01-01", "--to", "2016-06-30", "--region", "KZ-VOS")
    more = ("--ministry", "interior", "--visit-type", "special", "--language", "ru")
    output = tmp_path / "deck.PDF"
    assert _export("deck", *choice, *more, database=database, output=output) == 0
    (report,) = asked
    assert report.words.language == "ru"
    assert report.filters.period.to_on == date(2016, 6, 30)
    assert report.filters.regions == ("KZ-10", "KZ-63")
    assert report.filters.ministries == ("interior",)
    assert report.filters.visit_types == ("special",)
    assert output.read_bytes() == b"made"


def test_a_report_can_be_made_with_what_was_known_on_a_day(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _quick(monkeypatch)
    output = tmp_path / "deck.pdf"
    assert _export("deck", *YEAR, "--as-of", "2017-03-31", database=database, output=output) == 0
    (report,) = asked
    assert report.repository.is_looked_back_on
    assert report.repository._meta.data_date == date(2017, 3, 31)


def test_a_file_that_is_there_is_replaced_only_when_told_to(
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _quick(monkeypatch)
    output = tmp_path / "deck.pdf"
    output.write_bytes(b"old")
    assert _export("deck", *YEAR, database=database, output=output) == 2
    assert "already exists" in capsys.readouterr().err
    assert output.read_bytes() == b"old"
    assert _export("deck", *YEAR, "--overwrite", database=database, output=output) == 0
    assert output.read_bytes() == b"made"


def test_a_stopped_export_leaves_nothing(
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stopped(_report: Report) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setitem(export.MAKERS, "deck", {"pdf": stopped})
    assert _export("deck", *YEAR, database=database, output=tmp_path / "deck.pdf") == 130
    assert "Cancelled" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_disk_that_refuses_leaves_nothing(
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise OSError

    _quick(monkeypatch)
    monkeypatch.setattr(Path, "replace", refuse)
    assert _export("deck", *YEAR, database=database, output=tmp_path / "deck.pdf") == 2
    assert "cannot be written" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "name", "clue"),
    [
        ((), "deck.pdf", "Say which period"),
        (("--from", "2016-01-01"), "deck.pdf", "Say which period"),
        (("--year", "2016", "--to", "2016-12-31"), "deck.pdf", "either --year or"),
        (("--year", "16"), "deck.pdf", '"16" is not a year'),
        (("--year", "0000"), "deck.pdf", '"0000" is not a year'),
        (("--from", "2016-13-01", "--to", "2016-12-31"), "deck.pdf", "is not a day"),
        (("--year", "2099"), "deck.pdf", "The register ends on"),
        ((*YEAR, "--as-of", "2015-12-31"), "deck.pdf", "The register ends on 31"),
        ((*YEAR, "--as-of", "yesterday"), "deck.pdf", "is not a day"),
        ((*YEAR, "--region", "KZ-00"), "deck.pdf", 'no code "KZ-00"'),
        (YEAR, "deck.docx", "can end in .pptx, .pdf"),
        (YEAR, "deck", "can end in .pptx, .pdf"),
        ((*YEAR, "--format", "pptx"), "deck.pdf", "does not end in .pptx"),
        (YEAR, "nowhere/deck.pdf", "cannot be written"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(
    words: tuple[str, ...],
    name: str,
    clue: str,
    database: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (
        _export("deck", *words, "--language", "en", database=database, output=tmp_path / name) == 2
    )
    said = capsys.readouterr().err
    assert clue in said
    assert said.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "kk",
            "Тізілім жазбалары 2018\u00a0жылғы 30\u00a0маусым күніне дейін, ал кезең "
            "2099\u00a0жылғы 1\u00a0қаңтар күні басталады. Одан ертерек кезеңді көрсетіңіз.\n",
        ),
        (
            "ru",
            "Записи реестра доходят до 30\u00a0июня\u00a02018\u00a0г., а период начинается "
            "1\u00a0января\u00a02099\u00a0г. — укажите более ранний.\n",
        ),
    ],
)
def test_a_year_that_no_record_describes_is_refused_in_the_language(
    language: str, said: str, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind, name in (("deck", "deck.pdf"), ("annex", "annex.xlsx")):
        words = (kind, "--year", "2099", "--language", language)
        assert _export(*words, database=database, output=tmp_path / name) == 2
        assert capsys.readouterr().err == said
    assert not list(tmp_path.iterdir())


def test_a_missing_database_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database, output = str(tmp_path / "none.duckdb"), tmp_path / "deck.pdf"
    assert _export("deck", *YEAR, "--language", "kk", database=database, output=output) == 2
    assert capsys.readouterr().err.count("\n") == 1
