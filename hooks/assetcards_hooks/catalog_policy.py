"""The hook `catalog-policy`: what a commit or a push comes to by the change policy of `catalog.toml`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from assetcards_hooks.pushed import maybe_pushed
from assetcards_hooks.running import run_catalog, say_quickly
from assetcards_hooks.untouched import is_untouched

_NO_BRANCH = "no branch is known to compare what is pushed with"


def main(argv: Sequence[str] | None = None) -> int:
    """Run `catalog policy` in the repository where git runs hooks; returns its exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    judged = maybe_judged(os.environ, arguments)
    if judged == ["--staged"] and not arguments and is_untouched():
        from assetcards.sources.untouched import UNTOUCHED  # late: it is loaded by now

        return say_quickly(f"{UNTOUCHED}: nothing to judge\n")
    if judged is None:
        return say_quickly(f"{_NO_BRANCH}: nothing to judge (name it: args: [--base, BRANCH])\n")
    return run_catalog(["policy", "--repo=.", "--allow-none", *judged, *arguments])


def maybe_judged(environ: Mapping[str, str], arguments: Sequence[str]) -> list[str] | None:
    """The options that say what is judged: the commit that git makes, all since `--base`, or what is pushed.

    None where that is the first branch of all that is pushed: it changes nothing.
    """
    if environ.get("GIT_INDEX_FILE"):
        return ["--staged"]
    if any(argument.partition("=")[0] == "--base" for argument in arguments):
        return []
    pushed = maybe_pushed(environ)
    if pushed is None:
        return ["--staged"]
    return [f"{pushed.before}...{pushed.commit}"] if pushed.before else None
