"""Repositories as tests find them, and what they put into them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from assetcards.git.repo import Repository


def find(folder: Path | str) -> Repository:
    return Repository.find(str(folder), os.environ)


def blob_of(repository: Repository, revision: str, name: str = "a.yaml") -> bytes:
    entries = repository.read_tree(repository.tree_of(repository.resolve(revision)))
    return repository.read_object(entries[name].object_id).content


def commit_content(tree: str, message: str) -> bytes:
    return f"tree {tree}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\n{message}\n".encode()


def object_id(kind: str, content: bytes) -> str:
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content).hexdigest()
