"""Where the files of an asset are that is opened: by addresses in configs, variables, and catalogs from elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assetcards import (
    AssetError,
    DigestError,
    Family,
    FieldError,
    MemoryTree,
    Opening,
    open_catalog,
    register_family,
    unregister_family,
)
from tests.gitfixture import GitFixture

LINES = b"1\n2\n"


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of this machine; `LINES_AT` has its folder, and the caches are beside it."""
    monkeypatch.setenv("FAIRSEQ2_CACHE_DIR", str(tmp_path / "assets"))
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("LINES_AT", str(tmp_path))
    (tmp_path / "x.jsonl").write_bytes(LINES)
    return tmp_path / "x.jsonl"


@dataclass
class MyPaths:
    inner: dict[str, object] = field(default_factory=dict)


@pytest.fixture
def my_paths() -> Iterator[None]:
    """A family of ours that gives the path of what its config names."""

    def open_path(config: Any, opening: Any) -> Path:
        found: Path = opening.path("dataset_config.inner.file")
        return found

    register_family(Family(kind="dataset", name="my_paths", config=MyPaths, opener=open_path))
    yield
    unregister_family("dataset", "my_paths")


def elsewhere(tmp_path: Path, *, family: str = "jsonl", **fields: str) -> Any:
    """The card of a repository that is read as one of another machine."""
    repo = GitFixture.init(tmp_path / "cards")
    card = f"name: x\ndataset_family: {family}\n" + "".join(f"{key}: {value}\n" for key, value in fields.items())
    repo.commit({"catalog/catalog.toml": "", "catalog/x.yaml": card, "catalog/in.jsonl": LINES})
    return open_catalog(repo.folder.as_uri(), rev="HEAD", stores=[])


@pytest.mark.parametrize("address", ["${env:LINES_AT}/x.jsonl", "file://${env:LINES_AT}/x.jsonl", "${env:NO:/etc}/x"])
def test_a_catalog_from_elsewhere_makes_no_path_of_this_machine_of_a_variable(
    address: str, lines: Path, tmp_path: Path
) -> None:
    catalog = elsewhere(tmp_path, dataset_config=f"{{data: '{address}'}}")
    with catalog, pytest.raises(AssetError, match="names a path of this machine without a digest"):
        catalog.open("x")


def test_nor_one_in_the_config_of_a_family_of_ours(lines: Path, tmp_path: Path, my_paths: None) -> None:
    config = "{inner: {file: '${env:LINES_AT}/x.jsonl'}}"
    with elsewhere(tmp_path, family="my_paths", dataset_config=config) as catalog:
        with pytest.raises(AssetError, match="without a digest"):
            catalog.open("x")
        assert catalog.open("x", config={"inner": {"file": str(lines)}}) == lines


def test_nor_does_it_send_a_variable_to_a_server(lines: Path, tmp_path: Path) -> None:
    config = "{data: 'http://127.0.0.1:9/${env:LINES_AT}'}"
    with elsewhere(tmp_path, dataset_config=config) as catalog:
        with pytest.raises(AssetError) as raised:
            catalog.open("x")
        assert "makes an address of a server of the variable LINES_AT" in str(raised.value)
        assert str(tmp_path / "x") not in str(raised.value)
        with pytest.raises(AssetError, match=r"127\.0\.0\.1:9"):  # nothing is revealed by what is not there
            catalog.open("x", variables={})


def test_its_own_files_and_what_has_a_digest_are_opened(lines: Path, tmp_path: Path) -> None:
    digest = hashlib.sha256(LINES).hexdigest()
    config = "{data: '${env:LINES_AT}/x.jsonl'}"
    with elsewhere(tmp_path, dataset_config=config, data_sha256=digest) as catalog:
        assert list(catalog.open("x")) == [1, 2]
        assert list(catalog.open("x", config={"data": "${env:LINES_AT}/x.jsonl"})) == [1, 2]
    with elsewhere(tmp_path / "more", dataset_config="{data: '${env:NO:in}.jsonl'}") as catalog:
        assert list(catalog.open("x")) == [1, 2]


def opened(config: dict[str, Any], given: dict[str, Any] | None = None, **fields: Any) -> list[object]:
    tree = MemoryTree(cards=[{"name": "x", "dataset_family": "jsonl", "dataset_config": config, **fields}])
    return list(open_catalog(tree, stores=[]).open("x", config=given))


def test_a_path_by_a_variable_is_held_to_the_digest_of_the_card_and_one_that_is_given_is_not(lines: Path) -> None:
    by_variable = {"data": "${env:LINES_AT}/x.jsonl"}
    assert opened(by_variable, data_sha256=hashlib.sha256(LINES).hexdigest()) == [1, 2]
    with pytest.raises(DigestError):
        opened(by_variable, data_sha256="0" * 64)
    assert opened({"data": "/none"}, by_variable, data_sha256="0" * 64) == [1, 2]
    assert opened({"data": "/none"}, {"data": lines.as_uri()}, data_sha256="0" * 64) == [1, 2]


def test_an_opening_that_is_printed_shows_no_variable(lines: Path) -> None:
    card = open_catalog(MemoryTree(cards=[{"name": "x", "dataset_family": "jsonl"}]), stores=[]).card("x")
    opening = Opening(card=card, kind="dataset", architecture=None, variables={"TOKEN": "hush"})
    assert "hush" not in repr(opening)


def test_what_is_no_single_address_is_reported_at_its_line(my_paths: None) -> None:
    tree = MemoryTree(cards=[{"name": "x", "dataset_family": "my_paths", "dataset_config": {"inner": {"file": [1]}}}])
    catalog = open_catalog(tree, stores=[])
    with pytest.raises(FieldError, match=r"yaml:\d: field 'dataset_config.inner.file' .* is of type list, not str"):
        catalog.open("x")
    with pytest.raises(FieldError, match=r"has no field 'dataset_config.inner.file'"):
        catalog.open("x", config={"_del_": ["inner"]})
