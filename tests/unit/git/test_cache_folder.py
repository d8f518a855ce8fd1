"""The folder of a remote repository in the cache, while another process removes all that it makes."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

from assetcards.errors import GitError
from assetcards.git.addresses import Address
from assetcards.git.cache_folder import CacheFolder


def test_a_folder_that_is_removed_while_it_is_made_is_no_cache_that_cannot_be_written(tmp_path: Path) -> None:
    top = tmp_path / "cache"
    folder = CacheFolder(str(top / "git" / "remote"))
    over = threading.Event()

    def keep_removing() -> None:
        while not over.is_set():
            shutil.rmtree(top, ignore_errors=True)

    thread = threading.Thread(target=keep_removing)
    thread.start()
    try:
        said = {add_one(folder) for _ in range(300)}
    finally:
        over.set()
        thread.join()
    assert said <= {"", f"{folder.path} keeps being removed from the cache"}


def add_one(folder: CacheFolder) -> str:
    """What is said when an entry is added."""
    try:
        folder.add(folder.entry("a" * 40), Address(text="https://x.org/x", shown="https://x.org/x"), fetch, 5.0)
    except GitError as error:
        return error.message
    return ""


def fetch(into: str) -> None:
    with open(os.path.join(into, "HEAD"), "w", encoding="utf-8") as file:
        file.write("ref: refs/heads/main")
