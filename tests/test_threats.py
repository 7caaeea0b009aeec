"""`docs/threats.md` names tests that exist."""

import re

from npm_data.reference import PROJECT

_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_test_that_is_named_against_a_threat_exists() -> None:
    named = _NAMED.findall((PROJECT / "docs" / "threats.md").read_text(encoding="utf-8"))
    assert len(named) > 40
    missing = [
        f"{file}::{test}"
        for file, test in named
        if f"def {test}(" not in (PROJECT / file).read_text(encoding="utf-8")
    ]
    assert missing == []
