"""A small repository of cards to ask, and the command to ask it with."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from assetcards.cli.main import main
from tests.gitfixture import GitFixture

Ask: TypeAlias = Callable[..., tuple[int, str, str]]
"""Runs the command with arguments: its exit code, and what it writes to both outputs."""

BASE = """\
name: tiny
description: "A small model for tests."
model_family: small
model_arch: tiny
license: MIT
checkpoint: ./weights/tiny.pt
model_config:
  dropout: 0.1
  encoder: {layers: 2}
"""
CHILD = """\
name: tiny_chat
base: tiny
checkpoint: "hg://org/tiny-chat"
tokenizer_family: llama
tokenizer: "hg://org/tiny-chat"
model_config:
  encoder: {heads: 4}
"""
OVERRIDE = """\
name: tiny@lab
checkpoint: /lab/tiny.pt
"""
DATASET = """\
name: sums
dataset_family: generic
data: "https://example.org/sums.jsonl"
"""
CARDS = {
    "catalog/catalog.toml": "",
    "catalog/models/tiny.yaml": f"{BASE}---\n{CHILD}",
    "catalog/models/weights/tiny.pt": "weights\n",
    "catalog/models/@lab/tiny.yaml": OVERRIDE,
    "catalog/datasets/sums.yaml": DATASET,
}


@pytest.fixture(scope="session")
def cards_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of four cards, tagged `v1`."""
    repo = GitFixture.init(tmp_path_factory.mktemp("made") / "cards")
    repo.commit(CARDS)
    repo.git("tag", "v1")
    return repo.folder


@pytest.fixture
def cards(cards_made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A copy of that repository, in whose top folder one stands."""
    folder = shutil.copytree(cards_made_once, tmp_path / "cards")
    monkeypatch.chdir(folder)
    return GitFixture(folder)


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """The command, run in this process."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(list(map(str, arguments)))
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache."""
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"
