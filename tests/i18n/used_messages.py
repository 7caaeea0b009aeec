"""Which messages the source code names: whole names, and the patterns of those put together."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from npm_data.i18n.catalogues import subjects
from npm_data.reference import PROJECT, reference

NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_]+(?:\.[a-z0-9_]+)*")
PART = "([a-z0-9_]+)"


def source_files() -> list[Path]:
    folders = (PROJECT / "npm_data", PROJECT / "pages", PROJECT / "scripts")
    files = [path for folder in folders for path in folder.rglob("*.py")]
    return [PROJECT / "dashboard.py", *files]


@cache
def names_in_source() -> frozenset[str]:
    """Every string of the source that looks like the name of a message."""
    return frozenset(
        node.value
        for node in _nodes()
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and NAME.fullmatch(node.value)
        and node.value.partition(".")[0] in {*subjects("en"), "app", "count"}
    )


@cache
def patterns_in_source() -> frozenset[str]:
    """Regular expressions of names put together, such as `definition.{name}_short`."""
    patterns = (_pattern(node) for node in _nodes() if isinstance(node, ast.JoinedStr))
    return frozenset(pattern for pattern in patterns if pattern)


@cache
def known_parts() -> frozenset[str]:
    """What a pattern may be filled with: strings and functions of the source, reference codes."""
    strings = {
        node.value.replace("-", "_").replace(".", "_")
        for node in _nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    functions = {node.name for node in _nodes() if isinstance(node, ast.FunctionDef)}
    kept = reference()
    codes = {value.code for value in kept.code_values} | {*kept.portfolios, *kept.sheets}
    columns = {each.column for each in kept.columns}
    return frozenset(strings | functions | codes | columns)


def is_used(message: str) -> bool:
    """By its whole name, or by a pattern filled with parts that the source or the codes know."""
    return message in names_in_source() or any(
        set(match.groups()) <= known_parts()
        for pattern in patterns_in_source()
        for way in (pattern, pattern.replace("+)", "+?)"))
        if (match := re.fullmatch(way, message))
    )


def _pattern(node: ast.JoinedStr) -> str | None:
    said = [part.value for part in node.values if isinstance(part, ast.Constant)]
    text = "".join(str(each) for each in said)
    if "." not in text or not re.fullmatch(r"[a-z0-9_.]+", text) or text == ".":
        return None
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else PART
        for part in node.values
    )


@cache
def _trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text("utf-8")) for path in source_files())


def _nodes() -> Iterator[ast.AST]:
    for tree in _trees():
        yield from ast.walk(tree)
