"""What somebody wrote stands on a page by way of `register_text`: read from the program's source.

Each place where a page takes a text or an ID out of a row of the register is inside a call of that
module, or its function is named here, with what becomes of it.
"""

import ast
from collections.abc import Iterator

from npm_data.reference import PROJECT

WRITTEN = {
    "chain_id",
    "district",
    "file_name",
    "institution_id",
    "name",
    "place",
    "recommendation_id",
    "remark",
    "text",
    "visit_id",
}
"""Columns of answers that hold what the register's people wrote; `name` is that of a place."""

MADE_SAFE = {"as_text", "as_lines", "with_found", "place_link", "where", "address_of"}
"""`register_text`, and what calls it for the texts it is given (each tested with hostile ones)."""

TAKEN_OTHERWISE = {
    "follow_up_entry._statement": "options of a select, which are plain text",
    "follow_up_entry.draw": "the key of a form, and what is kept",
    "follow_up_list._row": "the key of a row, and a question to the register",
    "follow_up_list.draw": "a question to the register: which of the words a search found",
    "implementation_funnel.named": "names of ministries, regions and types: words of the program",
    "implementation_repeats._table": "the parameter of an address",
    "mechanisms._said": "joined first, made safe in the last line",
    "place_choice._found": "the key of a button and the argument of its click",
    "place_tables._file": "the title of a file, which is told as plain text",
    "place_tables.place_of": "the key of a page's numbers",
    "place_timeline.timeline": "the notes of a picture that leaves as a file",
    "quality_columns._bars_title": "names of columns: words of the program",
    "quality_findings._told": "cells of a grid, which are plain text",
    "quality_published.against_the_register": "whether there is one, and notes of a file",
    "recommendation_figures._counts_title": "names of ministries and themes: words of the program",
    "story._circumstances": "whether there is one",
    "story._head": "whether there is one",
    "story._links": "the parameter of an address, and an ID made safe in the next line",
    "story.place_line": "whether there is one",
    "story._other_place": "whether two are the same",
    "story._told": "`_lines` makes safe what it holds",
    "story.draw": "questions to the register",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def taken_as_it_is(module: str, source: str) -> Iterator[str]:
    """The functions of a module that take such a text and do not make it safe on the spot."""
    tree = ast.parse(source)
    around = {child: each for each in ast.walk(tree) for child in ast.iter_child_nodes(each)}
    for taken in ast.walk(tree):
        if not _is_written(taken):
            continue
        outer = list(_outwards(taken, around))
        if not any(_name_called(each) in MADE_SAFE for each in outer):
            function = next((each.name for each in outer if isinstance(each, Function)), "")
            yield f"{module}.{function}"


def _is_written(part: ast.AST) -> bool:
    """`row["text"]`, read and not set."""
    return (
        isinstance(part, ast.Subscript)
        and isinstance(part.ctx, ast.Load)
        and isinstance(part.slice, ast.Constant)
        and part.slice.value in WRITTEN
    )


def _outwards(part: ast.AST, around: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while part in around:
        part = around[part]
        yield part


def _name_called(part: ast.AST) -> str | None:
    return part.func.id if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) else None


def test_a_page_takes_no_text_as_it_was_written() -> None:
    paths = [*(PROJECT / "npm_data" / "ui").rglob("*.py"), *PROJECT.glob("pages/*.py")]
    found = {
        each
        for path in paths
        for each in taken_as_it_is(path.stem, path.read_text(encoding="utf-8"))
    }
    assert found == TAKEN_OTHERWISE.keys()


def test_a_text_that_was_not_made_safe_is_found() -> None:
    for said in ("row['name']", "f'**{row[\"name\"]}**'", "words('place.id', id=row['name'])"):
        source = f"def head(row):\n    st.markdown({said})\n"
        assert list(taken_as_it_is("module", source)) == ["module.head"], said
    safe = "def head(row):\n    st.markdown(words('place.id', id=as_text(row['name'])))\n"
    assert list(taken_as_it_is("module", safe)) == []
