"""Gets the programs that the tests need, Chromium, nginx and PostgreSQL, where they can be had.

An installed one is taken; otherwise the system's package manager is asked (as root on Debian or
Ubuntu). That needs no package of the project, so it goes on beside their installation. Afterwards
`--or-fetch` has Playwright fetch a Chromium where there is none, and says what was found. Never
fails itself: whether a missing program is a failure is for the tests to say.
"""

import os
import shutil
import subprocess
import sys

from scripts.nginx import nginx_path
from tests.programs import installed_chromium, postgres_programs

CHROMIUM = ("chromium-headless-shell", "chromium")
FONTS = "fonts-dejavu-core"
NGINX = "nginx-light"
POSTGRES = "postgresql"
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


def install_with_apt(*packages: str) -> bool:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root or shutil.which("apt-get") is None:
        return False
    install = ("apt-get", "install", "--yes", "--no-install-recommends", "-qq", *packages)
    return succeeds("apt-get", "update", "-qq") and succeeds(*install)


def install_from_the_system() -> None:
    """Each on its own: where one cannot be had, another may be."""
    for name in CHROMIUM:
        if installed_chromium() is None:
            install_with_apt(name, FONTS)
    if nginx_path() is None:
        install_with_apt(NGINX)
    if postgres_programs() is None:
        install_with_apt(POSTGRES)


def fetch_or_say() -> None:
    from tests.browser.chromium import chromium_path

    if chromium_path() is None:
        succeeds(sys.executable, "-m", "playwright", "install", "chromium")
    sought = {"Chromium": chromium_path(), "nginx": nginx_path(), "PostgreSQL": postgres_programs()}
    for name, found in sought.items():
        print(f"{name}: {found or f'not found, and could not be installed: install {name}'}")


if __name__ == "__main__":
    if "--or-fetch" in sys.argv[1:]:
        fetch_or_say()
    else:
        install_from_the_system()
