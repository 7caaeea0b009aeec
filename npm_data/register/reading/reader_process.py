"""Reads cells of a workbook in a process of its own, with a limit on its memory and its time.

The parent runs this file as a script, with nothing of the program imported: a reader that runs out
of memory is ended by the system, and only this process ends. Standard input: a line of JSON, the
titles of the sheets to read and the limits, then the workbook. Standard output: for each sheet a
line of JSON and the cells as an Arrow stream.
"""

import json
import sys
from pathlib import Path
from typing import IO, Any

import fastexcel
import pyarrow as pa


def cells_of(content: bytes, titles: list[str]) -> list[tuple[dict[str, Any], bytes]]:
    """For each sheet what is told of it, and its cells.

    Told are the spreadsheet's `columns` (from 0) of the cells, and the cells that show an error, as
    row and column of the stream and the reader's word for it; only `is_broken` where it cannot be
    read.
    """
    try:
        reader = fastexcel.read_excel(content)
    except BaseException as error:
        _let_the_user_interrupt(error)
        return [({"is_broken": True, "bytes": 0}, b"")] * len(titles)
    return [_sheet(reader, title) for title in titles]


def _sheet(reader: fastexcel.ExcelReader, title: str) -> tuple[dict[str, Any], bytes]:
    try:
        sheet = reader.load_sheet(title, header_row=None, skip_rows=0, dtypes="string")
        if sheet.width == 0 or sheet.height == 0:
            return {"columns": [], "errors": [], "bytes": 0}, b""
        batch, errors = sheet.to_arrow_with_errors()
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        cells = sink.getvalue().to_pybytes()
        told = {
            "columns": [each.absolute_index for each in sheet.selected_columns],
            "errors": [
                (*each.offset_position, each.detail) for each in (errors.errors if errors else ())
            ],
            "bytes": len(cells),
        }
    except BaseException as error:
        _let_the_user_interrupt(error)
        return {"is_broken": True, "bytes": 0}, b""
    return told, cells


def answer(request: IO[bytes], reply: IO[bytes]) -> None:
    """Read what is asked for and write it; nothing at all where it is more than may be."""
    asked = json.loads(request.readline())
    _limit(asked["memory"], asked["seconds"])
    answers = cells_of(request.read(), asked["titles"])
    if sum(len(cells) for _, cells in answers) > asked["text"]:
        raise MemoryError
    for told, cells in answers:
        reply.write(json.dumps(told).encode() + b"\n")
        reply.write(cells)
    reply.flush()


def _limit(memory: int | None, seconds: int | None) -> None:
    """None is no limit; where the system knows none, the clock of the parent is the only one."""
    try:
        import resource
    except ImportError:
        return
    if memory is not None:
        most = _own_memory() * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _own_memory() -> int:
    """Pages of memory that this process has set aside by now, where the system tells."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0


def _let_the_user_interrupt(error: BaseException) -> None:
    """A panic inside the reader is no `Exception`; all but the user's own stop is a fault."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        raise error


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer)
