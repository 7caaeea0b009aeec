"""What lies in a workbook beside its tables: said in a sentence, and nowhere after the import."""

import io
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from npm_data.database.versions import kept_file
from npm_data.files.template import template_workbook
from npm_data.i18n import words_for
from npm_data.keeping import apply, prepare
from npm_data.load import Source, read_files
from npm_data.reference import LANGUAGES
from npm_data.validate import check
from npm_data.validate.marked_workbook import marked_workbook
from tests.keeping.files import TODAY
from tests.packages import edited, packed, parts_of

MARK = "seen-by-nobody"
"""Stands in every place of a workbook that is not a cell of a sheet that is seen."""

PART = {"xl/persons/person.xml": f'<personList><person displayName="{MARK}"/></personList>'}


def _hide_it_everywhere(book: openpyxl.Workbook) -> None:
    visits = book.worksheets[1]
    visits["B3"].comment = Comment(MARK, MARK)
    visits["B5"].hyperlink = f"mailto:{MARK}"
    visits.oddHeader.center.text = visits.evenFooter.left.text = MARK
    lists = DataValidation(type="list", formula1='"a,b"', prompt=f"detainee John Example {MARK}")
    of_names = DataValidation(type="list", formula1="=names")
    of_a_hidden_sheet = DataValidation(type="list", formula1="=Черновик!$A$1:$A$2")
    for each in (lists, of_names, of_a_hidden_sheet):
        each.add("G3:G9")
        visits.add_data_validation(each)
    book.create_sheet("Черновик")["A1"] = MARK
    book["Черновик"].sheet_state = "hidden"
    book.create_sheet("Тайный")["A1"] = MARK
    book["Тайный"].sheet_state = "veryHidden"
    book.defined_names["names"] = DefinedName("names", attr_text=f'"{MARK}"')
    for name in ("creator", "lastModifiedBy", "title", "subject", "description", "keywords"):
        setattr(book.properties, name, MARK)
    book.custom_doc_props.append(StringProperty(name="about", value=MARK))


@pytest.fixture(scope="module")
def source() -> Source:
    content = edited(_hide_it_everywhere)
    parts = parts_of(content)
    assert sum(MARK.encode() in part for part in parts.values()) >= 7, "it stands everywhere"
    parts |= {name: part.encode() for name, part in PART.items()}
    return read_files([("register.xlsx", packed(parts))])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_said_in_a_sentence_of_its_own(source: Source, language: str) -> None:
    found = [
        (each.sheet, each.facts.get("part", each.rule))
        for each in source.problems
        if each.severity == "warning"
    ]
    assert set(found) >= {
        ("visits", "a_comment_is_not_of_the_register"),
        ("visits", "hyperlinks"),
        ("visits", "header_footer"),
        ("visits", "validation_texts"),
        (None, "author"),
        (None, "properties"),
        (None, "defined_names"),
    }
    assert found.count((None, "a_hidden_sheet_is_of_the_register")) == 2
    said = [each.message for each in check(source, language).findings]
    assert len(set(said)) == len(said)
    assert MARK not in "".join(said)


def test_nothing_of_it_is_in_the_register_or_the_log(
    source: Source, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = tmp_path / "register.duckdb"
    prepared = prepare(source, database, mode="replace", language="ru", today=TODAY)
    apply(prepared, database, who="")
    for file in (database, kept_file(database, 1)):
        with duckdb.connect(file, read_only=True) as connection:
            tables = connection.execute("select table_name from duckdb_tables()").fetchall()
            for (table,) in tables:
                rows = connection.execute(f"select * from {table}").fetchall()
                assert MARK not in str(rows), table
    assert MARK not in caplog.text


def test_it_does_not_come_back_with_the_findings(source: Source) -> None:
    content = marked_workbook(source, check(source, "ru").findings, words_for("ru"))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        holding = [name for name in package.namelist() if MARK.encode() in package.read(name)]
    assert holding == []
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert "Черновик" not in book.sheetnames
    lists = book.worksheets[2].data_validations.dataValidation
    assert [each.formula1 for each in lists] == ['"a,b"'], "what hangs on nothing hidden stays"


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_the_template_itself_nothing_is_said(language: str) -> None:
    content = template_workbook(words_for(language))
    found = read_files([("template.xlsx", content)]).problems
    assert {each.rule for each in found} <= {"a_file_is_not_empty"}, found
