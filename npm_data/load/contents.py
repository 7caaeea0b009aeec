"""What a workbook holds beside the cells of its tables: what is seen, hidden, noted or embedded.

Cells of the tables are read. Everything else is left out, and each thing left out is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from npm_data.load.headers import is_said_by_the_template
from npm_data.load.package import Package, PackageError
from npm_data.model.personal import CERTAIN, kinds_in
from npm_data.register.schema import Problem

_PERSON_OF_A_PROGRAM = re.compile(
    r"(?i)openpyxl|xlsxwriter|polars|libreoffice|apache poi|(?:microsoft )?excel|calamine|unknown"
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BUILT_IN_NAME = "_xlnm."
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
        PackageError: it is a package, but no workbook of today's kind.
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
            raise PackageError("a_file_is_a_workbook")
        self._has_names = any(
            each.name == "definedName"
            and not each.attributes.get("name", "").startswith(_BUILT_IN_NAME)
            for each in tags
        )
        settings = [each.attributes for each in tags if each.name == "workbookPr"]
        is_of_a_mac = any(each.get("date1904") in ("1", "true") for each in settings)
        self.epoch = date(1904, 1, 1) if is_of_a_mac else date(1899, 12, 30)

    def left_out(self) -> Iterator[str]:
        """Kinds of things that belong to no sheet, as the messages `import.part_...` name them."""
        if self._names_an_author():
            yield "author"
        if self._has_names:
            yield "defined_names"
        if self._is_described():
            yield "properties"
        yield from dict.fromkeys(
            kind
            for folder, kind in _FOLDERS.items()
            if any(name.startswith(folder) for name in self._names)
        )

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
            raise PackageError("a_workbook_is_of_todays_kind")
        for kind, part in self._package.relations("").values():
            if kind == "officeDocument" and part in self._package.names:
                if part.startswith("xl/"):
                    return part
                break
        if "xl/workbook.xml" not in self._package.names:
            raise PackageError("a_file_is_a_workbook")
        return "xl/workbook.xml"

    def _names_an_author(self) -> bool:
        said = self._properties("creator", "lastModifiedBy", "Manager", "Company")
        return any(name and not _PERSON_OF_A_PROGRAM.match(name) for name in said)

    def _is_described(self) -> bool:
        """By a title, a subject and so on, other than those of the template."""
        said = self._properties(*_DESCRIPTIONS)
        return any(text and not is_said_by_the_template(text) for text in said)

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
