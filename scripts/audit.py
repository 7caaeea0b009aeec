"""Asks whether a pinned package has a known vulnerability: a part of `make check`.

Where the service of vulnerabilities cannot be reached it says so, loudly, and goes on.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
SECONDS = 60
NOT_ASKED = "!! NOT AUDITED: the service of known vulnerabilities could not be asked about {what}."


def ask(lock: str) -> list[dict[str, Any]]:
    """What pip-audit says of each package; nothing when it could not ask at all."""
    options = ["--no-deps", "--disable-pip", "--format=json", "--progress-spinner=off"]
    command = [sys.executable, "-m", "pip_audit", "-r", str(PROJECT / lock), *options]
    try:
        done = subprocess.run(
            [*command, "--timeout=5"], capture_output=True, text=True, timeout=SECONDS, check=False
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return []
    return found


def judge(lock: str, packages: list[dict[str, Any]]) -> tuple[list[str], bool]:
    """Lines to print, and whether a vulnerability is known."""
    asked = [each for each in packages if "vulns" in each]
    bad = [each for each in asked if each["vulns"]]
    lines = [
        f"{each['name']} {each['version']}: {', '.join(found['id'] for found in each['vulns'])}"
        for each in bad
    ]
    if not asked:
        lines.append(NOT_ASKED.format(what=lock))
    elif len(asked) < len(packages):
        lines.append(NOT_ASKED.format(what=f"{len(packages) - len(asked)} packages of {lock}"))
    return lines, bool(bad)


def main() -> None:
    judged = [judge(lock, ask(lock)) for lock in LOCKS]
    print("\n".join(line for lines, _ in judged for line in lines) or "No known vulnerability.")
    raise SystemExit(any(is_bad for _, is_bad in judged))


if __name__ == "__main__":
    main()
