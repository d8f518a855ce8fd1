"""The source of the package, read as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "tools" / "assetcards"

LAYERS: dict[str, int] = {
    "canonical": 0,
    "cpu": 0,
    "docstrings": 0,
    "dotted": 0,
    "errors": 0,
    "escaping": 0,
    "findings": 0,
    "moments": 0,
    "names": 0,
    "nodes": 0,
    "notices": 0,
    "reach": 0,
    "public": 0,
    "redaction": 0,
    "scalars": 0,
    "scalars11": 0,
    "sizes": 0,
    "spelling": 0,
    "values": 0,
    "git": 1,
    "text": 1,
    "trees": 1,
    "families": 2,
    "model": 2,
    "sources": 2,
    "assets": 3,
    "comparison": 3,
    "fairseq2": 3,
    "lint": 3,
    "opening": 3,
    "policies": 3,
    "provenance": 3,
    "rules": 3,
    "commands": 4,
    "rendering": 4,
    "__main__": 5,
    "cli": 5,
}
"""The layer of each module or sub-package of the root; `tools/README.md` has the same table in words."""


@cache
def parse(path: Path) -> ast.Module:
    """The tree of a file, which is parsed once."""
    return ast.parse(path.read_text("utf-8"))


def module_files() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the package with its path relative to the package, without suffix, and its tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).with_suffix("").as_posix(), parse(path)


def dotted(node: ast.AST) -> str:
    """A name with its attributes as it is written; nothing stands for an expression of another kind.

    >>> dotted(ast.parse("os.path.join(x)").body[0].value.func), dotted(ast.parse("f().x").body[0].value)
    ('os.path.join', '.x')
    """
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@cache
def imported_names(tree: ast.Module) -> tuple[str, ...]:
    """Every module that a file imports anywhere in it, dotted; `from a import b` gives `a.b`."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(found)
