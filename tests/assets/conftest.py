"""Cards that name assets, and the command to ask for them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture

__all__ = ["Ask", "ask"]

WEIGHTS = b"weights" * 1000
SHA256 = hashlib.sha256(WEIGHTS).hexdigest()


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A repository with an empty catalog, in whose top folder one is; the caches are below it, too."""
    repo = GitFixture.init(tmp_path / "cards")
    repo.write({"catalog/catalog.toml": ""})
    monkeypatch.chdir(repo.folder)
    monkeypatch.setenv("FAIRSEQ2_CACHE_DIR", str(tmp_path / "assets"))
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    return repo


def card(name: str, **fields: object) -> str:
    """A card of a model, or what overrides one."""
    family = "" if "@" in name or "base" in fields else "model_family: small\n"
    return f"name: {name}\n{family}" + "".join(f"{key}: {value}\n" for key, value in fields.items())
