"""No module needs another that needs it, however late or for types alone it is imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from assetcards.reach import reached_from
from tests.house.sources import dotted, imported_names, module_files

TREES = {".".join(["assetcards", *name.split("/")]).removesuffix(".__init__"): tree for name, tree in module_files()}


def loaded_by_name(tree: ast.Module) -> Iterator[str]:
    """Patterns of the modules that `import_module` loads, as far as the call says."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and dotted(call.func) == "import_module":
            parts = call.args[0].values if isinstance(call.args[0], ast.JoinedStr) else [call.args[0]]
            yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in parts)


def module_of(name: str) -> str:
    """The module that an imported name is, or is in; empty for one of others."""
    while name and name not in TREES:
        name = name.rpartition(".")[0]
    return name


def imports_of(module: str) -> set[str]:
    patterns = [each for each in loaded_by_name(TREES[module]) if each.startswith("assetcards")]
    by_name = {other for other in TREES if any(re.fullmatch(each, other) for each in patterns)}
    return ({*map(module_of, imported_names(TREES[module])), *by_name}) - {"", module}


def circles(imports: Mapping[str, Iterable[str]]) -> set[frozenset[str]]:
    """The sets of modules that lead to each other."""
    reached = {module: reached_from(imports[module], imports.__getitem__) for module in imports}
    on_circles = [module for module in imports if module in reached[module]]
    return {frozenset(other for other in reached[module] if module in reached[other]) for module in on_circles}


def test_no_imports_go_in_a_circle() -> None:
    assert circles({module: imports_of(module) for module in TREES}) == set()


def test_every_kind_of_import_counts() -> None:
    late = "def f():\n    from assetcards.a.b import C\n"
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import assetcards.a.b\n"
    by_name = 'import_module(f"assetcards.cli.{name}_command")\nimport_module("assetcards.x")\nimport_module(name)\n'
    assert imported_names(ast.parse(late)) == ("assetcards.a.b.C",)
    assert "assetcards.a.b" in imported_names(ast.parse(typed))
    assert list(loaded_by_name(ast.parse(by_name))) == [r"assetcards\.cli\.\w+_command", r"assetcards\.x", r"\w+"]


def test_circles_of_two_and_more_are_found_apart() -> None:
    assert circles({"a": "b", "b": "c", "c": "a", "d": "ea", "e": "d", "f": "a"}) == {frozenset("abc"), frozenset("de")}
