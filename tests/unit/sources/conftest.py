"""A repository with a catalog and a folder of other cards, in two commits; and a home."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gitfixture import GitFixture

FILES = {
    "README.md": "hello\n",
    "catalog/catalog.toml": 'environments = ["lab"]\n',
    "catalog/models/tiny.yaml": "name: tiny\nmodel_family: llama\ncheckpoint: ./tiny.pt\n",
    "catalog/models/@lab/tiny.yaml": "name: tiny@lab\ncheckpoint: /lab/tiny.pt\n",
    "extra/more.yaml": "name: more\nbase: tiny\n",
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    """Two commits; the one tagged `v1` has a card less."""
    fixture = GitFixture.init(tmp_path_factory.mktemp("template") / "repo")
    fixture.commit(FILES)
    fixture.git("tag", "v1")
    fixture.commit({"catalog/models/second.yaml": "name: second\n"})
    return fixture


@pytest.fixture
def fixture(template: GitFixture, tmp_path: Path) -> GitFixture:
    return template.copy(tmp_path / "repo")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and no variable that names a store."""
    for name in ("FAIRSEQ2_ASSET_DIR", "FAIRSEQ2_USER_ASSET_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"
