"""Tables as text: stray quotation marks, other code pages, ends of DOS, names with additions."""

from pathlib import Path

import pytest

from npm_data.reference import LANGUAGES
from npm_data.register.reading import read_files
from npm_data.register.reading.headings import tables_named
from npm_data.register.reading.source import UnreadableError
from npm_data.register.reading.text_files import decode, parse
from npm_data.register.rules import check
from tests.office_files.office import CASES, EXPECTED, Told, checked, numbers_of
from tests.packages import parts_of, with_part
from tests.sources import change, new_findings, worked_copy

EXPECTED_NUMBERS = [case["rows"] for case in EXPECTED["cases"]]
HEADER = "recommendation_id;on;axis;status;judge;note\n"
IN_WORDS = {"en": "row {}", "ru": "строке {}", "kk": "{}-жол"}


def _is_as_expected(numbers: list[list[dict[str, object]]]) -> bool:
    return all(
        row == pytest.approx(expected)
        for rows, wanted in zip(numbers, EXPECTED_NUMBERS, strict=True)
        for row, expected in zip(rows, wanted, strict=True)
    )


def _new_warnings(told: Told) -> list[tuple[str, str | None]]:
    """But for those that the worked example has by itself."""
    return [
        (each["rule"], each["sheet"])
        for each in told.warnings
        if each["column"] not in ("started_on", "reported_on")
    ]


@pytest.mark.parametrize(
    "case",
    [
        "11_csv_cp866_codes_headings",
        "11_csv_cp866_ru_headings",
        "11_csv_koi8r_ru_headings",
        "11_csv_kz1048_ru_headings",
        "12i_csv_ctrl_z",
        "13_google_sheets_names",
        "13c_txt_unicode_text",
    ],
)
def test_it_is_read_right(case: str, tmp_path: Path) -> None:
    assert _is_as_expected(numbers_of(CASES / case, tmp_path))


@pytest.mark.parametrize(
    ("case", "sheet", "first", "last"),
    [
        ("10_csv_two_unclosed_quotes", "follow_up", 3, 13),
        ("10b_csv_two_unclosed_quotes_recommendations", "recommendations", 4, 9),
    ],
)
def test_stray_quotation_marks_are_one_error_that_names_both_rows(
    case: str, sheet: str, first: int, last: int
) -> None:
    told = checked(CASES / case)

    [error] = told.errors
    assert (error["sheet"], error["row"]) == (sheet, first)
    for language, sentence in told.sentences().items():
        assert IN_WORDS[language].format(last) in sentence


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        # both marks stand where they may: what they hold is rows all the same
        (
            'R1;2016-01-01;reply;accepted;authority;"a\nR2;2016-01-02;reply;rejected;npm;b"\n',
            (2, 3),
        ),
        ('R1;2016-01-01;reply;accepted;authority;"a\nR2;x;y;z;w;b\nc"\n', (2, 4)),
        # within a word
        ('R1;2016-01-01;reply;accepted;authority;"a\nR2;;;;;b "c" d\n', (2, 3)),
        # a code has one line
        ('"R\n1";2016-01-01;reply;accepted;authority;a\n', (2, 3)),
        # to the end of the file
        ('R1;2016-01-01;reply;accepted;authority;"a\nR2;2016-01-02;reply;;;b\n', (2, None)),
    ],
)
def test_rows_are_not_swallowed(lines: str, fault: tuple[int, int | None]) -> None:
    with pytest.raises(UnreadableError) as raised:
        parse(f"{HEADER}{lines}".encode(), "follow_up")

    assert (raised.value.row, raised.value.facts.get("last")) == fault


@pytest.mark.parametrize(
    "lines",
    [
        'R1;2016-01-01;reply;accepted;authority;"First; then\nsecond, ""quoted"";\nthird"\n',
        'R1;2016-01-01;reply;accepted;authority;"one\r\ntwo"\r\nR2;2016-01-01;reply;;;"three\n"\n',
    ],
)
def test_a_text_of_several_lines_is_read_where_it_may_be(lines: str) -> None:
    parsed = parse(f"{HEADER}{lines}".encode(), "follow_up")

    assert parsed.found[0] == (2, "note")
    assert parsed.cells["0"].to_list() == ["recommendation_id", "R1", "R2"][: parsed.cells.height]
    assert parsed.cells.height == 1 + len(parsed.found)


def test_a_text_of_several_lines_is_said_once_a_column(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "recommendations", 3, text="First,\nsecond")
    change(folder, "recommendations", 5, text="First\nsecond\nthird")

    [found] = new_findings(folder)

    assert (found.rule, found.row, found.column) == ("a_text_has_one_line", 3, "text")
    assert "(2)" in found.message


def test_a_heading_of_several_lines_is_no_stray_quotation_mark() -> None:
    parsed = parse(b'visit_id;"place\nID";started_on\nV1;P1;2016-01-01\n', "visits")

    assert parsed.cells.height == 2
    assert not parsed.found


RUSSIAN = "Следственный изолятор; Детская колония; Учреждение; Область; Район; Столица"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("kz1048", "Қызылорда облысы, Ұлытау: мекеме"),
        ("cp866", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("mac-cyrillic", RUSSIAN),
        ("iso8859-5", RUSSIAN),
        ("cp855", RUSSIAN),
    ],
)
def test_words_tell_the_code_page_and_never_become_others(encoding: str, text: str) -> None:
    content = text.encode(encoding)

    read = decode(b"id;name\n" + content)

    assert read.open().read() == f"id;name\n{text}"
    assert read.is_guessed


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(codec: str) -> None:
    assert decode("Код;Имя\nP1;Дом\n\x1a".encode(codec)).open().read() == "Код;Имя\nP1;Дом"


