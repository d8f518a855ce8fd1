"""What judges cards: every module and document of ours that has a say, and the libraries."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assetcards.lint.judges import judge_facts
from tests.house.sources import imported_names, module_files

NO_SAY = {
    "policies": "they look at a change, of which nothing is kept",
    "provenance": "only policies ask who wrote what",
}
"""What is loaded for judging, and has no say in what is kept, by folders."""


def test_rules_of_all_groups_descriptions_and_libraries_have_a_say() -> None:
    facts = judge_facts()
    for module in ("findings.py", "rules/names/names_alike.py", "families/builtin.json", "lint/judges.py"):
        assert f"/{module} ".lstrip("/").encode() in facts
    for library in (b"jsonschema /", b"referencing /", b"packaging /"):
        assert library in facts
    assert judge_facts() == facts


def test_every_module_that_is_loaded_for_judging_has_a_say() -> None:
    facts, modules = judge_facts(), dict(module_files())
    silent = {name for name in _loaded(modules) if f"{name}.py ".encode() not in facts}
    assert {name.partition("/")[0] for name in silent} == set(NO_SAY)


def _loaded(modules: dict[str, ast.Module]) -> set[str]:
    """The modules that those of judging and of rules import, by way of others as well."""
    pending = [name for name in modules if name.startswith(("lint/", "rules/")) and not name.endswith("__init__")]
    found: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += _imports(modules, name)
    return found


def _imports(modules: dict[str, ast.Module], name: str) -> Iterator[str]:
    for imported in imported_names(modules[name]):
        path = imported.removeprefix("assetcards.").replace(".", "/")
        yield from (each for each in (path, path.rpartition("/")[0]) if each in modules)
