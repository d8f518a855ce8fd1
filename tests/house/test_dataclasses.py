"""Values are frozen, keyword-only dataclasses with slots: nobody changes one that somebody else has."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.sources import dotted, module_files

WORKED_ON = {
    "model/resolve._Climb": "one walk, which notes what it meets",
    "text/documents.Document": "it is filled while its text is read",
    "text/yamledit._Collection": "it notes the key whose value is next",
}
"""What is changed while one function works on it, and why."""

CONFIGS = "opening/builtin/"
"""The configs of families in code, which are as programs have them: their defaults are changed by what cards write."""


def dataclasses() -> Iterator[tuple[str, ast.ClassDef, frozenset[str]]]:
    """Each dataclass with the keywords that are true of it."""
    for module, tree in module_files():
        for node in ast.walk(tree):
            for decorator in node.decorator_list if isinstance(node, ast.ClassDef) else ():
                call = decorator.func if isinstance(decorator, ast.Call) else decorator
                if isinstance(node, ast.ClassDef) and dotted(call).endswith("dataclass"):
                    given = decorator.keywords if isinstance(decorator, ast.Call) else []
                    true = {str(each.arg) for each in given if ast.unparse(each.value) == "True"}
                    yield f"{module}.{node.name}", node, frozenset(true)


def keeps_what_it_works_out(node: ast.ClassDef) -> bool:
    """Whether a class has a property that is worked out once, and so has no slots."""
    decorators = [each for part in node.body if isinstance(part, ast.FunctionDef) for each in part.decorator_list]
    return "cached_property" in map(dotted, decorators)


def wanted_of(name: str, node: ast.ClassDef) -> frozenset[str]:
    """The keywords that are to be true of a dataclass."""
    if name in WORKED_ON:
        return frozenset({"slots"})
    return frozenset({"frozen", "kw_only"} if keeps_what_it_works_out(node) else {"frozen", "kw_only", "slots"})


def test_a_dataclass_is_frozen_and_keyword_only_and_has_slots_unless_it_keeps_what_it_works_out() -> None:
    found = {name: true for name, _, true in dataclasses() if not name.startswith(CONFIGS)}
    wanted = {name: wanted_of(name, node) for name, node, _ in dataclasses() if name in found}
    assert found == wanted
    assert set(WORKED_ON) <= set(found)
