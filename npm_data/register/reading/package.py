"""A workbook as the package of parts that it is, opened with suspicion.

Nothing is ever unpacked to a disk. What is odd (parts that stand twice or lie over each other,
names that climb out of the package, sizes that lie, a document type that could define entities) is
no workbook that a spreadsheet program has written, and is refused as a whole.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from npm_data.register.reading.limits import (
    MEBIBYTE,
    MOST_OF_A_SMALL_PART,
    MOST_PARTS,
    MOST_UNPACKED,
)

_END = b"PK\x05\x06"
_LARGE_END, _POINTER_TO_A_LARGE_END = b"PK\x06\x06", b"PK\x06\x07"
_BYTES_OF_A_LARGE_END, _BYTES_OF_A_POINTER = 56, 20
_BYTES_OF_AN_ENTRY, _BYTES_OF_A_HEADER, _BYTES_OF_THE_END = 46, 30, 22
_LONGEST_NOTE = 65_535
_CHUNK = MEBIBYTE
_IS_ENCRYPTED = 0x1
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/vbadata.xml", "xl/activex/")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class PackageError(Exception):
    """What keeps a file from being read; `rule` is the sentence that it breaks."""

    def __init__(self, rule: str, **facts: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of XML when it has ended: its name and attributes without namespaces."""

    name: str
    attributes: Mapping[str, str]
    text: str


class Package:
    """The parts of a workbook by their names.

    Raises:
        PackageError: the file is none, or none that is safe to read.
    """

    def __init__(self, content: bytes) -> None:
        _refuse_a_long_list(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN:
            raise PackageError("a_workbook_is_whole") from None
        self._parts = {each.filename: each for each in self._zip.infolist()}
        self.names = tuple(self._parts)
        _refuse_odd_parts(self._zip.infolist())

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of a part, piece by piece."""
        try:
            with self._zip.open(self._parts[name]) as part:
                while piece := part.read(_CHUNK):
                    yield piece
        except (*_BROKEN, KeyError, RuntimeError):
            raise PackageError("a_workbook_is_whole") from None

    def content(self, name: str) -> bytes:
        """The whole of a small part."""
        if name in self._parts and self._parts[name].file_size > MOST_OF_A_SMALL_PART:
            raise too_large_unpacked()
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


def too_large_unpacked() -> PackageError:
    return PackageError("a_workbook_unpacks_to_a_bearable_size", most=MOST_UNPACKED // MEBIBYTE)


def _target(folder: str, target: str) -> str:
    path = target if target.startswith("/") else f"{folder}/{target}"
    return posixpath.normpath(path).lstrip("/")


def _refuse_a_long_list(content: bytes) -> None:
    """The list of parts is read into memory at once: not when it is longer than it may be."""
    at = content.rfind(_END, max(0, len(content) - _LONGEST_NOTE - _BYTES_OF_THE_END))
    if at < 0 or len(content) < at + _BYTES_OF_THE_END:
        raise PackageError("a_workbook_is_whole")
    parts = int.from_bytes(content[at + 10 : at + 12], "little")
    size = int.from_bytes(content[at + 12 : at + 16], "little")
    if content[max(0, at - _BYTES_OF_A_POINTER) : at].startswith(_POINTER_TO_A_LARGE_END):
        parts, size = _of_a_large_end(content, at - _BYTES_OF_A_POINTER - _BYTES_OF_A_LARGE_END)
    if parts > MOST_PARTS or size > MOST_PARTS * 4 * _BYTES_OF_AN_ENTRY:
        raise too_large_unpacked()


def _of_a_large_end(content: bytes, at: int) -> tuple[int, int]:
    """The number of parts and the size of their list as zip64 has them.

    Programs that write a workbook piece by piece do so for small ones too.
    """
    if at < 0 or not content.startswith(_LARGE_END, at):
        raise PackageError("a_workbook_is_whole")
    parts = (content[at + 24 : at + 32], content[at + 32 : at + 40])
    size = int.from_bytes(content[at + 40 : at + 48], "little")
    return max(int.from_bytes(each, "little") for each in parts), size


def _refuse_odd_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [each.filename.casefold() for each in parts]
    if any(each.flag_bits & _IS_ENCRYPTED for each in parts):
        raise PackageError("a_workbook_has_no_password")
    if any(mark in name for name in names for mark in _MACROS):
        raise PackageError("a_workbook_has_no_macros")
    if len(set(names)) < len(names) or any(_climbs_out(name) for name in names):
        raise PackageError("a_workbook_is_whole")
    if sum(each.file_size for each in parts) > MOST_UNPACKED:
        raise too_large_unpacked()
    end = 0
    for each in sorted(parts, key=lambda part: part.header_offset):
        if each.header_offset < end:
            raise PackageError("a_workbook_is_whole")
        end = each.header_offset + _BYTES_OF_A_HEADER + len(each.filename) + each.compress_size


def _climbs_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _tags(content: bytes) -> list[Tag]:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    open_tags: list[tuple[str, dict[str, str], list[str]]] = []
    tags: list[Tag] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        open_tags.append((name.rpartition(" ")[2], plain, []))

    def say(text: str) -> None:
        for _, _, texts in open_tags[-4:]:
            texts.append(text)

    def end(_: str) -> None:
        name, attributes, texts = open_tags.pop()
        tags.append(Tag(name, attributes, "".join(texts)))

    def refuse(*_: object) -> None:
        raise PackageError("a_workbook_is_whole")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = say
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):
        # The latter two are about encodings: one that nobody knows, one of several bytes a letter.
        raise PackageError("a_workbook_is_whole") from None
    return tags
