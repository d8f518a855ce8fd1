"""Every module that does something has tests of its own, where a reader looks for them first."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from tests.house.sources import ROOT, module_files

UNIT = ROOT / "tests" / "unit"

ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    # Cards, one folder for each code; `tests/unit/rules` has what several rules have in common.
    "tests/cases": ("rules/*",),
    # Assets on this machine and from servers, with the cache that they are in.
    "tests/assets": ("assets/*",),
    "tests/assets/test_verify.py": ("model/card_edit",),
    # What people see: verbs with their output, as the command line is asked for them.
    "tests/cli/test_conversions.py": ("git/conversions",),
    "tests/cli/test_card_files.py": (
        "git/checkout",
        "git/checkout_folders",
        "git/checkout_listing",
        "model/scope",
        "sources/checkouts",
    ),
    "tests/cli/test_validate.py": ("sources/named_files",),
    "tests/cli/test_writing.py": ("sources/targets",),
    "tests/unit/model/test_gitignore.py": ("model/automaton",),
    "tests/cli": ("__main__", "cli/*", "docstrings", "public", "commands/*", "rendering/*"),
    # Errors are raised where their faults are; their own examples run as doctests.
    "tools/assetcards/errors": ("errors/*",),
    # Real histories in real repositories, and a second model of them.
    "tests/provenance": (
        "git/blame",
        "git/lineage",
        "git/moves",
        "git/scratch",
        "provenance/blame",
        "provenance/cardlog",
        "provenance/editors",
        "provenance/history",
        "provenance/lastchange",
        "provenance/writers",
        "sources/homes",
    ),
    # Real servers, and the cache of what was fetched from them.
    "tests/remote": (
        "git/cache_notes",
        "git/cached",
        "git/cached_remote",
        "git/entry_form",
        "git/fetch",
        "git/partial",
        "git/reaching",
        "sources/remotes",
    ),
    # Descriptions of a package that is installed elsewhere, and of the real fairseq2.
    "tests/cli/test_families.py": ("families/describing", "families/registered"),
    "tests/interop": ("fairseq2/registering", "fairseq2/serving", "families/fairseq2"),
    # What git does to files on their way into a checkout, compared with git.
    "tests/integrity/test_attributes.py": ("git/attribute_files", "git/attributes", "sources/attributes"),
    # Catalogs that build on cards of somebody else, in real repositories.
    "tests/upstream": ("lint/upstreams", "sources/vendored"),
    # Answers that the cache never changes.
    "tests/cli/test_findings_kept.py": ("lint/finding_form", "lint/kept_findings"),
    "tests/cli/test_validate_staged.py": ("lint/kept_changes",),
    # Parts of one thing that are asked for as a whole.
    "tests/unit/comparison/test_impact.py": ("comparison/answers",),
    "tests/unit/families/test_annotations.py": ("families/values", "families/schemas"),
    "tests/unit/families/test_checking.py": ("families/judging", "families/wording"),
    "tests/unit/families/test_known.py": ("families/description",),
    "tests/unit/families/test_opening.py": ("families/opened",),
    "tests/impact": ("comparison/differences",),
    "tests/cli/test_diff.py": ("provenance/account",),
    "tests/unit/fairseq2/test_translation.py": (
        "fairseq2/handed",
        "fairseq2/problems",
        "fairseq2/theirs",
        "fairseq2/whole",
    ),
    "tests/unit/git/test_repo.py": ("git/discovery",),
    "tests/unit/git/test_tree.py": ("git/index_listing",),
    "tests/unit/git/test_commit_tree.py": ("git/rooted_tree",),
    "tests/unit/lint/test_judging.py": ("lint/silencers", "lint/settling", "lint/kept_comments"),
    "tests/unit/lint/test_suppressions.py": ("lint/comments",),
    "tests/unit/model/test_card.py": ("model/reading",),
    "tests/unit/model/test_resolved.py": ("model/layers",),
    "tests/unit/model/test_settings.py": ("model/settings_file", "model/settings_reading"),
    "tests/unit/opening/builtin/test_lines.py": ("opening/builtin/files",),
    "tests/unit/opening/test_conversion.py": ("opening/faults", "opening/unstructured", "opening/values"),
    "tests/unit/opening/test_opener.py": ("opening/wrong",),
    "tests/unit/opening/test_registry.py": ("families/family",),
    "tests/unit/policies/test_newcards.py": (
        "policies/changes/unlicensed",
        "policies/changes/unowned",
        "policies/changes/unpinned",
    ),
    "tests/unit/sources/test_local.py": ("sources/staged",),
    "tests/unit/sources/test_opening.py": ("sources/places",),
    "tests/unit/test_scalars.py": ("scalars11",),
    "tests/unit/text/test_tomltext.py": ("text/tomlbounds",),
    "tests/unit/text/test_yamltext.py": ("text/builder", "text/growing", "text/syntax"),
    "tests/unit/trees/test_tree.py": ("trees/folder",),
}
"""Where the tests are of modules that have none of their name in `tests/unit`; `*` is for all of a package."""

HOMES = {module: home for home, modules in ELSEWHERE.items() for module in modules}


def does_something(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.FunctionDef) for node in ast.walk(tree))


MODULES = [name for name, tree in module_files() if does_something(tree) and not name.endswith("__init__")]


def mirror_of(module: str) -> Path:
    folder, _, name = module.rpartition("/")
    return UNIT / folder / f"test_{name}.py"


def is_elsewhere(module: str) -> bool:
    return module in HOMES or f"{module.partition('/')[0]}/*" in HOMES


def test_every_module_has_tests_of_its_name_or_is_said_to_be_tested_elsewhere() -> None:
    missing = [mirror_of(module) for module in MODULES if not is_elsewhere(module) and not mirror_of(module).exists()]
    assert [path.relative_to(ROOT).as_posix() for path in missing] == []


def test_what_is_tested_elsewhere_is_there_and_has_no_tests_of_its_name() -> None:
    assert [home for home in ELSEWHERE if not (ROOT / home).exists()] == []
    named = [module for module in HOMES if not module.endswith("/*")]
    assert [module for module in named if module not in MODULES or mirror_of(module).exists()] == []


def test_tests_of_a_name_are_of_a_module() -> None:
    """`tests/unit/rules` has its tests by groups of rules."""
    names = {name for name, _ in module_files()}
    strays = [
        path.relative_to(UNIT).as_posix()
        for path in UNIT.rglob("test_*.py")
        if path.parent.name != "rules"
        and path.relative_to(UNIT).with_name(path.stem.removeprefix("test_")).as_posix() not in names
    ]
    assert strays == []
