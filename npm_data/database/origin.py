"""Where a register came from: recorded in its database."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Self

from npm_data.model.problem import Problem


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One imported file; `sha256` is the hexadecimal digest of its bytes, `size` counts bytes."""

    name: str
    sha256: str
    size: int

    @classmethod
    def of(cls, name: str, content: bytes) -> Self:
        return cls(name, hashlib.sha256(content).hexdigest(), len(content))


@dataclass(frozen=True, slots=True)
class Origin:
    """The files of an import, the last day that they describe, and whether they are real.

    `problems` are what the import found and let pass: warnings.
    """

    sources: tuple[SourceFile, ...]
    data_date: date
    is_demonstration: bool = False
    problems: tuple[Problem, ...] = ()
