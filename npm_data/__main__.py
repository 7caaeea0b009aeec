"""`python -m npm_data`: the commands of the terminal."""

import sys

from npm_data.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
