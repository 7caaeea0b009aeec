"""Nothing about a person gets into the register, and no finding says it again."""

import io
import json
from pathlib import Path

import openpyxl
import pytest

from npm_data.cli import main
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.personal import MASK
from npm_data.register.reading import read_files, read_source
from npm_data.register.rules import Checked, check
from npm_data.register.rules.findings import kept_frame
from npm_data.register.rules.marked_workbook import write_marked_workbook
from tests.persons import CARD, EMAIL, PHONE, identification_number
from tests.registers import SHEETS
from tests.sources import change, checked, worked_copy

SECRETS = {
    "iin": identification_number(),
    "phone": PHONE,
    "email": EMAIL,
    "card": CARD,
    "number": "990231300000",
    "name": "Примеров П.П.",
}
TEXTS = [
    ("institutions", "institution_id"),
    ("institutions", "name"),
    ("institutions", "district"),
    ("visits", "visit_id"),
    ("recommendations", "recommendation_id"),
    ("recommendations", "repeats"),
    ("recommendations", "text"),
    ("follow_up", "recommendation_id"),
    ("follow_up", "note"),
]
OTHERS = [
    ("institutions", "institution_type"),
    ("institutions", "region"),
    ("institutions", "opened_on"),
    ("visits", "institution_id"),
    ("recommendations", "theme"),
    ("follow_up", "status"),
]


def _written(kind: str) -> str:
    return f"осуждённый {SECRETS[kind]}" if kind == "name" else SECRETS[kind]


def _everything_said(found: Checked) -> str:
    """All that a person, another program or the register gets to read of the findings."""
    dicts = json.dumps([each.as_dict() for each in found.findings], ensure_ascii=False)
    kept = kept_frame(found.problems).rows()
    return f"{dicts}{kept}{found.findings!r}{found.problems!r}"


@pytest.mark.parametrize("kind", ["iin", "phone", "email", "card"])
def test_personal_data_in_any_text_or_id_are_an_error_that_does_not_repeat_them(
    kind: str, tmp_path: Path
) -> None:
    folder = worked_copy(tmp_path)
    for sheet, column in TEXTS:
        change(folder, sheet, 3, **{column: f"А {SECRETS[kind]} Б"})

    found = checked(folder)

    assert found.register is None
    assert {
        (each.sheet, each.column)
        for each in found.findings
        if (each.rule, each.row) == ("a_text_says_nothing_about_a_person", 3)
    } == set(TEXTS)
    assert SECRETS[kind] not in _everything_said(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SECRETS)
def test_no_finding_of_any_kind_quotes_personal_data(
    kind: str, language: str, tmp_path: Path
) -> None:
    folder = worked_copy(tmp_path)
    for row, column in enumerate([*TEXTS, *OTHERS], start=2):
        change(folder, column[0], min(row, 9), **{column[1]: _written(kind)})

    found = checked(folder, language)

    assert len(found.findings) > len(OTHERS)
    assert SECRETS[kind] not in _everything_said(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_says_which_kind_it_is_in_the_readers_language(
    language: str, tmp_path: Path
) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "follow_up", 2, note=f"{EMAIL}, {PHONE}")

    [finding] = [each for each in checked(folder, language).findings if each.severity == "error"]

    words = words_for(language)
    assert words("import.personal_email") in finding.message
    assert words("import.personal_phone") in finding.message
    assert finding.value is None


@pytest.mark.parametrize(
    ("kind", "rule"),
    [("number", "a_text_holds_no_personal_number"), ("name", "a_text_names_nobody")],
)
def test_what_only_seems_personal_is_a_warning(kind: str, rule: str, tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "recommendations", 2, text=_written(kind))

    found = checked(folder)

    assert found.register is not None
    told = [(each.severity, each.row, each.column) for each in found.findings if each.rule == rule]
    assert told == [("warning", 2, "text")]
    assert SECRETS[kind] not in _everything_said(found)


def test_the_name_of_a_file_is_guarded_too() -> None:
    name = f"{identification_number()}.xlsx"

    found = check(read_files([(name, b"PK\x03\x04")]), "ru")

    assert {each.rule for each in found.findings} >= {"a_files_name_says_nothing_about_a_person"}
    assert {each.file for each in found.findings} == {f"{MASK}.xlsx"}
    assert identification_number() not in _everything_said(found)


def test_the_title_of_a_sheet_and_of_a_column_are_not_repeated() -> None:
    book = openpyxl.Workbook()
    book.active.title = EMAIL
    page = book.create_sheet("visits")
    page.append(["visit_id", "institution_id", EMAIL])
    content = io.BytesIO()
    book.save(content)

    found = check(read_files([("register.xlsx", content.getvalue())]), "kk")

    rules = {each.rule for each in found.findings}
    assert rules >= {"a_sheet_is_of_the_register", "a_column_is_of_the_register"}
    assert EMAIL not in _everything_said(found)


def test_our_own_sentences_in_the_workbook_given_back_repeat_nothing(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "follow_up", 2, note=EMAIL, status=PHONE)
    change(folder, "visits", 2, institution_id=CARD)
    source = read_source(folder)
    words = words_for("ru")

    write_marked_workbook(source, check(source, "ru").findings, words, tmp_path / "back.xlsx")

    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    ours = words("import.findings_title")
    said = [cell.value for row in book[ours].iter_rows() for cell in row]
    for title in SHEETS:
        page = book[title]
        [beside] = [cell.column for cell in page[1] if cell.value == ours]
        said += [row[beside - 1].value for row in page.iter_rows()]
    assert any("Удалите" in str(each) for each in said)
    for secret in SECRETS.values():
        assert secret not in " ".join(map(str, said))


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_terminal_repeats_nothing(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "follow_up", 2, note=EMAIL, status=PHONE)

    assert main(["check", str(folder), "--format", form]) == 1

    said = "".join(capsys.readouterr())
    assert said
    assert EMAIL not in said
    assert PHONE not in said


def test_a_long_cell_is_quoted_shortly(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "follow_up", 2, status="x" * 195 + EMAIL + "x" * 5_000)

    found = checked(folder)

    assert max(len(each.value or "") for each in found.findings) <= 201
    assert EMAIL[:6] not in _everything_said(found)
