"""The alphabetical order of names, which Kazakh has its own of (Ә after А, Қ after К)."""

from collections.abc import Iterable
from functools import lru_cache

import duckdb

from npm_data.i18n import Words


def in_order(words: Words, names: Iterable[str]) -> tuple[str, ...]:
    """Names in the alphabetical order of the language."""
    return _in_order(words.language, tuple(names))


@lru_cache(maxsize=256)
def _in_order(language: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """DuckDB carries the collations of CLDR, which Python's standard library does not."""
    if not names:
        return ()
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select name from (select unnest($names) as name) order by name collate {language}",
            {"names": list(names)},
        ).fetchall()
    return tuple(row[0] for row in rows)
