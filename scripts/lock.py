"""Pins every package: `requirements.txt` to `requirements.lock`, `-dev` to `requirements-dev.lock`.

`make lock` keeps the versions that still fit; `make lock LOCK_OPTIONS=--upgrade` takes the newest.
One lock serves every system and Python from 3.11 on. No package index is named in it, but what each
file of a package must hash to: an index that hands out something else is not believed. The tests'
packages are pinned first, so that what runs is of the same versions as what was tested.
"""

import subprocess
import sys


def compile_lock(source: str, lock: str, *options: str) -> None:
    command = [sys.executable, "-m", "uv", "pip", "compile", source, "--output-file", lock]
    settings = ["--universal", "--python-version", "3.11", "--quiet", "--no-annotate"]
    settings += ["--generate-hashes"]
    settings += ["--custom-compile-command", "make lock"]
    subprocess.run([*command, *settings, *options], check=True)


def main(options: list[str]) -> None:
    compile_lock("requirements-dev.txt", "requirements-dev.lock", *options)
    compile_lock(
        "requirements.txt", "requirements.lock", "--constraint=requirements-dev.lock", *options
    )
    compile_lock("requirements-duckdb-lts.txt", "requirements-duckdb-lts.lock", *options)


if __name__ == "__main__":
    main(sys.argv[1:])
