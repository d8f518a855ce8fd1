"""Files that are kept in the cache: how many and how long, and what they depend on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from assetcards.sources import kept
from assetcards.sources.kept import KeptFolder, code_facts

if TYPE_CHECKING:
    import pytest


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


def test_what_modules_a_thing_depends_on_is_said_by_their_folders() -> None:
    assert b"\0rules/text/tab.py " in code_facts(["rules/text"])
    assert b"tab.py" not in code_facts(["rules"])
