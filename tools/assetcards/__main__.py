"""`python -m assetcards` is the `catalog` command."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def main() -> int:
    """Run the command and return its exit code.

    Collecting garbage takes a tenth of the time of `catalog show`, and its run leaves none worth collecting: the
    collector comes round less often, and at the end it leaves alone what the process is about to give back anyway.
    """
    gc.set_threshold(1_000_000)
    try:
        from assetcards.cli.quickstart import quick_imports

        with quick_imports():
            return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130
    finally:
        gc.freeze()


def run(words: Sequence[str]) -> int:
    """Run the command with these words, the short way if that knows them, and return its exit code."""
    from assetcards.cli.shortcut import maybe_shortcut

    shortcut = maybe_shortcut(words)
    if shortcut is not None:
        return shortcut()
    from assetcards.cli.main import main as run_by_click

    return run_by_click(words)


if __name__ == "__main__":
    sys.exit(main())
