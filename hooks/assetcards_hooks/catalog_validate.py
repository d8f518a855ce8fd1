"""The hook `catalog-validate`: what is wrong with the cards that a commit or a push touches."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from assetcards_hooks.pushed import maybe_pushed
from assetcards_hooks.running import run_catalog
from assetcards_hooks.untouched import is_untouched


def main(argv: Sequence[str] | None = None) -> int:
    """Run `catalog validate` in the repository where git runs hooks; returns its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    read = what_to_read(os.environ)
    if read == ["--staged"] and list(arguments) == ["--quiet"] and is_untouched():
        return 0
    return run_catalog(["validate", "--repo=.", "--allow-none", *read, *arguments])


def what_to_read(environ: Mapping[str, str]) -> list[str]:
    """The options that say what is judged: what is pushed, the commit that git makes, or else the whole index.

    Run by hand or in CI there is no commit being made, and `pre-commit run --all-files` means everything.
    """
    pushed = maybe_pushed(environ)
    if pushed is not None:
        since = [f"--from-ref={pushed.before}", f"--to-ref={pushed.commit}"]
        return since if pushed.before else [f"--rev={pushed.commit}"]
    return ["--staged"] if environ.get("GIT_INDEX_FILE") else ["--staged", "--all"]
