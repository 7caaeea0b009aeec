"""Fails when the browser tests' report shows none that ran, or one that was skipped.

`python -m scripts.check_browser_report REPORT.xml`, a JUnit report of pytest.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def verdict(report: Path) -> str | None:
    """What is wrong with the report in one sentence, or None."""
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    counts = [(int(suite.get("tests", 0)), int(suite.get("skipped", 0))) for suite in suites]
    ran = sum(tests for tests, _ in counts)
    skipped = sum(skips for _, skips in counts)
    if skipped:
        return f"{skipped} browser tests were skipped"
    return None if ran else "no browser test ran"


def main(arguments: list[str]) -> None:
    problem = verdict(Path(arguments[0]))
    if problem:
        raise SystemExit(f"The dashboard was not tested in a browser: {problem}.")


if __name__ == "__main__":
    main(sys.argv[1:])
