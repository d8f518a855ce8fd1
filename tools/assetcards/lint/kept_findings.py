"""What was found in whole catalogs, kept in the user's cache: while all it depends on is the same, nothing is read.

It is a cache and nothing else: what is kept holds for just these files, settings, attributes and versions.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from assetcards.errors import AssetCardsError
from assetcards.families.document import MAX_BYTES
from assetcards.findings import Finding
from assetcards.lint.finding_form import describe_findings, parse_finding
from assetcards.lint.judges import judge_facts
from assetcards.model.catalog import Catalog
from assetcards.model.settings import MAX_SETTINGS_BYTES
from assetcards.model.settings_file import load_settings
from assetcards.sources.attributes import attributes_content
from assetcards.sources.kept import KeptFolder
from assetcards.trees.foreign import read_file
from assetcards.trees.presences import presence_in, presences_in
from assetcards.trees.tree import SETTINGS_FILE, FileUnreadableError

MAX_FILES = 16
"""Of how many catalogs there are findings at most; the oldest are removed."""


class _Answer(NamedTuple):
    """What is kept: the findings, and what else the tree was asked for when they were found."""

    presences: Mapping[str, str]
    facts: str
    findings: Sequence[Mapping[str, Any]]


class KeptFindings:
    """The findings of a user below the folder of caches, a file for each catalog."""

    def __init__(self, caches: str) -> None:
        self._folder = KeptFolder(caches, "findings", most=MAX_FILES)

    def find(self, catalog: Catalog, find: Callable[[], Sequence[Finding]]) -> Sequence[Finding]:
        """What is kept of just this catalog, or what is found now, which is kept if that is possible."""
        key = _maybe_key(catalog)
        if key is None:
            return find()
        kept = self._maybe_read(key)
        if kept is not None and _is_as_it_was(catalog, kept):
            return list(map(parse_finding, kept.findings))
        facts = _maybe_facts(catalog, ())
        found = find()
        if facts is not None and facts == _maybe_facts(catalog, ()) and _can_be_kept(catalog):
            self._keep(key, catalog, found)
        return found

    def _maybe_read(self, key: str) -> _Answer | None:
        digest, _, body = (self._folder.maybe_read(key) or b"").partition(b"\n")
        return _Answer(*json.loads(body)) if digest == _digest(body) else None

    def _keep(self, key: str, catalog: Catalog, found: Sequence[Finding]) -> None:
        asked = {path: presence.value for path, presence in presences_in(catalog.own.tree).items()}
        facts = _maybe_facts(catalog, asked)
        if facts is not None:
            body = json.dumps(_Answer(asked, facts, describe_findings(found))).encode()
            self._folder.keep(key, _digest(body) + b"\n" + body)


def _maybe_key(catalog: Catalog) -> str | None:
    """The name of the file for a catalog; None if more than its tree has to do with what is found in it."""
    others = len(catalog.stores) > 1 or catalog.env is not None or catalog.settings.families.packages
    state = None if others else catalog.own.state
    return None if state is None or not catalog.own.is_large else state.key


def _can_be_kept(catalog: Catalog) -> bool:
    """Whether nothing has changed since the catalog was opened, and no file was read that git ignores."""
    own = catalog.own
    is_aside = own.was_searched_aside and own.origin.kind == "path"
    return not is_aside and own.is_unchanged() and load_settings(own.tree) == catalog.settings


def _is_as_it_was(catalog: Catalog, kept: _Answer) -> bool:
    tree = catalog.own.tree
    is_asked = all(presence_in(tree, path).value == presence for path, presence in kept.presences.items())
    return is_asked and kept.facts == _maybe_facts(catalog, kept.presences)


def _maybe_facts(catalog: Catalog, asked: Iterable[str]) -> str | None:
    """What all depends on that is found in a catalog; `asked` are other paths whose attributes were looked at."""
    try:
        parts = list(_facts(catalog, asked))
    except (AssetCardsError, OSError):  # whoever reads it next says why
        return None
    return hashlib.sha256(b"\0\0".join(parts)).hexdigest()


def _facts(catalog: Catalog, asked: Iterable[str]) -> Iterator[bytes]:
    own = catalog.own
    yield judge_facts()
    yield b"" if own.state is None else own.state.facts
    yield os.fsencode("\0".join([str(own.origin), own.origin.folder, *own.misspelled_paths()]))
    yield _content(catalog, SETTINGS_FILE, MAX_SETTINGS_BYTES)
    for path in catalog.settings.families.descriptions:
        yield _content(catalog, path, MAX_BYTES)
    yield attributes_content(own.tree, [*own.paths(), SETTINGS_FILE, *asked])


def _content(catalog: Catalog, path: str, limit: int) -> bytes:
    try:
        return b"+" + read_file(catalog.own.tree, path, limit + 1)
    except FileUnreadableError as error:
        return error.reason.encode()


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()
