"""A workbook as the package of parts that it is, opened with suspicion, and what it holds.

Nothing is ever unpacked to a disk. What is odd (parts that stand twice or lie over each other,
names that climb out of the package, sizes that lie, a document type that could define entities) is
no workbook that a spreadsheet program has written, and is refused as a whole.

Cells of the tables are read. Everything else is left out, and each thing left out is said.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn
from xml.parsers import expat

from npm_data.register.personal import CERTAIN, kinds_in
from npm_data.register.reading.headings import is_said_by_the_template
from npm_data.register.reading.source import (
    MEBIBYTE,
    MOST_OF_A_SMALL_PART,
    MOST_PARTS,
    Limits,
    UnreadableError,
)
from npm_data.register.schema import Problem

_END = b"PK\x05\x06"
_LARGE_END, _POINTER_TO_A_LARGE_END = b"PK\x06\x06", b"PK\x06\x07"
_BYTES_OF_A_LARGE_END, _BYTES_OF_A_POINTER = 56, 20
_BYTES_OF_AN_ENTRY, _BYTES_OF_A_HEADER, _BYTES_OF_THE_END = 46, 30, 22
_LONGEST_NOTE = 65_535
_CHUNK = MEBIBYTE
_IS_ENCRYPTED = 0x1
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/vbadata.xml", "xl/activex/")
_PERSON_OF_A_PROGRAM = re.compile(
    r"(?i)openpyxl|xlsxwriter|polars|libreoffice|apache poi|(?:microsoft )?excel|calamine|unknown"
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
EPOCH = date(1899, 12, 30)
"""Day 0 of a workbook's day numbers, but for those of old Macs."""

_BUILT_IN_NAME = "_xlnm."
_AUTHORS = ("creator", "lastModifiedBy", "Manager", "Company")
_DESCRIPTIONS = ("title", "subject", "description", "keywords", "category", "property")
_FOLDERS = {
    "xl/pivotcache/": "pivot",
    "xl/externallinks/": "external_links",
    "xl/connections.xml": "external_links",
    "xl/querytables/": "external_links",
    "xl/embeddings/": "embedded",
    "xl/richdata/": "embedded",
    "xl/media/": "pictures",
    "customxml/": "custom_data",
}
"""Where parts of a kind lie, and the message `import.part_...` that names the kind."""

