"""The folder of the words of card files: one index for each place, and only what is ours alone is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards.model.word_index import WordIndex
from assetcards.sources import kept, word_indexes
from assetcards.sources.word_indexes import WordIndexFolder

INDEX = WordIndex("0123", b"a.yaml\n", [7 << 32])
OTHER = INDEX._replace(tree_id="4567")


@pytest.fixture
def folder(tmp_path: Path) -> WordIndexFolder:
    return WordIndexFolder(str(tmp_path))


def read(folder: WordIndexFolder, place: str = "here", facts: bytes = b"facts") -> WordIndex | None:
    found = folder.maybe_read(place, facts)
    return found and found._replace(numbers=list(found.numbers))


def test_the_index_kept_last_of_a_place_is_read_for_the_same_facts_alone(folder: WordIndexFolder) -> None:
    assert read(folder) is None
    folder.keep("here", b"facts", INDEX)
    assert read(folder) == INDEX
    assert read(folder, "there") is read(folder, facts=b"other") is None
    folder.keep("here", b"facts", OTHER)
    assert read(folder) == OTHER


def test_what_is_not_whole_or_not_ours_alone_counts_as_not_there(folder: WordIndexFolder, tmp_path: Path) -> None:
    folder.keep("here", b"facts", INDEX)
    [file] = (path for path in tmp_path.rglob("*") if path.is_file())
    file.chmod(0o620)
    assert read(folder) is None
    folder.keep("here", b"facts", INDEX)
    file.write_bytes(file.read_bytes()[:-3])
    assert read(folder) is None


def test_another_release_or_another_reader_does_not_read_it(
    folder: WordIndexFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.keep("here", b"facts", INDEX)
    with monkeypatch.context() as other:
        other.setattr(word_indexes, "_READERS", ("model", "rules"))
        assert read(folder) is None
    with monkeypatch.context() as other:
        other.setattr(word_indexes, "_READERS", ("no-folder-as-in-a-zip",))
        folder.keep("there", b"facts", INDEX)
        assert read(folder, "there") is None
    with monkeypatch.context() as other:
        other.setattr(kept, "reader_version", lambda: b"7.0 0.1.2")
        assert read(folder) is None
    assert read(folder) == INDEX
