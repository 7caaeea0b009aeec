"""The sourced reference data of `data/reference/`: read once, never changed by the program.

Sources and licences stand in `data/README.md`. This is the lowest layer: vocabulary, words, queries
and charts all take their codes and names from here.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
FOLDER = PROJECT / "data" / "reference"
LANGUAGES = ("kk", "ru", "en")
BORDER_SETS = ("2016", "2018", "2022")
TODAYS_BORDERS = BORDER_SETS[-1]

Names = dict[str, str]
"""A name by language code (`kk`, `ru`, `en`)."""


@dataclass(frozen=True, slots=True)
class BorneName:
    """A name that is borne from `valid_from` (inclusive) to `valid_to` (exclusive)."""

    names: Names
    valid_from: date | None
    valid_to: date | None

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class MinistryName(BorneName):
    portfolio: str
    short_names: Names


@dataclass(frozen=True, slots=True)
class RegionName(BorneName):
    """A name of a region other than that of its border set; `codes` are its old and new ones."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstitutionType:
    """A kind of place, its host ministry (`portfolio`) and the days it is in the mandate."""

    code: str
    portfolio: str
    names: Names
    is_confirmed: dict[str, bool]
    mandate_from: date
    mandate_to: date | None
    mandate_source: str
    report_chapter: int
    display_order: int

    @property
    def is_mandate_assumed(self) -> bool:
        return self.mandate_source.startswith(("ASSUMED", "inferred"))


@dataclass(frozen=True, slots=True)
class Region:
    """A first-level unit in one of the three border sets; `successors` are codes of today."""

    border_set: str
    code: str
    names: Names
    other_names: dict[str, tuple[str, ...]]
    kind: str
    valid_from: date | None
    valid_to: date | None
    is_split_off: bool
    """Whether it came out of another region on `valid_from`, rather than lost one or a name."""
    successors: tuple[str, ...]
    tile_row: int
    tile_column: int
    longitude: float
    latitude: float

    @property
    def is_city(self) -> bool:
        return self.kind == "city"


@dataclass(frozen=True, slots=True)
class District:
    """A district or city that tells which of today's units (`region`) came out of `old_code`."""

    old_code: str
    region: str
    names: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class CodeValue:
    """One code of a list (`visit_type`, `theme`, ...) with its names."""

    list: str
    code: str
    names: Names


@dataclass(frozen=True, slots=True)
class OtherName:
    """A usual name of a code, beside those in its list; of a region it may mean several `codes`."""

    list: str
    codes: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class WorkbookColumn:
    """A column of the register's workbook; `type` is text, code or date."""

    sheet: str
    column: str
    type: str
    is_required: bool
    names: Names
    note: str


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A published statistic, quoted with its source and never corrected."""

    country: str
    period: str
    measure: str
    breakdown: str
    breakdown_value: str
    value: float
    unit: str
    precision: str
    source_title: str
    source_url: str
    note: str


@dataclass(frozen=True, slots=True)
class Reference:
    ministries: tuple[MinistryName, ...]
    institution_types: tuple[InstitutionType, ...]
    regions: tuple[Region, ...]
    region_names: tuple[RegionName, ...]
    districts: tuple[District, ...]
    code_values: tuple[CodeValue, ...]
    other_names: tuple[OtherName, ...]
    sheets: dict[str, Names]
    columns: tuple[WorkbookColumn, ...]
    published_figures: tuple[PublishedFigure, ...]

    @property
    def portfolios(self) -> tuple[str, ...]:
        """Ministries' stable keys, in the order of the law's report chapters."""
        return tuple(dict.fromkeys(name.portfolio for name in self.ministries))

    def codes(self, list_name: str) -> tuple[str, ...]:
        return tuple(value.code for value in self.code_values if value.list == list_name)

    def others_of(self, list_name: str) -> tuple[OtherName, ...]:
        """Usual names of a list's codes; `status` is the list of both axes."""
        return tuple(each for each in self.other_names if each.list == list_name)

    def institution_type(self, code: str) -> InstitutionType:
        return next(each for each in self.institution_types if each.code == code)

    def regions_of(self, border_set: str) -> tuple[Region, ...]:
        """Units of a border set from north to south, west to east, as on the tile grid."""
        chosen = [region for region in self.regions if region.border_set == border_set]
        return tuple(sorted(chosen, key=lambda unit: (unit.tile_row, unit.tile_column)))

    def todays_codes(self, code: str) -> tuple[str, ...]:
        """Today's units that a region code, new or old, means; empty when there is none such.

        An old code means all units that came out of it: KZ-VOS is Abai and East Kazakhstan, KZ-YUZ
        (South Kazakhstan until 2018, Turkistan afterwards) is Turkistan and Shymkent.
        """
        units = {
            unit
            for region in self.regions
            if region.code == code
            for unit in (region.successors or (code,))
        }
        return tuple(sorted(units))

    def unit_in(self, border_set: str, todays_code: str) -> str:
        """The unit of an older (or today's) border set that today's unit lies in."""
        return next(
            region.code
            for region in self.regions
            if region.border_set == border_set
            and todays_code in (region.successors or (region.code,))
        )


