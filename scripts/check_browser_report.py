"""Fails when the browser tests' report shows none that ran, or one that was skipped.

`python -m scripts.check_browser_report REPORT.xml`, a JUnit report of pytest.
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
        return f"{skipped} browser tests were skipped ({'; '.join(reasons)})"
    return None if next(root.iter("testcase"), None) is not None else "no browser test ran"


def main(arguments: list[str]) -> None:
    problem = verdict(Path(arguments[0]))
    if problem:
        raise SystemExit(f"The dashboard was not tested in a browser: {problem}.")


if __name__ == "__main__":
    main(sys.argv[1:])
