"""Build a database beside the old one, check it, and swap it in with one rename."""

import contextlib
import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl

from npm_data.reference import BORDER_SETS, TODAYS_BORDERS, reference
from npm_data.register.rules.findings import kept_frame
from npm_data.register.schema import Register, in_file_order
from npm_data.register.storage import replica, versions
from npm_data.register.storage.connection import (
    FORMAT_VERSION,
    STORAGE_VERSION,
    DatabaseError,
    KeepingError,
    behind_links,
    derivations,
    fault_of,
    open_connection,
    read_meta,
)
from npm_data.register.storage.current_version import (
    CurrentVersion,
    current_version_at,
    known_history,
    number_after,
)
from npm_data.register.storage.lake import Snapshot
from npm_data.register.storage.replica import Record
from npm_data.register.storage.versions import Change, Origin, Version, history_frame, swap

Progress = Callable[[str, float], None]
"""Told the step (`tables`, `derived`, `check`, `keep`, `swap`) and the share done, 0 to 1."""

SECONDS_TO_WAIT = 30.0
AN_IMPORT = Change()
_ROWS_AT_A_TIME = 200_000
_MOST_MEMORY = "3GB"
"""Of DuckDB while it builds; what does not fit goes to a folder beside the new file."""


def write_database(
    register: Register,
    path: Path,
    origin: Origin,
    on_progress: Progress | None = None,
    *,
    seconds_to_wait: float = SECONDS_TO_WAIT,
    change: Change = AN_IMPORT,
) -> int:
    """Put a register into the DuckDB file at `path`, replacing what stood there; gives its version.

    All or nothing: the old file stays whole until the new one, complete and checked, takes its
    name, and is kept among the versions. Another import at work is waited for. What is said of the
    new version in the history is `change`.

    Raises:
        KeepingError: `changed_meanwhile`, another version stands there than the change's basis.
        DatabaseError: the file there is not a register, the other import did not end within
            `seconds_to_wait` (`busy`), or the new one cannot be written.
    """
    tell = on_progress or (lambda step, share: None)
    path = behind_links(path)
    with versions.the_only_writer(path, seconds_to_wait):
        replica.renew(path)
        record = replica.record_of(path)
        current = current_version_at(path, renew=replica.renew)
        if current.fault and current.fault.reason == "no_permission":
            # Whole, perhaps, and somebody's: it is not ours to put aside.
            raise current.fault
        if change.basis not in (None, current.basis):
            raise KeepingError("changed_meanwhile")
        number = number_after(path, current)
        versions.remove_leftovers(path)
        building = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        try:
            entry = _entry(register, origin, change, number, current)
            if record:
                entry = replace(entry, snapshot=record.snapshot + 1)
            past, _ = known_history(path, current)
            _build(building, register, origin, (*past, entry), tell)
            tell("check", 0.9)
            _check(building, register, origin)
            tell("keep", 0.95)
            if record:
                published = _publish(record, building, current, entry)
                tell("swap", 0.98)
                replica.settle(building, path, published, number)
            else:
                staged = _keep(path, current, building, number)
                tell("swap", 0.98)
                swap(building, path)
                with contextlib.suppress(OSError):
                    # The version is there; a copy that is missing is made by the next import.
                    versions.settle_copy(staged, path, number)
        except (OSError, duckdb.Error) as error:
            raise DatabaseError(fault_of(error), path) from error
        finally:
            versions.remove_leftovers(path)
    tell("swap", 1.0)
    return number


def _entry(
    register: Register, origin: Origin, change: Change, number: int, current: CurrentVersion
) -> Version:
    frames = list(register_frames(register))
    return Version(
        number=number,
        at=datetime.now(UTC).replace(microsecond=0, tzinfo=None),
        who=change.who,
        action=change.action or ("demonstration" if origin.is_demonstration else "import"),
        mode=change.mode,
        sources=origin.sources if change.sources is None else change.sources,
        data_date=origin.data_date,
        fingerprint=fingerprint_of(frames, origin.data_date),
        counts={name: frame.height for name, frame in frames},
        difference=change.difference,
        base_number=current.version,
        restored_from=change.restored_from,
    )


def _build(
    path: Path,
    register: Register,
    origin: Origin,
    history: tuple[Version, ...],
    tell: Progress,
) -> None:
    connection = duckdb.connect(
        path,
        config={"storage_compatibility_version": STORAGE_VERSION, "memory_limit": _MOST_MEMORY},
    )
    try:
        fill_database(connection, register, origin, history, tell)
        connection.execute("checkpoint")
    finally:
        connection.close()


def fill_database(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    origin: Origin,
    history: tuple[Version, ...],
    tell: Progress,
) -> None:
    """All tables of a version, in an empty database; `history` ends with that version's entry."""
    for done, (name, frame) in enumerate(register_frames(register)):
        tell("tables", 0.1 * done)
        create_table(connection, name, frame)
    tell("derived", 0.5)
    for name, frame in _reference_tables().items():
        create_table(connection, name, frame)
    create_derived_tables(connection)
    create_table(connection, "findings", kept_frame(origin.problems))
    create_table(connection, "history", history_frame(history))
    _write_meta(connection, origin, history[-1])


