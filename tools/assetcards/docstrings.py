"""Docstrings that people read: manual pages and help, also when Python runs without them (`-OO`)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any


def docstring_of(documented: ModuleType | Callable[..., Any]) -> str:
    """The docstring of a module, or of a function at the top of one; read from the source where Python has none.

    >>> docstring_of(docstring_of).partition(";")[0]
    'The docstring of a module, or of a function at the top of one'
    """
    text = documented.__doc__
    return inspect.cleandoc(_read(documented) if text is None else text)


def first_paragraph(text: str) -> str:
    """The first paragraph of a docstring, on one line.

    >>> first_paragraph("What this\\nis for.\\n\\nAnd more.")
    'What this is for.'
    """
    return text.partition("\n\n")[0].replace("\n", " ")


def _read(documented: ModuleType | Callable[..., Any]) -> str:
    """The docstring as the source has it; empty where there is no source, or none in it."""
    import ast
    from importlib.util import find_spec

    is_module = isinstance(documented, ModuleType)
    name = documented.__name__ if is_module else documented.__module__
    spec = find_spec(name)
    source = getattr(spec.loader, "get_source", lambda _: None)(name) if spec is not None else None
    tree: ast.Module = ast.parse(source or "")
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    node = tree if is_module else functions.get(documented.__name__)
    return (ast.get_docstring(node) if node is not None else None) or ""
