"""Which ignore comments were there before a change: with the same line in the same card, wherever that is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import TypeAlias

from assetcards.lint.comments import IgnoreComment, find_comments
from assetcards.lint.differing import changed_files
from assetcards.lint.fingerprints import Owners
from assetcards.model.catalog import Catalog
from assetcards.names import FullName

_Identity: TypeAlias = tuple[FullName | str, str]
"""A card (or the file, outside of cards), and the text of the line."""


def find_kept(before: Catalog | None, after: Catalog, comments: Iterable[IgnoreComment]) -> Iterator[IgnoreComment]:
    """The comments of a catalog that were there before the change.

    A comment that moves with its card, within a file or to another one, was there before. If a line of a card is
    repeated, only its first occurrence was. Only the catalog's own store changes.
    """
    own, changed = str(after.own.origin), changed_files(before, after)
    known = Counter(_identities_before(before, changed)) if before is not None else Counter[_Identity]()
    identify = _identifier(after, _renamed(before, after, changed) if before is not None else {})
    for comment in comments:
        if comment.source != own or comment.path not in changed:
            yield comment
        elif known[identify(comment)]:
            known[identify(comment)] -= 1
            yield comment


def _identities_before(before: Catalog, changed: Set[str]) -> Iterator[_Identity]:
    store = before.own
    files = map(store.file, store.those_of(changed))
    return map(_identifier(before, {}), (comment for file in files for comment in find_comments(file)))


def _identifier(catalog: Catalog, old_paths: Mapping[str, str]) -> Callable[[IgnoreComment], _Identity]:
    owners = Owners(catalog)

    def identify(comment: IgnoreComment) -> _Identity:
        owner = owners.maybe_owner_of_line(comment.path, comment.line)
        return owner or old_paths.get(comment.path, comment.path), comment.written

    return identify


def _renamed(before: Catalog, after: Catalog, changed: Set[str]) -> dict[str, str]:
    """From the path of each added file to that of the removed file with the same content."""
    old, new = before.own, after.own
    then, now = old.those_of(changed), new.those_of(changed)
    removed = {old.file(path).content: path for path in set(then).difference(now)}
    added = {path: new.file(path).content for path in set(now).difference(then)}
    return {path: removed[content] for path, content in added.items() if content in removed}
