"""Files that are kept in the cache: how many and how long, and what they depend on."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from assetcards.sources import kept
from assetcards.sources.kept import KeptFolder, code_facts, modules_in, program_facts


def test_the_oldest_are_removed_beyond_so_many_files_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = KeptFolder(str(tmp_path / "cache"), "some", most=3)

    def names() -> list[str]:
        return [name for name in "abcde" if folder.maybe_read(name) is not None]

    for number, name in enumerate("abcd"):
        folder.keep(name, b"1234")
        os.utime(next((tmp_path / "cache").rglob(name)), (number, number))
    assert names() == ["b", "c", "d"]
    monkeypatch.setattr(kept, "MAX_BYTES", 8)
    folder.keep("e", b"1234")
    assert names() == ["d", "e"]
    folder.keep("a", b"123456789")
    assert "a" not in names()


def test_files_of_another_kind_are_in_another_folder(tmp_path: Path) -> None:
    folder = KeptFolder(str(tmp_path), "some", most=3)
    folder.keep("a", b"1")
    assert KeptFolder(str(tmp_path), "others", most=3).maybe_read("a") is None
    assert folder.maybe_read("a") == b"1"


def test_parts_of_a_file_are_read_as_far_as_it_goes(tmp_path: Path) -> None:
    folder = KeptFolder(str(tmp_path), "some", most=3)
    folder.keep("a", b"0123456789")
    file = folder.maybe_open("a")
    assert file is not None
    parts = {(0, 3): b"012", (4, 2): b"45", (8, 5): b"89", (20, 1): b"", (0, 1 << 60): b"0123456789", (3, -1): b""}
    assert {part: file.read(*part) for part in parts} == parts
    assert folder.maybe_open("b") is None


def test_what_modules_a_thing_depends_on_is_said_by_their_folders() -> None:
    assert b"\0rules/text/tab.py " in code_facts(["rules/text"])
    assert b"tab.py" not in code_facts(["rules"])


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another copy of the package than ours, in which there is one module of text."""
    folder = tmp_path / "package"
    for path in ("sources/kept.py", "text/reading.py"):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text("CARDS = 1\n")
    monkeypatch.setattr(kept, "__file__", str(folder / "sources/kept.py"))
    return folder


def test_a_module_in_place_of_another_one_is_another_though_its_size_and_time_are_the_same(package: Path) -> None:
    facts, module = code_facts(["text"]), package / "text/reading.py"
    assert code_facts(["text"]) == facts
    shutil.copy2(module, package / "new.py")
    (package / "new.py").write_text("CARDS = 2\n")
    shutil.copystat(module, package / "new.py")
    os.replace(package / "new.py", module)
    assert code_facts(["text"]) == facts  # this process goes on with the old one
    modules_in.cache_clear()
    assert code_facts(["text"]) != facts


def test_a_copy_of_the_package_is_another_though_its_files_look_the_same(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = code_facts(["text"])
    monkeypatch.setattr(kept, "__file__", str(package.rename(package.with_name("copy")) / "sources/kept.py"))
    assert code_facts(["text"]) != facts


def test_a_program_is_known_by_its_file_and_need_not_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program_facts("git") == b"git None None"
    found = set()
    for size in (1, 2):
        (tmp_path / "git").write_text("x" * size)
        (tmp_path / "git").chmod(0o755)
        found.add(program_facts("git"))
    assert len(found) == 2
