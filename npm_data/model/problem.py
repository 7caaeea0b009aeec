"""What is wrong in a file of the register: the rule that is broken, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault and its address; `rule` is the sentence that it breaks, also a message's name.

    `row` counts as the spreadsheet does, from 1. `facts` are what the message tells beside `value`.
    `more` counts others of its kind that are not listed.
    """

    rule: str
    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = "error"
    facts: Mapping[str, object] = field(default_factory=dict)
    more: int = 0
