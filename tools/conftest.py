"""What the examples of docstrings find: no surroundings of the machine, and `cards`, the folder of a repository."""

from __future__ import annotations

import pytest

from tests.conftest import no_surroundings
from tests.gitfixture import GitFixture

__all__ = ["no_surroundings"]  # it holds for these tests, too


@pytest.fixture(scope="session")
def folder_of_cards(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A repository with a catalog of one card, committed and tagged `v1`."""
    repository = GitFixture.init(tmp_path_factory.mktemp("examples") / "cards")
    repository.write({"catalog/catalog.toml": "", "catalog/tiny.yaml": "name: tiny\nmodel_family: llama\n"})
    repository.commit()
    repository.git("tag", "v1")
    return str(repository.folder)


@pytest.fixture(autouse=True)
def names_of_examples(doctest_namespace: dict[str, object], folder_of_cards: str) -> None:
    """The names that an example may use without making them."""
    doctest_namespace["cards"] = folder_of_cards
