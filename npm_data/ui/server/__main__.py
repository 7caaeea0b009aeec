"""`python -m npm_data.ui.server`: what starts the dashboard, and says so where it cannot."""

import sys

from npm_data.reference import ReferenceFileError


def run() -> None:
    try:
        from npm_data.ui.server.serving import main

        main()
    except ReferenceFileError as error:
        from npm_data.i18n import reference_is_missing

        sys.stderr.write(reference_is_missing(error) + "\n")
        raise SystemExit(2) from error


if __name__ == "__main__":
    run()
