"""The audit of packages fails on what is known, and says what it could not ask."""

from scripts.audit import judge

GOOD = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "2", "vulns": [{"id": "X-1"}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


def test_a_known_vulnerability_is_a_failure():
    assert judge("lock", [GOOD, BAD]) == (["b 2: X-1"], True)


def test_an_audit_without_an_answer_is_said_and_not_a_failure():
    for packages in ([], [SKIPPED]):
        (line,), is_bad = judge("lock", packages)
        assert "NOT AUDITED" in line
        assert not is_bad


def test_packages_that_were_not_asked_about_are_counted():
    assert "1 packages of lock" in judge("lock", [GOOD, SKIPPED])[0][0]
    assert judge("lock", [GOOD]) == ([], False)
