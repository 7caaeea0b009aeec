"""`python -m npm_data demo`: write the demonstration register, as a database or as CSV files."""

import argparse
import sys
from pathlib import Path

import duckdb

from npm_data.cli.command import CommandError, add_database, add_work
from npm_data.demo import FilesInTheWayError, generate, origin_of, write_csv_files
from npm_data.i18n import Words, language_of_environment, words_for
from npm_data.register.schema import Register
from npm_data.register.storage.build import write_database
from npm_data.register.storage.connection import FORMAT_VERSION, DatabaseError, open_connection
from npm_data.register.storage.difference import difference_of
from npm_data.register.storage.versions import Change


def add_options(parser: argparse.ArgumentParser) -> None:
    words = words_for(language_of_environment())
    add_database(parser, words("demo.help_database"), required=False)
    parser.add_argument("--csv", type=Path, metavar="FOLDER", help=words("demo.help_csv"))
    parser.add_argument("--if-missing", action="store_true", help=words("demo.help_if_missing"))
    add_work(parser, run, words)


def run(arguments: argparse.Namespace, words: Words) -> int:
    """Write what is asked for; what could be a real register is left alone."""
    database, folder = arguments.database, arguments.csv
    if database is None and folder is None:
        raise CommandError(words("demo.where"))
    found = _found(database) if database else "nothing"
    if arguments.if_missing and found in ("real", "demonstration"):
        sys.stdout.write(words("demo.kept", path=database) + "\n")
        database = None
    elif found == "real":
        raise CommandError(words("demo.real_register", path=database))
    if database or folder:
        register = generate()
        if folder:
            _export(register, folder, words)
        if database:
            _build(register, database, words)
    return 0


def _found(database: Path) -> str:
    """What the file is: `nothing`, a `real` register, a `demonstration`, or an `outdated` one.

    Outdated is a demonstration in a format of another version of the program. A file that is no
    register raises.
    """
    if not database.exists():
        return "nothing"
    connection = open_connection(database)
    try:
        query = "select is_demonstration, format_version from meta"
        is_demonstration, version = connection.execute(query).fetchall()[0]
    except (duckdb.Error, IndexError) as error:
        raise DatabaseError("foreign", database) from error
    finally:
        connection.close()
    if not is_demonstration:
        return "real"
    return "demonstration" if version == FORMAT_VERSION else "outdated"


def _export(register: Register, folder: Path, words: Words) -> None:
    try:
        write_csv_files(register, folder)
    except FilesInTheWayError as error:
        raise CommandError(words("demo.in_the_way", path=error.path)) from error
    except OSError as error:
        raise CommandError(words("demo.unwritable", path=folder)) from error
    sys.stdout.write(_written(register, folder, words))


def _build(register: Register, database: Path, words: Words) -> None:
    difference = difference_of(None, register).counts
    change = Change(action="demonstration", difference=difference)
    write_database(register, database, origin_of(register), change=change)
    sys.stdout.write(_written(register, database, words))


def _written(register: Register, path: Path, words: Words) -> str:
    counts = {
        "places": register.institutions.height,
        "visits": register.visits["visit_id"].n_unique(),
        "statements": register.recommendations.height,
        "events": register.follow_up.height,
    }
    numbers = {name: words.number(count) for name, count in counts.items()}
    return words("demo.written", path=path, **numbers) + "\n"
