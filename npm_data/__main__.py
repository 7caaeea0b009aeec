"""`python -m npm_data`: the commands of the terminal."""

import sys

from npm_data.reference_files import ReferenceFileError


def run() -> int:
    """The program without its reference data is none: that is one sentence, not a traceback."""
    try:
        from npm_data.cli.main import main

        return main()
    except ReferenceFileError as error:
        from npm_data.cli.language import language_of_environment
        from npm_data.i18n import words_for

        words = words_for(language_of_environment())
        sys.stderr.write(words("database.reference_missing", path=error.path) + "\n")
        return 2


if __name__ == "__main__":
    sys.exit(run())
