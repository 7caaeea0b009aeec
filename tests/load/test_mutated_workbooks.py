"""Workbooks and CSV files mutated by the thousand: findings or success, and no secret repeated.

Some are held against the rules. Seeded, so that a failure comes again. Workbooks are read in this
process: what ends the reading process is tried in `test_hostile_workbooks.py`.
"""

import random
import re
from collections.abc import Callable

import pytest

from npm_data.register.reading import Source
from npm_data.register.reading.read import _source, read_files
from npm_data.register.reading.source import USUAL, ReadFile
from npm_data.register.reading.workbook import read_workbook
from npm_data.register.rules import check
from tests.extent import seeds, times
from tests.packages import A_WORKBOOK, packed, parts_of, read_here
from tests.persons import CARD, EMAIL, PHONE, identification_number
from tests.registers import SHEETS, WORKED

SECRETS = (identification_number(), EMAIL, PHONE, CARD)
NASTY = (
    "", " ", "\t", "0", "-1", "1e308", "31.02.2016", "2016-13-01", "9999-12-31", "#REF!", "=1+1",
    "{value}", "%s", "[b]", "<b>", "R01", "P1", "V01", "KZ-KAR", "implemented", "İ", "ß", "😀",
    "x" * 33_000, "\u202e", "\ufffe", "_x0000_", "'", '"', *SECRETS,
)  # fmt: skip
NASTY_XML = tuple(
    part.encode()
    for part in (
        "<c/>", '<c r="A1"/>', '<c r="ZZ9"><v>1</v></c>', '<c r="" t="s"><v>0</v></c>', "</row>",
        '<c r="B5" t="s"><v>99999</v></c>', '<c r="B5" t="s"><v>-1</v></c>', "<row r='0'>", "&amp;",
        '<c r="B5" t="d"><v>2016-99-99</v></c>', '<c r="B5" t="b"><v>7</v></c>', "&nope;", "\x00",
        '<c r="B5" t="inlineStr"><is><t>x</t></is></c>', '<mergeCell ref="A1:XFD1048576"/>', "<f>1",
        '<c r="B5" t="e"><v>#NOPE!</v></c>', '<c r="B5"><v>1e400</v></c>', "<!-- x -->",
        "<![CDATA[",
    )
)  # fmt: skip
PARTS = parts_of()
SHEET_PARTS = [name for name in PARTS if name.startswith("xl/worksheets/")]
CSV_FILES = {f"{sheet}.csv": (WORKED / f"{sheet}.csv").read_bytes() for sheet in SHEETS}
WORKBOOKS, SETS_OF_CSV_FILES = times(120, 250), times(50, 200)
Chance = random.Random
Parts = dict[str, bytes]


def _dropped(parts: Parts, chance: Chance) -> Parts:
    gone = chance.choice(list(parts))
    return {name: part for name, part in parts.items() if name != gone}


def _swapped(parts: Parts, chance: Chance) -> Parts:
    one, other = chance.sample(list(parts), 2)
    return parts | {one: parts[other], other: parts[one]}


def _flipped(parts: Parts, chance: Chance) -> Parts:
    name = chance.choice(list(parts))
    part = bytearray(parts[name])
    for _ in range(chance.randint(1, 8)):
        part[chance.randrange(len(part))] = chance.randrange(256)
    return parts | {name: bytes(part)}


def _inserted(parts: Parts, chance: Chance) -> Parts:
    name = chance.choice([*SHEET_PARTS, "xl/workbook.xml", "xl/sharedStrings.xml"])
    part = parts.get(name, b"")
    places = [match.start() for match in re.finditer(b"<", part)] or [0]
    at = chance.choice(places)
    return parts | {name: part[:at] + chance.choice(NASTY_XML) + part[at:]}


def _cut(parts: Parts, chance: Chance) -> Parts:
    name = chance.choice(list(parts))
    return parts | {name: parts[name][: chance.randrange(len(parts[name]))]}


def _said_otherwise(parts: Parts, chance: Chance) -> Parts:
    """A text of the cells (title, heading, code, day or sentence) becomes something nasty."""
    name = "xl/sharedStrings.xml" if chance.random() < 0.8 else "xl/workbook.xml"
    part = parts.get(name, b"")
    mark = rb"(?<=>)[^<>]+(?=</)" if name.endswith("Strings.xml") else rb'(?<=name=")[^"]*'
    places = list(re.finditer(mark, part))
    if not places:
        return parts
    at = chance.choice(places)
    text = chance.choice(NASTY).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return parts | {name: part[: at.start()] + text.encode() + part[at.end() :]}


MUTATIONS: tuple[Callable[[Parts, Chance], Parts], ...] = (
    _dropped, _swapped, _flipped, _inserted, _inserted, _cut,
    _said_otherwise, _said_otherwise, _said_otherwise,
)  # fmt: skip


def _must_be_findings_or_a_register(source: Source, language: str) -> None:
    found = check(source, language)
    has_error = any(finding.severity == "error" for finding in found.findings)
    assert (found.register is None) is has_error
    assert all(finding.message and finding.file for finding in found.findings)
    said = f"{found.findings!r}{found.problems!r}"
    assert not [secret for secret in SECRETS if secret in said]


