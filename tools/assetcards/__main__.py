"""`python -m assetcards` is the `catalog` command."""

import sys

from assetcards.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
