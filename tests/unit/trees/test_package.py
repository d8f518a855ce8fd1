"""Cards among the resources of an installed package."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assetcards import PackageTree, SourceError
from assetcards.trees.tree import FileUnreadableError

CARDS = {"a.yaml": b"name: a\n", "models/@lab/a.yml": b"name: a@lab\n", "notes.txt": b"x", "catalog.toml": b"x = 1"}


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the search path of packages, whose modules are forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path / "site")
    (tmp_path / "site").mkdir()
    before = set(sys.modules)
    yield tmp_path / "site"
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_the_cards_of_a_package_are_read(packages: Path) -> None:
    write(packages, {f"cards_of_team/{path}": content for path, content in CARDS.items()})
    write(packages, {"cards_of_team/__init__.py": b""})
    tree = PackageTree("cards_of_team")
    assert list(tree.files()) == ["a.yaml", "models/@lab/a.yml"]
    assert tree.read("models/@lab/a.yml", 6) == b"name: "
    assert tree.read("catalog.toml", 100) == b"x = 1"
    assert str(tree.origin) == "package:cards_of_team"
    assert tree.locate("models/../x.pt") == f"file://{packages}/cards_of_team/models/../x.pt"
    with pytest.raises(FileUnreadableError, match=r"^none\.yaml: does not exist$"):
        tree.read("none.yaml", 100)


def test_a_package_without_init_may_be_in_several_folders(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(packages, {"site2/loose_cards/other/b.yaml": b"name: b\n", "loose_cards/sub/a.yaml": b"name: a\n"})
    monkeypatch.syspath_prepend(packages / "site2")
    tree = PackageTree("loose_cards")
    assert list(tree.files()) == ["other/b.yaml", "sub/a.yaml"]
    assert tree.read("sub/a.yaml", 100) == b"name: a\n"
    assert tree.locate("sub/x.pt") == f"file://{packages}/loose_cards/sub/x.pt"
    assert tree.locate("other/../x.pt") == f"file://{packages}/site2/loose_cards/other/../x.pt"


def test_a_package_without_files_locates_by_name(packages: Path) -> None:
    (packages / "empty_cards").mkdir()
    assert PackageTree("empty_cards").locate("x.pt") == "package:empty_cards/x.pt"


def test_a_package_in_a_zip_file_is_read(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(packages / "cards.zip", "w") as archive:
        archive.writestr("zipped_cards/__init__.py", "")
        archive.writestr("zipped_cards/models/a.yaml", "name: a\n")
    monkeypatch.syspath_prepend(packages / "cards.zip")
    tree = PackageTree("zipped_cards")
    assert list(tree.files()) == ["models/a.yaml"]
    assert tree.read("models/a.yaml", 100) == b"name: a\n"
    assert tree.locate("models/x.pt") == "package:zipped_cards/models/x.pt"


def test_links_in_a_package_do_not_lead_in_a_cycle(packages: Path) -> None:
    write(packages, {"circular_cards/__init__.py": b"", "circular_cards/a.yaml": b""})
    (packages / "circular_cards/again").symlink_to(".")
    (packages / "circular_cards/dangling.yaml").symlink_to("/nowhere")
    tree = PackageTree("circular_cards")
    assert list(tree.files()) == ["a.yaml", "dangling.yaml"]
    with pytest.raises(FileUnreadableError, match="cannot be read: No such file or directory"):
        tree.read("dangling.yaml", 100)


@pytest.mark.parametrize(
    ("package", "problem"),
    [
        ("no_such_package", "ModuleNotFoundError: No module named 'no_such_package'"),
        ("failing_cards", "RuntimeError: not today"),
        ("ending_cards", "SystemExit: 0"),
        ("module_of_cards", "TypeError: 'module_of_cards' is a module; cards are read from a package "),
        ("", "ValueError: Empty module name"),
    ],
)
def test_a_package_that_cannot_be_read_is_named(packages: Path, package: str, problem: str) -> None:
    write(packages, {"failing_cards/__init__.py": b"raise RuntimeError('not today')", "module_of_cards.py": b""})
    write(packages, {"ending_cards/__init__.py": b"import sys; sys.exit(0)"})
    with pytest.raises(SourceError) as caught:
        PackageTree(package).files()
    assert str(caught.value).startswith(f"package:{package}: cannot be read: {problem}")
