"""Trees of git as tests open them, and the catalog that they hold."""

from __future__ import annotations

from pathlib import Path

from assetcards.git.commit_tree import CommitTree
from assetcards.git.index_tree import IndexTree
from tests.gitfixture import GitFixture
from tests.unit.git.repositories import find

FILES = {
    "README.md": "hello\n",
    "catalog/catalog.toml": 'environments = ["lab"]\n',
    "catalog/models/a.yaml": "name: a\n",
    "catalog/models/@lab/a.yaml": "name: a@lab\n",
    "catalog/models/b.yml": "name: b\n",
    "catalog/models/notes.txt": "none\n",
}
CARDS = ("models/@lab/a.yaml", "models/a.yaml", "models/b.yml")


def committed(folder: Path) -> GitFixture:
    fixture = GitFixture.init(folder)
    fixture.commit(FILES)
    return fixture


def commit_tree(fixture: GitFixture, folder: str = "catalog", commit: str = "HEAD") -> CommitTree:
    return CommitTree(find(fixture.folder), fixture.head(commit), folder)


def index_tree(fixture: GitFixture, folder: str = "catalog") -> IndexTree:
    return IndexTree(find(fixture.folder), folder)