_KINDS_OF_A_SHEET = {"drawing": "drawings", "pivotTable": "pivot", "oleObject": "embedded"}
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of XML when it has ended: its name and attributes without namespaces."""

    name: str
    attributes: Mapping[str, str]
    text: str


class Package:
    """The parts of a workbook by their names.

    Raises:
        UnreadableError: the file is none, or none that is safe to read.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._limits = limits
        _refuse_a_long_list(content, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN:
            raise UnreadableError("a_workbook_is_whole") from None
        self._parts = {each.filename: each for each in self._zip.infolist()}
        self.names = tuple(self._parts)
        _refuse_odd_parts(self._zip.infolist(), limits)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a part, piece by piece."""
        try:
            with self._zip.open(self._parts[name]) as part:
                while piece := part.read(_CHUNK):
                    yield piece
        except (*_BROKEN, KeyError, RuntimeError):
            raise UnreadableError("a_workbook_is_whole") from None

    def content(self, name: str) -> bytes:
        """The whole of a small part."""
        if name in self._parts and self._parts[name].file_size > MOST_OF_A_SMALL_PART:
            raise self._limits.too_large_unpacked
        return b"".join(self.chunks(name))

    def tags(self, name: str) -> list[Tag]:
        """The elements of a small part, each when it ends; none of a part that is not there."""
        return _tags(self.content(name)) if name in self._parts else []

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """By its identifier, the kind and the name of each part that a part points to."""
        folder, file = posixpath.split(name)
        return {
            each.attributes.get("Id", ""): (
                each.attributes.get("Type", "").rpartition("/")[2],
                _target(folder, each.attributes.get("Target", "")),
            )
            for each in self.tags(posixpath.join(folder, "_rels", f"{file}.rels"))
            if each.name == "Relationship" and each.attributes.get("TargetMode") != "External"
        }


def _target(folder: str, target: str) -> str:
    path = target if target.startswith("/") else f"{folder}/{target}"
    return posixpath.normpath(path).lstrip("/")


def _refuse_a_long_list(content: bytes, limits: Limits) -> None:
    """The list of parts is read into memory at once: not when it is longer than it may be."""
    at = content.rfind(_END, max(0, len(content) - _LONGEST_NOTE - _BYTES_OF_THE_END))
    if at < 0 or len(content) < at + _BYTES_OF_THE_END:
        refuse_as_broken()
    parts = int.from_bytes(content[at + 10 : at + 12], "little")
    size = int.from_bytes(content[at + 12 : at + 16], "little")
    if content[max(0, at - _BYTES_OF_A_POINTER) : at].startswith(_POINTER_TO_A_LARGE_END):
        parts, size = _of_a_large_end(content, at - _BYTES_OF_A_POINTER - _BYTES_OF_A_LARGE_END)
    if parts > MOST_PARTS or size > MOST_PARTS * 4 * _BYTES_OF_AN_ENTRY:
        raise limits.too_large_unpacked


def _of_a_large_end(content: bytes, at: int) -> tuple[int, int]:
    """The number of parts and the size of their list as zip64 has them.

    Programs that write a workbook piece by piece do so for small ones too.
    """
    if at < 0 or not content.startswith(_LARGE_END, at):
        refuse_as_broken()
    parts = (content[at + 24 : at + 32], content[at + 32 : at + 40])
    size = int.from_bytes(content[at + 40 : at + 48], "little")
    return max(int.from_bytes(each, "little") for each in parts), size


def _refuse_odd_parts(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [each.filename.casefold() for each in parts]
    if any(each.flag_bits & _IS_ENCRYPTED for each in parts):
        raise UnreadableError("a_workbook_has_no_password")
    if any(mark in name for name in names for mark in _MACROS):
        raise UnreadableError("a_workbook_has_no_macros")
    if len(set(names)) < len(names) or any(_climbs_out(name) for name in names):
        refuse_as_broken()
    if sum(each.file_size for each in parts) > limits.unpacked:
        raise limits.too_large_unpacked
    end = 0
    for each in sorted(parts, key=lambda part: part.header_offset):
        if each.header_offset < end:
            refuse_as_broken()
        end = each.header_offset + _BYTES_OF_A_HEADER + len(each.filename) + each.compress_size


def _climbs_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def refuse_as_broken(*_: object) -> NoReturn:
    """As what no spreadsheet program has written."""
    raise UnreadableError("a_workbook_is_whole")


def parse(
    pieces: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    say: Callable[[str], None],
) -> None:
    """Take XML apart; names come with their namespace and a blank before them.

    Raises:
        UnreadableError: it is none, or defines a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = say
    parser.StartDoctypeDeclHandler = refuse_as_broken
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):
        # The latter two are about encodings: one that nobody knows, one of several bytes a letter.
        raise UnreadableError("a_workbook_is_whole") from None


def plain(attributes: Mapping[str, str]) -> dict[str, str]:
    """Attributes without the namespaces of their names."""
    return {key.rpartition(" ")[2]: value for key, value in attributes.items()}


def _tags(content: bytes) -> list[Tag]:
    open_tags: list[tuple[str, dict[str, str], list[str]]] = []
    tags: list[Tag] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        open_tags.append((name.rpartition(" ")[2], plain(attributes), []))

    def say(text: str) -> None:
        for _, _, texts in open_tags[-4:]:
            texts.append(text)

    def end(_: str) -> None:
        name, attributes, texts = open_tags.pop()
        tags.append(Tag(name, attributes, "".join(texts)))

    parse([content], start, end, say)
    return tags


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it; `state` is `visible`, `hidden` or `veryHidden`."""

    title: str
    state: str
    part: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody noted on a cell; `reference` as the spreadsheet writes it (`B7`)."""

    reference: str
    text: str


