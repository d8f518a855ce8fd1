"""Which stores are read beside a catalog without being named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetcards import Catalog, open_catalog
from assetcards.sources.defaults import user_folder


def write(folder: Path, **cards: str) -> Path:
    """A folder of cards, a file for each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in cards.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    write(tmp_path / "catalog" / "models", tiny="name: tiny\ncheckpoint: hg://org/tiny\n")
    (tmp_path / "catalog" / "catalog.toml").touch()
    return tmp_path / "catalog"


def sources(catalog: Catalog) -> list[tuple[str, str]]:
    return [(store.role, store.origin.place) for store in catalog.stores]


def test_the_stores_of_system_and_user_take_part(
    home: Path, cards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = write(tmp_path / "system", small="name: small\nbase: tiny\n")
    user = write(home / ".config/fairseq2/assets", mine="name: tiny@user\ncheckpoint: /mine.pt\n")
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", str(system))
    with open_catalog(cards) as catalog:
        assert sources(catalog) == [("catalog", str(cards)), ("system", str(system)), ("user", str(user))]
        assert catalog.card("small").uri() == "file:///mine.pt"
    with open_catalog(cards, stores=[system]) as catalog:
        assert sources(catalog) == [("catalog", str(cards)), ("named", str(system))]
        assert catalog.card("small").uri() == "hg://org/tiny"


def test_default_stores_that_are_not_there_do_not_matter(home: Path, cards: Path) -> None:
    with open_catalog(cards) as catalog:
        assert catalog.names() == ["tiny"]
        problems = [catalog.maybe_problem(store) for store in catalog.stores]
    assert problems == [
        None,
        "/etc/fairseq2/assets: cannot be listed: No such file or directory",
        f"{home}/.config/fairseq2/assets: cannot be listed: No such file or directory",
    ]


@pytest.mark.parametrize("named", ["{catalog}", "{catalog}/", "{catalog}/../catalog", "{link}", "{catalog}/models"])
@pytest.mark.parametrize("variable", ["FAIRSEQ2_ASSET_DIR", "FAIRSEQ2_USER_ASSET_DIR"])
def test_a_store_that_is_the_catalog_does_not_double_its_cards(
    home: Path, cards: Path, monkeypatch: pytest.MonkeyPatch, variable: str, named: str
) -> None:
    link = cards.parent / "link"
    link.symlink_to(cards)
    monkeypatch.setenv(variable, named.format(catalog=cards, link=link))
    with open_catalog(cards) as catalog:
        assert catalog.findings() == []
        assert catalog.card("tiny").uri() == "hg://org/tiny"


def test_one_folder_for_system_and_user_is_read_once(home: Path, cards: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = write(home / "both", small="name: small\n")
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", str(both))
    monkeypatch.setenv("FAIRSEQ2_USER_ASSET_DIR", "~/both")
    with open_catalog(cards) as catalog:
        assert sources(catalog) == [("catalog", str(cards)), ("system", str(both))]
        assert catalog.findings() == []


def test_a_folder_whose_name_begins_alike_is_another(home: Path, cards: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = write(cards.parent / "catalog2", small="name: small\n")
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", str(other))
    with open_catalog(cards) as catalog:
        assert catalog.names() == ["small", "tiny"]


def test_without_a_home_the_user_has_no_store(cards: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME")
    assert os.path.isabs(user_folder())
    with open_catalog(cards) as catalog:
        assert "tiny" in catalog.names()