def _rows(name: str) -> list[dict[str, str]]:
    return read_rows(FOLDER / f"{name}.csv")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _names(row: dict[str, str], prefix: str = "name") -> Names:
    return {language: row[f"{prefix}_{language}"] for language in LANGUAGES}


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _borne(row: dict[str, str]) -> tuple[Names, date | None, date | None]:
    return _names(row), _day(row["valid_from"]), _day(row["valid_to"])


def _institution_type(row: dict[str, str]) -> InstitutionType:
    return InstitutionType(
        code=row["code"],
        portfolio=row["portfolio"],
        names=_names(row),
        is_confirmed={"en": True}
        | {each: row[f"term_{each}"] == "confirmed" for each in ("ru", "kk")},
        mandate_from=date.fromisoformat(row["mandate_from"]),
        mandate_to=_day(row["mandate_to"]),
        mandate_source=row["mandate_source"],
        report_chapter=int(row["report_chapter"]),
        display_order=int(row["display_order"]),
    )


def _region(row: dict[str, str]) -> Region:
    return Region(
        border_set=row["set"],
        code=row["code"],
        names=_names(row),
        other_names={
            "en": _parts(row["alt_en"], ";"),
            "ru": _parts(row["alt_ru"], ";"),
            "kk": (),
        },
        kind=row["kind"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        is_split_off=row["change"] == "split_new",
        successors=_parts(row["successors"], "|"),
        tile_row=int(row["tile_row"]),
        tile_column=int(row["tile_col"]),
        longitude=float(row["label_lon"]),
        latitude=float(row["label_lat"]),
    )


def _district(row: dict[str, str]) -> District:
    others = [name for each in LANGUAGES for name in _parts(row[f"other_{each}"], ";")]
    names = dict.fromkeys([*_names(row).values(), *others])
    return District(row["old_code"], row["region"], tuple(names), row["source"])


def _code_values() -> list[CodeValue]:
    values = [CodeValue(row["list"], row["code"], _names(row)) for row in _rows("code_values")]
    return values + [CodeValue("theme", row["code"], _names(row)) for row in _rows("themes")]


def _column(row: dict[str, str]) -> WorkbookColumn:
    return WorkbookColumn(
        sheet=row["sheet"],
        column=row["column"],
        type=row["type"],
        is_required=row["required"] == "yes",
        names=_names(row),
        note=row["note"],
    )


def _published(row: dict[str, str]) -> PublishedFigure:
    kept = {name: row[name] for name in PublishedFigure.__slots__ if name != "value"}
    return PublishedFigure(**kept, value=float(row["value"]))


@cache
def reference() -> Reference:
    """All reference data, read from `data/reference/` at the first call."""
    return Reference(
        ministries=tuple(
            MinistryName(*_borne(row), row["portfolio"], _names(row, "short"))
            for row in _rows("ministries")
        ),
        institution_types=tuple(
            sorted(
                (_institution_type(row) for row in _rows("institution_types")),
                key=lambda each: each.display_order,
            )
        ),
        regions=tuple(_region(row) for row in _rows("regions")),
        region_names=tuple(
            RegionName(*_borne(row), _parts(row["codes"], "|")) for row in _rows("region_names")
        ),
        districts=tuple(_district(row) for row in _rows("districts")),
        code_values=tuple(_code_values()),
        other_names=tuple(
            OtherName(row["list"], _parts(row["code"], "|"), row["name"])
            for row in _rows("other_names")
        ),
        sheets={row["sheet"]: _names(row) for row in _rows("workbook_sheets")},
        columns=tuple(_column(row) for row in _rows("workbook_columns")),
        published_figures=tuple(_published(row) for row in _rows("published_figures")),
    )


class ReferenceFileError(Exception):
    """A file of `data/reference/` (`path`) is missing or cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def read_rows(path: Path) -> list[dict[str, str]]:
    """The records of a CSV file by the names in its header."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceFileError(path) from error