class Contents:
    """The list of sheets and what else lies in the package.

    Raises:
        UnreadableError: it is a package, but no workbook of today's kind.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = {name.casefold() for name in package.names}
        self.workbook = self._main_part()
        tags = package.tags(self.workbook)
        relations = package.relations(self.workbook)
        self.sheets = tuple(
            SheetPart(
                each.attributes.get("name", ""),
                each.attributes.get("state", "visible"),
                relations.get(each.attributes.get("id", ""), ("", ""))[1],
            )
            for each in tags
            if each.name == "sheet"
        )
        if not self.sheets:
            raise UnreadableError("a_file_is_a_workbook")
        self._has_names = any(
            each.name == "definedName"
            and not each.attributes.get("name", "").startswith(_BUILT_IN_NAME)
            for each in tags
        )
        settings = [each.attributes for each in tags if each.name == "workbookPr"]
        is_of_a_mac = any(each.get("date1904") in ("1", "true") for each in settings)
        self.epoch = date(1904, 1, 1) if is_of_a_mac else EPOCH

    def left_out(self) -> list[str]:
        """Kinds of things that belong to no sheet, as the messages `import.part_...` name them."""
        authors, said = self._properties(*_AUTHORS), self._properties(*_DESCRIPTIONS)
        kinds = {
            "author": any(each and not _PERSON_OF_A_PROGRAM.match(each) for each in authors),
            "defined_names": self._has_names,
            "properties": any(each and not is_said_by_the_template(each) for each in said),
        }
        for folder, kind in _FOLDERS.items():
            is_there = any(name.startswith(folder) for name in self._names)
            kinds[kind] = kinds.get(kind, False) or is_there
        return [kind for kind, is_there in kinds.items() if is_there]

    def left_out_of(self, sheet: SheetPart) -> list[str]:
        """The same for what hangs on a sheet."""
        kinds = {kind for kind, _ in self._package.relations(sheet.part).values()}
        return [name for kind, name in _KINDS_OF_A_SHEET.items() if kind in kinds]

    def comments(self, sheet: SheetPart) -> list[Comment]:
        """Notes and threaded comments of a sheet."""
        found: list[Comment] = []
        for kind, part in self._package.relations(sheet.part).values():
            if kind in ("comments", "threadedComment"):
                found += [
                    Comment(each.attributes.get("ref", ""), each.text)
                    for each in self._package.tags(part)
                    if each.name in ("comment", "threadedComment")
                ]
        return found

    def _main_part(self) -> str:
        names = self._names
        if "xl/workbook.bin" in names or "mimetype" in names:
            raise UnreadableError("a_workbook_is_of_todays_kind")
        parts = self._package.relations("").values()
        named = (part for kind, part in parts if kind == "officeDocument")
        main = next((part for part in named if part in self._package.names), "")
        main = main if main.startswith("xl/") else "xl/workbook.xml"
        if main not in self._package.names:
            raise UnreadableError("a_file_is_a_workbook")
        return main

    def _properties(self, *names: str) -> list[str]:
        parts = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
        tags = (each for part in parts for each in self._package.tags(part))
        return [each.text.strip() for each in tags if each.name in names]


def about_comments(comments: Sequence[Comment], file: str, code: str) -> Iterator[Problem]:
    """That they are left out, and which of them are about a person."""
    if comments:
        rule, facts = "a_comment_is_not_of_the_register", {"count": len(comments)}
        yield Problem(rule, file, code, severity="warning", facts=facts)
    for each in comments:
        found = tuple(kind for kind in kinds_in(each.text) if kind in CERTAIN)
        at = _REFERENCE.fullmatch(each.reference)
        if found:
            rule = "a_comment_says_nothing_about_a_person"
            told = {"personal": found, "cell": each.reference if at else "?"}
            yield Problem(rule, file, code, int(at[2]) if at else None, facts=told)
