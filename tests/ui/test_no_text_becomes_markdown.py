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

MADE_SAFE = {"as_text", "as_lines", "with_found", "place_link", "address_of"}
"""`register_text`, and what calls it for the texts it is given (each tested with hostile ones)."""

TAKEN_OTHERWISE = {
    "entry._statement": "options of a select, which are plain text",
    "entry.draw": "the key of a form, and what is kept",
    "follow_up._circumstances": "whether there is one",
    "follow_up._head": "whether there is one",
    "follow_up._links": "the parameter of an address, and an ID made safe in the next line",
    "follow_up._list": "a question to the register: which of the words a search found",
    "follow_up._other_place": "whether two are the same",
    "follow_up._place": "whether there is one",
    "follow_up._rows": "the key of a row, and a question to the register",
    "follow_up._story": "questions to the register",
    "follow_up._told": "`_lines` makes safe what it holds",
    "place._lists": "the key of a page's numbers",
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
