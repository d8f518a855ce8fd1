"""Which stores are read beside what is opened."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from assetcards import BoundError, CommitTree, FolderTree, MemoryTree, PackageTree, SourceError, open_catalog
from assetcards.sources.defaults import load_repository
from assetcards.text.documents import Bounds
from tests.gitfixture import GitFixture
from tests.unit.sources.catalogs import CARDS, names


@pytest.fixture
def user_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mine.yaml").write_text("name: tiny@user\ncheckpoint: /mine.pt\n---\nname: own\nbase: tiny\n")
    monkeypatch.setenv("FAIRSEQ2_USER_ASSET_DIR", str(folder))
    return folder


def test_the_store_of_the_user_counts_in_a_checkout_and_not_at_a_revision(
    fixture: GitFixture, user_store: Path
) -> None:
    with open_catalog(fixture.folder) as catalog:
        assert catalog.card("tiny").uri() == "file:///mine.pt"
    with open_catalog(fixture.folder, rev="HEAD") as catalog:
        assert catalog.names() == CARDS
        assert catalog.card("tiny").uri() == f"git:{fixture.head()}:catalog/models/tiny.pt"


@pytest.mark.parametrize("rev", [None, "HEAD"])
def test_stores_that_are_named_are_read_and_no_others(
    fixture: GitFixture, tmp_path: Path, user_store: Path, rev: str | None
) -> None:
    memory = MemoryTree("given", cards=[{"name": "given", "base": "more"}])
    with open_catalog(fixture.folder, rev=rev, stores=[fixture.folder / "extra", memory]) as catalog:
        assert catalog.names() == sorted([*CARDS, "given", "more"])
        assert catalog.card("given").chain == ["given", "more", "tiny"]
        assert [store.role for store in catalog.stores] == ["catalog", "named", "named"]
    with open_catalog(fixture.folder, rev=rev, stores=[str(user_store)]) as catalog:
        assert catalog.card("tiny").uri() == "file:///mine.pt"
    with open_catalog(fixture.folder, rev=rev, stores=[]) as catalog:
        assert catalog.names() == CARDS


def test_who_lets_a_run_take_twice_the_time_may_read_twice_the_values(
    fixture: GitFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = MemoryTree("given", cards=[{"name": f"card_{number}", "number": number} for number in range(30)])
    monkeypatch.setattr("assetcards.model.files.MAX_VALUES", 200)
    for seconds, fits in {"": False, "10": False, "55": False, "109": False, "110": True, "5500": True}.items():
        monkeypatch.setenv("CATALOG_CPU_SECONDS", seconds)
        with open_catalog(fixture.folder, stores=[memory]) as catalog:
            for each in (catalog, catalog.with_(settings=catalog.settings._replace(bounds=Bounds(depth=20)))):
                with (
                    nullcontext()
                    if fits
                    else pytest.raises(BoundError, match=r"^more than 200 values in the cards of ")
                ):
                    each.names()


@pytest.mark.parametrize("rev", [None, "HEAD"])
def test_the_bounds_of_the_catalog_hold_for_stores_that_are_named(fixture: GitFixture, rev: str | None) -> None:
    fixture.commit({"catalog/catalog.toml": "[bounds]\nfile_bytes = 1000\n"})
    large = MemoryTree("large", {"large.yaml": f"name: large\nnote: {'x' * 1000}\n"})
    with open_catalog(fixture.folder, rev=rev, stores=[large]) as catalog:
        assert [finding.code for finding in catalog.findings() if finding.path == "large.yaml"] == ["C130"]


def test_a_commit_may_be_a_store_beside_a_checkout(fixture: GitFixture, tmp_path: Path) -> None:
    other = GitFixture.init(tmp_path / "other")
    commit = other.commit({"deep/x.yaml": "name: x\nbase: tiny\ncheckpoint: x.pt\n"})
    with open_catalog(
        fixture.folder, stores=[CommitTree(load_repository(str(other.folder)), commit, "deep")]
    ) as catalog:
        assert catalog.card("x").uri() == f"git:{commit}:deep/x.pt"
        assert catalog.card("x").chain == ["x", "tiny"]


@pytest.mark.parametrize(
    ("store", "problem"),
    [
        ("none", "there is no folder "),
        (FolderTree("/nowhere"), "/nowhere: cannot be listed: No such file or directory"),
        (PackageTree("no_such_package"), "package:no_such_package: cannot be read: ModuleNotFoundError"),
    ],
)
def test_a_store_that_is_named_must_be_readable(fixture: GitFixture, store: str | FolderTree, problem: str) -> None:
    with pytest.raises(SourceError) as caught:
        open_catalog(fixture.folder, stores=[store])
    assert str(caught.value).startswith(problem)


def test_a_store_may_be_named_from_the_home(
    fixture: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user_store: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "own" in names(open_catalog(fixture.folder, stores=["~/mine"]))


def test_one_store_is_no_list_of_stores(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="stores is a list of folders and trees, not 'more' alone"):
        open_catalog(tmp_path, stores="more")
