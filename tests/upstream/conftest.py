"""A cache of each test's own, an upstream, and our catalog in the current directory."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import ask
from tests.gitfixture import GitFixture
from tests.upstream.catalogs import make_ours, make_upstream, settings

__all__ = ["ask"]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of the test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(folder))
    return folder


class Both(NamedTuple):
    """The upstream with the commit that is pinned, and our repository."""

    upstream: GitFixture
    commit: str
    ours: GitFixture


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Both:
    """Both repositories side by side; the tests stand in ours."""
    upstream, commit = make_upstream(tmp_path / "base")
    ours = make_ours(tmp_path / "ours", settings("../base", commit))
    monkeypatch.chdir(ours.folder)
    return Both(upstream, commit, ours)
