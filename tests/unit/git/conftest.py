"""A repository with a little history, to read and to damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gitfixture import GitFixture


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> GitFixture:
    """Two commits: the first with the tags `v1` (annotated) and `light`, the second on `main`."""
    fixture = GitFixture.init(tmp_path_factory.mktemp("template") / "repo")
    fixture.commit({"a.yaml": "name: a\n"})
    fixture.git("tag", "--annotate", "--message", "first", "v1")
    fixture.git("tag", "light")
    fixture.commit({"a.yaml": "name: a\nnote: changed\n", "folder/b.yaml": "name: b\n"})
    return fixture


@pytest.fixture
def fixture(template: GitFixture, tmp_path: Path) -> GitFixture:
    """A copy of the template, to change."""
    return template.copy(tmp_path / "repo")
