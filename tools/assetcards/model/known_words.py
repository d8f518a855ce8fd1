"""Which files of a store may have names, by the words that are known of most of its files."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from assetcards.errors import SourceError
from assetcards.model.files import CardFiles
from assetcards.model.written import NameSearch

if TYPE_CHECKING:
    from assetcards.model.name_index import NameIndexes
    from assetcards.model.word_index import WordIndex

MAX_UNKNOWN = 300
"""How many files may be others than those whose words are known: they are read each time."""


class KnownWords:
    """An index of words, which may be of another state of a store: the files `unknown` are not as it knows them."""

    def __init__(self, files: CardFiles, index: WordIndex, unknown: Collection[str]) -> None:
        self._files = files
        self._index = index
        self._unknown = frozenset(unknown)

    def maybe_paths_with(self, names: Collection[str]) -> set[str] | None:
        """The files of the store that may have one of the names; None if too many have one."""
        found = self._index.maybe_paths_with(names)
        if found is None:
            return None
        unread = self._files.there(self._unknown)
        self._files.expect(unread)
        search = NameSearch(names)
        here = {path for path in unread if search.may_be_in(self._files.maybe_content(path))}
        return found.difference(self._unknown) | here


def maybe_known_words(files: CardFiles, kept: NameIndexes, facts: bytes) -> KnownWords | None:
    """What is kept of the words of some files, or of an earlier state of them, if most of them are the same."""
    try:
        if files.tree.maybe_id() is None:
            return None
        index = kept.words.maybe_read(_place_of(files), facts)
        unknown = None if index is None else files.tree.maybe_differing(index.tree_id, MAX_UNKNOWN)
    except SourceError:  # `paths` raises it as well
        return None
    return None if index is None or unknown is None else KnownWords(files, index, unknown)


def maybe_learned_words(files: CardFiles, kept: NameIndexes, facts: bytes) -> KnownWords | None:
    """The words of all files of a store, which are read for it, and kept."""
    from assetcards.model.word_index import maybe_word_index

    tree_id = files.tree.maybe_id()
    if tree_id is None:
        return None
    paths = files.paths()
    files.expect(paths)
    index = maybe_word_index(tree_id, ((path, files.maybe_content(path)) for path in paths), len(paths))
    if index is None:
        return None
    kept.words.keep(_place_of(files), facts, index)
    return KnownWords(files, index, ())


def _place_of(files: CardFiles) -> str:
    """What all commits of a folder of a repository have in common, and its index with them."""
    return repr(files.origin._replace(kind="git", commit=""))
