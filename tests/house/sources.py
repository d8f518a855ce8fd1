"""The source of the package, read as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "tools" / "assetcards"

LAYERS: dict[str, int] = {
    **dict.fromkeys(
        (
            "diagnostics",
            "errors",
            "names",
            "scalars",
            "scalars11",
            "nodes",
            "moments",
            "spelling",
            "redaction",
            "canonical",
        ),
        0,
    ),
    **dict.fromkeys(
        (
            "tree",
            "atomic",
            "memorytree",
            "packagetree",
            "roots",
            "gitprocess",
            "gitobjects",
            "gitrepo",
            "gittree",
            "gitlog",
            "gitblame",
            "gitscratch",
            "addresses",
            "gitfetch",
            "gitcached",
            "gitcache",
            "commits",
            "documents",
            "builder",
            "syntax",
            "linemap",
            "yamltext",
            "plugins",
            "tomltext",
        ),
        1,
    ),
    **dict.fromkeys(
        (
            "card",
            "remotes",
            "lockfile",
            "characters",
            "references",
            "store",
            "settings",
            "settings_reading",
            "configs",
            "layers",
            "resolved",
            "resolve",
            "questions",
            "catalog",
            "defaults",
            "places",
            "opening",
            "snapshots",
            "fields",
            "uris",
            "hub",
            "hosts",
            "digests",
            "compare",
            "edits",
            "answers",
            "ranges",
            "homes",
            "writers",
            "blame",
            "history",
            "cardlog",
            "lastchange",
            "lastuse",
        ),
        2,
    ),
    **dict.fromkeys(
        (
            "rules",
            "lint",
            "suppressions",
            "condense",
            "changes",
            "fingerprints",
            "impact",
            "grouping",
            "policies",
            "policing",
        ),
        3,
    ),
    **dict.fromkeys(("report", "wording", "commands"), 4),
    **dict.fromkeys(("cli", "__main__"), 5),
}
"""The layer of each module or sub-package; `tools/README.md` has the same table in words."""


def module_files() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the package with its path relative to the package, without suffix, and its tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).with_suffix("").as_posix(), ast.parse(path.read_text("utf-8"))


def imported_names(tree: ast.Module) -> Iterator[str]:
    """Every module that a file imports anywhere in it, dotted; `from a import b` gives `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
