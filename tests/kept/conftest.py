"""One repository for all questions, the answers without the cache, and a cache that knows all of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import cache as remembered
from pathlib import Path

import pytest

from assetcards.model import store
from assetcards.trees import stats
from tests.gitfixture import GitFixture
from tests.kept.ground import make_ground
from tests.kept.questions import QUESTIONS, Answer, ask, ask_without_cache


@pytest.fixture
def small_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every catalog counts for large, and for one that was not changed just now."""
    monkeypatch.setattr(store, "MIN_INDEXED", 0)
    monkeypatch.setattr(stats, "SETTLED_NS", -(10**18))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    """The repository to ask about, which no test changes."""
    return make_ground(tmp_path_factory.mktemp("ground"))


@pytest.fixture
def ground(made: GitFixture, small_counts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """The same, in the current directory, with a cache that is empty."""
    monkeypatch.chdir(made.folder)
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    return made


@pytest.fixture(scope="session")
def _warmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("warmed") / "cache"


@pytest.fixture
def cache(ground: GitFixture, _warmed: Path, tmp_path: Path) -> Path:
    """The folder of a cache that knows all that was asked, and what the upstream has."""
    folder = tmp_path / "cache"
    if not _warmed.exists():
        ask("lock tiny_chat")
        for question in QUESTIONS:
            ask(question)
        shutil.copytree(folder, _warmed)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_warmed, folder)
    return folder


@pytest.fixture(scope="session")
def _expected() -> Callable[[str], Answer]:
    return remembered(ask_without_cache)


@pytest.fixture
def expected(cache: Path, _expected: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """What is answered when nothing kept is used; asked once."""
    assert os.path.isdir(cache)
    return _expected
