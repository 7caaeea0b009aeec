"""What a change does to the register: records it would overwrite, then a line a table."""

from collections.abc import Iterator

from npm_data.database.history import RowsChanged
from npm_data.i18n import Words
from npm_data.keeping import Prepared
from npm_data.reference import reference
from npm_data.report.other_records_text import count_of, other_record_lines


def difference_lines(prepared: Prepared, words: Words) -> Iterator[str]:
    """Against the version that is changed; nothing of a first import, where all is new."""
    difference = prepared.difference
    if difference is None or prepared.base_version == 0:
        return
    if prepared.is_demonstration_replaced:
        yield words("history.demonstration_replaced")
        return
    if prepared.others:
        yield words.plural("difference.others", count_of(prepared.others))
        yield from (f"  {line}" for line in other_record_lines(prepared.others, words))
    version = words.number(prepared.base_version)
    if difference.is_empty:
        yield words("history.nothing_differs", version=version)
        return
    yield words("history.differs", version=version)
    for sheet, table in difference.tables.items():
        if not table.is_empty:
            yield f"  {counts_line(sheet, table.counts, words)}"


def counts_line(sheet: str, counts: RowsChanged, words: Words) -> str:
    """`Visits: 3 new, 1 changed, 0 no longer there`."""
    numbers = {name: words.number(count) for name, count in counts._asdict().items()}
    title = reference().sheets[sheet][words.language]
    return words("history.counts", sheet=title, **numbers)
