"""The audit of packages fails on what is known, and says what it could not ask."""

from pathlib import Path
from typing import Any

from scripts.audit import ask_index, judge, pinned

GOOD = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "2", "vulns": [{"id": "X-1"}]}
SKIPPED = {"name": "c", "version": "3", "skip_reason": "not found"}
KNOWN = [{"id": "X-2", "withdrawn": None}, {"id": "X-3", "withdrawn": "2024-01-01T00:00:00Z"}]


def index(version: str, known: list[dict[str, Any]]) -> Any:
    return lambda _: {"info": {"version": version}, "vulnerabilities": known}


def test_a_known_vulnerability_is_a_failure() -> None:
    assert judge("lock", [GOOD, BAD]) == (["b 2: X-1"], True)


def test_an_audit_without_an_answer_is_said_and_not_a_failure() -> None:
    for packages in ([], [SKIPPED]):
        (line,), is_bad = judge("lock", packages)
        assert "NOT AUDITED" in line
        assert not is_bad


def test_packages_that_were_not_asked_about_are_counted_and_named() -> None:
    (line,), _ = judge("lock", [GOOD, SKIPPED])
    assert "1 of 2 packages of lock (c)" in line


def test_the_index_tells_of_the_newest_version_only() -> None:
    assert ask_index(SKIPPED, index("3", KNOWN))["vulns"] == [{"id": "X-2"}]
    assert ask_index(SKIPPED, index("3", []))["vulns"] == []
    assert "vulns" not in ask_index(SKIPPED, index("4", KNOWN))


def test_an_index_that_cannot_be_asked_leaves_a_package_unaudited() -> None:
    def refuse(_: str) -> Any:
        raise OSError("nothing there")

    for tell in (refuse, lambda _: [], lambda _: {"info": {"version": "3"}}):
        assert ask_index(SKIPPED, tell) == SKIPPED


def test_the_pins_of_a_lock_are_those_for_this_python(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text(
        "# by hand\na-b==1.2 ; python_version >= '3'\n    # via c\nd==1 ; python_version < '3'\n"
    )
    assert pinned(lock) == [{"name": "a-b", "version": "1.2"}]
