"""Findings as a person reads them on a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.rules import Finding
from npm_data.register.rules.findings import column_title, counted

MOST_OF_A_KIND = 10
_STYLES = {"error": "bold red", "warning": "yellow"}


def print_findings(findings: Sequence[Finding], words: Words, console: Console) -> None:
    """Errors before warnings, each broken rule of a table together, at most ten of a kind."""
    kinds: dict[tuple[str, str | None, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda each: each.severity):
        kinds.setdefault((finding.severity, finding.sheet, finding.rule), []).append(finding)
    for alike in kinds.values():
        for finding in alike[:MOST_OF_A_KIND]:
            console.print(_line(finding, words), soft_wrap=True)
        if len(alike) > MOST_OF_A_KIND:
            rest = sum(1 + each.more for each in alike[MOST_OF_A_KIND:])
            more = words.plural("import.more_findings", rest)
            console.print(Text(more, "dim"), soft_wrap=True)
    if findings:
        console.print(Text(_counted(findings, words), "bold"), soft_wrap=True)


def _line(finding: Finding, words: Words) -> Text:
    """`error: visits.csv, Visits, row 3, Place ID (institution_id): No place has ...`."""
    title = column_title(finding.sheet, finding.column, words.language)
    address = [
        finding.file,
        reference().sheets[finding.sheet][words.language] if finding.sheet else "",
        words("import.row", row=finding.row) if finding.row else "",
        f"{title} ({finding.column})" if finding.column else "",
    ]
    text = Text(words(f"import.{finding.severity}"), _STYLES[finding.severity])
    return text.append(f": {', '.join(filter(None, address))}: ", "bold").append(
        finding.message, "default"
    )


def _counted(findings: Sequence[Finding], words: Words) -> str:
    errors = words.plural("import.errors", counted(findings, "error"))
    return f"{errors}, {words.plural('import.warnings', counted(findings, 'warning'))}"
