"""Gets a Chromium for the browser tests where one can be had, and never fails itself.

An installed one is taken; otherwise the system's package manager is asked (as root on Debian or
Ubuntu), then Playwright. Whether a missing browser is a failure is for the tests to say.
"""

import os
import shutil
import subprocess
import sys

from tests.browser.chromium import chromium_path

PACKAGES = ("chromium", "fonts-dejavu-core")
LIMIT_SECONDS = 300


def succeeds(*command: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        finished = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, timeout=LIMIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return finished.returncode == 0


def install_with_apt() -> bool:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root or shutil.which("apt-get") is None:
        return False
    install = ("apt-get", "install", "--yes", "--no-install-recommends", "-qq", *PACKAGES)
    return succeeds("apt-get", "update", "-qq") and succeeds(*install)


def install_with_playwright() -> bool:
    return succeeds(sys.executable, "-m", "playwright", "install", "chromium")


def main() -> None:
    if chromium_path() is None and not install_with_apt():
        install_with_playwright()
    found = chromium_path()
    print(f"Chromium: {found}" if found else "No Chromium was found and none could be installed.")


if __name__ == "__main__":
    main()
