"""Words that are known of another commit: they serve while most of it is the same, and give no other answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards import Catalog, open_catalog
from assetcards.model import known_words, store
from assetcards.sources.defaults import unindexed
from tests.gitfixture import GitFixture

FILES = {f"catalog/{name}.yaml": f"name: {name}\nbase: base\n" for name in ("a", "b", "c")}


@pytest.fixture
def fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    monkeypatch.setattr(store, "MIN_INDEXED", 0)
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    fixture = GitFixture.init(tmp_path / "repo")
    fixture.commit({"catalog/catalog.toml": "", "catalog/base.yaml": "name: base\n", **FILES})
    return fixture


def with_base(catalog: Catalog) -> set[str]:
    """The files that may have the name of the base."""
    found = catalog.own.maybe_paths_with(["base"])
    assert found is not None
    return found


ALL = {"a.yaml", "b.yaml", "base.yaml", "c.yaml"}


def test_what_was_learned_of_one_commit_is_known_of_the_next_one_and_few_files_are_read(fixture: GitFixture) -> None:
    with open_catalog(fixture.folder, rev="HEAD") as catalog:
        assert with_base(catalog) == ALL
    fixture.commit({"catalog/b.yaml": "name: b\n", "catalog/d.yaml": "base: base\n"}, remove=["catalog/c.yaml"])
    with open_catalog(fixture.folder, rev="HEAD") as catalog:
        catalog.own.tree.read = None  # type: ignore[method-assign, assignment]  # all but what differs is known
        catalog.own._contents = {"b.yaml": b"name: b\n", "d.yaml": b"base: base\n"}
        assert with_base(catalog) == {"a.yaml", "base.yaml", "d.yaml"}


def test_where_too_much_differs_all_words_are_learned_again(
    fixture: GitFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def learned() -> bytes:
        [file] = (path for path in (tmp_path / "cache").rglob("*") if path.is_file())
        return file.read_bytes()

    with open_catalog(fixture.folder, rev="HEAD") as catalog:
        with_base(catalog)
    first = learned()
    monkeypatch.setattr(known_words, "MAX_UNKNOWN", 1)
    fixture.commit({"catalog/a.yaml": "name: a\n"})
    with open_catalog(fixture.folder, rev="HEAD") as catalog:
        assert with_base(catalog) == ALL - {"a.yaml"}
    assert learned() == first
    fixture.commit({"catalog/b.yaml": "name: b\n"})
    with open_catalog(fixture.folder, rev="HEAD") as catalog:
        assert with_base(catalog) == {"base.yaml", "c.yaml"}
    assert learned() != first


CHANGES: dict[str, Callable[[GitFixture], object]] = {
    "what is excluded": lambda fixture: fixture.commit({"catalog/catalog.toml": 'exclude = ["a.yaml"]\n'}),
    "a bound": lambda fixture: fixture.commit({"catalog/catalog.toml": "[bounds]\nfile_bytes = 10\n"}),
    "a link": lambda fixture: (fixture.folder / "catalog/link.yaml").symlink_to("a.yaml"),
    "a hidden file": lambda fixture: fixture.commit({"catalog/.a.yaml": "base: base\n"}),
    "no card file": lambda fixture: fixture.commit({"catalog/a.txt": "base: base\n"}),
    "a file that is no text": lambda fixture: fixture.commit({"catalog/b.yaml": b"\xff\\"}),
    "another history": lambda fixture: fixture.git("commit", "--quiet", "--amend", "--message", "Other words"),
    "a folder": lambda fixture: fixture.commit({"catalog/z.yaml/base.yaml": "base: base\n"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_may_have_a_name_is_what_it_would_be_if_nothing_were_known(fixture: GitFixture, change: str) -> None:
    with open_catalog(fixture.folder, rev="HEAD") as catalog:
        with_base(catalog)
    CHANGES[change](fixture)
    fixture.commit()
    with unindexed(), open_catalog(fixture.folder, rev="HEAD") as catalog:
        assert catalog.own.maybe_paths_with(["base"]) is None
        expected = set(catalog.own._holding("base", catalog.own.paths()))
    for _ in range(2):
        with open_catalog(fixture.folder, rev="HEAD") as catalog:
            assert with_base(catalog) == expected


def test_a_small_catalog_and_one_that_is_no_commit_learn_no_words(
    fixture: GitFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_catalog(fixture.folder, stores=[]) as catalog:
        assert catalog.own.maybe_paths_with(["base"]) is None
    monkeypatch.setattr(store, "MIN_INDEXED", 100)
    with open_catalog(fixture.folder, rev="HEAD") as catalog:
        assert catalog.own.maybe_paths_with(["base"]) is None
