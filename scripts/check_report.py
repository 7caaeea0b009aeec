"""Fails when a report of tests shows none that ran, or one that was skipped.

`python -m scripts.check_report REPORT.xml`, a JUnit report of pytest.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def verdict(report: Path) -> str | None:
    """What is wrong with the report in one sentence, or None."""
    root = ElementTree.parse(report).getroot()
    reasons = sorted({each.get("message", "") for each in root.iter("skipped")})
    if reasons:
        skipped = len(list(root.iter("skipped")))
        return f"{skipped} tests were skipped ({'; '.join(reasons)})"
    return None if next(root.iter("testcase"), None) is not None else "no test ran"


def main(arguments: list[str]) -> None:
    report = Path(arguments[0])
    problem = verdict(report)
    if problem:
        raise SystemExit(f"{report.stem}: {problem}.")


if __name__ == "__main__":
    main(sys.argv[1:])
