"""Running the command from a hook: no more of it is loaded than what it is asked needs, and that quickly."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.cli.quickstart import quick_imports


def run_catalog(words: Sequence[str]) -> int:
    """Run `catalog` with these words, and return its exit code."""
    with quick_imports():
        from assetcards.__main__ import run

        return run(words)


def say_quickly(text: str) -> int:
    """Print that there is nothing to do, which is in order: returns the exit code."""
    with quick_imports():
        from assetcards.cli.printing import say

        say(text)
    return 0
