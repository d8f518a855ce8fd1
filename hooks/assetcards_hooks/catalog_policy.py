"""The hook `catalog-policy`: what a commit or a push comes to by the change policy of `catalog.toml`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from assetcards.cli.main import main as catalog
from assetcards_hooks.pushed import maybe_pushed


def main(argv: Sequence[str] | None = None) -> int:
    """Run `catalog policy` in the repository where git runs hooks; returns its exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    return catalog(["policy", "--repo=.", "--allow-none", *what_to_judge(os.environ, arguments), *arguments])


def what_to_judge(environ: Mapping[str, str], arguments: Sequence[str]) -> list[str]:
    """The options that say what is judged: the commit that git makes, all since `--base`, or what is pushed."""
    if environ.get("GIT_INDEX_FILE"):
        return ["--staged"]
    if any(argument.partition("=")[0] == "--base" for argument in arguments):
        return []
    pushed = maybe_pushed(environ)
    return [f"{pushed.before}...{pushed.commit}"] if pushed is not None and pushed.before else ["--staged"]
