"""Imports go down only, and each third-party library and each side effect has its one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.house.sources import LAYERS, PACKAGE, dotted, imported_names, module_files, parse

MODULES = dict(module_files())


def layer_of(module: str) -> int:
    return LAYERS[module.split("/", maxsplit=1)[0]]


def test_a_module_imports_from_its_own_layer_or_a_lower_one() -> None:
    upwards = [
        (module, name)
        for module, tree in MODULES.items()
        if module != "__init__"
        for name in imported_names(tree)
        if name.startswith("assetcards.") and LAYERS.get(name.split(".")[1], 0) > layer_of(module)
    ]
    assert upwards == []


@pytest.mark.parametrize(("folder", "shared"), [("rules", {"rule", "registry"}), ("commands", set())])
def test_a_rule_imports_no_rule_and_a_verb_no_verb(folder: str, shared: set[str]) -> None:
    modules = {name: tree for name, tree in MODULES.items() if name.startswith(f"{folder}/")}
    found = [
        (module, name)
        for module, tree in modules.items()
        for name in imported_names(tree)
        if name.startswith(f"assetcards.{folder}.") and name.split(".")[2] not in shared
    ]
    assert found == []


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("yaml", "text/yamltext"),
        ("git", "git/repo"),
        ("jsonschema", "families/values"),
        ("cattrs", "opening/conversion"),
        ("huggingface_hub", "assets/hub_client"),
        ("pyarrow", "opening/builtin/parquet"),
        ("safetensors", "opening/builtin/weights"),
        ("tokenizers", "opening/builtin/tokens"),
        ("obstore", "assets/buckets"),
    ],
)
def test_a_library_has_one_importer(library: str, home: str) -> None:
    importers = [
        module
        for module, tree in MODULES.items()
        if any(name.split(".")[0] == library for name in imported_names(tree))
    ]
    assert importers == [home]


@cache
def names_used(tree: ast.Module) -> set[str]:
    attributes = {dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return attributes | calls


MAY_PRINT = ("cli/", "__main__", "trees/guarding")
"""The command line, and what sends elsewhere that others print."""


def using(forbidden: set[str], but: tuple[str, ...]) -> dict[str, set[str]]:
    """The modules that use any of the names, but for those of which the path begins so."""
    used = {module: names_used(tree) & forbidden for module, tree in MODULES.items() if not module.startswith(but)}
    return {module: names for module, names in used.items() if names}


def test_only_the_command_line_prints_exits_or_reads_its_arguments() -> None:
    forbidden = {"print", "sys.exit", "sys.argv", "sys.stdout", "sys.stderr", "input", "exit"}
    assert using(forbidden, MAY_PRINT) == {}


HOOKS = sorted((PACKAGE.parents[1] / "hooks" / "assetcards_hooks").glob("*.py"))


def test_one_module_prints() -> None:
    """Elsewhere nobody would think of what a runner of CI obeys."""
    sources = MODULES | {f"hooks/{path.name}": parse(path) for path in HOOKS}
    printers = {"print", "click.echo", "click.secho", "click.echo_via_pager", "sys.stdout.write", "sys.stderr.write"}
    assert {name for name, tree in sources.items() if names_used(tree) & printers} == {"cli/printing"}


def test_only_the_defaults_read_variables_and_the_working_directory() -> None:
    forbidden = {
        "os.environ",
        "os.getenv",
        "os.getcwd",
        "os.path.expanduser",
        "os.path.abspath",
        "Path.cwd",
        "Path.home",
    }
    assert using(forbidden, ("cli/", "sources/defaults", "fairseq2/variables")) == {}


def test_the_own_store_of_a_catalog_is_asked_for_by_that_name() -> None:
    def first_stores(tree: ast.Module) -> list[str]:
        subscripts = (ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Subscript))
        return [each for each in subscripts if each.endswith(".stores[0]")]

    assert {module: found for module, tree in MODULES.items() if (found := first_stores(tree))} == {
        "model/stores": ["self.stores[0]"]
    }


def layers_of_the_readme() -> dict[str, int]:
    """What the table names, with its layer; a row without one continues the row above."""
    rows = [line.split("|") for line in (PACKAGE.parent / "README.md").read_text("utf-8").splitlines() if "|" in line]
    found: dict[str, int] = {}
    layer = 0
    for _, title, places, *_ in rows[2:]:
        layer = int(title.split()[0][1:]) if title.strip() else layer
        found.update(dict.fromkeys((name.strip("/") for name in places.replace("`", "").split()), layer))
    return found


def test_the_readme_of_the_toolchain_names_everything_in_its_layer() -> None:
    assert layers_of_the_readme() == {name: layer for name, layer in LAYERS.items() if name != "__main__"}


def test_every_module_and_package_of_the_root_has_a_layer() -> None:
    assert {name.split("/")[0] for name in MODULES} - {"__init__"} == set(LAYERS)


MODE = re.compile(r"0*(?:100|120|160|40)[0-7]{3}|10[0-7]?|12[0-7]?")
"""What the modes of git's trees are written like, and how they begin."""


def texts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            yield node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value


def test_one_module_reads_the_modes_of_git() -> None:
    """Elsewhere a `TreeEntry` is asked what it is: git goes by some bits of what a tree has there."""
    readers = {module for module, tree in MODULES.items() if any(map(MODE.fullmatch, texts(tree)))}
    assert readers == {"git/objects"}
    parsers = {module for module, tree in MODULES.items() if "parse_mode" in names_used(tree)}
    assert parsers == {"git/checkout_listing", "git/objects", "git/index_listing"}