@pytest.mark.parametrize("text", ["Женская колония № 5 «Дом»", "НПМ", "ИУ-2", "№ 5"])
def test_windows_1251_is_read_without_a_word(text: str) -> None:
    read = decode(text.encode("cp1251"))

    assert (read.open().read(), read.is_guessed) == (text, False)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Женская".encode("cp866"), "CP866"),
        ("Женская".encode("koi8-r"), "KOI8-R"),
        ("Женская".encode("mac-cyrillic"), "Mac"),
        ("Київ, Єнакієве".encode("cp1251"), "KZ-1048"),
        ("Café crème".encode("cp1252"), None),
    ],
)
def test_too_few_letters_are_one_sentence(content: bytes, encoding: str | None) -> None:
    with pytest.raises(UnreadableError) as raised:
        decode(b"id;name\nP1;" + content)

    assert str(raised.value.facts.get("encoding")).startswith(str(encoding))


def test_an_encoding_that_is_not_certain_names_it_and_a_certain_one_is_a_notice(
    tmp_path: Path,
) -> None:
    folder = worked_copy(tmp_path)
    file = folder / "institutions.csv"
    text = file.read_text(encoding="utf-8")
    file.write_bytes(text.replace("Colony 1", "Женская").encode("cp866"))

    told = checked(folder)

    assert [(each["rule"], each["sheet"]) for each in told.errors] == [
        ("the_encoding_is_certain", "institutions")
    ]
    assert all("CP866" in each and "UTF-8" in each for each in told.sentences().values())
    told = checked(CASES / "11_csv_kz1048_ru_headings")
    assert _new_warnings(told) == [("the_encoding_is_usual", "institutions")]
    assert "KZ-1048" in told.warnings[0]["message"]


@pytest.mark.parametrize(
    "name",
    ["РџРѕСЃРµС‰РµРЅРёРµ", "ÐŸÐ¾ÑÐµÑ‰ÐµÐ½Ð¸Ðµ", "Коло\ufffdия", "?скемен ?аласы", "??????? № 1"],
)
def test_letters_garbled_before_do_not_become_a_name(name: str, tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "institutions", 3, name=name)

    [found] = new_findings(folder)

    assert (found.rule, found.row, found.column) == ("a_text_is_not_garbled", 3, "name")


def test_dashes_and_quotation_marks_are_no_garbled_letters(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "institutions", 3, name="ИК «Т» – «С» № 5 — Café Ñandú? Да")

    assert new_findings(folder) == []


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Copy of visits (2)", "visits"),
        ("visits_2016", "visits"),
        ("Посещения 2016 (1)", "visits"),
        ("Реестр НПМ - Исполнение", "follow_up"),
        ("Барулар Алматы облысы 1 тоқсан", "visits"),
        ("ДП Алматы — Рекомендации", "recommendations"),
        ("Follow-up, январь", "follow_up"),
        ("Список учреждений", "institutions"),
        ("Исполнение рекомендаций", "follow_up"),
        ("Посещения и рекомендации", None),
        ("Отчёт", None),
    ],
)
def test_the_part_of_a_name_that_names_the_table_counts(title: str, code: str | None) -> None:
    assert tables_named([title]).get(title) == code


def test_a_guess_at_a_name_holds_only_where_no_other_is_that_tables() -> None:
    assert tables_named(["Посещения свод"]) == {"Посещения свод": "visits"}
    assert tables_named(["Посещения свод", "Посещения"]) == {"Посещения": "visits"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "HTML"),
        (
            b'<?xml version="1.0"?>\n<Workbook xmlns="urn:x-microsoft-com:office:spreadsheet">',
            "XML",
        ),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"%PDF-1.7\n", "PDF"),
    ],
)
def test_another_format_under_the_name_of_a_workbook_is_said(
    content: bytes | None, said: str, tmp_path: Path
) -> None:
    path = CASES / "28_html_named.xlsx"
    if content:
        path = tmp_path / "register.xlsx"
        path.write_bytes(content)

    told = checked(path)

    assert len(told.findings) == 1
    assert all(said in each and "XLSX" in each for each in told.sentences().values())


def test_a_web_page_named_csv_is_said(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    (folder / "visits.csv").write_bytes(b"<table><tr><td>visit_id</td></tr></table>")

    assert [(each.rule, each.sheet) for each in new_findings(folder)] == [
        ("a_file_is_what_its_name_says", "visits")
    ]


def test_an_xml_encoding_that_nobody_knows_is_one_sentence() -> None:
    told = checked(CASES / "encoding.xlsx")

    assert [each["rule"] for each in told.findings] == ["a_workbook_is_whole"]
    assert set(told.by_language) == set(LANGUAGES)


def test_texts_in_another_encoding_are_read_or_one_sentence() -> None:
    texts = parts_of()["xl/sharedStrings.xml"].decode()
    for encoding, rules in (("windows-1251", []), ("utf-16", ["a_workbook_is_whole"])):
        told = texts.replace("UTF-8", encoding, 1).encode(encoding, "xmlcharrefreplace")
        found = check(read_files([("a.xlsx", with_part("xl/sharedStrings.xml", told))]), "en")
        assert [each.rule for each in found.findings if each.severity == "error"] == rules


def test_a_workbook_written_piece_by_piece_is_read(tmp_path: Path) -> None:
    case = CASES / "05_zip64_end_record_as_poi_sxssf.xlsx"

    assert _is_as_expected(numbers_of(case, tmp_path))