def _write_meta(connection: duckdb.DuckDBPyConnection, origin: Origin, entry: Version) -> None:
    meta = {
        "format_version": FORMAT_VERSION,
        "register_version": entry.number,
        "fingerprint": entry.fingerprint,
        "data_date": entry.data_date,
        "imported_at": entry.at,
        "is_demonstration": origin.is_demonstration,
    }
    sources = [(each.name, each.sha256, each.size) for each in origin.sources]
    source_schema = {"file_name": pl.String, "sha256": pl.String, "bytes": pl.Int64}
    create_table(connection, "meta", pl.DataFrame([meta]))
    create_table(connection, "sources", pl.DataFrame(sources, schema=source_schema, orient="row"))
    counts = {"table_name": list(entry.counts), "row_count": list(entry.counts.values())}
    create_table(connection, "row_counts", pl.DataFrame(counts))


def _check(path: Path, register: Register, origin: Origin) -> None:
    """Read what was written as a reader would, and count: a damaged file is not swapped in."""
    connection = open_connection(path)
    try:
        read_meta(connection, path)
        counts = {name: frame.height for name, frame in register_frames(register)}
        for name, count in (counts | {"findings": len(origin.problems)}).items():
            found = connection.execute(f"select count(*) from {name}").fetchall()[0][0]
            if found != count:
                raise DatabaseError("damaged", path)
        lost = """
            select (select count(*) from visits) - (select count(*) from place_visits),
                (select count(*) from recommendations) - (select count(*) from statements),
                (select count(*) from follow_up) - (select count(*) from chain_events)
        """
        if any(connection.execute(lost).fetchall()[0]):
            raise DatabaseError("damaged", path)
    finally:
        connection.close()


def _publish(record: Record, building: Path, current: CurrentVersion, entry: Version) -> Record:
    """The version becomes a snapshot of the lake; what is known of the lake with it."""
    snapshot = record.lake.publish(building, current.basis, entry.snapshot)
    told = Snapshot(snapshot, entry.fingerprint, FORMAT_VERSION)
    versions = {**record.versions, entry.number: told}
    return replace(record, versions=versions, snapshot=snapshot)


def _keep(path: Path, current: CurrentVersion, building: Path, number: int) -> Path:
    """Keep what stands there, and stage a copy of what will; nothing is lost by the rename."""
    with versions.keeping(path):
        if current.version and current.fault is None:
            versions.keep_present(path, current.version)
        elif path.exists():
            versions.set_aside(path, number)
        return versions.stage_copy(building, path, number)


DERIVED_TABLES = (
    "places",
    "place_visits",
    "statements",
    "chain_events",
    "chains",
    "chain_texts",
    "status_spans",
    "exits",
)
"""In the order in which they are built: each reads those before it. Files of `queries/register`."""


def register_frames(register: Register) -> Iterator[tuple[str, pl.DataFrame]]:
    """The four tables in file order, each with `row_number` in place of the source's address."""
    for name, frame in register.to_dict().items():
        rows = in_file_order(frame.collect()).drop("record")
        numbered = rows.with_row_index("row_number", offset=1)
        yield name, numbered.with_columns(pl.col("row_number").cast(pl.Int64))


def _reference_tables() -> dict[str, pl.DataFrame]:
    kept = reference()
    columns = {
        **{"code": pl.String, "portfolio": pl.String},
        **{"mandate_from": pl.Date, "mandate_to": pl.Date, "display_order": pl.Int32},
    }
    types = [[getattr(each, name) for name in columns] for each in kept.institution_types]
    units = [
        (border_set, kept.unit_in(border_set, unit.code), unit.code)
        for border_set in BORDER_SETS
        for unit in kept.regions_of(TODAYS_BORDERS)
    ]
    borders = ["border_set", "code", "todays_code"]
    return {
        "institution_types": pl.DataFrame(types, schema=columns, orient="row"),
        "border_units": pl.DataFrame(units, schema=borders, orient="row"),
    }


def create_table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Store a frame as a table; its column types become DuckDB's.

    Some rows at a time, as each is copied on its way.
    """
    task = f"create table {name} as"
    for rows in frame.iter_slices(_ROWS_AT_A_TIME) if frame.height else [frame]:
        connection.register("incoming", rows.to_arrow())
        connection.execute(f"{task} from incoming")
        connection.unregister("incoming")
        task = f"insert into {name}"


def create_derived_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Run `queries/register`: how texts are folded, the derived tables in their order, the macros.

    The macros come last, since a macro that reads a table can be made only once the table is there.
    """
    sql = derivations()
    connection.execute(sql["folding"])
    for name in DERIVED_TABLES:
        connection.execute(f"create table {name} as {sql[name]}")
    connection.execute(sql["macros"])


def fingerprint_of(frames: Iterable[tuple[str, pl.DataFrame]], data_date: date) -> str:
    """A digest of the tables' rows in their order and of the data date.

    The same records give the same digest from a workbook, from CSV files, or row by row. The order
    counts: on one day the later row of follow-up wins.
    """
    digest = hashlib.sha256(data_date.isoformat().encode())
    for name, frame in frames:
        columns = sorted(set(frame.columns) - {"record", "row_number"})
        digest.update(f"\n{name}\n".encode())
        digest.update(frame.head(0).select(columns).write_csv(quote_style="always").encode())
        for rows in frame.iter_slices(_ROWS_AT_A_TIME):
            text = rows.select(columns).write_csv(include_header=False, quote_style="always")
            digest.update(text.encode())
    return digest.hexdigest()
