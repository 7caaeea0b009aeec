"""The `.sql` files of `queries/`: each with a header that says what it answers from what."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from npm_data.reference import PROJECT

FOLDER = PROJECT / "queries"
_HEADER_LINE = re.compile(r"^-- (purpose|grain|parameters|columns): (.+)$")
_PARAMETER = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One file: `parameters` and `columns` map names to DuckDB types as the header states them."""

    name: str
    subject: str
    purpose: str
    grain: str
    parameters: dict[str, str]
    columns: dict[str, str]
    sql: str

    @property
    def used_parameters(self) -> frozenset[str]:
        """The parameters that the statement itself names."""
        code = "\n".join(line for line in self.sql.splitlines() if not line.startswith("--"))
        return frozenset(_PARAMETER.findall(code))


def _typed_names(text: str) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in text.split(",") if part.strip())
    return {name: type_name for name, _, type_name in parts}


def read_statement(path: Path) -> Statement:
    """One `.sql` file with its header; a `ValueError` when purpose or grain are missing."""
    sql = path.read_text(encoding="utf-8")
    header: dict[str, str] = {}
    for line in sql.splitlines():
        found = _HEADER_LINE.match(line)
        if not found:
            break
        header[found[1]] = found[2]
    if not {"purpose", "grain"} <= header.keys():
        raise ValueError(f"{path.name} has no header with purpose and grain")
    return Statement(
        name=path.stem,
        subject=path.parent.name,
        purpose=header["purpose"],
        grain=header["grain"],
        parameters=_typed_names(header.get("parameters", "")),
        columns=_typed_names(header.get("columns", "")),
        sql=sql,
    )


@cache
def statements() -> dict[str, Statement]:
    """All files of `queries/` by their stem, which is unique."""
    paths = sorted(FOLDER.glob("*/*.sql"))
    return {path.stem: read_statement(path) for path in paths}
