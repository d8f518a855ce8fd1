"""What opens files for writing: one module for files of users, and two for folders that are our own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import PACKAGE, ROOT, dotted, parse

WRITERS = {
    "tools/assetcards/trees/regular.py": {"os.open"},
    "tools/assetcards/trees/writing.py": {"open", "os.open", "os.replace", "os.unlink", "os.fchmod", "os.mkdir"},
    "tools/assetcards/assets/files.py": {
        "open",
        "os.chmod",
        "os.makedirs",
        "os.open",
        "os.rename",
        "os.replace",
        "os.unlink",
        "os.utime",
        "shutil.rmtree",
    },
    "tools/assetcards/git/cache_folder.py": {
        "os.makedirs",
        "os.rename",
        "os.unlink",
        "shutil.rmtree",
        "os.fchmod",
        "os.mkdir",
    },
    "tools/assetcards/git/cache_notes.py": {"os.makedirs", "os.unlink"},
    "tools/assetcards/git/cache_uses.py": {"os.makedirs"},
    "tools/assetcards/git/cached.py": {"os.utime"},
    "tools/assetcards/git/fetch.py": {"os.remove", "shutil.rmtree"},
    "tools/assetcards/git/scratch.py": {"open", "os.makedirs", "os.mkdir"},
    "tools/assetcards/trees/leftovers.py": {
        "os.open",
        "os.unlink",
        "shutil.rmtree",
        "tempfile.NamedTemporaryFile",
        "tempfile.TemporaryDirectory",
        "tempfile.gettempdir",
    },
    "tools/assetcards/assets/archives/unpacking.py": {
        "open",
        "os.makedirs",
        "os.mkdir",
        "os.open",
        "os.rename",
        "shutil.rmtree",
    },
    "tools/assetcards/assets/http/download.py": {"os.makedirs"},
    "tools/assetcards/assets/http/partials.py": {
        "open",
        "os.open",
        "os.unlink",
        "os.rename",
        "os.replace",
        "os.mkdir",
        "shutil.rmtree",
    },
    "tools/assetcards/sources/kept.py": {"os.makedirs", "os.unlink"},
    "tools/assetcards/cli/boundary.py": {"open", "os.open"},
}
"""What may change files, and by which calls: a verb writes with `trees/writing`, which refuses what is to be refused.

The others change the caches, a temporary folder, and what is put in place of a closed output; one only reads.
"""

CHANGING = {
    *(f"os.{name}" for name in ("open", "fdopen", "replace", "rename", "renames", "link", "symlink", "unlink")),
    *(f"os.{name}" for name in ("remove", "rmdir", "removedirs", "mkdir", "makedirs", "mkfifo", "mknod")),
    *(f"os.{name}" for name in ("truncate", "chmod", "fchmod", "lchmod", "chown", "utime")),
    *(f"shutil.{name}" for name in ("copy", "copy2", "copyfile", "copytree", "move", "rmtree", "unpack_archive")),
    *("click.open_file", "click.File", "click.edit"),
}
METHODS = {"write_text", "write_bytes", "touch", "symlink_to", "hardlink_to", "mkdir", "rename", "unlink", "rmdir"}
"""Methods of paths that change something; `replace` is one of strings as well, and imports of `pathlib` are few."""

SOURCES = [*sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "hooks").rglob("*.py"))]


def changing_calls(tree: ast.Module) -> Iterator[str]:
    """What a module calls that may change files."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = dotted(node.func)
        is_method = isinstance(node.func, ast.Attribute) and node.func.attr in METHODS
        if is_method or called in CHANGING or called.startswith("tempfile."):
            yield called
        elif called.rpartition(".")[2] == "open" and may_write(node):
            yield "open"


def may_write(call: ast.Call) -> bool:
    """Whether a call of `open` may be for writing: as far as the source says, it is not for reading alone."""
    modes = [*call.args[-1:], *call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    texts = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return any(set(text) <= set("rwaxbt+") and set(text) & set("wax+") for text in texts)


def test_files_are_changed_by_the_modules_named_here_and_by_no_other() -> None:
    calls = {path.relative_to(ROOT).as_posix(): set(changing_calls(parse(path))) for path in SOURCES}
    assert {path: more for path, found in calls.items() if (more := found - WRITERS.get(path, set()))} == {}


@pytest.mark.parametrize(
    "statement",
    [
        "open(path, 'w')",
        "open(path, mode='ab')",
        "path.open('x')",
        "Path(path).write_text('x')",
        "os.replace(a, b)",
        "tempfile.mkstemp()",
        "click.open_file(path, 'w')",
    ],
)
def test_a_call_that_changes_files_is_seen(statement: str) -> None:
    assert list(changing_calls(ast.parse(statement))) != []


def test_a_call_that_reads_is_not() -> None:
    for statement in ("open(path, 'rb')", "open(path, encoding='ascii', errors='replace')", "catalog.open(alone=True)"):
        assert list(changing_calls(ast.parse(statement))) == []
