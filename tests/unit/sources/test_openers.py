"""What counts as the source of a catalog: a tree, a folder, the address of a repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import MemoryTree, SourceError, open_catalog
from tests.gitfixture import GitFixture
from tests.unit.sources.catalogs import CARDS, names


def test_a_file_url_names_a_folder(fixture: GitFixture) -> None:
    odd = fixture.copy(fixture.folder.parent / "a b%é")
    for url in (f"file://{fixture.folder}", f"file://localhost{fixture.folder}", odd.folder.as_uri()):
        assert names(open_catalog(url, stores=[])) == CARDS


def test_a_file_url_of_another_machine_is_refused() -> None:
    with pytest.raises(SourceError, match="other"):
        open_catalog("file://other/srv/cards")


def test_a_tree_is_a_source_like_a_folder() -> None:
    tree = MemoryTree("made", cards=[{"name": "a", "data": "./x"}])
    with open_catalog(tree, stores=[]) as catalog:
        assert catalog.card("a").uri("data") == "memory:made/x"
    for options in ({"rev": "HEAD"}, {"root": "."}):
        with pytest.raises(SourceError, match=r"^memory:made is read as it is \(leave out rev and root\)$"):
            open_catalog(tree, **options)  # type: ignore[arg-type] # (options of a table)


@pytest.mark.parametrize("options", [{"source": ""}, {"root": ""}, {"stores": [""]}])
def test_an_empty_string_names_no_folder(options: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^an empty string names no folder \(name one, or leave it out\)$"):
        open_catalog(**{"source": tmp_path, **options})  # type: ignore[arg-type] # (options of a table)
