"""A relative path to a file that others do not get with the catalog.

A file that git ignores is on this machine alone. Of a file in Git LFS, git has only a pointer: who reads the catalog at
a revision, or checks it out without Git LFS, gets that instead of the file.

    # advice, if .gitignore has *.pt
    name: tiny
    checkpoint: "./tiny.pt"

Put the file where everybody who uses the card can load it, and write its address; or write the path in an override for
the environment where the file is (`tiny@lab`).
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.card import Card
from assetcards.model.uris import WrittenUri, maybe_local_path, written_uris
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CatalogSubject, Rule
from assetcards.sources.attributes import load_attributes
from assetcards.trees.presences import presence_in
from assetcards.trees.tree import Presence

_HINT = "write an address that everybody can load from, and the path in an override (NAME@ENV)"
_LFS = "lfs"
"""The filter that a file in Git LFS has."""


def check(subject: CatalogSubject) -> Iterator[Finding]:
    found = [(card, uri, path, presence_in(card.tree, path)) for card, uri, path in _local_paths(subject)]
    own = subject.catalog.own.tree
    there = [path for card, _, path, presence in found if presence is Presence.THERE and card.tree is own]
    attributes = load_attributes(own, there) if there else {}
    for card, uri, path, presence in found:
        what = f"{uri.field} {render_quoted(uri.text)} is a file"
        if presence is Presence.IGNORED:
            yield RULE.finding(card, uri.node, f"{what} that git ignores, so others do not have it", _HINT)
        elif card.tree is own and path in attributes and attributes[path].filter == _LFS:
            yield RULE.finding(card, uri.node, f"{what} in Git LFS, of which a revision has only a pointer", _HINT)


def _local_paths(subject: CatalogSubject) -> Iterator[tuple[Card, WrittenUri, str]]:
    for card in subject.cards:
        for uri in written_uris(card) if not card.env else ():
            path = maybe_local_path(card, uri)
            if path is not None:
                yield card, uri, path


RULE = Rule(code="C618", name="path-unshared", check_catalog=check)
