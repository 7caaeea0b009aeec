"""What somebody wrote is sent beside a statement, never inside it: read from the program's source.

A statement is written out, or is a file of `queries/`. Where one is put together all the same, the
function is named here, with what stands in it.
"""

import ast
from collections.abc import Iterator

from npm_data.reference import PROJECT

PUT_TOGETHER = {
    "i18n.collation._in_order": "the language of a catalogue",
    "register.storage.build._check": "names of the tables that the program makes",
    "register.storage.build.create_derived_tables": "files of queries/register, their names",
    "register.storage.build.create_table": "names of the tables that the program makes",
    "register.storage.connection.create_macros": "files of queries/register",
    "register.storage.connection.open_connection": "the path of the file, its quotes doubled",
    "register.storage.current_version._problems": "columns named in the module",
    "register.storage.current_version._rows": "names of the tables of a register",
    "register.storage.current_version.look_through": "names of tables, their quotes doubled",
    "register.storage.lake._commit": "names of tables, their quotes doubled",
    "register.storage.lake._attach": "the operator's address and paths, their quotes doubled",
    "register.storage.lake._load": "paths and the operator's keys, their quotes doubled; settings",
    "register.storage.lake.expire": "names of functions",
    "register.storage.lake.fetch": "a path and names of tables, their quotes doubled",
    "register.storage.lake.publish": "the path of the file, its quotes doubled",
    "register.storage.lake.read_directly": "names of tables, their quotes doubled",
}
ASKING = {"execute", "executemany", "sql", "query", "from_query"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def put_together(module: str, source: str) -> Iterator[str]:
    """The functions of a module that ask a database something that is not written out."""
    tree = ast.parse(source)
    functions = [each for each in ast.walk(tree) if isinstance(each, Function)]
    for asked in ast.walk(tree):
        if (
            isinstance(asked, ast.Call)
            and isinstance(asked.func, ast.Attribute)
            and asked.func.attr in ASKING
        ):
            around = [each for each in functions if asked in ast.walk(each)]
            if not _is_written_out(asked, around):
                yield f"{module}.{around[-1].name if around else ''}"


def _is_written_out(asked: ast.Call, around: list[Function]) -> bool:
    """A literal, a name that is given literals alone in the same function, or `statement.sql`."""
    text = asked.args[0] if asked.args else None
    if isinstance(text, ast.Name) and around:
        parts = list(ast.walk(around[-1]))
        given = [each for each in parts if isinstance(each, ast.Name) and each.id == text.id]
        literals = [
            target
            for each in parts
            if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
            for target in each.targets
        ]
        stored = [each for each in given if isinstance(each.ctx, ast.Store)]
        return bool(stored) and all(each in literals for each in stored)
    return isinstance(text, ast.Constant) or (
        isinstance(text, ast.Attribute) and text.attr == "sql"
    )


def _modules() -> dict[str, str]:
    folder = PROJECT / "npm_data"
    return {
        ".".join(path.relative_to(folder).with_suffix("").parts): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py"))
    }


def test_statements_are_put_together_only_where_no_persons_text_can_stand_in_them() -> None:
    found = {each for module, source in _modules().items() for each in put_together(module, source)}
    assert found == PUT_TOGETHER.keys()


def test_a_statement_with_a_text_in_it_is_found() -> None:
    told = "select * from visits where name = "
    for text in (f'f"{told}{{name}}"', f'"{told}" + name', f'"{told}%s" % name', "name"):
        source = f"def find(connection, name):\n    return connection.execute({text})\n"
        assert list(put_together("module", source)) == ["module.find"], text
    longer = (
        f'def find(it, name):\n    asked = "{told}"\n    asked += name\n    it.execute(asked)\n'
    )
    assert list(put_together("module", longer)) == ["module.find"]
    sent = (
        "def find(connection, name):\n    return connection.execute('select $name', {'name': name})"
    )
    assert list(put_together("module", sent)) == []


def test_only_the_places_that_build_read_and_sort_connect_to_duckdb() -> None:
    """Each other one would see files: `open_connection` is what locks them out."""
    connecting = {module for module, source in _modules().items() if "duckdb.connect(" in source}
    storage = {f"register.storage.{name}" for name in ("build", "connection", "lake")}
    assert connecting == {"i18n.collation", *storage}