def _mutated_workbook(chance: Chance) -> bytes:
    parts = PARTS
    for _ in range(chance.randint(1, 3)):
        parts = chance.choice(MUTATIONS)(parts, chance)
    return packed(parts)


@pytest.mark.parametrize("seed", seeds("test_a_mutated_workbook_is_read_or_told_about", 1, 8))
def test_a_mutated_workbook_is_read_or_told_about(seed: int) -> None:
    chance = Chance(seed)
    sheets_read = 0
    for _ in range(WORKBOOKS):
        content = _mutated_workbook(chance)
        sheets, problems, is_plain = read_workbook(content, "register.xlsx", reader=read_here)
        assert sheets or problems
        sheets_read += len(sheets)
        if chance.random() < 0.06:
            file = ReadFile.of("register.xlsx", content, is_plain=is_plain)
            path = WORKED.parent / "worked_ru.xlsx"
            source = _source(path, ([file], sheets, problems), USUAL, is_workbook=True)
            _must_be_findings_or_a_register(source, chance.choice(("kk", "ru", "en")))
    assert sheets_read > WORKBOOKS, "mutations must not all be refused at the door"


def _with_stray_quotation_marks(files: Parts, name: str, chance: Chance) -> Parts:
    content = bytearray(files[name])
    for _ in range(chance.randint(1, 3)):
        content.insert(chance.randrange(len(content) + 1), ord('"'))
    return files | {name: bytes(content)}


def _in_another_encoding(files: Parts, name: str, chance: Chance) -> Parts:
    encoding = chance.choice(("cp866", "koi8-r", "kz1048", "utf-16", "utf-8-sig", "mac-cyrillic"))
    words = chance.choice(("Колония", "Қалалық емхана", "Учреждение города", "Café"))
    text = files[name].decode("utf-8", "replace").replace("Colony", words)
    return files | {name: text.encode(encoding, "replace") + chance.choice((b"", b"\x1a"))}


def _under_another_name(files: Parts, name: str, chance: Chance) -> Parts:
    others = {each: part for each, part in files.items() if each != name}
    stem = name.partition(".")[0]
    new = chance.choice((f"{stem} 2016.csv", f"НПМ - {stem}.txt", f"Copy of {stem}.tsv", "a.csv"))
    return others | {new: files[name]}


def _in_two_files(files: Parts, name: str, chance: Chance) -> Parts:
    header, *lines = files[name].split(b"\n")
    cut = chance.randint(0, len(lines))
    parts = (b"\n".join((header, *lines[:cut])), b"\n".join((header, *lines[cut:])))
    return files | {name: parts[0], f"{name.partition('.')[0]} (2).csv": parts[1]}


MUTATIONS_OF_CSV_FILES: tuple[Callable[[Parts, str, Chance], Parts], ...] = (
    _with_stray_quotation_marks, _in_another_encoding, _under_another_name, _in_two_files,
)  # fmt: skip


def _mutated_csv_files(chance: Chance) -> list[tuple[str, bytes]]:
    files = dict(CSV_FILES)
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(list(files))
        lines = [line.split(b",") for line in files[name].split(b"\n")]
        row = chance.choice(lines)
        kind = chance.randrange(5)
        if kind == 0:
            chance.shuffle(lines[0])
        elif kind == 1:
            row.append(chance.choice(NASTY).encode())
        elif kind == 2:
            lines.append(list(chance.choice(lines)))
        else:
            row[chance.randrange(len(row))] = chance.choice(NASTY).encode()
        files[name] = b"\n".join(b",".join(line) for line in lines)
    if chance.random() < 0.3:
        files = chance.choice(MUTATIONS_OF_CSV_FILES)(files, name, chance)
        name = chance.choice(list(files))
    if chance.random() < 0.2 and files[name]:
        content = bytearray(files[name])
        content[chance.randrange(len(content))] = chance.randrange(256)
        files[name] = bytes(content)
    return list(files.items())


def _with_a_secret(content: bytes, chance: Chance) -> bytes:
    """In any cell below the header: also where a code or a day is wanted, which findings quote."""
    header, *lines = content.split(b"\n")
    cells = chance.choice(lines or [b""]).split(b",")
    cells[chance.randrange(len(cells))] = chance.choice(SECRETS).encode()
    return b"\n".join((header, *lines, b",".join(cells)))


@pytest.mark.parametrize("seed", seeds("test_mutated_csv_files_are_read_or_told_about", 1, 8))
def test_mutated_csv_files_are_read_or_told_about(seed: int) -> None:
    chance = Chance(seed)
    for at in range(SETS_OF_CSV_FILES):
        files = _mutated_csv_files(chance)
        if at % 10 == 0:
            files = [(name, _with_a_secret(content, chance)) for name, content in files]
        source = read_files(files)
        assert source.tables or source.problems
        if at % 10 == 0:
            _must_be_findings_or_a_register(source, chance.choice(("kk", "ru", "en")))


def test_the_workbook_that_is_mutated_is_itself_without_an_error() -> None:
    assert packed(PARTS) != A_WORKBOOK
    sheets, problems, _ = read_workbook(packed(PARTS), "register.xlsx", reader=read_here)
    assert len(sheets) == 4
    assert not [each for each in problems if each.severity == "error"]
