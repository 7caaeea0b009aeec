"""A demonstration register: made-up records in the shape and size of the real thing.

Record-level data of the National Preventive Mechanism are not public. Where a figure is published,
these records give it exactly; everything else is invented, and so are all places.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import polars as pl

from npm_data.demo.follow_up import Chain, settle_the_published_rate
from npm_data.demo.places import Place, make_places
from npm_data.demo.plan import DATA_DATE
from npm_data.demo.recommendations import make_chains, make_systemic_chains
from npm_data.demo.visits import Visit, make_visits
from npm_data.reference import reference
from npm_data.register.schema import SHEETS, Register, with_records
from npm_data.register.storage.connection import SourceFile
from npm_data.register.storage.versions import Origin

DEFAULT_SEED = 2016

T = TypeVar("T")
Row = tuple[object, Mapping[str, object]]
"""An item, and what it does not know itself of the row that it becomes."""


def generate(seed: int = DEFAULT_SEED) -> Register:
    """The register of a seed: the same on every machine, in about two seconds."""
    places = make_places(seed)
    visits = make_visits(places, seed)
    chains = make_chains(places, visits, seed) + make_systemic_chains(seed)
    settle_the_published_rate(chains)
    return Register.validate(frames_of(places, visits, chains))


def frames_of(
    places: Sequence[Place], visits: Sequence[Visit], chains: Sequence[Chain]
) -> dict[str, pl.DataFrame]:
    """Frames by sheet, with `record` as if each were a CSV file with its header in row 1."""
    statements = [each for chain in chains for each in chain.statements]
    events = [each for chain in chains for each in chain.events]
    statements.sort(key=lambda each: each.issued_on)
    events.sort(key=lambda each: each.on)
    visit_ids = _numbered("V", visits, [each.started_on.year for each in visits], 4)
    ids = _numbered("R", statements, [each.issued_on.year for each in statements], 5)
    rows: dict[str, list[Row]] = {
        "institutions": [(place, {}) for place in places],
        "visits": [
            (visit, {"visit_id": visit_ids[visit], "institution_id": place.institution_id})
            for visit in visits
            for place in visit.places
        ],
        "recommendations": [
            (
                each,
                {
                    "recommendation_id": ids[each],
                    "visit_id": each.visit and visit_ids[each.visit],
                    "institution_id": each.place and each.place.institution_id,
                    "repeats": each.repeats and ids[each.repeats],
                },
            )
            for each in statements
        ],
        "follow_up": [
            (each, {"recommendation_id": ids[each.statement], "axis": each.axis}) for each in events
        ],
    }
    return {sheet: _frame(sheet, rows[sheet]) for sheet in SHEETS}


def _numbered(prefix: str, items: Sequence[T], years: Sequence[int], width: int) -> dict[T, str]:
    """A code for each item: numbered anew with each year, as offices do."""
    codes: dict[T, str] = {}
    counts: Counter[int] = Counter()
    for item, year in zip(items, years, strict=True):
        counts[year] += 1
        codes[item] = f"{prefix}{year}-{counts[year]:0{width}}"
    return codes


def _frame(sheet: str, rows: Iterable[Row]) -> pl.DataFrame:
    """What an item is not known to have in a column is its own attribute of that name."""
    schema = {
        each.column: pl.Date if each.type == "date" else pl.String
        for each in reference().columns
        if each.sheet == sheet
    }
    cells = [
        [known[name] if name in known else getattr(item, name) for name in schema]
        for item, known in rows
    ]
    return with_records(sheet, pl.DataFrame(cells, schema=schema, orient="row"))


class FilesInTheWayError(Exception):
    """The folder holds another file of that name (`path`): perhaps a real register."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def csv_files(register: Register) -> dict[str, bytes]:
    """The sheets as UTF-8 files by name, with codes for headers and ISO days."""
    frames = register.to_dict()
    return {
        f"{sheet}.csv": frames[sheet].collect().drop("record").write_csv().encode()
        for sheet in SHEETS
    }


def write_csv_files(register: Register, folder: Path) -> None:
    """Write the four files; what they would replace must be the same.

    Raises:
        FilesInTheWayError: a file of the name says something else; nothing is written.
        OSError: the folder cannot be written.
    """
    files = csv_files(register)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        if path.exists() and path.read_bytes() != content:
            raise FilesInTheWayError(path)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def origin_of(register: Register) -> Origin:
    """Says that the records are a demonstration, and of which content."""
    sources = tuple(
        SourceFile.of(f"demo/{name}", content) for name, content in csv_files(register).items()
    )
    return Origin(sources, DATA_DATE, is_demonstration=True)
