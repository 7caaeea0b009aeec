"""Pins every package: `requirements.txt` to `requirements.lock`, each other one likewise.

`make lock` keeps the versions that still fit; `make lock LOCK_OPTIONS=--upgrade` takes the newest.
One lock serves every system and Python from 3.11 on. No package index is named in it, but what each
file of a package must hash to: an index that hands out something else is not believed. The tests'
packages are pinned first, so that what runs is of the same versions as what was tested. A lake's
are locks of their own: they are laid over the others, with another DuckDB.
"""

import subprocess
import sys


def compile_lock(name: str, *options: str) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", f"{name}.txt"]
    settings = ["--output-file", f"{name}.lock", "--universal", "--python-version", "3.11"]
    settings += ["--quiet", "--no-annotate", "--generate-hashes"]
    settings += ["--custom-compile-command", "make lock"]
    subprocess.run([*command, *settings, *options], check=True)


def main(options: list[str]) -> None:
    for name in ("requirements", "requirements-lake"):
        compile_lock(f"{name}-dev", *options)
        compile_lock(name, f"--constraint={name}-dev.lock", *options)


if __name__ == "__main__":
    main(sys.argv[1:])
