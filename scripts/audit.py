"""Asks whether a pinned package has a known vulnerability: a part of `make check`.

Asked is pip-audit's service, and for what it could not be asked about the package index that pip
uses, which tells what is known of the newest version of a package. What nobody could be asked
about is said, loudly, and is no failure.
"""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from pip._internal.models.index import PyPI

PROJECT = Path(__file__).resolve().parents[1]
LOCK = "requirements-dev.lock"
"""Has all of requirements.lock, in the same versions: a test holds that."""
SECONDS, SECONDS_OF_INDEX = 60, 10
NOT_ASKED = "!! NOT AUDITED: the service of known vulnerabilities could not be asked about {what}."

Package = dict[str, Any]
"""As pip-audit says it: `name`, `version`, and `vulns` where it could be asked."""


def ask(lock: str) -> list[Package]:
    """What is known of each pinned package."""
    told = ask_service(lock) or pinned(PROJECT / lock)
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda each: each if "vulns" in each else ask_index(each), told))


def ask_service(lock: str) -> list[Package]:
    """What pip-audit says; nothing when it could not ask at all."""
    options = ["--no-deps", "--disable-pip", "--format=json", "--progress-spinner=off"]
    command = [sys.executable, "-m", "pip_audit", "-r", str(PROJECT / lock), *options]
    try:
        done = subprocess.run(
            [*command, "--timeout=5"], capture_output=True, text=True, timeout=SECONDS, check=False
        )
        found: list[Package] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return []
    versions = {each["name"]: each["version"] for each in pinned(PROJECT / lock)}
    # Of what it skips it leaves out the version.
    return [{"version": versions.get(each["name"], "")} | each for each in found]


def pinned(lock: Path) -> list[Package]:
    """Names and versions of a lock, those for this Python."""
    lines = [line for line in lock.read_text("utf-8").splitlines() if line[:1].isalnum()]
    wanted = [Requirement(line.removesuffix("\\")) for line in lines]
    return [
        {"name": each.name, "version": str(each.specifier).removeprefix("==")}
        for each in wanted
        if each.marker is None or each.marker.evaluate()
    ]


def ask_index(package: Package, tell: Callable[[str], object] | None = None) -> Package:
    """The same package with what the index knows of it, where it is the newest version."""
    try:
        told: Any = (tell or _told_by_index)(package["name"])
        if told["info"]["version"] != package["version"]:
            return package
        known = [{"id": each["id"]} for each in told["vulnerabilities"] if not each["withdrawn"]]
    except (OSError, ValueError, KeyError, TypeError):
        return package
    return package | {"vulns": known}


def _told_by_index(name: str) -> object:
    address = f"{_index()}/{name}/json"
    with urllib.request.urlopen(address, timeout=SECONDS_OF_INDEX) as answer:
        told: object = json.load(answer)
    return told


@cache
def _index() -> str:
    """Where the index that pip is set to answers in JSON; pip's own default where it is not set."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.index_url"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    simple = os.environ.get("PIP_INDEX_URL") or said
    return f"{simple.rstrip('/').rpartition('/')[0]}/pypi" if simple else PyPI.pypi_url


def judge(lock: str, packages: list[Package]) -> tuple[list[str], bool]:
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
        names = ", ".join(each["name"] for each in packages if "vulns" not in each)
        what = f"{len(packages) - len(asked)} of {len(packages)} packages of {lock} ({names})"
        lines.append(NOT_ASKED.format(what=what))
    return lines, bool(bad)


def main() -> None:
    packages = ask(LOCK)
    lines, is_bad = judge(LOCK, packages)
    asked = sum("vulns" in each for each in packages)
    if asked and not is_bad:
        print(f"No known vulnerability in {asked} packages.")
    print("\n".join(lines))
    raise SystemExit(is_bad)


if __name__ == "__main__":
    main()
