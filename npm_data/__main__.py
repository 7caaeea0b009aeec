"""`python -m npm_data`: the commands of the terminal."""

import sys

from npm_data.reference import ReferenceFileError


def run() -> int:
    try:
        from npm_data.cli import main

        return main()
    except ReferenceFileError as error:
        from npm_data.i18n import reference_is_missing

        sys.stderr.write(reference_is_missing(error) + "\n")
        return 2


if __name__ == "__main__":
    sys.exit(run())
